"""The original's answers about beliefs: the shared cases, and what it says of its own files."""

from __future__ import annotations

from typing import Any

import pytest

from tests.graphs.believing.world import CASES, World, recorded
from tests.graphs.conformance.steps import arguments, check
from workbench.core.errors import BadInput
from workbench.graphs.believing import active_subgraph, belief_propagation

CALLS = ("belief_propagation", "compile_active_subgraph")
INFERENCE = [case for case in CASES if case["area"] == "inference"]
VERSIONS = ("0.1.0", "0.2.0a1")
pytestmark = pytest.mark.skipif(not CASES, reason="the shared cases are absent (../shared)")


def play(world: World, step: dict[str, Any], **options: Any) -> None:
    """Do a step of a case; a file opened again is the same state here, and there is no SQL."""
    if step["do"] in ("open", "sql"):
        return
    positional, named = arguments(step.get("args", {}))
    extra = options if step["do"] in CALLS else {}
    check(step, lambda: getattr(world, step["do"])(*positional, **named, **extra))


@pytest.mark.parametrize("case", INFERENCE, ids=lambda case: case["id"])
def test_the_original_s_answers_with_compat(case: dict[str, Any]) -> None:
    world = World()
    for step in case["steps"]:
        if step.get("args", {}) == {"domain": "binary", "prior": {"p": 1.5}}:
            # Ours are refused when they are added (defect 9), with the words of a later read.
            with pytest.raises(BadInput, match=r"must be between 0\.0 and 1\.0"):
                world.add_variable(**step["args"])
            break
        play(world, step, compat=True)


@pytest.mark.parametrize(
    "name", ["bp-two-parent-order", "bp-inverse-inference", "bp-chain-all-queried"]
)
def test_ours_gives_the_same_numbers_where_the_original_is_right(name: str) -> None:
    world = World()
    (case,) = (case for case in INFERENCE if case["id"] == name)
    for step in case["steps"]:
        play(world, step)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("compat", [True, False])
def test_beliefs_of_the_shared_databases(version: str, compat: bool) -> None:
    state, told = recorded(version)
    steps = [step for step in told["calls"] if step["do"] in CALLS]
    assert len(steps) == 5
    for step in steps:
        if compat or step["do"] == "belief_propagation":
            play(World(state), step, compat=compat)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_run_that_a_database_keeps_is_repeated_to_the_message(version: str) -> None:
    state, told = recorded(version)
    found = belief_propagation(state, [1, 2], damping=0.0, tolerance=1e-12, compat=True)
    trace = told["traces"]["1"]
    assert {"iterations": found.iterations, "messages": found.messages_updated} == {
        "iterations": trace["iterations"],
        "messages": trace["messages_updated"],
    }
    assert found.converged
    assert found.max_residual == trace["max_residual"] == 0.0


@pytest.mark.parametrize("version", VERSIONS)
def test_the_worked_example_of_the_shared_databases(version: str) -> None:
    state, told = recorded(version)
    found = belief_propagation(state)
    assert found.exact
    assert found.beliefs[1] == pytest.approx({"false": 0.075 / 0.555, "true": 0.48 / 0.555})
    # v2: prior (.5, .25, .25) times (2.1, 1.85, 5.05)
    assert found.beliefs[2] == pytest.approx(
        {"sun": 1.05 / 2.775, "rain": 0.4625 / 2.775, "snow": 1.2625 / 2.775}
    )
    assert found.beliefs[1] == pytest.approx(told["stored_posteriors"]["1"])


def test_the_explanation_is_that_of_the_run() -> None:
    state, _ = recorded("0.1.0")
    assert active_subgraph(state, [2]) == belief_propagation(state, [2]).active
    assert belief_propagation(state, [2]).active.factors == (0, 1, 2)
