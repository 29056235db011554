"""A state that changes step by step is the state that it would be if made anew."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from tests.graphs.brute import Brute
from tests.graphs.states import Edge, Node, state_of
from workbench.core.property_graph.belief import Evidence, StoredPosterior, Variable
from workbench.core.property_graph.change import Change, Delta
from workbench.core.property_graph.records import TextIndex, Vector, VectorIndex
from workbench.graphs.analysing import connected_components, pagerank, schema
from workbench.graphs.state import ANY, State, records
from workbench.graphs.traversing import bfs, mirror, neighbors, shortest_path


class World:
    """Records in dicts, and a state that is told of every change."""

    def __init__(self, seed: int) -> None:
        self.roll = random.Random(seed)
        self.nodes: dict[int, Node] = {}
        self.edges: dict[int, Edge] = {}
        self.state = state_of(0)
        self.next = {"node": 0, "edge": 0}

    def change(self, count: int) -> None:
        nodes = {n.id: n for n in (self._node() for _ in range(count))}
        self.nodes |= nodes
        edges = {e.id: e for e in (self._edge() for _ in range(count))}
        gone = set(self.roll.sample(sorted(self.edges), len(self.edges) // 9)) - set(edges)
        lost = self._lonely(gone, edges) - set(nodes)
        self.edges = {i: e for i, e in (self.edges | edges).items() if i not in gone}
        self.nodes = {i: n for i, n in self.nodes.items() if i not in lost}
        change = Change(
            nodes=[*nodes.values()],
            edges=[*edges.values()],
            dropped_nodes=[*lost],
            dropped_edges=[*gone],
            next_ids=dict(self.next),  # type: ignore[arg-type]
        )
        self.state.apply(Delta(self.state.generation + 1, change))

    def _lonely(self, gone: set[int], edges: dict[int, Edge]) -> set[int]:
        kept = [e for i, e in (self.edges | edges).items() if i not in gone]
        joined = {e.source for e in kept} | {e.target for e in kept}
        return {id for id in self.nodes if id not in joined and self.roll.random() < 0.3}

    def _node(self) -> Node:
        if self.nodes and self.roll.random() < 0.4:  # one that is there gets other values
            old = self.nodes[self.roll.choice(sorted(self.nodes))]
            return replace(old, external_id=f"{old.external_id}'", properties=self._values())
        self.next["node"] += self.roll.randint(1, 2)
        id = self.next["node"] - 1
        return Node(id, f"n{id}", (self.roll.choice("XY"),), self._values())

    def _edge(self) -> Edge:
        if self.edges and self.roll.random() < 0.3:
            old = self.edges[self.roll.choice(sorted(self.edges))]
            return replace(old, properties=self._values())
        self.next["edge"] += self.roll.randint(1, 2)
        ends = self.roll.choices(sorted(self.nodes), k=2)
        return Edge(self.next["edge"] - 1, *ends, self.roll.choice("AB"), self._values())

    def _values(self) -> dict[str, Any]:
        return {"w": self.roll.choice([1, 1.0, "2", 3])} if self.roll.random() < 0.8 else {}


@pytest.fixture(params=[2, 40, 10**6], ids=["folded often", "folded at times", "never folded"])
def world(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(records, "_AT_LEAST", request.param)
    return World(request.param)


def same(state: State, nodes: dict[int, Node], edges: dict[int, Edge]) -> None:
    """The state answers as these records do."""
    assert [*state.nodes] == [nodes[id] for id in sorted(nodes)]
    assert [*state.edges] == [edges[id] for id in sorted(edges)]
    assert (len(state.nodes), len(state.edges)) == (len(nodes), len(edges))
    assert all(state.nodes.id_of(n.external_id) == id for id, n in nodes.items())
    for label in "XYZ":
        found = state.nodes.with_label(label).tolist()
        assert found == sorted(id for id, n in nodes.items() if label in n.labels)
    for value in (1, 1.0, "2", 9, ANY):
        for table, held in ((state.nodes, nodes), (state.edges, edges)):
            found = table.with_property("w", value).tolist()  # type: ignore[attr-defined]
            assert found == [id for id in sorted(held) if _has(held[id].properties, value)]  # type: ignore[attr-defined]
    anew = state_of(nodes.values(), edges.values())
    assert schema(state) == schema(anew)
    assert state.edges.types() == anew.edges.types()
    for kind in "ABC":
        found = state.edges.of_type(kind).tolist()
        assert found == [id for id in sorted(edges) if edges[id].edge_type == kind]
    ids = sorted(edges, reverse=True)
    ends = [ends.tolist() for ends in state.edges.ends(ids)]
    assert ends == [[edges[id].source for id in ids], [edges[id].target for id in ids]]


def _has(properties: Any, value: Any) -> bool:
    if "w" not in properties:
        return False
    return value is ANY or (type(value), value) == (type(properties["w"]), properties["w"])


def walks_agree(state: State, nodes: dict[int, Node], edges: dict[int, Edge]) -> None:
    brute = Brute(nodes, edges.values())
    for id in brute.nodes[::3]:
        at = sorted({e.id for e in edges.values() if id in (e.source, e.target)})
        assert state.edges.at(id).tolist() == at
        for way, kind in (("out", None), ("both", None), ("in", "A"), ("both", "B")):
            assert neighbors(state, id, way, kind) == brute.nbrs(id, way, kind)
            assert bfs(state, id, way, kind) == brute.bfs(id, way, kind)
        found = shortest_path(state, brute.nodes[0], id, "both", None, "w")
        assert found == brute.shortest_path(brute.nodes[0], id, "both", "w")
    assert connected_components(state) == brute.components(None)
    assert pagerank(state, 3) == pytest.approx(brute.pagerank(3, 0.85, None))


def test_changes_one_by_one_make_the_state_of_all(world: World) -> None:
    for _ in range(12):
        world.change(world.roll.randint(1, 9))
        same(world.state, world.nodes, world.edges)


@pytest.mark.parametrize("few", [1000, 0], ids=["node by node", "arrays"])
def test_walks_follow_every_change(world: World, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirror, "_FEW", few)
    for _ in range(8):
        world.change(world.roll.randint(1, 7))
        walks_agree(world.state, world.nodes, world.edges)


def test_a_copy_stays_as_it_was(world: World) -> None:
    kept = []
    for _ in range(6):
        world.change(8)
        world.state.edges.weights("w")  # what was derived before must not leak into copies
        kept.append((world.state.copy(), dict(world.nodes), dict(world.edges)))
    for copy, nodes, edges in kept:
        same(copy, nodes, edges)
        walks_agree(copy, nodes, edges)


def test_a_copy_moves_on_its_own(world: World) -> None:
    world.change(20)
    copy, nodes, edges = world.state.copy(), dict(world.nodes), dict(world.edges)
    copy.apply(Delta(copy.generation + 1, Change(nodes=[Node(10**6, "far", ("X",))])))

    same(world.state, nodes, edges)
    same(copy, nodes | {10**6: Node(10**6, "far", ("X",))}, edges)


def test_a_name_that_a_node_had_is_free() -> None:
    state = state_of([Node(0, "a"), Node(1, "b")])
    for generation, name in enumerate(["c", "d"], 1):
        state.apply(Delta(generation, Change(nodes=[Node(0, name)])))

    assert [state.nodes.id_of(name) for name in "abcd"] == [None, 1, None, 0]
    assert [state.nodes.external_id(id) for id in (0, 1, 2)] == ["d", "b", None]


def test_what_goes_is_folded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_AT_LEAST", 1)
    state = state_of(5, [Edge(id, id, id + 1, "A") for id in range(4)])
    change = Change(dropped_nodes=[0, 3, 4], dropped_edges=[0, 2, 3])
    state.apply(Delta(1, change))

    assert (state.nodes.in_columns(), state.edges.in_columns()) == (2, 1)
    same(state, {id: Node(id, f"node:{id}") for id in (1, 2)}, {1: Edge(1, 1, 2, "A")})
    walks_agree(state, {id: Node(id, "") for id in (1, 2)}, {1: Edge(1, 1, 2, "A")})


def test_weights_follow_edges_that_go() -> None:
    weights = enumerate([(0, 1, 9), (0, 1, 1), (1, 2, 5)])
    state = state_of(3, [Edge(id, a, b, "A", {"w": w}) for id, (a, b, w) in weights])
    before = state.edges.weights("w").tolist()
    state.apply(Delta(1, Change(dropped_edges=[1])))

    assert (before, state.edges.weights("w").tolist()) == ([9, 1, 5], [9, 5])


def test_what_goes_and_comes_in_one_change_is_new() -> None:
    index = VectorIndex("emb", "node", 2)
    state = state_of(1, vector_indexes=[index], vectors=[Vector("emb", 0, [1, 2])])
    node = Node(0, "back")
    state.apply(Delta(1, Change(nodes=[node], vector_indexes=[index], **_GONE)))

    assert (len(state.vectors["emb"]), state.nodes.get(0)) == (0, node)


_GONE: dict[str, Any] = {"dropped_nodes": [0], "dropped_vector_indexes": ["emb"]}


def test_an_index_that_is_described_anew_keeps_its_vectors() -> None:
    index = VectorIndex("emb", "node", 2)
    state = state_of(1, vector_indexes=[index], vectors=[Vector("emb", 0, [1, 2])])
    newer = replace(index, model="m")
    state.apply(Delta(1, Change(vector_indexes=[newer])))

    assert (len(state.vectors["emb"]), state.vectors["emb"].index) == (1, newer)


def test_two_nodes_swap_their_external_ids() -> None:
    state = state_of([Node(0, "a"), Node(1, "b"), Node(2, "c")])
    state.apply(Delta(1, Change(nodes=[Node(0, "b"), Node(1, "a")], dropped_nodes=[2])))

    assert [state.nodes.id_of(name) for name in "abc"] == [1, 0, None]


def test_all_other_kinds_follow_too() -> None:
    index, text = VectorIndex("emb", "node", 2), TextIndex("t", "node", ("a",))
    variable = Variable(0, "binary", ("false", "true"))
    state = state_of(2, evidence=[Evidence(0, 0)], posteriors=[StoredPosterior(0, (0.5, 0.5))])
    before = state.copy()
    added = Change(
        vector_indexes=[index],
        text_indexes=[text],
        vectors=[Vector("emb", 0, [1, 2]), Vector("emb", 1, [3, 4])],
        variables=[variable],
        dropped_evidence=[0],
        dropped_posteriors=[0],
        next_ids={"variable": 1},
    )
    state.apply(Delta(1, added))
    after = state.copy()
    state.apply(Delta(2, Change(dropped_vectors=[("emb", 0)], dropped_text_indexes=["t"])))
    row = state.vectors["emb"].get(1)

    assert (before.vectors, len(after.vectors["emb"]), len(state.vectors["emb"])) == ({}, 2, 1)
    assert row is not None
    assert row.tolist() == [3, 4]
    assert (state.variables, state.evidence, state.posteriors) == ({0: variable}, {}, {})
    assert (before.evidence, after.text_indexes) == ({0: Evidence(0, 0)}, {"t": text})
    assert (state.text_indexes, state.next_ids["variable"]) == ({}, 1)
    state.apply(Delta(3, Change(dropped_vector_indexes=["emb"])))
    assert (state.vector_indexes, state.vectors, len(after.vectors)) == ({}, {}, 1)
