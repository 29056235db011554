"""Whoever is killed in a fill or a commit: what was acknowledged is there, and nothing half."""

from __future__ import annotations

from itertools import islice, pairwise
from pathlib import Path

from tests.graphs.durable.kill import rounds
from tests.graphs.durable.writer import steps


def test_kills_lose_nothing_and_leave_nothing_half(tmp_path: Path) -> None:
    found = list(rounds((3, 4, 5), tmp_path))
    assert [verdict.fault for verdict in found if verdict.fault] == []
    assert {verdict.victim for verdict in found} == {"writer", "server"}


def test_the_judge_tells_one_step_from_the_next() -> None:
    worlds = [world for _, world in islice(steps(4), 20)]
    assert all(earlier != later for earlier, later in pairwise(worlds))
