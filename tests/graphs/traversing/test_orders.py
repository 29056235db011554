"""Walks over the mirror are those of the definitions, on multigraphs with holes and loops."""

from __future__ import annotations

import random
from itertools import pairwise, product
from typing import Any

import pytest

from tests.graphs.brute import Brute
from tests.graphs.states import Edge, Node, random_state, state_of
from workbench.core.errors import BadInput
from workbench.graphs.state import State
from workbench.graphs.traversing import bfs, frontier, k_hop, mirror, neighbors, random_walk

WAYS = {"out": "out", "incoming": "in", "all": "both"}
KINDS = (None, "A", "missing")
ASKED = list(product(WAYS, KINDS))


@pytest.fixture(params=[0, 3, 1000], ids=["arrays", "from 4 nodes arrays", "node by node"])
def path(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever way small and wide frontiers are expanded."""
    monkeypatch.setattr(mirror, "_FEW", request.param)


def worlds() -> list[tuple[State, Brute]]:
    states = [random_state(seed, 40, 90) for seed in range(4)] + [random_state(9, 30, 20)]
    far = [3, 5, 8, 10**9, 10**12, 10**13, 10**14, 10**15]
    edges = [Edge(id, far[a], far[b], "A") for id, (a, b) in enumerate([(0, 3), (3, 4), (4, 0)])]
    states.append(state_of([Node(id, f"far{id}") for id in far], edges))
    return [(state, Brute(state.nodes.ids().tolist(), state.edges)) for state in states]


WORLDS = worlds()


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize(("way", "kind"), ASKED)
def test_each_walk_is_the_one_of_its_definition(way: str, kind: str | None) -> None:
    for state, brute in WORLDS:
        for node in brute.nodes[::5]:
            assert neighbors(state, node, way, kind) == brute.nbrs(node, WAYS[way], kind)
            assert bfs(state, node, way, kind) == brute.bfs(node, WAYS[way], kind)
            for hops in (0, 1, 2, 9):
                found = k_hop(state, node, hops, way, kind)
                assert found == brute.k_hop(node, hops, WAYS[way], kind)


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize(("way", "kind"), ASKED)
def test_a_frontier_is_the_layer_of_all_its_starts(way: str, kind: str | None) -> None:
    for state, brute in WORLDS:
        starts = [brute.nodes[at] for at in (3, 0, 3, 7)]
        for steps in range(5):
            found = frontier(state, starts, steps, way, kind)
            assert found == brute.frontier(starts, steps, WAYS[way], kind)


def test_breadth_first_search_stops_at_its_depth() -> None:
    chain = state_of(5, [Edge(id, id, id + 1, "NEXT") for id in range(4)])

    assert [bfs(chain, 0, max_depth=depth) for depth in (0, 2, None)] == [
        [0],
        [0, 1, 2],
        [0, 1, 2, 3, 4],
    ]


def test_a_loop_makes_a_node_its_own_neighbour_and_no_discovery() -> None:
    state = state_of(2, [Edge(0, 0, 0, "SELF"), Edge(1, 0, 1, "NEXT"), Edge(2, 0, 1, "NEXT")])

    assert neighbors(state, 0) == [0, 1]
    assert k_hop(state, 0, 3) == [1]


def test_a_seeded_walk_is_the_one_of_the_generator() -> None:
    for state, brute in WORLDS:
        roll = random.Random(3)
        for seed in (0, 7, 2**64 - 1):
            start = roll.choice(brute.nodes)
            walked = random_walk(state, start, 12, "both", seed=seed)
            assert walked == _walked(brute, start, 12, seed)


def _walked(brute: Brute, start: int, steps: int, seed: int) -> list[int]:
    path, state = [start], seed
    for _ in range(steps):
        if not (found := brute.nbrs(path[-1], "both")):
            break
        state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        path.append(found[(state ^ state >> 33) % len(found)])
    return path


def test_a_walk_without_a_seed_walks_along_edges() -> None:
    state, brute = WORLDS[0]
    path = random_walk(state, brute.nodes[0], 20, "all")

    assert all(b in brute.nbrs(a, "both") for a, b in pairwise(path))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda s: neighbors(s, 99), "node 99 not found"),
        (lambda s: bfs(s, -1), "start must be a whole number from 0, not -1"),
        (lambda s: k_hop(s, True, 1), "start must be a whole number from 0, not True"),
        (lambda s: k_hop(s, 0, -1), "hops must be a whole number from 0, not -1"),
        (lambda s: k_hop(s, 0, 1.5), "hops must be a whole number"),
        (lambda s: frontier(s, [0, 77], 0), "node 77 not found"),
        (lambda s: neighbors(s, 0, "sideways"), "direction must be one of out, outgoing"),
        (lambda s: neighbors(s, 0, edge_type=3), "edge_type must be None or a text"),
        (lambda s: bfs(s, 0, max_depth=-2), "max_depth must be a whole number"),
        (lambda s: random_walk(s, 0, 3, seed=2**64), "seed must be below"),
        (lambda s: random_walk(s, 0, 3, seed=-1), "seed must be a whole number"),
    ],
)
def test_each_argument_is_checked(call: Any, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        call(state_of(3, [Edge(0, 0, 1, "A")]))
