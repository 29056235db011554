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


class Pair(NamedTuple):
    """Places of a run and of the one that it is compared with, by one measure."""

    run: int
    against: int
    measure: str


class Difference(NamedTuple):
    """One comparison. `found` is None where no question has a value in both runs.

    `p_holm` is adjusted over all comparisons made together, and the verdict is by it. `tied` is
    the lowest and highest mean difference that other orders of tied documents would give.
    `mid_p` is McNemar's, None where values are not all 0 or 1.
    """

    pair: Pair
    found: Paired | None
    p_holm: float | None
    verdict: Verdict
    tied: tuple[float, float] | None
    mid_p: float | None

    @property
    def caution(self) -> str:
        """What may mislead, "" for nothing: few questions, few that differ, a tie-break."""
        if self.found is None:
            return "no question in both"
        low, high = self.tied or (1.0, 1.0)
        told = {
            "small": self.found.n < SMALL,
            "few differ": self.found.method == RESAMPLED and self.found.moved < FEW,
            "ties decide": self.verdict != "not shown" and low <= 0 <= high,
        }
        return ", ".join(word for word, holds in told.items() if holds)


def compared(values: ValuesBy, pairs: Sequence[Pair], terms: Terms) -> list[Difference]:
    """Each pair's difference, Holm over all of them."""
    found = differences(
        [(values[p.run, p.measure].seen, values[p.against, p.measure].seen) for p in pairs], terms
    )
    told = [(pair, one, tied(values, pair)) for pair, one in zip(pairs, found, strict=True)]
    return judged(told, terms)


def judged(
    found: Sequence[tuple[Pair, Paired | None, tuple[float, float] | None]], terms: Terms
) -> list[Difference]:
    """Differences with their verdicts, from what was found and the ranges by ties."""
    adjusted = iter(holm([paired.p for _, paired, _ in found if paired]))
    return [
        _difference(pair, paired, next(adjusted), tied, terms.alpha)
        if paired
        else Difference(pair, None, None, "not shown", None, None)
        for pair, paired, tied in found
    ]


def _difference(
    pair: Pair, found: Paired, p_holm: float, tied: tuple[float, float] | None, alpha: float
) -> Difference:
    verdict: Verdict = "not shown"
    if p_holm <= alpha:
        verdict = "better" if found.difference > 0 else "worse"
    shares = found.method != RESAMPLED
    mid_p = mcnemar(found.wins, found.losses).mid_p if shares else None
    return Difference(pair, found, p_holm, verdict, tied, mid_p)


def tied(values: ValuesBy, pair: Pair) -> tuple[float, float] | None:
    """The range of the mean difference by ties; None where none touches either run's values."""
    import numpy

    a, b = values[pair.run, pair.measure], values[pair.against, pair.measure]
    if not (a.tied or b.tied):
        return None
    both = ~(numpy.isnan(a.seen) | numpy.isnan(b.seen))
    if not both.any():
        return None
    low, high = (a.low - b.high)[both].mean(), (a.high - b.low)[both].mean()
    return float(low), float(high)
