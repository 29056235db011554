"""What recorded queries give today, against what they gave then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from uuid import UUID

from .frames import as_json
from .show import Shown, columns_of
from .values import Rows

if TYPE_CHECKING:
    from polars import DataFrame

Verdict = Literal[
    "equal",  # the same rows, scores within eps; for a search also where ties changed places
    "order differs",  # the same rows
    "scores moved",  # the same rows, a score by more than eps
    "rows differ",
    "failed",  # it ran when it was recorded
    "fails still",
    "runs now",  # no rows were recorded, as of a failed call: nothing to compare with
    "unbound parameters",  # not run: the text has a `$name`, and tools pass no values
    "other embedder",  # not run: the stored vectors are of another model
    "not replayable",  # not run: the record does not say what was asked
]
_DRIFT = frozenset({"scores moved", "rows differ", "failed"})


class Finding(NamedTuple):
    """A verdict with its grounds.

    `added` and `removed` are rows in recorded form, `largest_difference` that of two scores
    of one row, `note` says what else is to be known, or the engine's words.
    """

    verdict: Verdict
    note: str = ""
    added: tuple[Mapping[str, Any], ...] = ()
    removed: tuple[Mapping[str, Any], ...] = ()
    largest_difference: float = 0.0


class QueryReplay(NamedTuple):
    """One recorded query, run again: `place` counts the calls of its event from 0."""

    thread_id: UUID
    event_id: UUID
    place: int
    tool: str
    query: str
    recorded_rows: int | None
    finding: Finding

    @property
    def verdict(self) -> Verdict:
        return self.finding.verdict

    @property
    def drifted(self) -> bool:
        """Whether it gave rows then and gives others, other scores, or none now.

        A changed order is no drift: neither ties nor Cypher without ORDER BY have one.
        """
        return self.verdict in _DRIFT


_COLUMNS = [
    "thread_id",
    "event_id",
    "place",
    "tool",
    "query",
    "verdict",
    "drifted",
    "recorded_rows",
    "added",
    "removed",
    "largest_difference",
    "note",
    "added_rows",
    "removed_rows",
]
_SHOWN = ["tool", "query", "verdict", "recorded_rows", "added", "removed", "note"]


class Queries(Shown, tuple[QueryReplay, ...]):
    """Replayed queries in the order of their record."""

    __slots__ = ()

    @property
    def verdicts(self) -> dict[Verdict, int]:
        """How many queries have each verdict, the most frequent first."""
        return dict(Counter(query.verdict for query in self).most_common())

    @property
    def drifted(self) -> Queries:
        return Queries(query for query in self if query.drifted)

    def table(self) -> Rows:
        """One row a query; rows that came or went as JSON text."""
        return Rows(tuple(_COLUMNS), [_row(query) for query in self])

    def polars(self) -> DataFrame:
        return self.table().polars()

    def _parts(self) -> Iterable[str | Rows]:
        yield _summary(self)
        yield columns_of(self.table(), _SHOWN)


def _summary(queries: Queries) -> str:
    counts = [f"{count} {verdict}" for verdict, count in queries.verdicts.items()]
    return ", ".join(counts) or "no recorded queries"


def _row(query: QueryReplay) -> tuple[Any, ...]:
    found = query.finding
    return (
        str(query.thread_id),
        str(query.event_id),
        query.place,
        query.tool,
        query.query,
        found.verdict,
        query.drifted,
        query.recorded_rows,
        len(found.added),
        len(found.removed),
        found.largest_difference,
        found.note,
        as_json(list(found.added)),
        as_json(list(found.removed)),
    )


class _Replayed(Shown):
    """What is told of a replay by its queries."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def queries(self) -> Queries: ...

    @property
    def verdicts(self) -> dict[Verdict, int]:
        return self.queries.verdicts

    @property
    def drifted(self) -> Queries:
        return self.queries.drifted

    def polars(self) -> DataFrame:
        """One row a query, by thread, in the order of the record."""
        return self.queries.polars()


@dataclass(frozen=True, slots=True, repr=False)
class ThreadReplay(_Replayed):
    """The recorded queries of one thread, run again.

    `embedders` say which embedder searched and whether it made the vectors it searched in.
    """

    thread_id: UUID
    queries: Queries
    embedders: tuple[str, ...] = ()

    def _parts(self) -> Iterable[str | Rows]:
        yield from (f"thread {self.thread_id}", *self.embedders)
        yield from self.queries._parts()


@dataclass(frozen=True, slots=True, repr=False)
class DriftTable(_Replayed):
    """The replays of many threads; one without a recorded query has no rows."""

    threads: tuple[ThreadReplay, ...]
    embedders: tuple[str, ...] = ()

    @property
    def queries(self) -> Queries:
        return Queries(query for thread in self.threads for query in thread.queries)

    def by_thread(self) -> DataFrame:
        """One row a thread: how many queries it has of each verdict that occurs."""
        seen = list(self.verdicts)
        columns = ("thread_id", "queries", "drifted", *seen)
        return Rows(columns, [tuple(_counts(thread, seen)) for thread in self.threads]).polars()

    def _parts(self) -> Iterable[str | Rows]:
        """The counts of all, the rows of those that drifted."""
        yield f"{len(self.threads)} threads: {_summary(self.queries)}"
        yield from self.embedders
        if drifted := self.drifted:
            yield columns_of(drifted.table(), ["thread_id", *_SHOWN])


def _counts(thread: ThreadReplay, verdicts: Iterable[Verdict]) -> Iterable[Any]:
    counted = thread.verdicts
    yield str(thread.thread_id)
    yield len(thread.queries)
    yield len(thread.drifted)
    for verdict in verdicts:
        yield counted.get(verdict, 0)
