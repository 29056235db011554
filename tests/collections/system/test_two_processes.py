"""What one process acknowledged the next question of another sees, whatever it was."""

from __future__ import annotations

from pathlib import Path

from tests.collections.system.two_processes import (
    FORMS,
    at_once,
    by_turns,
    heard,
    other,
    setup,
)
from workbench.collections.collections import Collections


def test_another_process_sees_every_acknowledged_change_and_loses_no_addition(
    collections: Collections, conninfo: str, tmp_path: Path
) -> None:
    setup(collections)
    with other(conninfo, tmp_path) as reader:
        seen = by_turns(collections, reader, 1.5)
        assert (seen.faults, set(seen.forms)) == ([], set(FORMS))
        total, stored = at_once(collections, reader, 0.5)
    assert total == stored > 2


def test_another_bench_on_the_same_database_hears_of_changes(
    collections: Collections, conninfo: str, tmp_path: Path
) -> None:
    setup(collections)
    with other(conninfo, tmp_path / "far") as reader:
        assert max(heard(collections, reader, 10)) < 5_000
