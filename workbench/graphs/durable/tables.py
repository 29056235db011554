"""The tables of one property graph."""

from __future__ import annotations

import json

from ...core.errors import BadInput, QueryFailed, StaleHandle
from ...core.property_graph.change import Change, Delta, LoggedChange, Model
from ...core.property_graph.columns import Loaded
from ...core.property_graph.records import LogEntry
from . import log, reading
from .filling import Filling
from .past import gone_back
from .store import Store
from .writing import Writing

_GENERATION = "SELECT generation FROM tong_graphs WHERE number = $graph"
_SINCE = """
SELECT generation, reason, after::text AS after FROM tong_log
WHERE graph = $graph AND generation > $generation ORDER BY generation
"""
_LOG = """
SELECT generation, at, author, reason, before::text AS before, after::text AS after
FROM tong_log WHERE graph = $graph AND generation > $generation ORDER BY generation
"""


class Tables:
    """Changes of a graph and what they did.

    A change is one transaction, committed and on disk when its call returns. It raises the
    graph's generation under the lock of its row, so that generations are dense and are seen in
    the order of commits, and is logged with all values that it touched and its author.

    StaleHandle where the graph was dropped.
    """

    def __init__(self, store: Store, number: int, *, author: str = "") -> None:
        self._store, self._graph = store, number
        self._writing = Writing(store, number, author)

    def generation(self) -> int:
        """That of the last change; 0 for a graph that never had one. One round trip."""
        found = self._store.rows(_GENERATION, {"graph": self._graph}, reviewed=True).values
        if not found:
            raise StaleHandle("this graph was dropped; open another")
        return int(found[0][0])

    def load(self) -> Loaded:
        """The whole graph, of one moment. Its `rest` is without the log of a file."""
        with self._store.snapshot(reading.BY_KEY) as snapshot:
            return reading.loaded(snapshot, self._graph)

    def file_log(self) -> list[LogEntry]:
        """What a file that filled the graph told of itself; empty where there was none."""
        with self._store.snapshot() as snapshot:
            return reading.file_log(snapshot, self._graph)

    def since(self, generation: int) -> list[Delta] | None:
        """What changed after a generation, in order; None where only `load` can tell.

        That is after a fill, and from a generation that the graph does not have.
        """
        given = {"graph": self._graph, "generation": generation}
        found = self._store.rows(_SINCE, given, reviewed=True).values
        if not found:
            return [] if self.generation() == generation else None
        if found[0][0] != generation + 1 or any(after is None for *_, after in found):
            return None
        return [Delta(at, log.rebuilt(json.loads(after), why)) for at, why, after in found]

    def commit(self, change: Change, *, expecting: int) -> Delta:
        """Store a change, whole or not at all: its generation and what it did.

        StaleHandle where the graph is not at the generation `expecting`; BadInput for an
        external id that another node has, and for a value that PostgreSQL does not hold.
        """
        try:
            with self._store.transaction():
                raised = self._writing.raised(change, expecting)
                done = self._writing.written(change, raised)
        except QueryFailed as error:
            raise _refusal(error) from error
        return Delta(raised.generation, done)

    def fill(self, model: Model) -> int:
        """Store a whole model in an empty graph, all or none: the generation.

        The log tells that it was filled, and no values. BadInput where the graph is not empty.
        """
        try:
            with self._store.transaction():
                return Filling(self._store, self._graph, self._writing).filled(model)
        except QueryFailed as error:
            raise _refusal(error) from error

    def log(self, since: int = 0) -> list[LoggedChange]:
        """All changes after a generation, in order; a fill has neither before nor after."""
        given = {"graph": self._graph, "generation": since}
        rows = self._store.rows(_LOG, given, reviewed=True).values
        return [
            LoggedChange(at, when, author, why, json.loads(before), json.loads(after or "{}"))
            for at, when, author, why, before, after in rows
        ]

    def at(self, generation: int) -> Model:
        """The graph as it was after the change of that generation; at 0 it is empty.

        BadInput for a generation that it never had.
        """
        with self._store.snapshot(reading.BY_KEY) as snapshot:
            now = reading.loaded(snapshot, self._graph)
            if not 0 <= generation <= now.generation:
                raise BadInput(
                    f"generation {generation}: expected 0 to {now.generation}, the newest"
                )
            return gone_back(snapshot, self._graph, reading.model(now), generation)


def _refusal(error: QueryFailed) -> Exception:
    """BadInput for values that PostgreSQL did not take, else the error."""
    says = error.engine_says
    if "tong_nodes_external_id" in says:
        return BadInput(
            "duplicate external id: a node of this graph has one that is stored again. Nothing "
            "was stored; update that node, or choose another id."
        )
    if "NUL" in says or "0x00" in says:
        return BadInput(
            "expected text without the character U+0000, which PostgreSQL does not hold. Nothing "
            "was stored."
        )
    if "index row" in says:
        return BadInput(
            f"expected names and external ids of at most 2000 bytes: {says}. Nothing was stored."
        )
    return error
