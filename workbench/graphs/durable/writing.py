"""How a change is written to the tables of one graph, inside a transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from ...core.errors import StaleHandle
from ...core.property_graph.change import COUNTERS, Change, Counter, Model
from ...core.property_graph.plain import KINDS
from ...core.property_graph.records import TextIndex
from . import log
from .layout import LAYOUTS, Layout, said
from .reading import edges_of, nodes_of
from .store import Store
from .vectors import Vectors

# The row is a lock on the graph. A commit is durable when it is acknowledged, whatever the
# account or server has by default.
_RAISE = f"""
WITH was AS (
  SELECT * FROM tong_graphs
  WHERE number = $graph AND generation = coalesce($expecting::bigint, generation) FOR UPDATE
)
UPDATE tong_graphs AS graph SET generation = was.generation + 1, {{raised}}
FROM was WHERE graph.number = was.number
RETURNING graph.generation, {", ".join(f"was.next_{name}" for name in COUNTERS)},
  {", ".join(f"graph.next_{name} AS to_{name}" for name in COUNTERS)},
  (SELECT json_agg(one)::text FROM tong_text_indexes AS one WHERE one.graph = $graph) AS texts,
  (SELECT json_object_agg(name, dimensions)::text FROM tong_vector_indexes AS one
   WHERE one.graph = $graph) AS dimensions,
  CASE current_setting('synchronous_commit')
    WHEN 'off' THEN set_config('synchronous_commit', 'on', true) END AS durable
""".format(
    raised=", ".join(
        f"next_{name} = greatest(was.next_{name}, ${name}::bigint)" for name in COUNTERS
    )
)
_MANY = 500  # records, from which on COPY takes less time than one statement
_LOG = """
INSERT INTO tong_log (graph, generation, author, reason, before, after)
VALUES ($graph, $generation, $author, $reason, $before::json, $after::json)
"""


class Raised(NamedTuple):
    """A graph whose row this transaction holds, at its new generation."""

    generation: int
    next_before: dict[Counter, int]
    next_ids: dict[Counter, int]
    texts: dict[str, TextIndex]  # as they were before the change
    dimensions: dict[str, int]


class Writing:
    """The writes of one graph."""

    def __init__(self, store: Store, number: int, author: str) -> None:
        self._store, self._graph, self._author = store, number, author
        self._vectors = Vectors(store, number)

    def raised(self, change: Change | Model, expecting: int | None) -> Raised:
        """Take the lock and the next generation; StaleHandle where it is not the expected one."""
        given: dict[str, Any] = {"graph": self._graph, "expecting": expecting}
        raised = next_ids(change)
        given |= {name: raised.get(name, 0) for name in COUNTERS}
        row = self._store.write(_RAISE, given).values
        if not row:
            raise self._stale(expecting)
        generation, *rest = row[0]
        many = len(COUNTERS)
        before = dict(zip(COUNTERS, rest[:many], strict=True))
        after = dict(zip(COUNTERS, rest[many : 2 * many], strict=True))
        texts, dimensions = (json.loads(one or "null") for one in rest[2 * many : 2 * many + 2])
        return Raised(generation, before, after, _text_indexes(texts or []), dimensions or {})

    def written(self, change: Change, raised: Raised) -> Change:
        """Store a change and log it; the change with the counters that it raised."""
        moved = {
            name: now for name, now in raised.next_ids.items() if now != raised.next_before[name]
        }
        change = replace(change, next_ids=moved)
        after = log.after(change)
        before: log.Side = {name: self._stored(LAYOUTS[name], change) for name in KINDS}
        before["vectors"] = self._vectors.changed(change, raised.dimensions)
        if moved:
            before["next_ids"] = {name: raised.next_before[name] for name in moved}
        log.fit(before, after)
        self._texts(change, raised.texts)
        self.logged(raised.generation, change.reason, before, after)
        return change

    def logged(
        self, generation: int, reason: str, before: log.Side, after: log.Side | None
    ) -> None:
        told = {
            "graph": self._graph,
            "generation": generation,
            "author": self._author,
            "reason": reason,
            "before": said(before),
            "after": None if after is None else said(after),
        }
        self._store.write(_LOG, told)

    def _stored(self, layout: Layout, change: Change) -> dict[str, Any]:
        """Write the records of one kind; those that they replace or remove."""
        name = layout.kind.name
        stored = {getattr(one, layout.key): one for one in getattr(change, name)}
        dropped = [key for key in getattr(change, f"dropped_{name}", ()) if key not in stored]
        if not stored and not dropped:
            return {}
        rows = self._put(layout, list(stored.values()), dropped)
        return {str(key): layout.values(row) for key, *row in rows}

    def _put(self, layout: Layout, records: list[Any], dropped: list[Any]) -> list[Any]:
        """Store records and remove others; the rows of all as they were."""
        keys = [getattr(one, layout.key) for one in records]
        given: dict[str, Any] = {"graph": self._graph, "touched": [*keys, *dropped]}
        columns = layout.given(records)
        if len(records) < _MANY:
            told = {**given, "dropped": dropped, "keys": keys, **columns}
            return list(self._store.write(layout.change, told).values)
        rows = self._store.write(layout.remove, given).values
        self._store.fill(layout.table, {"graph": self._graph, layout.key: keys, **columns})
        return list(rows)

    def _texts(self, change: Change, there: Mapping[str, TextIndex]) -> None:
        """Bring the texts that are searched to the change."""
        defined = {one.name: one for one in change.text_indexes}
        gone = [name for name in change.dropped_text_indexes if name not in defined]
        kept = {name: one for name, one in there.items() if name not in {*defined, *gone}}
        touched = (change.nodes, change.edges, change.dropped_nodes, change.dropped_edges)
        if not (defined or gone or (kept and any(touched))):
            return
        from .texts import Texts

        texts = Texts(self._store, self._graph)
        for name in {*gone, *(defined.keys() & there.keys())}:
            texts.drop(name)
        if kept and any(touched):
            texts.changed(kept.values(), *touched)
        for index in defined.values():
            self._define(texts, index)

    def _define(self, texts: Any, index: TextIndex) -> None:
        with self._store.snapshot() as snapshot:
            nodes = nodes_of(snapshot, self._graph) if index.target == "node" else ()
            edges = edges_of(snapshot, self._graph) if index.target == "edge" else ()
        texts.define(index, nodes, edges)

    def _stale(self, expecting: int | None) -> StaleHandle:
        query = "SELECT generation FROM tong_graphs WHERE number = $graph"
        found = self._store.rows(query, {"graph": self._graph}).values
        if not found:
            return StaleHandle("this graph was dropped; open another")
        return StaleHandle(
            f"graph changed since generation {expecting}: it is at {found[0][0]} now. Nothing was "
            "stored; roll back, read it again and repeat the change."
        )


def next_ids(change: Change | Model) -> dict[Counter, int]:
    """The counters that a change or model raises: as it says, and beyond every id that it has."""
    found: dict[Counter, int] = dict(change.next_ids)
    for name, kind in KINDS.items():
        records = getattr(change, name)
        if kind.counter and records:
            highest = max(record.id for record in records)
            found[kind.counter] = max(found.get(kind.counter, 0), highest + 1)
    return found


def _text_indexes(told: Sequence[Mapping[str, Any]]) -> dict[str, TextIndex]:
    kind = KINDS["text_indexes"]
    fields = kind.fields
    return {
        one["name"]: kind.record(one["name"], {field: one[field] for field in fields})
        for one in told
    }
