"""Shares of questions passed: one share, and two on the same questions."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

from ...core.errors import BadInput


class McNemar(NamedTuple):
    """The exact test of discordant pairs, and its mid-p, which is less cautious."""

    only_a: int
    only_b: int
    p: float
    mid_p: float


def mcnemar(only_a: int, only_b: int) -> McNemar:
    """Whether two systems pass equally often: two-sided, given how many passed in one alone.

    The exact p is binomial and equals Fisher's randomisation over 0/1 values; the mid-p as in
    Fagerland, Lydersen & Laake, BMC Medical Research Methodology 13:91, 2013.
    """
    if min(only_a, only_b) < 0:
        raise BadInput(f"expected counts of 0 or more, found {only_a} and {only_b}")
    fewer, total = min(only_a, only_b), only_a + only_b
    point = _half_binomial(fewer, total)
    if only_a == only_b:
        return McNemar(only_a, only_b, 1.0, 1 - point / 2)
    tail = point
    term = point
    for count in range(fewer, 0, -1):
        term *= count / (total - count + 1)
        tail += term
    return McNemar(only_a, only_b, min(1.0, 2 * tail), 2 * tail - point)


def wilson(passed: int, total: int, *, alpha: float = 0.05) -> tuple[float, float]:
    """The score interval of one share at 1 − `alpha` (Wilson, JASA 22, 1927).

    Never empty, also where none or all passed.
    """
    if not 0 <= passed <= total or not total:
        raise BadInput(f"expected a count of 1 or more passed by 0 to all, found {passed}/{total}")
    z = _z(alpha)
    share = passed / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    spread = z * math.sqrt(share * (1 - share) / total + (z / (2 * total)) ** 2)
    half = spread / (1 + z * z / total)
    return max(0.0, middle - half), min(1.0, middle + half)


def share_difference(
    only_a: int, only_b: int, total: int, *, alpha: float = 0.05
) -> tuple[float, float]:
    """The interval of share a − share b over the same `total` questions, at 1 − `alpha`.

    Tango's score interval (Statistics in Medicine 17, 1998), the inverse of McNemar's score
    test: it keeps its coverage where few questions differ, or none, and another question passed
    never moves a limit the other way.
    """
    if min(only_a, only_b) < 0 or only_a + only_b > total or not total:
        raise BadInput(
            "expected counts of questions passed in one run alone, among the total of both, found "
            f"{only_a} and {only_b} of {total}"
        )
    z, seen = _z(alpha), (only_a - only_b) / total

    def crossing(low: float, high: float, target: float) -> float:
        for _ in range(60):  # halves the range to below the spacing of doubles
            middle = (low + high) / 2
            above = _score(only_a, only_b, total, middle) > target
            low, high = (middle, high) if above else (low, middle)
        return (low + high) / 2

    return crossing(-1.0, seen, z), crossing(seen, 1.0, -z)


def _score(only_a: int, only_b: int, total: int, difference: float) -> float:
    """Tango's statistic of a supposed difference; falls as that rises."""
    second = 2 * total
    first = (second - only_a + only_b) * difference - only_a - only_b
    constant = -only_b * difference * (1 - difference)
    root = math.sqrt(max(0.0, first * first - 4 * second * constant))
    share = (root - first) / (2 * second)
    distance = only_a - only_b - total * difference
    variance = total * (2 * share + difference * (1 - difference))
    return distance / math.sqrt(variance) if variance > 0 else math.copysign(math.inf, distance)


def _half_binomial(count: int, total: int) -> float:
    """P(X = count) for X ~ Binomial(total, 1/2); by logarithms, whose size total cannot burst."""
    ways = math.lgamma(total + 1) - math.lgamma(count + 1) - math.lgamma(total - count + 1)
    return math.exp(ways - total * math.log(2))


def _z(alpha: float) -> float:
    if not 0 < alpha < 1:
        raise BadInput(f"expected an alpha between 0 and 1, found {alpha!r}")
    return NormalDist().inv_cdf(1 - alpha / 2)
