"""A world's graph as lines, whichever shape its edges have, and back in either shape."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ...core.lore import EdgeRecord, unified
from ...core.lore.edges import STRUCTURAL, WINDOW_KEYS
from ...core.lore.window_keys import window_properties
from ...core.protocols import Asks
from ...core.time import Chronology
from .clock import chronology
from .entries import Entries
from .forms import REIFIED, EdgeRow, Ends, NodeRow, Schema, Shape
from .present import MANY
from .stores import WorldStores
from .writing import store_edges, store_nodes

Line = dict[str, Any]

# What every setting needs to be read.
SHARED = frozenset({"RelationType", "ExclusiveGroup", "TypeTemplate"})
# Made anew by an import: where a record was loaded from, and keys of windows.
_DERIVED = WINDOW_KEYS | {"loaded_from"}
_INSTANCE = "DomainEntity"


def node_lines(asks: Asks, setting: str | None) -> list[Line]:
    """Nodes as {label, id, properties}, by label and id; with a setting, those in it."""
    rows = asks.ask("lore/all_nodes", row_limit=MANY).rows
    lines = [{**row, "properties": _kept(row["properties"])} for row in rows]
    inside = [line for line in lines if setting is None or _is_in(line, setting)]
    return sorted(inside, key=lambda line: (line["label"], line["id"]))


def edge_lines(asks: Asks, nodes: Collection[str]) -> list[Line]:
    """Edges between these nodes, each once, by edge id.

    As {edge_id, type, from_id, from_label, to_id, to_label, properties}; types as stored.
    """
    found = unified(edge for edge in _edges(asks) if edge.from_id in nodes and edge.to_id in nodes)
    lines = [_edge_line(edge) for edge in found]
    return sorted(lines, key=lambda line: (line["edge_id"], line["from_id"], line["to_id"]))


def _is_in(line: Line, setting: str) -> bool:
    if line["label"] in SHARED:
        return True
    own = line["properties"]
    named = [line["id"] if line["label"] == "Setting" else None, own.get("setting_id")]
    return setting in (*named, *(own.get("settings") or ()))


def _kept(properties: Mapping[str, Any], without: Collection[str] = ()) -> Line:
    """What a node or an edge says; an engine's own names begin with @."""
    return {
        name: value
        for name, value in sorted(properties.items())
        if name not in _DERIVED and name not in without and not name.startswith("@")
    }


def _edges(asks: Asks) -> Iterator[EdgeRecord]:
    native = asks.ask("lore/edge_types", row_limit=MANY).rows.column("type")
    for type in set(native) - {"FROM", "TO"}:
        for row in asks.ask("lore/native_edges_of_type", row_limit=MANY, type=type).rows:
            if REIFIED not in (row["from_label"], row["to_label"]):
                yield _record(row, "native")
    reified = asks.ask("lore/reified_edge_types", row_limit=MANY).rows
    for type in [row["type"] for row in reified]:
        for row in asks.ask("lore/reified_edges_of_type", row_limit=MANY, type=type).rows:
            yield _record(row, "reified")


def _record(row: Mapping[str, Any], shape: Any) -> EdgeRecord:
    without = ("id", "type") if shape == "reified" else ()
    own = _kept(row["properties"], without)
    edge = EdgeRecord.of(row["type"], row["from_id"], row["to_id"], own, shape)
    return edge.with_ends(row["from_label"], "", row["to_label"], "")


def _edge_line(edge: EdgeRecord) -> Line:
    own = {
        "valid_from": edge.valid_from,
        "valid_until": edge.valid_until,
        "sources": list(edge.sources),
        "secrecy": edge.secrecy,
        "owner": edge.owner,
        "known_by": list(edge.known_by),
        "extraction_confidence": edge.extraction_confidence,
        "superseded_by": edge.superseded_by,
        "retcon_at": edge.retcon_at,
        "supersedes": edge.supersedes,
        "effective_at": edge.effective_at,
    }
    plain = {"secrecy": "public", "extraction_confidence": 1.0}
    said = {k: v for k, v in own.items() if v not in (None, [], plain.get(k))}
    return {
        "edge_id": edge.edge_id,
        "type": edge.type,
        "from_id": edge.from_id,
        "from_label": edge.from_label,
        "to_id": edge.to_id,
        "to_label": edge.to_label,
        "properties": {**said, **edge.props},
    }


def store_graph(
    stores: WorldStores,
    nodes: Iterable[Line],
    edges: Iterable[Line],
    *,
    schema: Schema,
    shape: Shape,
) -> None:
    """Store nodes, then edges in this shape; those of the same ids are replaced."""
    rows = [NodeRow(line["label"], line["id"], line["properties"]) for line in nodes]
    labels = {row.label for row in rows} | {REIFIED, "WorldState"}
    stores.graph.admit(labels, ())
    stores.graph.index(sorted(labels))
    stores.tells.tell("lore/touch_world", unfinished=True)
    store_nodes(stores.tells, rows, lambda done: None)
    clock = chronology(stores.tells, Entries(""), ())
    made = [_edge_row(line, clock, schema, shape) for line in edges]
    stores.graph.admit((), {row.ends.type for row in made} - {""})
    store_edges(stores.tells, made, lambda done: None)


def _edge_row(line: Line, clock: Chronology, schema: Schema, shape: Shape) -> EdgeRow:
    properties = {**line["properties"], "edge_id": line["edge_id"]}
    ends = Ends(line["from_label"], line["type"], line["to_label"])
    if ends.type not in STRUCTURAL:
        window = properties.get("valid_from"), properties.get("valid_until")
        properties |= window_properties(clock, *window)
    at_plane = schema == "v1.2" and (ends.type, ends.to_label) == ("LOCATED_IN", "Plane")
    native = ends.type in STRUCTURAL or ends.from_label == _INSTANCE or at_plane
    if shape == "reified" and not native:
        properties |= {"id": line["edge_id"], "type": ends.type}
        ends = ends._replace(type="")
    return EdgeRow(ends, line["edge_id"], line["from_id"], line["to_id"], properties)
