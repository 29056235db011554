"""Messages told one by one are those that beliefs are products of."""

from __future__ import annotations

import pytest

from workbench.core.errors import BadInput
from workbench.core.property_graph.belief import BINARY, Factor, FactorTable, Variable
from workbench.inference.answers import beliefs
from workbench.inference.message_passing import messages
from workbench.inference.network import Network


def cpd(id: int, child: int, parent: int) -> Factor:
    table = FactorTable((child, parent), (0.9, 0.1, 0.2, 0.8), is_cpd=True)
    return Factor(id, (parent,), (child,), "cpd", {}, table)


@pytest.fixture
def chain() -> Network:
    variables = [
        Variable(id, "binary", BINARY, prior={"p": 0.6} if not id else {}) for id in (0, 1, 2)
    ]
    return Network.of(variables, [cpd(0, 1, 0), cpd(1, 2, 1)])


def test_a_cause_tells_its_effect_what_its_table_says(chain: Network) -> None:
    found = {(m.factor, m.variable, m.to): m.weights["true"] for m in messages(chain, {0: "true"})}
    assert found[0, 0, "factor"] == 1.0
    assert found[0, 1, "variable"] == pytest.approx(0.8)
    assert found[1, 2, "variable"] == pytest.approx(0.8 * 0.8 + 0.2 * 0.1)


def test_a_belief_is_the_product_of_prior_and_messages(chain: Network) -> None:
    evidence = {2: "true"}
    told = messages(chain, evidence)
    weights = {"false": 0.4, "true": 0.6}
    for message in told:
        if message.to == "variable" and message.variable == 0:
            weights = {state: weights[state] * message.weights[state] for state in weights}
    total = sum(weights.values())
    expected = beliefs(chain, [0], evidence)[0]
    assert {s: w / total for s, w in weights.items()} == pytest.approx(dict(expected))


def test_messages_that_do_not_rest_say_so() -> None:
    variables = [Variable(id, "binary", BINARY, prior={"p": 0.51}) for id in range(3)]
    tables = [
        Factor(at, ends, (), "factor_table", {}, FactorTable(ends, (1.0, 9.0, 9.0, 1.0)))
        for at, ends in enumerate([(0, 1), (1, 2), (0, 2)])
    ]
    assert not messages(Network.of(variables, tables), max_sweeps=2).converged


def test_impossible_evidence_has_no_messages(chain: Network) -> None:
    sure = FactorTable((1,), (1.0, 0.0))
    variables = [Variable(1, "binary", BINARY)]
    network = Network.of(variables, [Factor(0, (1,), (), "factor_table", {}, sure)])
    with pytest.raises(BadInput, match="positive finite mass"):
        messages(network, {1: "true"})
