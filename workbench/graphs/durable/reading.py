"""The records of one graph as its tables have them at one moment."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import starmap
from typing import Any

import numpy as np

from ...core.errors import StaleHandle
from ...core.property_graph.change import COUNTERS, Model
from ...core.property_graph.columns import EdgeColumns, Loaded, NodeColumns, VectorColumns
from ...core.property_graph.records import EdgeRecord, LogEntry, NodeRecord, Vector
from .layout import LAYOUTS, Layout
from .store import Snapshot

# By the primary key, whose order is that of the ids; sorting texts would spill to disk.
BY_KEY = {"enable_sort": "off", "enable_bitmapscan": "off"}
_REST = ("text_indexes", "vector_indexes", "variables", "factors", "evidence", "traces",
         "posteriors")  # fmt: skip


def loaded(snapshot: Snapshot, graph: int) -> Loaded:
    """All of it; StaleHandle where the graph is gone."""
    counters = ", ".join(f"next_{name}" for name in COUNTERS)
    query = (
        f"SELECT generation, metadata::text AS metadata, {counters} FROM tong_graphs "
        f"WHERE number = {graph}"
    )
    kinds = {"generation": int, **{f"next_{name}": int for name in COUNTERS}, "metadata": str}
    state = snapshot.arrays(query, kinds)
    if not len(state["generation"]):
        raise StaleHandle("this graph was dropped; open another")
    rest: dict[str, Any] = {name: _records(snapshot, graph, LAYOUTS[name]) for name in _REST}
    return Loaded(
        int(state["generation"][0]),
        node_columns(snapshot, graph),
        edge_columns(snapshot, graph),
        {one.name: _vectors(snapshot, graph, one) for one in rest["vector_indexes"]},
        Model(
            next_ids={name: int(state[f"next_{name}"][0]) for name in COUNTERS},
            metadata=json.loads(state["metadata"][0]),
            **rest,
        ),
    )


def node_columns(snapshot: Snapshot, graph: int) -> NodeColumns:
    kinds = {"id": int, "external_id": str, "labels": str, "properties": str}
    found = snapshot.arrays(_all(LAYOUTS["nodes"], graph), kinds)
    return NodeColumns(*(found[name] for name in kinds))


def edge_columns(snapshot: Snapshot, graph: int) -> EdgeColumns:
    kinds = {"id": int, "source": int, "target": int, "edge_type": str, "properties": str}
    found = snapshot.arrays(_all(LAYOUTS["edges"], graph), kinds)
    return EdgeColumns(*(found[name] for name in kinds))


def nodes_of(snapshot: Snapshot, graph: int) -> list[NodeRecord]:
    return nodes(node_columns(snapshot, graph))


def edges_of(snapshot: Snapshot, graph: int) -> list[EdgeRecord]:
    return edges(edge_columns(snapshot, graph))


def nodes(columns: NodeColumns) -> list[NodeRecord]:
    labels = (tuple(json.loads(text)) for text in columns.labels)
    properties = map(json.loads, columns.properties)
    told = zip(columns.ids.tolist(), columns.external_ids, labels, properties, strict=True)
    return list(starmap(NodeRecord, told))


def edges(columns: EdgeColumns) -> list[EdgeRecord]:
    numbers = (columns.ids.tolist(), columns.sources.tolist(), columns.targets.tolist())
    properties = map(json.loads, columns.properties)
    return list(starmap(EdgeRecord, zip(*numbers, columns.types, properties, strict=True)))


def model(found: Loaded) -> Model:
    """The same as records."""
    vectors = [
        Vector(name, entity, row)
        for name, columns in found.vectors.items()
        for entity, row in zip(columns.entities.tolist(), columns.rows, strict=True)
    ]
    return replace(found.rest, nodes=nodes(found.nodes), edges=edges(found.edges), vectors=vectors)


def file_log(snapshot: Snapshot, graph: int) -> list[LogEntry]:
    kinds = {"seq": int, "op": str, "object_id": int, "payload": str, "created_at": int}
    query = f"SELECT {', '.join(kinds)} FROM tong_file_log WHERE graph = {graph} ORDER BY seq"
    found = snapshot.arrays(query, kinds)
    columns = (np.asarray(found[name], object).tolist() for name in kinds)
    return list(starmap(LogEntry, zip(*columns, strict=True)))


def _records(snapshot: Snapshot, graph: int, layout: Layout) -> list[Any]:
    names = [layout.key, *(column for _, column, _ in layout.columns)]
    # As texts: what may be NULL comes in no other form.
    cast = ", ".join(f"{name}::text AS {name}" for name in names)
    # By the column itself: its name alone would mean the text, where 10 comes before 2.
    order = f"{layout.table}.{layout.key}"
    query = f"SELECT {cast} FROM {layout.table} WHERE graph = {graph} ORDER BY {order}"
    found = snapshot.arrays(query, dict.fromkeys(names, str))
    keys = layout.keys(found[layout.key])
    columns = [_parsed(found[column], type) for _, column, type in layout.columns]
    fields = [field for field, _, _ in layout.columns]
    return [
        layout.kind.record(key, dict(zip(fields, row, strict=True)))
        for key, *row in zip(keys, *columns, strict=True)
    ]


def _parsed(cells: list[str | None], type: str) -> list[Any]:
    """Texts that PostgreSQL made of a column, as values."""
    if type == "text":
        return list(cells)
    return [None if one is None else json.loads(one) for one in cells]


def _all(layout: Layout, graph: int) -> str:
    return (
        f"SELECT {layout.key}, {layout.told} FROM {layout.table} WHERE graph = {graph} "
        f"ORDER BY graph, {layout.key}"
    )


def _vectors(snapshot: Snapshot, graph: int, index: Any) -> VectorColumns:
    name = index.name.replace("'", "''")
    query = (
        f"SELECT entity, embedding FROM tong_vectors WHERE graph = {graph} "
        f"AND index_name = '{name}' ORDER BY entity"
    )
    found = snapshot.arrays(query, {"entity": int, "embedding": index.dimensions})
    return VectorColumns(found["entity"], found["embedding"])
