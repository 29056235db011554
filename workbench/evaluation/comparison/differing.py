"""Runs compared in pairs: what differs, how surely, and what to be careful of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from ..statistics.holm import holm
from ..statistics.paired import RESAMPLED, Paired
from ..statistics.proportions import mcnemar
from .values import Terms, Values, differences

Verdict = Literal["better", "worse", "not shown"]
ValuesBy = Mapping[tuple[int, str], Values]

# By simulation (tests/benchmarks/coverage.py): 95 % intervals hold 89 % of the time where 4 of
# 20 questions differ, 94 % where 11 of 50 do; and false alarms stay below 5 % in all of them.
FEW = 10
SMALL = 20
# The share of questions with a value in one run alone from which the others may be a choice.
UNPAIRED = 0.05


class Pair(NamedTuple):
    """Places of a run and of the one that it is compared with, by one measure."""

    run: int
    against: int
    measure: str


class Found(NamedTuple):
    """What a pair's values say. `found` is None where no question has a value in both runs.

    `tied` is the lowest and highest mean difference that other orders of tied documents would
    give. `alone` are the questions with a value in one of the runs.
    """

    pair: Pair
    found: Paired | None
    tied: tuple[float, float] | None
    alone: int


class Difference(NamedTuple):
    """One comparison: what was `Found`, beside all others made together.

    `p_holm` is adjusted over these, and the verdict is by it. `least` says that p is the lowest
    that so many resamples can give, and yet too high after that. `mid_p` is McNemar's, None
    where values are not all 0 or 1.
    """

    pair: Pair
    found: Paired | None
    tied: tuple[float, float] | None
    alone: int
    p_holm: float | None = None
    verdict: Verdict = "not shown"
    least: bool = False
    mid_p: float | None = None

    @property
    def caution(self) -> str:
        """What may mislead, "" for nothing: few questions, few that differ, a tie-break.

        Also where questions with a value in one run alone are more than 5 % of all: a system that
        fails on the hard ones has the better mean of the others.
        """
        if self.found is None:
            return "no question in both"
        low, high = self.tied or (1.0, 1.0)
        told = {
            "small": self.found.n < SMALL,
            "few differ": self.found.method == RESAMPLED and self.found.moved < FEW,
            f"{self.alone} in one run alone": self.alone > UNPAIRED * (self.found.n + self.alone),
            "too few resamples": self.least,
            "ties decide": self.verdict != "not shown" and low <= 0 <= high,
        }
        return ", ".join(word for word, holds in told.items() if holds)


def compared(values: ValuesBy, pairs: Sequence[Pair], terms: Terms) -> list[Difference]:
    """Each pair's difference, Holm over all of them."""
    found = differences(
        [(values[p.run, p.measure].seen, values[p.against, p.measure].seen) for p in pairs], terms
    )
    return judged([found_in(values, *one) for one in zip(pairs, found, strict=True)], terms)


def found_in(values: ValuesBy, pair: Pair, paired: Paired | None) -> Found:
    a, b = values[pair.run, pair.measure], values[pair.against, pair.measure]
    return Found(pair, paired, tied(a, b), alone(a, b))


def judged(found: Sequence[Found], terms: Terms) -> list[Difference]:
    """Differences with their verdicts, Holm over all of them."""
    adjusted = iter(holm([one.found.p for one in found if one.found]))
    return [
        _judged(one, one.found, next(adjusted), terms) if one.found else Difference(*one)
        for one in found
    ]


def _judged(one: Found, paired: Paired, p_holm: float, terms: Terms) -> Difference:
    verdict: Verdict = "not shown"
    if p_holm <= terms.alpha:
        verdict = "better" if paired.difference > 0 else "worse"
    if paired.method != RESAMPLED:
        mid_p = mcnemar(paired.wins, paired.losses).mid_p
        return Difference(*one, p_holm, verdict, mid_p=mid_p)
    least = verdict == "not shown" and paired.p <= 1.5 / (terms.resamples + 1)
    return Difference(*one, p_holm, verdict, least)


def tied(a: Values, b: Values) -> tuple[float, float] | None:
    """The range of the mean difference by ties; None where none touches either run's values."""
    import numpy

    if not (a.tied or b.tied):
        return None
    both = ~(numpy.isnan(a.seen) | numpy.isnan(b.seen))
    if not both.any():
        return None
    low, high = (a.low - b.high)[both].mean(), (a.high - b.low)[both].mean()
    return float(low), float(high)


def alone(a: Values, b: Values) -> int:
    """The number of questions with a value in one run and none in the other."""
    import numpy

    return int((numpy.isnan(a.seen) != numpy.isnan(b.seen)).sum())
