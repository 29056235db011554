"""The tables of one collection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import local

from ...core.collections.definition import Definition
from ...core.collections.records import Change, Delta
from ...core.errors import BadInput, QueryFailed, VelesFailed
from .checking import check, refusal
from .faults import missing
from .reading import Reading
from .store import Store
from .template import Layout
from .writing import Writing

# Of a table that was never analysed PostgreSQL expects a third to be newer than anything.
_BY_INDEX = {"enable_seqscan": "off"}


class Tables:
    """Writes to a collection, and what they changed.

    A write is one transaction, committed and on disk when its call returns. It raises the
    collection's generation under the lock of its row in the registry, so that generations are
    dense and are seen in the order of commits; every row that it stores or removes is stamped
    with it; and the channel `veles` is told "<number> <generation>".

    VELES-002 where the collection was dropped.
    """

    def __init__(self, store: Store, definition: Definition) -> None:
        self._store, self._definition = store, definition
        self._writing, self._reading = Writing(store, definition), Reading(definition)
        self._table = Layout(definition).points
        self._inside = local()  # whether this thread is in `locked`

    def write(self, change: Change) -> Delta:
        """Store a change, whole or not at all: its generation and what it did.

        `dropped` and `dropped_edges` are those that were there, edges at removed points among
        them. Inside `locked` it belongs to that transaction: the delta holds once that is left.

        VELES-004, 005, 014 or 023 for a value that does not fit, VELES-012 for text that
        PostgreSQL does not hold.
        """
        check(change, self._definition)
        try:
            if _is_one_point(change):
                return Delta(self._writing.store_one(change.points), change)
            if self._is_locked:
                return self._writing.written(change)
            with self._store.transaction():
                return self._writing.written(change)
        except VelesFailed:
            raise
        except (BadInput, QueryFailed) as error:
            raise self._gone(error) or refusal(error, change) from error

    @contextmanager
    def locked(self) -> Iterator[int]:
        """The generation, at which the collection stays until a `write` inside.

        What is read and written inside is one transaction: nobody else writes meanwhile, and
        leaving by an error takes everything back.
        """
        with self._store.transaction():
            try:
                generation = self._writing.lock()
            except QueryFailed as error:
                raise self._gone(error) or error from error
            self._inside.locked = True
            try:
                yield generation
            finally:
                self._inside.locked = False

    def since(self, generation: int) -> Delta:
        """All that changed after a generation, as one change.

        From 0, from before the collection was last emptied, and from a generation that the
        tables do not have, it is everything, with `clear`. Points and edges stand in no order.
        """
        try:
            with self._store.snapshot(_BY_INDEX if generation else None) as snapshot:
                return self._reading.since(generation, snapshot)
        except QueryFailed as error:
            raise self._gone(error) or error from error

    def count(self) -> int:
        """The number of points."""
        query = f"SELECT count(*) FROM {self._table}"
        try:
            return int(self._store.rows(query, reviewed=True).values[0][0])
        except QueryFailed as error:
            raise self._gone(error) or error from error

    def prune(self) -> None:
        """Forget which points and edges were removed; older mirrors are told everything."""
        with self.locked() as generation:
            self._writing.forget_removed(generation)

    @property
    def _is_locked(self) -> bool:
        return getattr(self._inside, "locked", False)

    def _gone(self, error: Exception) -> VelesFailed | None:
        """VELES-002, where an error came of tables that are no longer there."""
        says = getattr(error, "engine_says", "")
        if isinstance(error, VelesFailed) or f'"{self._table}"' not in says:
            return None
        return missing(self._definition.name)


def _is_one_point(change: Change) -> bool:
    return len(change.points) == 1 and not (
        change.clear or len(change.dropped) or len(change.dropped_edges) or len(change.edges)
    )
