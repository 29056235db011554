"""What follows from evidence over a graph, and what took part in the answer."""

from __future__ import annotations

import pytest

from tests.graphs.believing.world import World
from workbench.core.errors import BadInput, RecordNotFound
from workbench.graphs.believing import active_subgraph, belief_propagation


@pytest.fixture
def chain() -> World:
    """A -> B -> C -> D, each keeps the state of the one before with .95 (false) or .9 (true)."""
    world = World()
    for _ in range(4):
        world.add_variable()
    for child in (1, 2, 3):
        world.add_cpd(child, [child - 1], [0.95, 0.05, 0.1, 0.9])
    return world


def owned_chain(n: int) -> World:
    """Variables of nodes 0-1-2-.., each tied to the next."""
    world = World()
    world.add_nodes([{} for _ in range(n)])
    for node in range(n):
        world.add_variable(owner_id=node, prior={"p": (node + 2) / 10})
        if node:
            world.add_edge(node - 1, node)
            world.add_factor_table([node - 1, node], [0.9, 0.1, 0.2, 0.8])
    return world


def test_all_that_is_connected_takes_part(chain: World) -> None:
    found = belief_propagation(chain.state, [3], {0: "true"})
    # .9 .9 .9 + .9 .1 .05 + .1 .05 .9 + .1 .95 .05
    assert found[3]["true"] == pytest.approx(0.74275, abs=1e-12)
    assert (found.exact, found.converged, found.method) == (True, True, "two-pass")
    assert found.active.factors == (0, 1, 2)
    assert found.log_evidence == pytest.approx(-0.6931471805599453)


def test_the_original_s_answer_to_it_can_be_had(chain: World) -> None:
    found = belief_propagation(
        chain.state, [3], {0: "true"}, compat=True, damping=0.0, tolerance=1e-12
    )
    assert found[3]["true"] == pytest.approx(0.475)
    assert found.converged
    assert not found.exact
    assert found.active.factors == (0, 2)


def test_a_radius_says_what_it_left_out(chain: World) -> None:
    found = belief_propagation(chain.state, [3], {0: "true"}, radius=2)
    assert found[3]["true"] == pytest.approx(0.475)
    assert not found.exact
    assert found.log_evidence is None
    assert found.active.left_out_factors == (1,)
    assert any("factors (ids 1)" in warning for warning in found.warnings)
    assert str(found).startswith("approximate beliefs (two-pass) of 4 variables and 2 factors\n")
    assert "warning: 1 factors (ids 1)" in str(found)


def test_a_radius_that_leaves_nothing_out_is_exact() -> None:
    world = owned_chain(4)
    near = belief_propagation(world.state, [0], radius=3)
    assert near.exact
    assert near.active.left_out_factors == ()
    assert near[0] == pytest.approx(belief_propagation(world.state, [0])[0], abs=1e-12)


def test_a_cap_keeps_the_nearest_and_says_so() -> None:
    found = active_subgraph(owned_chain(5).state, [4], max_factors=2)
    assert found.factors == (2, 3)
    assert found.truncated
    assert (found.left_out_factors, found.left_out_variables) == ((0, 1), (0, 1))


def test_nodes_beyond_a_cap_are_named_by_their_variables() -> None:
    found = active_subgraph(owned_chain(4).state, [0], max_nodes=3)
    assert found.graph_nodes == (0, 1, 2)
    assert found.boundary_variables == (3,)
    assert found.truncated
    assert found.factors == (0, 1, 2)


def test_no_query_means_all_variables_with_evidence_too(chain: World) -> None:
    assert set(belief_propagation(chain.state, None, {0: "true"}).beliefs) == {0, 1, 2, 3}
    assert set(belief_propagation(chain.state, [], {0: "true"}).beliefs) == {0, 1, 2, 3}
    original = belief_propagation(chain.state, None, {0: "true"}, compat=True)
    assert set(original.beliefs) == {0, 1}


def test_what_is_not_connected_takes_no_part(chain: World) -> None:
    apart = chain.add_variable(prior={"p": 0.2})
    other = chain.add_variable()
    chain.add_factor_table([apart, other], [1, 2, 3, 4])
    assert belief_propagation(chain.state, [3]).active.variables == (0, 1, 2, 3)
    whole = belief_propagation(chain.state, [3], {other: "true"})
    assert whole.active.variables == (0, 1, 2, 3, apart, other)
    assert whole[3] == pytest.approx(belief_propagation(chain.state, [3])[3])


def test_persisted_evidence_is_part_of_the_explanation(chain: World) -> None:
    apart = chain.add_variable()
    chain.add_evidence(apart, {"state": "true"})
    assert active_subgraph(chain.state, [0]).variables == (0, 1, 2, 3, apart)
    assert active_subgraph(chain.state, [0], compat=True).variables == (0, 1)


def test_impossible_evidence_names_what_conflicts(chain: World) -> None:
    chain.add_cpd(chain.add_variable(), [3], [1, 0, 0, 1])
    chain.add_evidence(3, {"state": "true"})
    conflict = r"variable 3 = 'true'; variable 4 = 'false'; factor 3 cannot hold together"
    for method in ("auto", "loopy"):
        with pytest.raises(BadInput, match=r"the evidence is impossible.*variable 3 = 'true'") as e:
            belief_propagation(chain.state, [0], {4: "false", 0: "true"}, method=method)
        assert "variable 0" not in str(e.value)
    with pytest.raises(BadInput, match=conflict):
        belief_propagation(chain.state, [0], {4: "false", 0: "true"})


def test_two_observations_of_one_cause_that_contradict_each_other() -> None:
    world = World()
    for _ in range(3):
        world.add_variable()
    for effect in (1, 2):
        world.add_cpd(effect, [0], [1, 0, 0, 1])
    seen = {1: "true", 2: "false"}
    for damping in (0.0, 0.5):
        with pytest.raises(BadInput, match=r"variable 1 = 'true', variable 2 = 'false'"):
            belief_propagation(world.state, [0], seen, method="loopy", damping=damping)
    # The original sees it undamped; damped it converges on an even split.
    with pytest.raises(BadInput, match="distribution must have positive finite mass"):
        belief_propagation(world.state, [0], seen, compat=True, damping=0.0)
    split = belief_propagation(world.state, [0], seen, compat=True, damping=0.2)
    assert split.converged
    assert split[0]["true"] == pytest.approx(0.5)


def test_loops_are_marked_approximate_where_they_are() -> None:
    world = World()
    for _ in range(3):
        world.add_variable(prior={"p": 0.3})
    for pair in ([0, 1], [1, 2], [2, 0]):
        world.add_factor_table(pair, [2, 1, 1, 2])
    exact = belief_propagation(world.state)
    loopy = belief_propagation(world.state, method="loopy", schedule="residual")
    assert (exact.exact, exact.method) == (True, "junction tree")
    assert (loopy.exact, loopy.converged) == (False, True)
    assert loopy[0]["true"] == pytest.approx(exact[0]["true"], abs=0.05)
    assert loopy[0]["true"] != pytest.approx(exact[0]["true"], abs=1e-4)
    assert loopy.max_residual <= 1e-9


def test_a_budget_too_small_is_told() -> None:
    world = owned_chain(6)
    ours = belief_propagation(world.state, method="loopy", max_sweeps=1)
    theirs = belief_propagation(world.state, compat=True, max_sweeps=5)
    assert not ours.converged
    assert any("not converged" in warning for warning in ours.warnings)
    assert not theirs.converged
    assert theirs.warnings == ("not converged within 5 iterations",)


def test_a_prior_that_names_some_states_is_warned_of(chain: World) -> None:
    chain.add_variable(prior={"true": 1})
    assert any("variable 4" in text for text in belief_propagation(chain.state, [4]).warnings)


def test_the_result_has_the_original_s_keys(chain: World) -> None:
    found = belief_propagation(chain.state, [1], compat=True).original()
    assert set(found) == {
        *("beliefs", "active", "schedule", "iterations", "messages_updated", "converged"),
        *("max_residual", "trace_id", "warnings", "diagnostics"),
    }
    assert found["schedule"] == "residual_async"
    assert found["diagnostics"]["damping"] == 0.2
    assert found["diagnostics"]["max_iters"] == 1000


def test_unknown_variables_and_options_are_refused(chain: World) -> None:
    with pytest.raises(RecordNotFound, match="variable 9 not found"):
        belief_propagation(chain.state, [9])
    with pytest.raises(BadInput, match="damping must be between"):
        belief_propagation(chain.state, damping=1.5)
    with pytest.raises(BadInput, match="tolerance must be finite and non-negative"):
        belief_propagation(chain.state, tolerance=-1.0)
    with pytest.raises(BadInput, match="radius: expected a whole number"):
        belief_propagation(chain.state, radius=-1)
    with pytest.raises(BadInput, match="method: expected one of"):
        belief_propagation(chain.state, method="magic")  # type: ignore[arg-type]


def test_damping_of_one_never_moves_the_original(chain: World) -> None:
    found = belief_propagation(chain.state, [1], {0: "true"}, compat=True, damping=1.0)
    assert not found.converged
    assert found[1] == {"false": 0.5, "true": 0.5}
