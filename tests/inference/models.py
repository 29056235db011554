"""Random models: variables of two to four states, factors and conditional tables, evidence."""

from __future__ import annotations

import math
from random import Random
from typing import Any, NamedTuple

from workbench.core.property_graph.belief import BINARY, Factor, FactorTable, Variable
from workbench.inference.network import Network

STATES = ("a", "b", "c", "d")


class Model(NamedTuple):
    variables: list[Variable]
    factors: list[Factor]
    evidence: dict[int, Any]

    @property
    def network(self) -> Network:
        return Network.of(self.variables, self.factors)


def small(seed: int) -> Model:
    """Up to eight variables; factors of one to three; zeros in tables; all kinds of evidence."""
    random = Random(seed)
    ids = sorted(random.sample(range(50), random.randint(1, 8)))
    variables = [_variable(random, number) for number in ids]
    count = random.randint(0, len(ids) + 3)
    factors = [_factor(random, number, variables) for number in range(count)]
    seen = random.sample(variables, random.randint(0, min(3, len(ids))))
    return Model(variables, factors, {v.id: _evidence(random, v) for v in seen})


def _variable(random: Random, number: int) -> Variable:
    states = BINARY if random.random() < 0.3 else STATES[: random.randint(2, 4)]
    kind = random.choice(["none", "none", "named", "some", "p"])
    prior: dict[str, Any] = {}
    if kind == "named":
        prior = {state: random.choice([random.random(), "0.5", 2]) for state in states}
    if kind == "some":
        prior = {random.choice(states): 1.0, random.choice(states): "2e-1"}
    if kind == "p" and states == BINARY:
        prior = {"p": random.random()}
    return Variable(number, "any", states, prior=prior)


def _factor(random: Random, number: int, variables: list[Variable]) -> Factor:
    scope = random.sample(variables, min(random.randint(1, 3), len(variables)))
    cards = [len(variable.states) for variable in scope]
    is_cpd = random.random() < 0.4
    values = [_weight(random) for _ in range(math.prod(cards))]
    if is_cpd:
        values = [
            share for at in range(0, len(values), cards[0]) for share in _row(values, at, cards[0])
        ]
    table = FactorTable(tuple(v.id for v in scope), tuple(values), is_cpd)
    return Factor(number * 7, (), (), "table", table=None if random.random() < 0.05 else table)


def _weight(random: Random) -> float:
    return random.choice([0.0, random.random(), random.random(), 1.0, 3 * random.random()])


def _row(values: list[float], at: int, card: int) -> list[float]:
    row = values[at : at + card]
    total = math.fsum(row)
    return [value / total for value in row] if total else [1 / card] * card


def _evidence(random: Random, variable: Variable) -> Any:
    if random.random() < 0.5:
        return random.choice(variable.states)
    weights = [random.choice([0.0, random.random(), 2.0]) for _ in variable.states]
    weights[0] = weights[0] or 0.25
    return dict(zip(variable.states, weights, strict=True))


def medium(seed: int) -> Model:
    """Twenty to forty variables in a graph with loops, of a width that a junction tree bears."""
    random = Random(seed)
    count = random.randint(20, 40)
    variables = [
        Variable(number, "any", STATES[: random.randint(2, 3)], prior=_prior(random))
        for number in range(count)
    ]
    factors = []
    for number in range(1, count):
        near = [variables[number], *random.sample(variables[max(0, number - 5) : number], 1)]
        factors.append(_positive(random, number, near))
    for number in range(count, count + count // 2):
        at = random.randint(0, count - 6)
        near = random.sample(variables[at : at + 6], random.randint(2, 3))
        factors.append(_positive(random, number, near))
    seen = random.sample(variables, 4)
    return Model(variables, factors, {v.id: _evidence(random, v) for v in seen})


def _prior(random: Random) -> dict[str, Any]:
    return random.choice([{}, {"a": random.random() + 0.1, "b": 1.0, "c": 0.5}])


def _positive(random: Random, number: int, scope: list[Variable]) -> Factor:
    size = math.prod(len(variable.states) for variable in scope)
    values = tuple(random.random() + 0.01 for _ in range(size))
    return Factor(number, (), (), "table", table=FactorTable(tuple(v.id for v in scope), values))
