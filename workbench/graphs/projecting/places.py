"""Which databases hold which graph: rows of `tong_projections`, and names on the server.

A name is `tong_<registry>_<graph>_m<token>` for the database that follows a graph, and `…_s…`
for one of a process's own, which holds a state that the graph is not, or no longer, in. The
registry's part tells apart the benches that share a graph server, the token those that share
a PostgreSQL and have a graph server each.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from threading import RLock
from typing import Any, ClassVar

from ...core.errors import StoreBusy
from ...core.property_graph.protocols import Databases
from ..durable.registry import Registry
from ..durable.store import Store

# pg_locks shows both halves of a key as unsigned numbers.
_HELD = """
SELECT EXISTS (
  SELECT FROM pg_locks
  WHERE locktype = 'advisory' AND objsubid = 2
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND classid::bigint = hashtext('tong_database')::bigint & 4294967295
    AND objid::bigint = hashtext($name)::bigint & 4294967295
)
"""
_OWN = "hashtext('tong_database'), hashtext($name)"
_ALONE = "hashtext('tong_projecting'), $graph::int"
_THERE = "SELECT place, generation FROM tong_projections WHERE graph = $graph ORDER BY place"
_GENERATION = "SELECT generation FROM tong_projections WHERE graph = $graph AND place = $place"
_SET = """
INSERT INTO tong_projections (graph, place, generation) VALUES ($graph, $place, $generation)
ON CONFLICT (graph, place) DO UPDATE SET generation = excluded.generation
"""
_DELETE = "DELETE FROM tong_projections WHERE graph = $graph AND place = $place"
_COUNTS = """
SELECT (SELECT generation FROM tong_graphs WHERE number = $graph),
       (SELECT count(*) FROM tong_nodes WHERE graph = $graph),
       (SELECT count(*) FROM tong_edges WHERE graph = $graph)
"""
_LONGEST_LOAD = 600.0  # seconds that another process may take to load a graph
_PAUSE = 0.05


class Places:
    """The databases of one graph, as PostgreSQL and the graph server know them.

    A generation is kept as -1 - g while a database is on its way from g to a later one: what
    it holds is then of no generation, and every change since g is made again.
    """

    _in_process: ClassVar[RLock] = RLock()  # a session's advisory lock does not stop itself

    def __init__(
        self, databases: Databases, store: Store, graph: int, *, shares: bool = True
    ) -> None:
        self._databases, self._store, self._graph = databases, store, graph
        # A lock is no change: it is taken and kept by a session that only reads, too.
        self._locks = store.write if shares else partial(store.rows, reviewed=True)
        identity = Registry(store).identity().replace("-", "").lower()[:8]
        self._registry = f"tong_{identity}_"
        self._prefix = f"{self._registry}{graph}_"

    def fresh(self, kind: str) -> str:
        return f"{self._prefix}{kind}{secrets.token_hex(4)}"

    def following(self) -> tuple[str, int] | None:
        """The database on this server that follows the graph, with its generation as kept."""
        there = set(self._databases.names())
        rows = self._store.rows(_THERE, {"graph": self._graph}, reviewed=True).values
        return next(((place, kept) for place, kept in rows if place in there), None)

    def generation(self, place: str) -> int | None:
        """The generation of a database as kept; None where it is none any more."""
        given = {"graph": self._graph, "place": place}
        rows = self._store.rows(_GENERATION, given, reviewed=True).values
        return int(rows[0][0]) if rows else None

    def keep(self, place: str, generation: int) -> None:
        self._store.write(_SET, {"graph": self._graph, "place": place, "generation": generation})

    def counts(self) -> tuple[int, int, int]:
        """The graph's generation now, and its numbers of nodes and edges."""
        generation, nodes, edges = self._store.rows(
            _COUNTS, {"graph": self._graph}, reviewed=True
        ).values[0]
        return -1 if generation is None else generation, nodes, edges

    def replace(self, place: str, generation: int, *, instead: str = "") -> None:
        """Keep a new database of a generation, and drop the one in whose place it is."""
        with self._store.transaction():
            self._store.write(_DELETE, {"graph": self._graph, "place": instead})
            self.keep(place, generation)
        if instead:
            self._databases.drop(instead)

    def forget(self, place: str) -> None:
        self._store.write(_DELETE, {"graph": self._graph, "place": place})
        self._databases.drop(place)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other process or thread brings a database of this graph forward meanwhile."""
        given = {"graph": self._graph}
        with self._in_process:
            try:
                self._wait(given)
                yield
            finally:  # of a lock that an interrupt kept from being told, too
                self._locks(f"SELECT pg_advisory_unlock({_ALONE})", given)

    def _wait(self, given: Mapping[str, Any]) -> None:
        due = time.monotonic() + _LONGEST_LOAD
        query = f"SELECT pg_try_advisory_lock({_ALONE})"
        while not self._locks(query, given).values[0][0]:
            if time.monotonic() > due:
                raise StoreBusy("another process has been loading this graph for too long")
            time.sleep(_PAUSE)

    def make_own(self) -> str:
        """A database of this process, which lasts as long as its session at most."""
        name = self.fresh("s")
        self._locks(f"SELECT pg_advisory_lock({_OWN})", {"name": name})
        self._databases.make(name)
        return name

    def drop_own(self, name: str) -> None:
        self._databases.drop(name)
        self._locks(f"SELECT pg_advisory_unlock({_OWN})", {"name": name})

    def sweep(self) -> None:
        """Drop what processes left that are no more, and loads that came to nothing.

        What they left of graphs that were dropped goes too: nobody else looks after these. Nobody
        may be loading this graph meanwhile.
        """
        there = self._databases.names()
        rows = self._store.rows(_THERE, {"graph": self._graph}, reviewed=True).values
        kept = {place for place, _ in rows}
        graphs = self._store.rows("SELECT number FROM tong_graphs", reviewed=True).column("number")
        for name in there:
            graph = self._graph_of(name)
            gone = graph == self._graph or (graph is not None and graph not in graphs)
            if gone and name not in kept and not self._held(name):
                self._databases.drop(name)

    def drop_all(self) -> None:
        """Every database of this graph here, whoever made it.

        A graph that no database follows was never asked in Cypher, and the server need not start
        for it; what snapshots of it left, if anything, goes at the next opening.
        """
        if not self._store.rows(_THERE, {"graph": self._graph}, reviewed=True).values:
            return
        for name in self._databases.names():
            if name.startswith(self._prefix):
                self.forget(name)

    def _graph_of(self, name: str) -> int | None:
        """The graph of a database, if it is one of this registry."""
        number = name.removeprefix(self._registry).partition("_")[0]
        return int(number) if name.startswith(self._registry) and number.isdigit() else None

    def _held(self, name: str) -> bool:
        return bool(self._store.rows(_HELD, {"name": name}, reviewed=True).values[0][0])
