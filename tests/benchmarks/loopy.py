"""Loopy beliefs of grids and sparse graphs, beside sweeps written for a grid in numpy alone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from time import perf_counter
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from workbench.core.property_graph.belief import BINARY, Factor, FactorTable, Variable
from workbench.inference.evidence import Observed
from workbench.inference.loopy.run import LoopyResult, Schedule, loopy
from workbench.inference.network import Network

from .measure import Figure

SIDE, STRENGTH, TOLERANCE = 100, 0.5, 1e-6
_SPARSE, _PAIRS = 100_000, 120_000
_ASKED = 20.0  # seconds for the grid
_ROUNDS = 2
Floats = NDArray[np.float64]
Answer = TypeVar("Answer")


def figures() -> list[Figure]:
    roll = np.random.default_rng(8)
    numbers = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    across, down = roll.normal(0, STRENGTH, (2, SIDE, SIDE - 1))
    priors = roll.uniform(0.1, 0.9, SIDE * SIDE)
    pairs = [p for line in (*numbers.tolist(), *numbers.T.tolist()) for p in pairwise(line)]
    couplings = np.concatenate([across.ravel(), down.ravel()])
    grid = _network(priors, pairs, couplings)
    bound = Bound(priors.reshape(SIDE, SIDE), across, down)
    drawn = roll.integers(_SPARSE, size=(_PAIRS, 2))
    loose = [(a, b) for a, b in drawn.tolist() if a != b]
    sparse = _network(roll.uniform(0.1, 0.9, _SPARSE), loose, roll.normal(0, STRENGTH, len(loose)))
    what = f"{SIDE} x {SIDE} grid to {TOLERANCE:g}"
    return [
        *(_grid(what, grid, bound, schedule) for schedule in ("synchronous", "residual")),
        _loose(sparse),
    ]


class Bound:
    """Sweeps over a grid of binary variables: nothing but the arithmetic, four arrays whole.

    Messages are differences of logarithms, so that one takes two hyperbolic functions.
    """

    def __init__(self, priors: Floats, across: Floats, down: Floats) -> None:
        self.fields = np.log(priors / (1 - priors)) / 2
        self.couplings = [np.tanh(across), np.tanh(down)]
        self.messages = [np.zeros((SIDE, SIDE - 1)) for _ in range(4)]

    def sums(self) -> tuple[Floats, Floats]:
        """Over all that a variable hears; the same, with its columns as rows."""
        right, left, lower, upper = self.messages
        sums = self.fields.copy()
        sums[:, 1:] += right
        sums[:, :-1] += left
        sums.T[:, 1:] += lower
        sums.T[:, :-1] += upper
        return sums, sums.T

    def sweep(self) -> float:
        """Every message at once; the largest change."""
        largest, fresh = 0.0, []
        for axis, sums in enumerate(self.sums()):
            onward, back = self.messages[2 * axis : 2 * axis + 2]
            for heard, old in ((sums[:, :-1] - back, onward), (sums[:, 1:] - onward, back)):
                new = np.arctanh(self.couplings[axis] * np.tanh(heard))
                largest = max(largest, float(np.abs(np.tanh(new) - np.tanh(old)).max()))
                fresh.append(new)
        self.messages = fresh
        return largest

    def run(self) -> Floats:
        """Probabilities of "true" where the messages have come to rest."""
        self.messages = [np.zeros((SIDE, SIDE - 1)) for _ in range(4)]
        while self.sweep() > TOLERANCE:
            pass
        return np.asarray(1 / (1 + np.exp(-2 * self.sums()[0])))


def _grid(what: str, network: Network, bound: Bound, schedule: Schedule) -> Figure:
    ours, found = _best(lambda: _run(network, schedule))
    bare, expected = _best(bound.run)
    apart = float(np.abs(found.beliefs[1::2] - expected.ravel()).max())
    return Figure(
        f"loopy beliefs, {what}, {schedule}",
        f"{ours * 1000:.0f} ms, {found.sweeps} sweeps",
        f"synchronous sweeps of that grid alone in numpy {bare * 1000:.0f} ms",
        f"≤ {_ASKED:.0f} s, converged, the same beliefs",
        ours <= _ASKED and found.converged and apart < 100 * TOLERANCE,
    )


def _loose(network: Network) -> Figure:
    whole, one = _best(lambda: _run(network, "synchronous"))
    queue, other = _best(lambda: _run(network, "residual"))
    return Figure(
        f"loopy beliefs, {_SPARSE:,} variables, {_PAIRS:,} factors, to {TOLERANCE:g}",
        f"residual {queue * 1000:.0f} ms, {other.sweeps} sweeps",
        f"synchronous {whole * 1000:.0f} ms, {one.sweeps} sweeps",
        f"≤ {_ASKED:.0f} s, converged",
        max(whole, queue) <= _ASKED and one.converged and other.converged,
    )


def _run(network: Network, schedule: Schedule) -> LoopyResult:
    nothing = Observed.of(network)
    return loopy(network, nothing, schedule=schedule, tolerance=TOLERANCE)


def _best(action: Callable[[], Answer]) -> tuple[float, Answer]:
    """Seconds of the quickest of some rounds, and what came back."""
    times = []
    for _ in range(_ROUNDS):
        start = perf_counter()
        found = action()
        times.append(perf_counter() - start)
    return min(times), found


def _network(priors: Floats, pairs: list[tuple[int, int]], couplings: Floats) -> Network:
    variables = [
        Variable(id, "binary", BINARY, prior={"p": p}) for id, p in enumerate(priors.tolist())
    ]
    like = np.exp(couplings).tolist()
    factors = [
        Factor(id, (), (), "t", table=FactorTable(pair, (e, 1 / e, 1 / e, e)))
        for id, (pair, e) in enumerate(zip(pairs, like, strict=True))
    ]
    return Network.of(variables, factors)
