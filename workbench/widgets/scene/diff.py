"""Two graphs as one: what came, what went, what became otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ...core.values import Edge, Node
from .scene import Scene, free_name
from .values import plain

PROPERTY, NAMES = "difference", "difference_in"
ADDED, REMOVED, CHANGED, SAME = "added", "removed", "changed", "same"
PALETTE: Mapping[str, str] = {
    ADDED: "#009e73",
    REMOVED: "#d55e00",
    CHANGED: "#e69f00",
    SAME: "#b4bac1",
}


def diff(before: Scene, after: Scene) -> Scene:
    """Both graphs, each node and edge with what became of it as property `difference`.

    A node that is in both is changed where its labels or properties differ, `difference_in`
    names them; it stands as it is after. Edges are the same by their ends and type; of several,
    equal ones are paired first, the others in their order. Nodes of `before` come first and
    keep their places; the others have none yet.
    """
    nodes = {name: _node(node, after.nodes.get(name)) for name, node in before.nodes.items()}
    for name, node in after.nodes.items():
        if name not in nodes:
            nodes[name] = replace(node, properties={**node.properties, PROPERTY: ADDED})
    return Scene(
        nodes,
        tuple(_renamed(_edges(before.edges, after.edges))),
        before.positions,
        left_out=(*before.left_out, *after.left_out),
        directed=before.directed or after.directed,
    )


def _node(old: Node, new: Node | None) -> Node:
    if new is None:
        return replace(old, properties={**old.properties, PROPERTY: REMOVED})
    names = _changed(old.properties, new.properties)
    names += ["labels"] if old.labels != new.labels else []
    return replace(new, properties={**new.properties, **_told(names)})


def _told(names: list[str]) -> dict[str, Any]:
    return {PROPERTY: CHANGED, NAMES: names} if names else {PROPERTY: SAME}


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The properties whose values differ; None stands for no property."""
    names = dict.fromkeys((*old, *new))
    return [name for name in names if plain(old.get(name)) != plain(new.get(name))]


def _edges(before: Iterable[Edge], after: Iterable[Edge]) -> Iterator[Edge]:
    waiting = defaultdict[tuple[str, str, str], list[Edge]](list)
    for edge in after:
        waiting[edge.source, edge.type, edge.target].append(edge)
    unlike = []
    for edge in before:
        alike = waiting[edge.source, edge.type, edge.target]
        same = next((e for e in alike if not _changed(edge.properties, e.properties)), None)
        if same is None:
            unlike.append(edge)
            continue
        alike.remove(same)
        yield replace(same, properties={**same.properties, PROPERTY: SAME})
    for edge in unlike:
        alike = waiting[edge.source, edge.type, edge.target]
        if not alike:
            yield replace(edge, properties={**edge.properties, PROPERTY: REMOVED})
            continue
        new = alike.pop(0)
        names = _changed(edge.properties, new.properties)
        yield replace(new, properties={**new.properties, **_told(names)})
    for left in waiting.values():
        for edge in left:
            yield replace(edge, properties={**edge.properties, PROPERTY: ADDED})


def _renamed(edges: Iterable[Edge]) -> Iterator[Edge]:
    """Ids of two graphs may meet by chance: the later edge gets another."""
    taken = set[str]()
    for edge in edges:
        name = free_name(edge.id, taken)
        taken.add(name)
        yield edge if name == edge.id else replace(edge, id=name)
