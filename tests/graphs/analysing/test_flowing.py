"""Scores that flow: what arrives is added up, and what received nothing is left out."""

from __future__ import annotations

import random

import pytest

from tests.graphs.brute import Brute
from tests.graphs.states import Edge, random_state, state_of
from workbench.core.errors import BadInput
from workbench.graphs.analysing import Flow, local_propagate, propagate
from workbench.graphs.traversing import mirror

HALVES = [Edge(0, 0, 1, "P", {"probability": "0.5"}), Edge(1, 1, 2, "P", {"probability": 0.25})]


@pytest.fixture(params=[1000, 0], ids=["node by node", "arrays"])
def path(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever way frontiers are expanded."""
    monkeypatch.setattr(mirror, "_FEW", request.param)


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize("steps", [0, 1, 3])
def test_scores_are_those_of_the_definition(steps: int) -> None:
    for seed in range(5):
        state, roll = random_state(seed, 40, 120), random.Random(seed)
        brute = Brute(state.nodes.ids().tolist(), state.edges)
        seeds = {id: roll.random() for id in roll.sample(brute.nodes, 4)}
        found = propagate(state, seeds, steps, Flow("weight"))
        wanted = brute.propagate(seeds, steps, "weight")
        assert found == pytest.approx(wanted)
        assert list(found) == sorted(wanted)


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize("radius", [0, 1, 2])
def test_local_scores_stay_in_their_region(radius: int) -> None:
    for seed in range(5):
        state, roll = random_state(seed, 60, 70), random.Random(seed)
        brute = Brute(state.nodes.ids().tolist(), state.edges)
        seeds, near = dict.fromkeys(roll.sample(brute.nodes, 2), 0.5), roll.sample(brute.nodes, 1)
        layers = brute.layers([*seeds, *near], "both", None)[: radius + 1]
        region = {node for layer in layers for node in layer}
        found = local_propagate(state, seeds, radius, near, Flow("weight"))
        assert found == pytest.approx(brute.propagate(seeds, radius, "weight", region))


def test_parallel_edges_all_count_and_may_pass_one() -> None:
    state = state_of(2, [Edge(0, 0, 1, "A", {"probability": 0.8}), Edge(1, 0, 1, "A")])

    assert propagate(state, {0: 1}, 1) == {0: 1.0, 1: 1.8}
    assert propagate(state, {0: 1}, 1, Flow(combine="clamped")) == {0: 1.0, 1: 1.0}


def test_independent_causes_combine_by_noisy_or() -> None:
    weights = {"probability": 0.5}
    state = state_of(3, [Edge(0, 0, 2, "A", weights), Edge(1, 1, 2, "A", weights)])
    found = propagate(state, {0: 1.0, 1: 0.5}, 1, Flow(combine="noisy_or"))

    assert found == {0: 1.0, 1: 0.5, 2: pytest.approx(1 - 0.5 * 0.75)}


def test_a_node_that_received_nothing_is_left_out_and_a_seed_is_not() -> None:
    state = state_of(3, [Edge(0, 0, 1, "A", {"probability": 0}), Edge(1, 1, 2, "A")])

    assert propagate(state, {0: 1.0, 1: 0.0}, 1) == {0: 1.0, 1: 0.0}
    assert local_propagate(state, {0: 1.0}, 2) == {0: 1.0}


def test_compat_lists_what_the_original_lists() -> None:
    state = state_of(3, [Edge(0, 0, 1, "A", {"probability": 0}), Edge(1, 1, 2, "A")])
    compat = Flow(compat=True)

    assert propagate(state, {0: 1.0}, 2, compat) == {0: 1.0}
    assert local_propagate(state, {0: 1.0}, 2, flow=compat) == {0: 1.0, 1: 0.0, 2: 0.0}


def test_damping_and_type_bind_the_flow() -> None:
    state = state_of(3, [*HALVES, Edge(2, 0, 2, "Q", {"probability": "0.9"})])

    assert propagate(state, {0: 1.0}, 2, Flow(edge_type="P")) == {0: 1.0, 1: 0.5, 2: 0.125}
    assert propagate(state, {0: 1.0}, 1, Flow(damping=0.5)) == {0: 1.0, 1: 0.25, 2: 0.45}


@pytest.mark.parametrize("bad", [-0.1, True, " 0.5", "half"])
def test_an_edge_without_a_weight_is_named(bad: object) -> None:
    state = state_of(2, [Edge(4, 0, 1, "A", {"probability": bad})])  # type: ignore[dict-item]

    for call in (propagate, local_propagate):
        with pytest.raises(BadInput, match=r"edge 4 has probability = .*finite and non-negative"):
            call(state, {0: 1.0}, 1)


@pytest.mark.parametrize(
    ("seeds", "flow", "words"),
    [
        ({0: -1.0}, {}, "seed 0 must be finite and non-negative, not -1.0"),
        ({0: float("inf")}, {}, "seed 0 must be finite and non-negative"),
        ({0: "1"}, {}, "seed 0 must be finite and non-negative"),
        ({7: 1.0}, {}, "node 7 not found"),
        ({0: 1.0}, {"damping": 1.5}, "damping must be between 0.0 and 1.0"),
        ({0: 1.0}, {"edge_property": ""}, "edge_property must be a text"),
        ({0: 1.0}, {"combine": "max"}, "combine is one of sum, clamped, noisy_or"),
        ({0: 2.0}, {"combine": "noisy_or"}, r"seed 0 must be in \[0, 1\]"),
        ({0: 1.0}, {"combine": "noisy_or", "edge_property": "w"}, "edge 9 has a w above 1"),
    ],
)
def test_bad_arguments_are_told(
    seeds: dict[int, float], flow: dict[str, object], words: str
) -> None:
    state = state_of(2, [Edge(9, 0, 1, "A", {"w": 3})])

    with pytest.raises(BadInput, match=words):
        propagate(state, seeds, 1, Flow(**flow))  # type: ignore[arg-type]
