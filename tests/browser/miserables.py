"""Les Misérables as a graph view whose neighbours are asked of the whole novel."""

from __future__ import annotations

from collections import Counter
from typing import Any

import networkx as nx

from workbench.core.answer import Answer, Plan
from workbench.core.values import Edge, Node, Rows
from workbench.widgets.graph.expansion import Budget, Kind
from workbench.widgets.graph.widget import GraphView
from workbench.widgets.scene.placement import laid_out
from workbench.widgets.scene.scene import Scene

AUTHOR = "Hugo"


def novel() -> nx.MultiDiGraph:
    """The 77 characters and who meets whom, and the author, who writes of Valjean."""
    graph = nx.MultiDiGraph()
    for a, b, told in nx.les_miserables_graph().edges(data=True):
        graph.add_edge(a, b, type="MEETS", scenes=told["weight"])
    graph.add_edge(AUTHOR, "Valjean", type="WRITES", scenes=0)
    return graph


def view(*hidden: str, **budget: int) -> GraphView:
    """All of the novel but the author and those hidden, who are there to be found."""
    whole = novel()
    part = whole.subgraph(node for node in whole if node not in (AUTHOR, *hidden))
    scene = laid_out(Scene.of([*map(node_of, part), *edges_of(part)]))
    neighbours = NetworkNeighbours(whole)
    return GraphView(scene, title="Misérables", neighbours=neighbours, budget=Budget(**budget))


class NetworkNeighbours:
    """What a view asks of a store, answered by a networkx graph."""

    def __init__(self, graph: nx.MultiDiGraph) -> None:
        self.graph = graph

    def counts(self, node: Node) -> Answer:
        out = Counter(kind for *_, kind in self.graph.out_edges(node.id, data="type"))
        into = Counter(kind for *_, kind in self.graph.in_edges(node.id, data="type"))
        ways = {"out": out, "in": into, "both": out + into}
        rows = [(kind, way, n) for way, kinds in ways.items() for kind, n in kinds.items()]
        rows += [(None, way, kinds.total()) for way, kinds in ways.items()]
        return answer(("type", "direction", "neighbours"), rows)

    def some(self, node: Node, kind: Kind, limit: int) -> Answer:
        out = self.graph.out_edges(node.id, keys=True) if kind.direction != "in" else ()
        into = self.graph.in_edges(node.id, keys=True) if kind.direction != "out" else ()
        found = edges_of(self.graph.edge_subgraph([*out, *into]))
        told = [edge for edge in found if kind.type in (None, edge.type)]
        rows = [
            (node_of(edge.source if edge.target == node.id else edge.target), [edge])
            for edge in told
        ]
        return answer(("neighbour", "edges"), rows[:limit])


def node_of(name: str) -> Node:
    return Node(name, ("Author" if name == AUTHOR else "Character",), {"name": name})


def edges_of(graph: nx.MultiDiGraph) -> list[Edge]:
    return [
        Edge(a, told["type"], b, {"scenes": told["scenes"]}, id=f"{a}-{told['type']}-{b}")
        for a, b, told in graph.edges(data=True)
    ]


def answer(columns: tuple[str, ...], values: list[tuple[Any, ...]]) -> Answer:
    return Answer(Rows(columns, values), (), lambda: Plan("networkx"), dict)
