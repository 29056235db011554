"""Whoever is killed in whatever statement, what was acknowledged is there, and nothing half."""

from __future__ import annotations

from pathlib import Path

from tests.collections.system.kill import rounds


def test_kills_in_the_midst_of_statements_lose_nothing(tmp_path: Path) -> None:
    found = list(rounds((3, 4, 11), tmp_path))
    assert [verdict.fault for verdict in found if verdict.fault] == []
    assert {verdict.victim for verdict in found} == {"writer", "server"}
