"""Which observations count, and how they are taken back."""

from __future__ import annotations

import pytest

from tests.graphs.believing.world import World
from workbench.core.errors import BadInput, RecordNotFound
from workbench.core.property_graph.belief import Evidence
from workbench.core.property_graph.change import Change
from workbench.graphs.believing import belief_propagation, counted, replaced, retracted


@pytest.fixture
def world() -> World:
    world = World()
    world.add_variable(prior={"p": 0.25})
    world.add_variable()
    world.add_cpd(1, [0], [0.9, 0.1, 0.2, 0.8])
    return world


def true_of(world: World, variable: int, **given: object) -> float:
    return belief_propagation(world.state, [variable], **given)[variable]["true"]  # type: ignore[arg-type]


def test_the_newest_record_of_a_variable_counts(world: World) -> None:
    world.add_evidence(1, {"state": "false"})
    world.add_evidence(1, {"state": "true"})
    world.add_evidence(1, {"note": "a remark, and no observation"})
    found = counted(world.state)
    assert found.seen == {1: "true"}
    assert found.records == {1: 1}
    assert true_of(world, 0) == pytest.approx(0.2 / 0.275)


def test_what_a_caller_assumes_is_over_what_is_recorded(world: World) -> None:
    world.add_evidence(1, {"state": "false"})
    assert true_of(world, 0, evidence={1: "true"}) == pytest.approx(0.2 / 0.275)
    assert true_of(world, 0) == pytest.approx(0.05 / 0.725)


def test_soft_evidence_weighs_states(world: World) -> None:
    # p(v0) times .5 p(false | v0) + .25 p(true | v0): (.75 x .475, .25 x .3)
    expected = 0.075 / (0.35625 + 0.075)
    assert true_of(world, 0, evidence={1: {"false": 0.5, "true": 0.25}}) == pytest.approx(expected)
    world.add_evidence(1, likelihood={"false": 2, "true": 1})
    assert true_of(world, 0) == pytest.approx(expected)
    assert true_of(world, 0, method="loopy") == pytest.approx(expected)


def test_retraction_lets_the_one_before_count_again(world: World) -> None:
    world.add_evidence(1, {"state": "false"})
    newest = world.add_evidence(1, {"state": "true"})
    world.commit(retracted(world.state, newest))
    assert counted(world.state).seen == {1: "false"}
    world.commit(retracted(world.state, 0))
    assert counted(world.state).seen == {}
    assert world.add_evidence(1, {"state": "true"}) == 2


def test_replacement_keeps_the_id(world: World) -> None:
    first = world.add_evidence(1, {"state": "false"})
    world.commit(replaced(world.state, first, {"state": "true", "source": "again"}))
    assert world.state.evidence[first].payload == {"state": "true", "source": "again"}
    assert counted(world.state).records == {1: first}
    with pytest.raises(RecordNotFound, match="evidence 7 not found"):
        replaced(world.state, 7, {})
    with pytest.raises(RecordNotFound, match="evidence 7 not found"):
        retracted(world.state, 7)


def test_a_record_with_an_unknown_state_is_told_of_and_left_out(world: World) -> None:
    world.add_evidence(1, {"state": "true"})
    # An old file may hold what is refused on entry.
    world.commit(Change(evidence=(Evidence(1, 1, {"state": "maybe"}),), next_ids={"evidence": 2}))
    found = belief_propagation(world.state, [0])
    assert found[0]["true"] == pytest.approx(0.2 / 0.275)
    assert any('evidence 1 is left out: state "maybe" not found' in w for w in found.warnings)
    with pytest.raises(BadInput, match='state "maybe" not found for variable 1'):
        belief_propagation(world.state, [0], compat=True)


def test_evidence_is_checked_on_entry(world: World) -> None:
    for payload, likelihood, told in (
        ({"state": "maybe"}, None, 'state "maybe" not found for variable 1'),
        ({}, {"maybe": 1.0}, 'state "maybe" not found'),
        ({}, {"true": 0.0}, "positive finite mass"),
        ({}, {"true": -1.0}, "not negative"),
        ({"state": "true"}, {"true": 1.0}, "one of the two"),
        ({"state": True}, None, "state True not found for variable 1"),
        ({"at": None}, None, "payload"),
    ):
        with pytest.raises(BadInput, match=told):
            world.add_evidence(1, payload, likelihood=likelihood)
    with pytest.raises(RecordNotFound, match="variable 9 not found"):
        world.add_evidence(9, {"state": "true"})
    assert not world.state.evidence


def test_what_is_assumed_must_be_sound(world: World) -> None:
    with pytest.raises(BadInput, match='state "maybe" not found for variable 1'):
        belief_propagation(world.state, [0], {1: "maybe"})
    with pytest.raises(RecordNotFound, match="variable 9 not found"):
        belief_propagation(world.state, [0], {9: "true"})
    with pytest.raises(BadInput, match="a variable is named by its id"):
        belief_propagation(world.state, [0], {"1": "true"})  # type: ignore[dict-item]
