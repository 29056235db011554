"""Random factor graphs of a given form: trees, and with loops, grids and sparse ones."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.random import Generator, default_rng

from workbench.core.property_graph.belief import BINARY, Factor, FactorTable, Variable
from workbench.inference.network import Network

Records = tuple[list[Variable], list[Factor]]
STATES = ("a", "b", "c", "d")


def tree(seed: int, n: int, cards: tuple[int, ...] = (2, 3, 4)) -> Records:
    """Each variable after the first hangs on an earlier one; some factors join three."""
    roll = default_rng(seed)
    variables = [_variable(roll, id, STATES[: roll.choice(cards)]) for id in range(n)]
    factors, at = [], 1
    while at < n:
        new = [at, at + 1] if roll.random() < 0.3 and at + 1 < n else [at]
        scope = (int(roll.integers(at)), *new)
        factors.append(_factor(roll, len(factors), tuple(int(v) for v in scope), variables))
        at += len(new)
    return variables, factors


def loops(seed: int, n: int, extra: int, zeros: float = 0.0) -> Records:
    """A tree with so many more factors over pairs of its variables."""
    roll = default_rng(seed)
    variables, factors = tree(seed, n)
    for _ in range(extra):
        scope = tuple(roll.choice(n, 2, replace=False).tolist())
        factors.append(_factor(roll, len(factors), scope, variables, zeros))
    return variables, factors


def grid(seed: int, side: int, strength: float) -> Network:
    """side x side binary variables, couplings exp(±J) with J ~ N(0, strength)."""
    roll = default_rng(seed)
    numbers = np.arange(side * side).reshape(side, side)
    pairs = [p for line in (*numbers.tolist(), *numbers.T.tolist()) for p in pairwise(line)]
    return pairwise_network(roll, side * side, pairs, strength)


def sparse(seed: int, n: int, edges: int, strength: float) -> Network:
    """n binary variables, so many factors over random pairs of them."""
    roll = default_rng(seed)
    drawn = roll.integers(n, size=(edges, 2))
    pairs = [(a, b) for a, b in drawn.tolist() if a != b]
    return pairwise_network(roll, n, pairs, strength)


def pairwise_network(
    roll: Generator, n: int, pairs: list[tuple[int, int]], strength: float
) -> Network:
    priors = roll.uniform(0.1, 0.9, n).tolist()
    variables = [Variable(id, "binary", BINARY, prior={"p": p}) for id, p in enumerate(priors)]
    like = np.exp(roll.normal(0, strength, len(pairs))).tolist()
    factors = [
        Factor(id, (), (), "t", table=FactorTable(pair, (e, 1 / e, 1 / e, e)))
        for id, (pair, e) in enumerate(zip(pairs, like, strict=True))
    ]
    return Network.of(variables, factors)


def _variable(roll: Generator, id: int, states: tuple[str, ...]) -> Variable:
    return Variable(id, "any", states, prior={s: float(roll.uniform(0.2, 1)) for s in states})


def _factor(
    roll: Generator, id: int, scope: tuple[int, ...], variables: list[Variable], zeros: float = 0.0
) -> Factor:
    size = int(np.prod([len(variables[v].states) for v in scope]))
    values = roll.uniform(0.2, 1.0, size) * (roll.random(size) >= zeros)
    return Factor(id, (), (), "t", table=FactorTable(scope, tuple(values.tolist())))
