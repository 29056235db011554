"""A graph as it is shown: nodes, edges, where each stands, and what was left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ...core.values import Edge, Node, Rows
from .values import plain

if TYPE_CHECKING:
    import networkx
    import polars

    from .sources import Source

Positions = NDArray[np.floating[Any]]
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, eq=False)
class Scene:
    """Nodes by id, in a fixed order, and edges between them, each with an id of its own.

    `positions` holds (n, 2) places by the name of a layout, in the order of the nodes, y
    upwards, in any unit. `added` and `edges_added` name the expand that brought a node or an
    edge by its serial, from 1; what was there from the start has no entry. `left_out` says in
    sentences what is not here, and why.
    """

    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...] = ()
    positions: Mapping[str, Positions] = field(default_factory=dict)
    added: Mapping[str, int] = field(default_factory=dict)
    edges_added: Mapping[str, int] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    directed: bool = True

    @classmethod
    def of(cls, source: Source) -> Scene:
        """The graph of a source; see `sources.scene_of`."""
        from .sources import scene_of

        return scene_of(source)

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each node stands in the order of nodes, by id."""
        return {node: at for at, node in enumerate(self.nodes)}

    @cached_property
    def ends(self) -> NDArray[np.intp]:
        """(m, 2): where the source and the target of each edge stand in the order of nodes."""
        place = self.places
        pairs = [(place[edge.source], place[edge.target]) for edge in self.edges]
        return np.array(pairs, dtype=np.intp).reshape(-1, 2)

    def degrees(self) -> NDArray[np.intp]:
        """How many ends of edges each node has: a loop counts twice."""
        return np.bincount(self.ends.ravel(), minlength=len(self.nodes))

    def rows(self) -> Rows:
        """One column of graph values: the nodes, then the edges."""
        return Rows(("value",), [(value,) for value in (*self.nodes.values(), *self.edges)])

    def networkx(self) -> networkx.MultiDiGraph:
        """Attributes: `labels` of nodes, `type` of edges (their key is the id), and properties."""
        return self.rows().networkx()

    def polars(self) -> tuple[polars.DataFrame, polars.DataFrame]:
        """The nodes and the edges, a column a property; lists and maps as they are or as JSON."""
        from .frames import tables

        nodes, edges = tables(self)
        return nodes.polars(), edges.polars()

    def __repr__(self) -> str:
        left = "".join(f"; {reason}" for reason in self.left_out)
        return f"Scene({len(self.nodes):,} nodes, {len(self.edges):,} edges{left})"


def type_of(node: Node) -> str:
    """A node's first label, "" where it has none."""
    return node.labels[0] if node.labels else ""


class Collected:
    """Nodes and edges as they are met, told apart by id.

    A node that is met again keeps its place; what the later one tells, holds. An edge without
    an id gets one of its ends and type, with `#2`, `#3`, … for those beside it; one that is
    equal in everything to an edge without id that was met is that edge. What an edge joins is
    there too, with nothing but an id until the node itself is met.
    """

    def __init__(self, nodes: Iterable[Node] = (), edges: Iterable[Edge] = ()) -> None:
        self.nodes: dict[str, Node] = {node.id: node for node in nodes}
        self.edges: dict[str, Edge] = {edge.id: edge for edge in edges}
        self._nameless: dict[tuple[str, str, str], list[tuple[Edge, str]]] = {}

    def node(self, node: Node) -> None:
        known = self.nodes.get(node.id)
        self.nodes[node.id] = node if known is None else _told(known, node)

    def edge(self, edge: Edge) -> str:
        """Take an edge in; the id that it has here."""
        for end, label in ((edge.source, edge.source_label), (edge.target, edge.target_label)):
            if end not in self.nodes:
                self.nodes[end] = Node(end, (label,) if label else ())
        if edge.id:
            self.edges[edge.id] = edge
            return edge.id
        return self._named(edge)

    def _named(self, edge: Edge) -> str:
        alike = self._nameless.setdefault((edge.source, edge.type, edge.target), [])
        for met, name in alike:
            if met == edge:
                return name
        made = name_of_ends(edge.source, edge.type, edge.target)
        name = free_name(made, self.edges, len(alike) + 1)
        alike.append((edge, name))
        self.edges[name] = replace(edge, id=name)
        return name


def name_of_ends(source: str, kind: str, target: str) -> str:
    """What an edge without an id is called."""
    return f"{source}-{kind}-{target}"


def free_name(name: str, taken: Container[str], count: int = 1) -> str:
    """The name, with `#2`, `#3`, … where it is taken; from `#count` on where that many are."""
    tried = name if count == 1 else f"{name}#{count}"
    while tried in taken:
        count += 1
        tried = f"{name}#{count}"
    return tried


def told_apart(names: Iterable[K], text: Callable[[K], str]) -> dict[K, str]:
    """The text of each name, made unlike those before it by `#2`, `#3`, …"""
    found: dict[K, str] = {}
    taken = set[str]()
    for name in names:
        found[name] = free_name(text(name), taken)
        taken.add(found[name])
    return found


def _told(known: Node, again: Node) -> Node:
    if known == again or not (again.labels or again.properties):
        return known
    properties = {**known.properties, **again.properties}
    return Node(known.id, again.labels or known.labels, properties)


def merge(
    scene: Scene,
    nodes: Iterable[Node] = (),
    edges: Iterable[Edge] = (),
    *,
    serial: int = 0,
    active: Collection[int] = (),
) -> Scene:
    """The scene with more nodes and edges, in their order behind those that are there.

    `serial` is that of the expand which brings them. What an expand brought that is not among
    the `active` ones (it was undone) and is brought again belongs to this one. An edge with
    an id of its store that is as one whose id was made here, but for the id, is that edge.
    Places of new nodes are left to `placement.placed`.
    """
    met = Collected(scene.nodes.values(), scene.edges)
    for node in (found := list(nodes)):
        met.node(node)
    names = {met.edge(edge) for edge in _recognised(scene, edges)}
    brought = {node.id for node in found}
    brought |= {end for name in names for end in (met.edges[name].source, met.edges[name].target)}
    return replace(
        scene,
        nodes=met.nodes,
        edges=tuple(met.edges.values()),
        added=_serials(scene.added, scene.nodes, brought, serial, active),
        edges_added=_serials(
            scene.edges_added, {edge.id for edge in scene.edges}, names, serial, active
        ),
    )


def _is_named_here(edge: Edge) -> bool:
    return edge.id.startswith(name_of_ends(edge.source, edge.type, edge.target))


def _recognised(scene: Scene, edges: Iterable[Edge]) -> Iterator[Edge]:
    """The edges, those that the scene has under an id made of their ends as it has them."""
    made = defaultdict[tuple[str, str, str], list[Edge]](list)
    for edge in scene.edges:
        if _is_named_here(edge):
            made[edge.source, edge.type, edge.target].append(edge)
    for edge in edges:
        has_own_id = edge.id and not _is_named_here(edge)
        alike = made.get((edge.source, edge.type, edge.target), []) if has_own_id else []
        known = next((e for e in alike if plain(e.properties) == plain(edge.properties)), None)
        if known is not None:
            alike.remove(known)
        yield known or edge


def _serials(
    before: Mapping[str, int],
    known: Collection[str],
    brought: Iterable[str],
    serial: int,
    active: Collection[int],
) -> Mapping[str, int]:
    after = dict(before)
    for name in brought:
        if name not in known or (name in before and before[name] not in active):
            after[name] = serial
    return {name: at for name, at in after.items() if at}


def there(scene: Scene, serials: Collection[int]) -> set[str]:
    """The ids of nodes from the start, and of those that the expands of these serials brought."""
    return {node for node in scene.nodes if scene.added.get(node, 0) in {0, *serials}}
