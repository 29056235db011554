"""A scene as the columns that the browser reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from ...core.values import Edge, Node
from .. import wire
from .scene import Scene, type_of
from .values import as_json, name_of


class Texts:
    """The JSON of nodes and edges, made once for each: most of them stay when a scene changes."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Node | Edge, str]] = {}

    def of(self, values: Iterable[Node | Edge]) -> list[str]:
        # What stands for a value here keeps it alive, so that no other has its id meanwhile.
        found = {
            id(value): self._known.get(id(value)) or (value, as_json(value.properties))
            for value in values
        }
        self._known = found
        return [text for _, text in found.values()]


def pack(
    scene: Scene,
    meta: Mapping[str, Any] | None = None,
    texts: tuple[Texts, Texts] | None = None,
) -> bytes:
    """One block, as `wire.pack` makes it.

    A row a node: `id`, `type` (its first label), `label` (what it is called), `properties`
    (JSON), `added` (u2), `x:<layout>` and `y:<layout>` (f4). A row an edge: `source` and
    `target` (u4, places of nodes), `edge_id`, `edge_type`, `edge_properties`, `edge_added`.
    The meta names `layouts`, what is `left_out`, and whether edges are `directed`. Who packs
    again and again keeps the `texts` of nodes and of edges.
    """
    nodes, edges = scene.nodes.values(), scene.edges
    of_nodes, of_edges = texts or (Texts(), Texts())
    columns: dict[str, wire.Column] = {
        "id": list(scene.nodes),
        "type": [type_of(node) for node in nodes],
        "label": [name_of(node) for node in nodes],
        "properties": of_nodes.of(nodes),
        "added": _serials(scene.added, scene.nodes),
        **_places(scene),
        "source": scene.ends[:, 0].astype("<u4"),
        "target": scene.ends[:, 1].astype("<u4"),
        "edge_id": [edge.id for edge in edges],
        "edge_type": [edge.type for edge in edges],
        "edge_properties": of_edges.of(edges),
        "edge_added": _serials(scene.edges_added, [edge.id for edge in edges]),
    }
    told = {
        "layouts": list(scene.positions),
        "left_out": list(scene.left_out),
        "directed": scene.directed,
    }
    return wire.pack({**told, **(meta or {})}, columns)


def _serials(added: Mapping[str, int], names: Any) -> wire.Column:
    if not added:
        return np.zeros(len(names), "<u2")
    return np.array([added.get(name, 0) for name in names], "<u2")


def _places(scene: Scene) -> dict[str, wire.Column]:
    return {
        f"{axis}:{name}": places[:, at].astype("<f4")
        for name, places in scene.positions.items()
        for at, axis in enumerate("xy")
    }
