"""Beliefs as they are asked of a graph: wrong arguments, loops, what an answer says of itself."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest

from tests.graphs.opened import opened
from workbench.core.errors import BadInput, WorkbenchError
from workbench.core.property_graph.belief import Factor, FactorTable, Variable
from workbench.graphs.graph import PropertyGraph
from workbench.inference.answers import beliefs
from workbench.inference.network import Network


@pytest.fixture(scope="module")
def world(servers: Any) -> Iterator[PropertyGraph]:
    """Three variables in a loop, and one apart."""
    with opened(servers) as found:
        graph = found.graphs.make("beliefs")
        for _ in range(4):
            graph.add_variable("binary")
        for pair in combinations(range(3), 2):
            graph.add_factor_table(pair, [2, 1, 1, 2])
        yield graph


WRONG: dict[str, tuple[str, tuple[Any, ...], dict[str, Any]]] = {
    "query is one id": ("belief_propagation", (0,), {}),
    "query is a text": ("belief_propagation", ("01",), {}),
    "evidence is a list": ("belief_propagation", (None, [0]), {}),
    "evidence is True": ("belief_propagation", (None, {0: True}), {}),
    "damping is a text": ("belief_propagation", (), {"damping": "0.5"}),
    "tolerance is a list": ("belief_propagation", (), {"tolerance": []}),
    "the original's option": ("belief_propagation", (), {"max_iters": 10}),
    "compat with a method": ("belief_propagation", (), {"compat": True, "method": "exact"}),
    "an option of nobody": ("compile_active_subgraph", (), {"depth": 1}),
    "most probable of a list": ("most_probable", ([0],), {}),
    "a limit that is a text": ("most_probable", (), {"max_clique_states": "many"}),
    "sweeps by halves": ("most_probable", (), {"method": "loopy", "max_sweeps": 2.5}),
    "joint of one id": ("joint_posterior", (0,), {}),
    "joint of a float": ("joint_posterior", ([0.0],), {}),
    "joint by messages": ("joint_posterior", ([0],), {"method": "loopy"}),
    "log evidence that falls back": ("log_evidence", ({0: "true"},), {"method": "auto"}),
    "a tolerance below 0": ("messages", (), {"tolerance": -1}),
    "states in one text": ("add_variable", ("x",), {"states": "ab"}),
    "states are a number": ("add_variable", ("x",), {"states": 3}),
    "a prior beyond all numbers": (
        "add_variable",
        ("binary",),
        {"prior": {"true": 1e308, "false": 1e308}},
    ),
    "a factor of one id": ("add_factor_table", (0, [1, 2]), {}),
    "weights in rows": ("add_factor_table", ([0, 1], [[1, 2], [3, 4]]), {}),
    "a weight beyond floats": ("add_factor_table", ([0], [10**400, 1]), {}),
    "no weights": ("add_cpd", (0, [1], None), {}),
    "evidence by a list of ids": ("retract_evidence", ([0],), {}),
    "a network of numbers": ("add_network", ([3],), {}),
    "a variable without a domain": ("add_network", ([{}],), {}),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_argument_is_named_and_nothing_is_stored(world: PropertyGraph, name: str) -> None:
    call, given, options = WRONG[name]
    before = world.generation
    with pytest.raises(WorkbenchError) as raised:
        getattr(world, call)(*given, **options)
    assert (raised.type, world.generation) == (BadInput, before)


@pytest.mark.parametrize("call", ["belief_propagation", "most_probable"])
def test_a_loopy_answer_says_that_the_exact_one_is_affordable(
    world: PropertyGraph, call: str
) -> None:
    told = "exact inference is affordable (a table of 8 states): these answers are approximate"
    assert told in getattr(world, call)(method="loopy").warnings
    assert not getattr(world, call)().warnings


def test_persisted_evidence_counts_in_every_question(world: PropertyGraph) -> None:
    record = world.add_evidence(0, {"state": "true"})
    hard = {
        name: world.log_evidence(given) for name, given in (("own", None), ("run", {3: "true"}))
    }
    joint = world.joint_posterior([0, 1])
    assert hard == pytest.approx({"own": math.log(1 / 2), "run": math.log(1 / 4)})
    assert joint["true", "true"] == pytest.approx(world.belief_propagation([1])[1]["true"])
    assert world.most_probable()[1] == "true"
    world.retract_evidence(record)
    assert world.log_evidence() == 0.0


def test_messages_that_swing_are_never_said_to_have_settled() -> None:
    signs = {(0, 1): 1, (0, 2): -1, (1, 2): 1, (0, 3): 1, (1, 3): 1, (2, 3): 1}
    tables = [
        FactorTable(pair, tuple(math.exp(3 * sign * s) for s in (1, -1, -1, 1)))
        for pair, sign in signs.items()
    ]
    network = Network.of(
        [Variable(0, "d", ("a", "b"), prior={"a": 6, "b": 4})]
        + [Variable(id, "d", ("a", "b")) for id in range(1, 4)],
        [Factor(id, (), (), "f", {}, table) for id, table in enumerate(tables)],
    )
    for sweeps in (0, 1, 2, 50):
        found = beliefs(network, method="loopy", max_sweeps=sweeps, tolerance=1e-9)
        assert found.converged == (found.max_residual <= 1e-9)
        assert found.converged or any("not converged" in text for text in found.warnings)


def test_marginals_are_walked_through_as_they_are_looked_up() -> None:
    variables = [Variable(id, "d", ("a", "b", "c")[: 1 + id % 3]) for id in range(0, 40, 2)]
    table = FactorTable((2, 4), (1, 2, 3, 4, 5, 6))
    found = beliefs(Network.of(variables, [Factor(0, (), (), "f", {}, table)]), [2, 4, 10])
    one_by_one = {id: found[id] for id in found.marginals}
    assert dict(found.marginals.items()) == one_by_one
    assert list(found.marginals.values()) == list(one_by_one.values())


def test_a_wide_network_is_given_up_early() -> None:
    side = 60
    pairs = [(at, at + 1) for at in range(side * side) if (at + 1) % side]
    pairs += [(at, at + side) for at in range(side * (side - 1))]
    factors = [
        Factor(id, (), (), "f", {}, FactorTable(pair, (2, 1, 1, 2)))
        for id, pair in enumerate(pairs)
    ]
    network = Network.of([Variable(id, "d", ("a", "b")) for id in range(side * side)], factors)
    started = time.perf_counter()
    found = beliefs(network, tolerance=1e-3, max_sweeps=5)
    assert "states or more, more than max_clique_states" in found.warnings[0]
    assert time.perf_counter() - started < 5
