"""A scene from tables: a row an edge, and perhaps a row a node."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ...core.errors import BadInput
from ...core.values import Edge, Node, Rows
from .scene import Collected, Scene, free_name, name_of_ends, type_of

# Pairs of columns for the ends of an edge, the first that are both there hold.
ENDS = (
    *(("source", "target"), ("source_id", "target_id"), ("from", "to"), ("from_id", "to_id")),
    *(("from_node_id", "to_node_id"), ("src", "dst"), ("start", "end"), ("subject", "object")),
)
EDGE_TYPES = ("type", "edge_type", "edge_label", "label", "relation", "predicate")
EDGE_IDS = ("id", "edge_id")
NODE_IDS = ("id", "node_id", "node", "name")
NODE_TYPES = ("type", "node_type", "label", "labels", "kind")


def tables(scene: Scene) -> tuple[Rows, Rows]:
    """A row a node (`id`, `type`, properties) and a row an edge (its ends, `type`, `id`, …)."""
    nodes = [((node.id, type_of(node)), _beside_id(node)) for node in scene.nodes.values()]
    edges = [((e.source, e.target, e.type, e.id), e.properties) for e in scene.edges]
    return _rows(("id", "type"), nodes), _rows(("source", "target", "type", "id"), edges)


def _beside_id(node: Node) -> Mapping[str, Any]:
    own = node.properties.get("id", node.id)
    if str(own) != node.id:
        return node.properties
    return {name: value for name, value in node.properties.items() if name != "id"}


def _rows(
    own: tuple[str, ...], records: Sequence[tuple[tuple[str, ...], Mapping[str, Any]]]
) -> Rows:
    """Properties that are called as a column of our own come as `name_`."""
    wanted = list(dict.fromkeys(name for _, properties in records for name in properties))
    columns = (*own, *(f"{name}_" if name in own else str(name) for name in wanted))
    return Rows(columns, [(*head, *(p.get(name) for name in wanted)) for head, p in records])


class _Table(NamedTuple):
    columns: tuple[str, ...]
    rows: Iterable[Mapping[str, Any]]


def scene_of_frames(nodes: Any, edges: Any) -> Scene:
    """The graph of a frame of edges and one of nodes, or nodes as values, or None.

    Rows without an id of the node, or of an end of the edge, are left out, and counted.
    """
    met, left = Collected(), list[str]()
    for node in _nodes(nodes, left):
        met.node(node)
    for edge in _edges(_table(edges), met, left):
        met.edge(edge)
    return Scene(met.nodes, tuple(met.edges.values()), left_out=tuple(left))


def _nodes(nodes: Any, left: list[str]) -> Iterator[Node]:
    if nodes is None:
        return
    if not hasattr(nodes, "columns"):
        yield from nodes
        return
    table = _table(nodes)
    name = _first(table.columns, NODE_IDS)
    if name is None:
        raise _missing("a column of node ids", NODE_IDS, table.columns)
    kind = _first(table.columns, NODE_TYPES)
    for row in _named(table, (name,), left, "nodes without an id"):
        labels = row[kind] if kind else None
        rest = {key: value for key, value in _told(row) if key not in (name, kind)}
        yield Node(_id(row[name]), _labels(labels), rest)


def _edges(table: _Table, met: Collected, left: list[str]) -> Iterator[Edge]:
    ends = next((pair for pair in ENDS if {*pair} <= {*table.columns}), None)
    if ends is None:
        wanted = [" and ".join(pair) for pair in ENDS]
        raise _missing("two columns with the ends of edges", wanted, table.columns)
    kind, name = _first(table.columns, EDGE_TYPES), _first(table.columns, EDGE_IDS)
    others = _end_columns(ends, table.columns)
    own = {*ends, kind, name, *others}
    for row in _named(table, ends, left, f"edges without {' or '.join(ends)}"):
        source, target = (_id(row[end]) for end in ends)
        _tell_ends(row, (source, target), others, met)
        type_name = "" if kind is None or _is_missing(row[kind]) else str(row[kind])
        given = "" if name is None or _is_missing(row[name]) else _id(row[name])
        given = given if given and given not in met.edges else ""
        rest = dict(_opened((k, v) for k, v in _told(row) if k not in own))
        made = given or free_name(name_of_ends(source, type_name, target), met.edges)
        yield Edge(source, type_name, target, rest, id=made)


def _named(
    table: _Table, columns: Iterable[str], left: list[str], what: str
) -> list[Mapping[str, Any]]:
    """The rows with something in each of these columns; `left` is told how many have not."""
    rows = list(table.rows)
    whole = [row for row in rows if not any(_is_missing(row[name]) for name in columns)]
    if (count := len(rows) - len(whole)) > 0:
        left.append(f"rows of {what} are left out: {count:,}")
    return whole


def _id(value: Any) -> str:
    """An id as text: whole numbers without a point, which pandas adds where a column has gaps."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _end_columns(ends: Sequence[str], columns: Sequence[str]) -> list[str]:
    """`from_label`, `from_name` and their kin, which tell of the nodes at both ends."""
    stems = [end.removesuffix("_id").removesuffix("_node") for end in ends]
    named = (f"{stem}_{what}" for stem in stems for what in ("label", "type", "node_type", "name"))
    return [name for name in named if name in columns]


def _tell_ends(
    row: Mapping[str, Any], ends: tuple[str, str], columns: Sequence[str], met: Collected
) -> None:
    for column in columns:
        if _is_missing(row[column]):
            continue
        source_side = column.startswith(("source", "from", "src", "start", "subject"))
        end = ends[0] if source_side else ends[1]
        if column.endswith("_name"):
            met.node(Node(end, (), {"id": end, "name": row[column]}))
        else:
            met.node(Node(end, (str(row[column]),), {"id": end}))


def _opened(items: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """A column `properties` or `attributes` that holds maps is the properties themselves."""
    for name, value in items:
        if name in ("properties", "attributes") and isinstance(value, Mapping):
            yield from value.items()
        else:
            yield name, value


def _table(frame: Any) -> _Table:
    if isinstance(frame, Rows):
        return _Table(frame.columns, frame)
    columns = tuple(map(str, frame.columns))
    if hasattr(frame, "iter_rows"):
        return _Table(columns, frame.iter_rows(named=True))
    if hasattr(frame, "itertuples"):
        plain = frame.itertuples(index=False, name=None)
        return _Table(columns, (dict(zip(columns, row, strict=True)) for row in plain))
    raise BadInput(f"expected a polars or pandas frame, got a {type(frame).__name__}")


def _first(columns: Sequence[str], names: Iterable[str]) -> str | None:
    return next((name for name in names if name in columns), None)


def _labels(value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(map(str, value))
    return () if _is_missing(value) else (str(value),)


def _told(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in row.items() if not _is_missing(value))


def _is_missing(value: Any) -> bool:
    """None, and what pandas has in its place."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float) and value != value


def _missing(what: str, names: Iterable[str], columns: Sequence[str]) -> BadInput:
    there = ", ".join(columns) or "none"
    return BadInput(
        f"expected {what}, called {', or '.join(names)}; the columns are: {there}. Rename them"
    )
