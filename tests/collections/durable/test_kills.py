"""Whoever is killed in whatever write, what was acknowledged is there, and nothing half."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from tests.collections.durable.kill import rounds
from tests.collections.durable.writer import FORMS, worlds


def test_kills_in_every_form_lose_nothing_and_leave_nothing_half(tmp_path: Path) -> None:
    found = list(rounds(8, tmp_path))
    assert [verdict.fault for verdict in found if verdict.fault] == []
    assert {verdict.victim for verdict in found} == {"writer", "server"}
    assert {verdict.form for verdict in found} <= set(FORMS)


def test_the_judge_tells_one_change_from_the_next() -> None:
    seen = [worlds(5, count) for count in range(30)]
    assert all(earlier != later for earlier, later in pairwise(seen))
