"""What is seen of a graph as files of other programs: GEXF, GraphML, JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np

from ..scene.scene import Scene, told_apart, type_of
from ..scene.values import name_of, plain
from .comparing import text_of
from .model import Look

if TYPE_CHECKING:
    import networkx

# What XML 1.0 cannot hold; a reader of XML takes a carriage return for a line feed.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RETURN = re.compile("\r\n?")
# Words that the formats, or networkx's writers of them, keep for themselves.
_RESERVED = frozenset(
    {"id", "label", "labels", "type", "key", "weight", "start", "end", "spells", "slices"}
    | {"viz", "pid", "parents", "source", "target", "networkx_key"}
)


def _json(scene: Scene, look: Look) -> str:
    seen, places = frozenset(look.edges), places_of(scene, look)
    nodes = [
        {
            "id": name,
            "label": name_of(node := scene.nodes[name]),
            "type": type_of(node),
            "properties": plain(node.properties),
            "x": places[name][0],
            "y": places[name][1],
            "size": look.sizes[name],
            "colour": look.colours[name],
        }
        for name in look.nodes
    ]
    edges = [
        {
            "id": edge.id,
            "source": edge.source,
            "target": edge.target,
            "type": edge.type,
            "properties": plain(edge.properties),
        }
        for edge in scene.edges
        if edge.id in seen
    ]
    made = json.dumps({"nodes": nodes, "edges": edges}, ensure_ascii=False, indent=1)
    return made.encode("utf-8", "replace").decode() + "\n"


def _gexf(scene: Scene, look: Look) -> str:
    import networkx

    graph = _graph(scene, look)
    places = places_of(scene, look)
    for (_, data), name in zip(graph.nodes(data=True), look.nodes, strict=True):
        red, green, blue = bytes.fromhex(look.colours[name].removeprefix("#"))
        x, y = places[name]
        data["viz"] = {
            "color": {"r": red, "g": green, "b": blue, "a": 1.0},
            "position": {"x": x, "y": y, "z": 0.0},
            "size": look.sizes[name],
        }
    for _, _, data in graph.edges(data=True):
        data["label"] = data.pop("kind")
    return "\n".join(networkx.generate_gexf(graph, version="1.3")) + "\n"


def _graphml(scene: Scene, look: Look) -> str:
    import networkx

    graph = _graph(scene, look)
    places = places_of(scene, look)
    for (_, data), name in zip(graph.nodes(data=True), look.nodes, strict=True):
        x, y = places[name]
        data |= {"graph_x": x, "graph_y": y, "size_px": look.sizes[name]}
        data["colour"] = look.colours[name]
    out = BytesIO()
    networkx.write_graphml(graph, out)
    return out.getvalue().decode()


def _graph(scene: Scene, look: Look) -> networkx.MultiDiGraph | networkx.MultiGraph:
    """What is seen, with ids and attributes that XML can hold; nodes in the order of the look."""
    import networkx

    graph = networkx.MultiDiGraph() if scene.directed else networkx.MultiGraph()
    names = distinct(look.nodes)
    properties = _columns([scene.nodes[name].properties for name in look.nodes])
    for name, rest in zip(look.nodes, properties, strict=True):
        node = scene.nodes[name]
        told = {"label": clean(name_of(node)), "kind": clean(":".join(node.labels))}
        graph.add_node(names[name], **rest, **told)
    seen = frozenset(look.edges)
    edges = [edge for edge in scene.edges if edge.id in seen]
    keys = distinct([edge.id for edge in edges])
    for edge, rest in zip(edges, _columns([edge.properties for edge in edges]), strict=True):
        ends = names[edge.source], names[edge.target]
        graph.add_edge(*ends, key=keys[edge.id], **rest, kind=clean(edge.type))
    return graph


def clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", _RETURN.sub("\n", text))


def distinct(names: Iterable[str]) -> dict[str, str]:
    """Names as XML holds them; two that become one are told apart by `#2`."""
    return told_apart(names, clean)


def _columns(records: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Properties as plain values, each name of one kind over all records."""
    flat = [
        {_attribute(str(name)): _flat(v) for name, v in record.items() if v is not None}
        for record in records
    ]
    kinds: dict[str, set[type]] = {}
    for record in flat:
        for name, value in record.items():
            kinds.setdefault(name, set()).add(type(value))
    return [{n: _of_kind(value, kinds[n]) for n, value in record.items()} for record in flat]


def _attribute(name: str) -> str:
    made = clean(name)
    taken = made in _RESERVED or made in ("kind", "graph_x", "graph_y", "size_px", "colour")
    return f"{made}_" if taken or (made.endswith("_") and made[:-1] in _RESERVED) else made


def _flat(value: Any) -> Any:
    made = value if isinstance(value, int) and -(2**63) <= value < 2**63 else plain(value)
    return made if isinstance(made, bool | int | float) else clean(text_of(made))


def _of_kind(value: Any, kinds: set[type]) -> Any:
    if len(kinds) == 1:
        return value
    return float(value) if kinds == {int, float} else clean(text_of(value))


def places_of(scene: Scene, look: Look) -> dict[str, tuple[float, float]]:
    places = scene.positions.get(look.layout, np.zeros((len(scene.nodes), 2)))
    at = {name: places[scene.places[name]].tolist() for name in look.nodes}
    return {name: look.pinned.get(name, (x, y)) for name, (x, y) in at.items()}


# What writes a file of each ending. Of GEXF and GraphML a node has `label` (what it is called),
# `kind` (its labels), its properties, place, size and colour; an edge its type. Lists and maps are
# JSON, what XML cannot hold is U+FFFD, None is left out; a property that is of several kinds is
# text; one whose name the formats keep for themselves gets `_` at its end.
WRITERS: Mapping[str, Callable[[Scene, Look], str]] = {
    ".gexf": _gexf,
    ".graphml": _graphml,
    ".json": _json,
}
