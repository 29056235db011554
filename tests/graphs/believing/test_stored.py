"""Beliefs that are kept: what they were computed of, and when they no longer hold."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.graphs.believing.world import World
from workbench.core.errors import BadInput, RecordNotFound
from workbench.core.property_graph.belief import StoredPosterior, Variable
from workbench.core.property_graph.change import Change
from workbench.graphs.believing import KnownBelief, belief_propagation, persisted, retracted
from workbench.graphs.believing import stored_posterior as known


@pytest.fixture
def world() -> World:
    """v0 -> v1, and v2 -> v3 apart from them."""
    world = World()
    for prior in ({"p": 0.25}, None, None, None):
        world.add_variable(prior=prior)
    world.add_cpd(1, [0], [0.9, 0.1, 0.2, 0.8])
    world.add_cpd(3, [2], [0.9, 0.1, 0.2, 0.8])
    return world


def store(world: World, *given: Any, **options: Any) -> None:
    world.commit(persisted(belief_propagation(world.state, *given, **options)))


def why(world: World, variable: int) -> tuple[str, ...]:
    found = known(world.state, variable)
    assert found.stale == bool(found.why)
    return found.why


def test_a_stored_belief_then_the_author_s_then_the_prior(world: World) -> None:
    stated = world.add_variable("w", states=["a", "b"], prior={"a": 1, "b": 1}, posterior={"b": 1})
    store(world, [1])
    assert known(world.state, 0).source == "prior"
    assert known(world.state, stated).values == {"a": 0.0, "b": 1.0}
    assert known(world.state, stated).source == "posterior"
    found = known(world.state, 1)
    assert (found.source, found.stale) == ("stored", False)
    assert found.values["true"] == pytest.approx(0.275)


def test_new_evidence_makes_it_stale_and_taking_it_back_mends_it(world: World) -> None:
    store(world, [1])
    newest = world.add_evidence(0, {"state": "true"})
    assert why(world, 1) == ("evidence: variable 0 was not observed, now 'true'",)
    world.commit(retracted(world.state, newest))
    assert why(world, 1) == ()


def test_other_evidence_makes_it_stale(world: World) -> None:
    world.add_evidence(0, likelihood={"false": 1, "true": 3})
    store(world, [1])
    assert why(world, 1) == ()
    world.add_evidence(0, {"state": "false"})
    assert "now 'false'" in why(world, 1)[0]


def test_a_new_factor_makes_it_stale_where_it_is_connected(world: World) -> None:
    store(world)
    world.add_factor_table([0], [1, 2])
    assert why(world, 1) == ("factors: they were 0, now 0,2",)
    assert why(world, 3) == ()


def test_another_table_or_prior_makes_it_stale(world: World) -> None:
    store(world)
    factor = world.state.factors[1]
    assert factor.table is not None
    table = replace(factor.table, values=(0.8, 0.2, 0.2, 0.8))
    world.commit(Change(factors=(replace(factor, table=table),)))
    assert why(world, 3) == ("a factor's table is another",)
    world.commit(Change(variables=(replace(world.state.variables[0], prior={"p": 0.5}),)))
    assert why(world, 1) == ("a prior is another",)


def test_joining_two_parts_makes_both_stale(world: World) -> None:
    store(world)
    world.add_factor_table([1, 2], [1, 2, 3, 4])
    assert "variables: it depended on 2, now on 4" in why(world, 0)
    assert "variables: it depended on 2, now on 4" in why(world, 3)


def test_what_was_assumed_is_assumed_again(world: World) -> None:
    store(world, [1], {0: "true"})
    found = known(world.state, 1)
    assert not found.stale
    assert found.inputs is not None
    assert found.inputs["assumed"] == {"0": "true"}
    world.add_evidence(0, {"state": "false"})
    assert why(world, 1) == ()


def test_other_options_make_it_stale(world: World) -> None:
    store(world, [1], method="loopy", damping=0.25)
    assert not known(world.state, 1, options={"damping": 0.25}).stale
    assert known(world.state, 1, options={"damping": 0.0}).why == (
        "option damping: it was 0.25, asked for 0.0",
    )


@pytest.mark.parametrize("options", [{"radius": 0}, {"compat": True}])
def test_a_limited_reach_is_reached_again(world: World, options: dict[str, Any]) -> None:
    store(world, [3], **options)
    assert why(world, 3) == ()
    world.add_factor_table([3], [1, 3])
    assert why(world, 3) == ("factors: they were 1, now 1-2",)


def test_what_came_without_inputs_cannot_be_vouched_for(world: World) -> None:
    world.commit(Change(posteriors=(StoredPosterior(1, (0.2, 0.8)),)))
    found = known(world.state, 1)
    assert found.values == {"false": 0.2, "true": 0.8}
    assert found.stale
    assert "nobody can tell" in found.why[0]


def test_inputs_are_json_that_comes_back_the_same(world: World) -> None:
    world.add_evidence(0, {"state": "true"})
    change = persisted(belief_propagation(world.state, None, {2: {"false": 0.5, "true": 1}}))
    held = [
        StoredPosterior(p.variable_id, p.values, json.loads(json.dumps(p.inputs)))
        for p in change.posteriors
    ]
    world.commit(replace(change, posteriors=held))
    assert [why(world, id) for id in range(4)] == [()] * 4
    assert held[1].inputs is not None
    assert held[1].inputs["evidence"] == {"0": "true"}
    assert held[1].inputs["factors"]["ids"] == "0"


def test_the_trace_names_the_evidence_used(world: World) -> None:
    world.add_evidence(0, {"state": "true"})
    store(world, [1], {2: "false"})
    payload = world.state.traces[0].payload
    assert json.loads(str(payload["evidence"])) == {"0": "true", "2": "false"}
    assert (payload["evidence_ids"], payload["assumed"]) == ("0", "2")
    assert (payload["exact"], payload["method"]) == (True, "two-pass")
    assert world.state.next_ids["trace"] == 1


def test_much_evidence_is_kept_as_a_digest() -> None:
    world = World()
    hub = world.add_variable()
    leaves = [world.add_variable() for _ in range(201)]
    for leaf in leaves:
        world.add_factor_table([hub, leaf], [2, 1, 1, 2])
    store(world, [hub], dict.fromkeys(leaves, "true"))
    assert why(world, hub) == ()
    assert set(known(world.state, hub).inputs["evidence"]) == {"count", "digest"}  # type: ignore[index]
    world.add_evidence(hub, {"state": "true"})
    assert why(world, hub) == ("the evidence is another",)
    world.state.traces.clear()
    assert "nobody can tell" in why(world, hub)[0]


def test_unreadable_maps_are_refused_when_they_are_read(world: World) -> None:
    # Old files hold what is refused on entry.
    world.commit(Change(variables=(Variable(4, "binary", ("false", "true"), None, {"p": 1.5}),)))
    with pytest.raises(BadInput, match=r"binary prior key 'p' must be between 0\.0 and 1\.0"):
        known(world.state, 4)
    world.commit(Change(posteriors=(StoredPosterior(1, (0.2, 0.3, 0.5)),)))
    with pytest.raises(BadInput, match="3 values for 2 states"):
        known(world.state, 1)
    with pytest.raises(RecordNotFound, match="variable 9 not found"):
        known(world.state, 9)


def test_a_known_belief_says_where_it_comes_from(world: World) -> None:
    found = known(world.state, 0)
    assert isinstance(found, KnownBelief)
    assert str(found).startswith("variable 0, prior\n\nstate  probability")
    assert (found.source, found.stale, found.why, found.inputs) == ("prior", False, (), None)
