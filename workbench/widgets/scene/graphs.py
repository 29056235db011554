"""A scene from networkx."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ...core.values import Edge, Node
from .placement import GIVEN
from .scene import Collected, Scene, free_name, name_of_ends, told_apart
from .values import is_number


def scene_of_graph(graph: Any) -> Scene:
    """The nodes and edges of any networkx graph; of an undirected one, edges as it lists them.

    Ids are the nodes as text; two nodes that read alike (1 and "1") are told apart by `#2`.
    """
    ids = told_apart(graph.nodes, str)
    met = Collected(_node(ids[key], data) for key, data in graph.nodes(data=True))
    for source, target, key, data in _edges(graph):
        met.edge(_edge(ids[source], ids[target], key, data, met))
    scene = Scene(met.nodes, tuple(met.edges.values()), directed=graph.is_directed())
    places = [_place(data.get("pos")) for _, data in graph.nodes(data=True)]
    if places and all(place is not None for place in places):
        scene = replace(scene, positions={GIVEN: np.array(places, dtype=float)})
    return scene


def _node(name: str, data: Mapping[Any, Any]) -> Node:
    properties = {str(key): value for key, value in data.items() if key not in ("labels", "pos")}
    labels, kind = data.get("labels"), data.get("type")
    if isinstance(labels, str):
        return Node(name, (labels,), properties)
    if isinstance(labels, list | tuple):
        return Node(name, tuple(map(str, labels)), properties)
    if not isinstance(kind, str) or not kind:
        return Node(name, (), properties)
    return Node(name, (kind,), {key: v for key, v in properties.items() if key != "type"})


def _edges(graph: Any) -> Iterator[tuple[Any, Any, Any, Mapping[Any, Any]]]:
    if graph.is_multigraph():
        yield from graph.edges(keys=True, data=True)
    else:
        yield from ((source, target, None, data) for source, target, data in graph.edges(data=True))


def _edge(source: str, target: str, key: Any, data: Mapping[Any, Any], met: Collected) -> Edge:
    """A key that is text is the edge's id, unless another edge has it."""
    kind = data.get("type")
    properties = {str(name): value for name, value in data.items() if name != "type"}
    if not isinstance(kind, str):
        properties |= {} if kind is None else {"type": kind}
        kind = ""
    name = key if isinstance(key, str) and key and key not in met.edges else ""
    made = name or free_name(name_of_ends(source, kind, target), met.edges)
    return Edge(source, kind, target, properties, id=made)


def _place(pos: Any) -> tuple[float, float] | None:
    try:
        x, y = (float(along) for along in pos)
    except (TypeError, ValueError, OverflowError):
        return None
    return (x, y) if is_number(x) and is_number(y) else None
