"""How often 95 % intervals hold the truth, and how often a test cries wolf, by simulation.

`python -m tests.benchmarks.coverage` prints a Markdown table over 2,000 simulated pairs of
systems for each kind of values and number of questions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from workbench.evaluation.statistics.paired import Paired, paired_columns

Floats = NDArray[numpy.float64]
Draw = Callable[[numpy.random.Generator, tuple[int, int]], Floats]
PAIRS = 2_000


class Simulated(NamedTuple):
    """A kind of two systems' values: how each is drawn, and their true means."""

    a: Draw
    b: Draw
    mean_a: float
    mean_b: float
    shared: float = 0.0  # the part of questions to which both systems give one and the same value


def _reciprocal_ranks(chance: float) -> Draw:
    def draw(generator: numpy.random.Generator, shape: tuple[int, int]) -> Floats:
        ranks = generator.geometric(chance, shape)
        return numpy.where(ranks <= 10, 1.0 / ranks, 0.0)

    return draw


def _mean_reciprocal_rank(chance: float) -> float:
    ranks = numpy.arange(1, 11)
    return float((chance * (1 - chance) ** (ranks - 1) / ranks).sum())


def _beta(one: float, other: float) -> Draw:
    return lambda generator, shape: generator.beta(one, other, shape)


def _normal(mean: float) -> Draw:
    return lambda generator, shape: generator.normal(mean, 1.0, shape)


def _passed(chance: float) -> Draw:
    return lambda generator, shape: (generator.random(shape) < chance).astype(float)


_RANKS = (_reciprocal_ranks(0.5), _reciprocal_ranks(0.35))
_RANK_MEANS = (_mean_reciprocal_rank(0.5), _mean_reciprocal_rank(0.35))
KINDS = {
    "normal": Simulated(_normal(0.3), _normal(0.0), 0.3, 0.0),
    "reciprocal rank": Simulated(*_RANKS, *_RANK_MEANS),
    "reciprocal rank, 7 in 10 alike": Simulated(*_RANKS, *_RANK_MEANS, shared=0.7),
    "graded in [0, 1], U-shaped": Simulated(_beta(0.5, 0.3), _beta(0.5, 0.5), 0.625, 0.5),
    "skewed in [0, 1]": Simulated(_beta(1, 6), _beta(1, 9), 1 / 7, 0.1),
    "passed or not": Simulated(_passed(0.6), _passed(0.5), 0.6, 0.5),
}


def covered(kind: Simulated, questions: int, *, seed: int, pairs: int = PAIRS) -> float:
    """The share of simulated pairs whose 95 % interval holds the true mean difference."""
    truth = (1 - kind.shared) * (kind.mean_a - kind.mean_b)
    found = _compared(kind.a, kind.b, kind.shared, questions, seed, pairs)
    return _share([one.low <= truth <= one.high for one in found])


def false_alarms(kind: Simulated, questions: int, *, seed: int, pairs: int = PAIRS) -> float:
    """The share of pairs of one and the same system's values that the test at 5 % tells apart."""
    found = _compared(kind.b, kind.b, kind.shared, questions, seed, pairs)
    return _share([one.p <= 0.05 for one in found])


def _compared(
    a: Draw, b: Draw, shared: float, questions: int, seed: int, pairs: int
) -> list[Paired]:
    """Each simulated pair is a column: columns share resamples, and no values."""
    generator = numpy.random.default_rng(seed)
    shape = (questions, pairs)
    first, second = a(generator, shape), b(generator, shape)
    alike = generator.random(shape) < shared
    return paired_columns(numpy.where(alike, second, first), second)


def _share(held: list[bool]) -> float:
    return sum(held) / len(held)


def main() -> None:
    print("| values | questions | interval holds the truth | false alarms |\n|---|---|---|---|")
    for name, kind in KINDS.items():
        for questions in (10, 20, 50, 100, 200):
            held = covered(kind, questions, seed=1)
            alarms = false_alarms(kind, questions, seed=2)
            print(f"| {name} | {questions} | {held:.1%} | {alarms:.1%} |", flush=True)


if __name__ == "__main__":
    main()
