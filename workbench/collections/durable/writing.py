"""How a change is written to the tables of a collection, inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ...core.collections.definition import Definition, Id
from ...core.collections.records import Change, Delta, Edges, Points
from ...core.values import Rows
from .faults import missing
from .kept_json import kept, sparse_texts
from .statements import Statements
from .store import Store
from .template import Layout


class Writing:
    """The writes of one collection."""

    def __init__(self, store: Store, definition: Definition) -> None:
        self._store, self._definition = store, definition
        self._layout = Layout(definition)
        self._say = Statements.of(self._layout)

    def lock(self) -> int:
        """Keep the collection at its generation until the transaction ends."""
        return self._generation(self._store.write(self._say.lock))

    def forget_removed(self, generation: int) -> None:
        self._store.write(self._say.deltas_from, {"generation": generation})
        self._store.write(self._say.forget)

    def store_one(self, points: Points) -> int:
        """Store one point in one statement, a transaction of its own; the generation."""
        values: dict[str, Any] = {
            "id": str(points.ids[0]),
            "payload": kept(points.payloads[0]),
            "sparse": sparse_texts(points.sparse, 1)[0],
        }
        for column, name in self._layout.vectors.items():
            there = points.vectors.get(name)
            values[column] = there.rows[0] if there and there.present[0] else None
        return self._generation(self._store.write(self._say.store_one, values))

    def written(self, change: Change) -> Delta:
        """Store any change: its generation and what it did."""
        say = self._say
        generation = self._generation(self._store.write(say.anew if change.clear else say.begin))
        if change.clear:
            self._store.write(say.empty)
        edges = self._removed(say.remove_edges, change.dropped_edges, generation)
        at_points = self._removed(say.remove_edges_at, change.dropped, generation)
        points = self._removed(say.remove_points, change.dropped, generation)
        self._put_points(change.points, generation, replacing=not change.clear)
        self._put_edges(change.edges, generation, replacing=not change.clear)
        gone = [*_those(change.dropped_edges, edges), *sorted(map(int, at_points))]
        dropped = _those(change.dropped, points)
        return Delta(generation, replace(change, dropped=dropped, dropped_edges=gone))

    def _generation(self, answer: Rows) -> int:
        if not len(answer):
            raise missing(self._definition.name)
        return int(answer.values[0][0])

    def _removed(self, statement: str, ids: Sequence[Id], generation: int) -> set[str]:
        if not len(ids):
            return set()
        found = self._store.write(statement, {"ids": _array(ids), "generation": generation})
        return set(found.column("id"))

    def _put_points(self, points: Points, generation: int, *, replacing: bool) -> None:
        if not len(points):
            return
        if replacing:
            self._store.write(self._say.replace_points, {"ids": _array(points.ids)})
        columns: dict[str, Any] = {"generation": generation, "id": points.ids}
        for column, name in self._layout.vectors.items():
            if name in points.vectors:
                columns[column] = points.vectors[name]
        columns["payload"] = [kept(text) for text in points.payloads]
        if points.sparse:
            columns["sparse"] = sparse_texts(points.sparse, len(points))
        self._store.fill(self._layout.points, columns)

    def _put_edges(self, edges: Edges, generation: int, *, replacing: bool) -> None:
        if not len(edges):
            return
        if replacing:
            self._store.write(self._say.replace_edges, {"ids": _array(edges.ids)})
        columns = {
            "generation": generation,
            "id": edges.ids,
            "source": edges.sources,
            "target": edges.targets,
            "label": edges.labels,
            "properties": [kept(text) for text in edges.properties],
        }
        self._store.fill(self._layout.edges, columns)


def _those(ids: Sequence[Any], there: set[str]) -> list[Any]:
    return [id for id in ids if str(id) in there]


def _array(ids: Sequence[Id]) -> Any:
    """Ids as a parameter that is cast to an array of their type."""
    return list(ids) if isinstance(ids[0], str) else f"{{{','.join(map(str, ids))}}}"
