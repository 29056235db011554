"""Nodes and edges stored and removed in batches of one statement and one transaction each."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, islice
from typing import Any, TypeVar

from ...core.errors import BadInput, QueryFailed
from ...core.values import Edge, Node
from .dialects import Dialect, quoted
from .door import Door
from .parameters import sent

# Rows in one transaction. On ArcadeDB 26.10 and 512 MB of heap, 2,000 to 5,000 are equally
# fast, and the rows of 5,000 texts of 20 kB still fit.
ROWS = 5_000
_SECONDS = 600.0  # a bulk load is the owner's work, not a question that may have run away

Row = dict[str, Any]
_T = TypeVar("_T")


def put(
    door: Door, dialect: Dialect, indexed: set[str], nodes: Iterable[Node], edges: Iterable[Edge]
) -> tuple[int, int]:
    """Store nodes, then edges; `indexed` remembers the labels whose id index exists."""
    stored_nodes = stored_edges = 0
    for labels, batch in _batches(nodes, _labels):
        _index(door, dialect, indexed, labels[0])
        rows = [{"id": node.id, "properties": _node_properties(node)} for node in batch]
        more = "".join(f":{quoted(label)}" for label in labels[1:])
        text = (
            f"UNWIND $rows AS row MERGE (n:{quoted(labels[0])} {{id: row.id}}) "
            f"SET n = row.properties{f' SET n{more}' if more else ''}"
        )
        _run(door, text, rows)
        stored_nodes += len(rows)
    for shape, ends in _batches(edges, _shape):
        _check_names(door, dialect, shape)
        stored_edges += _put_edges(door, shape, ends)
    return stored_nodes, stored_edges


def drop(door: Door, nodes: Iterable[Node], edges: Iterable[Edge]) -> tuple[int, int]:
    """Remove edges, then nodes with the edges at them; the numbers that were there."""
    gone_edges = gone_nodes = 0
    for shape, batch in _batches(edges, _shape):
        rows = [{"source": edge.source, "target": edge.target} for edge in batch]
        text = f"UNWIND $rows AS row {_ends(shape, edge='r')} DELETE r RETURN count(*) AS n"
        gone_edges += _run(door, text, rows)
    for labels, found in _batches(nodes, _labels):
        rows = [{"id": node.id} for node in found]
        match = f"MATCH (n:{quoted(labels[0])} {{id: row.id}})"
        text = f"UNWIND $rows AS row {match} DETACH DELETE n RETURN count(*) AS n"
        gone_nodes += _run(door, text, rows)
    return gone_nodes, gone_edges


def _put_edges(door: Door, shape: tuple[str, str, str], batch: list[Edge]) -> int:
    """One batch; an end that is missing rolls it back, for the count then falls short."""
    rows = [
        {"source": e.source, "target": e.target, "properties": _checked(e.properties, e)}
        for e in batch
    ]
    text = (
        f"UNWIND $rows AS row {_ends(shape)} "
        f"MERGE (a)-[r:{quoted(shape[1])}]->(b) SET r = row.properties RETURN count(*) AS n"
    )
    with door.transaction(text, _SECONDS, keep=True) as transaction:
        found = transaction.run(text, {"rows": rows}).single(strict=True)["n"]
        if found < len(rows):
            raise BadInput(_missing(transaction, shape, rows))
    return len(rows)


def _missing(transaction: Any, shape: tuple[str, str, str], rows: list[Row]) -> str:
    source, kind, target = shape
    missing: list[str] = []
    for label, key in ((source, "source"), (target, "target")):
        ids = sorted({row[key] for row in rows})
        text = f"UNWIND $ids AS id MATCH (n{_label(label)} {{id: id}}) RETURN DISTINCT id"
        there = {record["id"] for record in transaction.run(text, {"ids": ids})}
        missing += [f"{label or 'node'} {one!r}" for one in ids if one not in there]
    return (
        f"edges of type {kind}: expected both ends of each to exist, missing are "
        f"{', '.join(missing[:3])}{f' and {len(missing) - 3} more' if len(missing) > 3 else ''}. "
        f"This batch of {len(rows)} was not stored; store the nodes first."
    )


def _ends(shape: tuple[str, str, str], edge: str = "") -> str:
    source, kind, target = shape
    a = f"(a{_label(source)} {{id: row.source}})"
    b = f"(b{_label(target)} {{id: row.target}})"
    return f"MATCH {a}-[{edge}:{quoted(kind)}]->{b}" if edge else f"MATCH {a} MATCH {b}"


def _label(name: str) -> str:
    return f":{quoted(name)}" if name else ""


def _run(door: Door, text: str, rows: list[Row]) -> int:
    """The number that the statement returns, or the number of rows."""
    with door.transaction(text, _SECONDS, keep=True) as transaction:
        found = transaction.run(text, {"rows": rows}).single()
        return int(found["n"]) if found else len(rows)


def _index(door: Door, dialect: Dialect, indexed: set[str], label: str) -> None:
    """Without an index on its key, every MERGE would read the whole label."""
    if label in indexed:
        return
    text = dialect.text("create_index", name=f"{label}_id", label=label, property="id")
    try:
        with door.session(text, _SECONDS) as session:
            door.run(session, text, {}, _SECONDS).consume()
    except QueryFailed as error:
        if "share" in str(error) or "is not a" in str(error):
            raise BadInput(_shared_name(dialect, label)) from error
        if "exist" not in str(error).lower():
            raise
    indexed.add(label)


def _check_names(door: Door, dialect: Dialect, shape: tuple[str, str, str]) -> None:
    if not dialect.label_and_type_may_share_a_name and shape[1] in (shape[0], shape[2]):
        raise BadInput(_shared_name(dialect, shape[1]))


def _shared_name(dialect: Dialect, name: str) -> str:
    return (
        f"{dialect.engine} cannot hold a label and a relationship type of one name: {name!r}. "
        "Rename one of them; nothing was stored."
    )


def _batches(items: Iterable[_T], key: Any) -> Iterator[tuple[Any, list[_T]]]:
    """Runs of items of one shape, each at most `ROWS` long, in the order they come."""
    for shape, run in groupby(items, key):
        while batch := list(islice(run, ROWS)):
            yield shape, batch


def _labels(node: Node) -> tuple[str, ...]:
    if not node.labels or not all(node.labels):
        raise BadInput(f"node {node.id!r}: expected at least one label, found {node.labels!r}")
    return tuple(node.labels)


def _shape(edge: Edge) -> tuple[str, str, str]:
    if not edge.type:
        raise BadInput(f"edge {edge.source!r} to {edge.target!r}: expected a type, found none")
    return edge.source_label, edge.type, edge.target_label


def _node_properties(node: Node) -> Row:
    own = node.properties.get("id", node.id)
    if own != node.id:
        raise BadInput(
            f"node {node.id!r}: its property `id` is {own!r}. The key of a node is its id; "
            "give that property another name."
        )
    return {**_checked(node.properties, node), "id": node.id}


def _checked(properties: Mapping[str, Any], holder: Node | Edge) -> Row:
    """Properties as the driver sends them; what no graph can store is BadInput."""
    for name, value in properties.items():
        if isinstance(value, dict) or (isinstance(value, float) and math.isnan(value)):
            seen = "a map" if isinstance(value, dict) else "NaN"
            who = holder.id if isinstance(holder, Node) else f"{holder.source}-{holder.type}"
            raise BadInput(
                f"{who!r}: property {name!r} is {seen}, which a property graph cannot hold; "
                "leave it out, or store it as text. Its batch was not stored."
            )
    return {name: sent(value) for name, value in properties.items()}
