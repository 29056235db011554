"""Which loads are unfinished, as the journal tells it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.etl.conftest import Base, CutGraph
from tests.etl.embedders import Watched
from workbench.core.errors import StoreUnavailable
from workbench.etl.grist import Unfinished, unfinished


class Asking(Watched):
    """Asks for the unfinished loads in the middle of one."""

    def __init__(self, relational: Any) -> None:
        super().__init__()
        self._relational = relational
        self.found: list[Unfinished] = []

    def embed(self, texts: Any) -> Any:
        self.found += unfinished(self._relational)
        return super().embed(texts)


def row(state: str, started: int, finished: int | None, source: str) -> str:
    """A statement that adds a load which started and ended so many minutes after midnight."""
    end = "NULL" if finished is None else f"timestamptz '2026-01-01' + interval '{finished} min'"
    return (
        "INSERT INTO workbench_load (load_id, source, started_at, finished_at, state) VALUES "
        f"(gen_random_uuid(), '{source}', timestamptz '2026-01-01' + interval '{started} min', "
        f"{end}, '{state}')"
    )


def test_a_base_without_tables_or_loads_has_no_unfinished_load(
    local_stores: Any, documents: Any
) -> None:
    assert unfinished(local_stores[0]) == []


def test_a_whole_load_leaves_nothing_unfinished(every_base: Base, documents: Any) -> None:
    assert unfinished(every_base.relational) == []
    every_base.load(documents())
    assert unfinished(every_base.relational) == []


def test_a_failed_load_is_unfinished_until_a_whole_one_comes(base: Base, documents: Any) -> None:
    with pytest.raises(StoreUnavailable):
        base.load(documents(), graph=CutGraph(base.graph))
    (found,) = unfinished(base.relational)
    assert (found.source, found.state) == ("model.grist, data.grist", "failed")
    assert found.error == "StoreUnavailable: the connection to the graph is gone"
    assert str(found).endswith("is gone. Graph and tables may differ: load again")
    base.load(documents())
    assert unfinished(base.relational) == []


def test_a_load_that_runs_is_told_from_one_that_was_killed(base: Base, documents: Any) -> None:
    base.relational.write(row("running", 1, None, "killed.grist"))
    asking = Asking(base.relational)
    base.load(documents(), embedder=asking)
    states = [(found.source, found.state) for found in asking.found]
    assert states == [("model.grist, data.grist", "running"), ("killed.grist", "killed")]
    assert "is still running" in str(asking.found[0])
    locks = base.rows("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2")
    assert locks == [(0,)]


@pytest.mark.parametrize(
    ("loads", "expected"),
    [
        ([("complete", 1, 2, "a"), ("failed", 3, 4, "b")], ["b"]),
        ([("failed", 1, 2, "a"), ("complete", 3, 4, "b")], []),
        ([("failed", 1, 5, "a"), ("complete", 2, 4, "b")], ["a"]),  # at the same time
        ([("running", 1, None, "a"), ("complete", 2, 4, "b")], []),
        ([("running", 1, None, "a"), ("failed", 2, 4, "b")], ["b", "a"]),
    ],
)
def test_a_load_is_made_good_by_a_whole_one_that_came_after_it(
    base: Base, loads: list[tuple[Any, ...]], expected: list[str]
) -> None:
    for load in loads:
        base.relational.write(row(*load))
    assert [found.source for found in unfinished(base.relational)] == expected
