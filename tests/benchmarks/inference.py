"""Exact inference: a chain and a strip beside aGrUM's junction tree, a tree beside plain Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

import numpy as np

from tests.inference.agrum import Library
from tests.inference.models import Model
from workbench.core.property_graph.belief import BINARY, Factor, FactorTable, Variable
from workbench.inference.answers import beliefs

from .measure import Figure, seconds

_CHAIN, _TREE, _WIDTH, _LENGTH = 400, 100_000, 12, 30


def figures() -> list[Figure]:
    random = Random(8)
    chain = binary_model(_CHAIN, [(n, n + 1) for n in range(_CHAIN - 1)], random)
    tree = binary_model(_TREE, [(random.randrange(n), n) for n in range(1, _TREE)], random)
    at = range(_WIDTH * _LENGTH)
    across = [(n, n + 1) for n in at if (n + 1) % _WIDTH]
    strip = binary_model(len(at), [*across, *((n, n + _WIDTH) for n in at[:-_WIDTH])], random)
    return [
        _beside(f"{_CHAIN}-variable chain", chain, ("aGrUM", lambda: _library(chain)), 0.05),
        _beside(f"{_TREE:,}-variable tree", tree, ("plain Python", lambda: _up_and_down(tree)), 5),
        _beside(f"grid {_WIDTH} x {_LENGTH}", strip, ("aGrUM", lambda: _library(strip)), None),
    ]


def _beside(
    what: str, model: Model, peer: tuple[str, Callable[[], np.ndarray]], most: float | None
) -> Figure:
    """All beliefs and the log evidence against the peer's beliefs alone; they have to agree."""
    network = model.network
    found: list[np.ndarray] = []
    ours = min(seconds(lambda: beliefs(network, None, model.evidence)) for _ in range(3))
    theirs = seconds(lambda: found.append(peer[1]()))
    flat = beliefs(network, None, model.evidence).marginals.flat
    agree = bool(np.abs(flat - found[0].ravel()).max() < 1e-9)
    wanted = f"<= {most:g} s" if most else "<= 1 x"
    return Figure(
        f"exact beliefs of a {what}, one observed, log evidence too",
        f"{ours * 1e3:.1f} ms",
        f"{theirs * 1e3:.0f} ms ({peer[0]}, beliefs alone)",
        f"{wanted}, equal to 1e-9",
        agree and ours <= (most or theirs),
    )


def binary_model(count: int, pairs: Sequence[tuple[int, int]], random: Random) -> Model:
    """Binary variables with factors of random weights over pairs; the first is seen as true."""
    variables = [Variable(number, "binary", BINARY) for number in range(count)]
    tables = [FactorTable(pair, tuple(random.random() + 0.1 for _ in range(4))) for pair in pairs]
    factors = [Factor(number, (), (), "table", table=t) for number, t in enumerate(tables)]
    return Model(variables, factors, {0: "true"})


def _library(model: Model) -> np.ndarray:
    library = Library(model)
    return np.array([library.belief(variable.id) for variable in model.variables])


def _up_and_down(model: Model) -> np.ndarray:
    """Two passes over a tree whose parents have lower numbers; variable 0 is seen as true."""
    count = len(model.variables)
    links = [
        (0, (0.0, 0.0, 0.0, 0.0)),
        *((f.table.variables[0], f.table.values) for f in model.factors),
    ]
    up = [(0.0, 1.0), *[(1.0, 1.0)] * (count - 1)]
    message = [(1.0, 1.0)] * count
    for n in range(count - 1, 0, -1):
        parent, (a, b, c, d) = links[n]
        zero, one = up[n]
        message[n] = _scaled(a * zero + b * one, c * zero + d * one)
        up[parent] = _scaled(up[parent][0] * message[n][0], up[parent][1] * message[n][1])
    found = [up[0]]
    for n in range(1, count):
        parent, (a, b, c, d) = links[n]
        zero, one = (found[parent][k] / message[n][k] for k in (0, 1))
        found.append(_scaled((zero * a + one * c) * up[n][0], (zero * b + one * d) * up[n][1]))
    return np.array(found)


def _scaled(zero: float, one: float) -> tuple[float, float]:
    total = zero + one
    return zero / total, one / total
