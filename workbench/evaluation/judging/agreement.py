"""How far two raters agree beyond chance, and a judge with itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from numbers import Real
from statistics import NormalDist, fmean
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...core.errors import BadInput
from ...core.evaluation.scores import Apart

Floats = NDArray[np.float64]
Verdict = Hashable  # None and Apart are no verdict, and neither is NaN
Weights = Literal["linear", "quadratic"]
_CERTAIN = 1 - 1e-12  # in floats, the agreement by chance of raters with one label
_ONE_RATER = "one rater gave one verdict throughout: kappa is 0 whatever the other says"
_ONE_VERDICT = "every verdict is the same, so that chance alone agrees fully"


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement beyond chance: 1 is full, 0 is what chance gives, below is less than that.

    `kappa` is None where it is not defined; `reason` says why, or why there is no interval.
    `observed` and `expected` are the shares of agreement, seen and by chance; `low` and `high`
    bound the interval at `level`. `n` are the items that count, `apart` those that lack a
    verdict.
    """

    kappa: float | None
    n: int
    apart: int = 0
    observed: float | None = None
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    level: float = 0.95
    reason: str = ""


class FlipRate(NamedTuple):
    """How often a judge that is asked again says something else.

    `share` of the `n` questions with two verdicts or more whose verdicts are not all the same,
    which grows with the number of repeats; `disagreement`, which does not, is the chance that
    two repeats of a question differ, meant over questions. Both are None where `n` is 0.
    `flipped` and `apart` (fewer than two verdicts) are questions in their order.
    """

    share: float | None
    disagreement: float | None
    n: int
    flipped: tuple[str, ...]
    apart: tuple[str, ...]


def kappa(
    a: Sequence[Verdict],
    b: Sequence[Verdict],
    *,
    weights: Weights | None = None,
    labels: Sequence[Hashable] | None = None,
    level: float = 0.95,
) -> Kappa:
    """Cohen's kappa (1960) of two raters over the same items, or weighted kappa (1968).

    A pair with a missing verdict is apart. With weights, disagreement costs as the distance
    or its square, over the largest: of numbers by their value, of `labels` by their place in
    that order. The interval is that of Fleiss, Cohen and Everitt (1969), cut at -1 and 1; it
    has no width where all agree, which for few items says too much. Undefined where chance
    alone would agree fully: both raters gave one and the same verdict throughout. Where only
    one rater gave a single verdict kappa is 0, without an interval. BadInput for
    raters of unequal length, and for weights of texts without labels.
    """
    if len(a) != len(b):
        raise BadInput(f"kappa needs a verdict of both for each item, found {len(a)} and {len(b)}")
    z = _normal(level)
    pairs = [pair for pair in zip(a, b, strict=True) if all(map(_given, pair))]
    left_out = len(a) - len(pairs)
    if not pairs:
        return Kappa(None, 0, left_out, level=level, reason="no item has a verdict of both")
    used = _labels(pairs, labels, weights)
    agreeing = _agreement(used, weights, by_value=labels is None)
    found = _cohen(_table(pairs, used), agreeing, z)
    return replace(found, apart=left_out, level=level)


def fleiss_kappa(
    repeats: Mapping[str, Sequence[Verdict]],
    *,
    level: float = 0.95,
    resamples: int = 2_000,
    seed: int = 0,
) -> Kappa:
    """Fleiss' kappa (1971) of repeated verdicts, by question; the order of repeats is nothing.

    Questions with fewer than two verdicts are apart. Where their number differs, each question
    agrees as its own pairs do and chance is what all verdicts together give; with equal
    numbers that is Fleiss' formula. The interval is the percentile bootstrap's over questions,
    leaving out resamples in which kappa is undefined. Undefined as for `kappa`.
    """
    _normal(level)
    if resamples < 100:
        raise BadInput(f"an interval needs 100 resamples or more, found {resamples}")
    counts = [_counts(verdicts) for verdicts in repeats.values()]
    counted = [one for one in counts if one.total() >= 2]
    if not counted:
        reason = "no question has two verdicts"
        return Kappa(None, 0, len(counts), level=level, reason=reason)
    labels = list(dict.fromkeys(label for one in counted for label in one))
    table = np.array([[one[label] for label in labels] for one in counted], float)
    found = _fleiss(table, resamples, seed, level)
    return replace(found, apart=len(counts) - len(counted), level=level)


def flip_rate(repeats: Mapping[str, Sequence[Verdict]]) -> FlipRate:
    """How often the verdicts of a question are not all the same, and by how much."""
    counts = {one: _counts(verdicts) for one, verdicts in repeats.items()}
    counted = {one: found for one, found in counts.items() if found.total() >= 2}
    apart = tuple(one for one in counts if one not in counted)
    if not counted:
        return FlipRate(None, None, 0, (), apart)
    flipped = tuple(one for one, found in counted.items() if len(found) > 1)
    differing = fmean(1 - _pairs_agreeing(found) for found in counted.values())
    return FlipRate(len(flipped) / len(counted), differing, len(counted), flipped, apart)


def _given(verdict: Any) -> bool:
    return verdict is not None and not isinstance(verdict, Apart) and verdict == verdict


def _counts(verdicts: Sequence[Verdict]) -> Counter[Hashable]:
    return Counter(verdict for verdict in verdicts if _given(verdict))


def _pairs_agreeing(counts: Counter[Hashable]) -> float:
    n = counts.total()
    return sum(count * (count - 1) for count in counts.values()) / (n * (n - 1))


def _labels(
    pairs: Sequence[tuple[Hashable, Hashable]],
    labels: Sequence[Hashable] | None,
    weights: Weights | None,
) -> list[Hashable]:
    found = dict.fromkeys(verdict for pair in pairs for verdict in pair)
    if labels is not None:
        if unknown := [verdict for verdict in found if verdict not in labels]:
            raise BadInput(f"the verdict {unknown[0]!r} is not among the labels {list(labels)!r}")
        return list(labels)
    if weights is not None and not all(isinstance(verdict, Real) for verdict in found):
        raise BadInput(f"weighted kappa of {list(found)!r}: give labels=[…] in their order")
    return list(found)


def _agreement(labels: Sequence[Hashable], weights: Weights | None, *, by_value: bool) -> Floats:
    """How far each pair of labels agrees: 1 for the same, 0 for the most distant."""
    if weights is None:
        return np.eye(len(labels))
    if weights not in ("linear", "quadratic"):
        raise BadInput(f"weights are 'linear', 'quadratic' or None, found {weights!r}")
    places = np.asarray(labels if by_value else range(len(labels)), float)
    distance = np.abs(places[:, None] - places[None, :])
    share: Floats = distance / (distance.max() or 1.0)
    cost: Floats = share if weights == "linear" else share**2
    return np.subtract(1.0, cost)


def _table(pairs: Sequence[tuple[Hashable, Hashable]], labels: Sequence[Hashable]) -> Floats:
    at = {label: place for place, label in enumerate(labels)}
    table = np.zeros((len(labels), len(labels)))
    for (one, other), count in Counter(pairs).items():
        table[at[one], at[other]] = count
    return table


def _cohen(table: Floats, agreeing: Floats, z: float) -> Kappa:
    n = int(table.sum())
    seen = table / n
    first, second = seen.sum(axis=1), seen.sum(axis=0)
    observed, by_chance = float((agreeing * seen).sum()), float(first @ agreeing @ second)
    told = Kappa(None, n, observed=observed, expected=by_chance)
    if _certain(by_chance):
        return replace(told, reason=_ONE_VERDICT)
    if min(np.count_nonzero(first), np.count_nonzero(second)) == 1:
        return replace(told, kappa=0.0, reason=_ONE_RATER)
    value = (observed - by_chance) / (1 - by_chance)
    # Fleiss, Cohen, Everitt 1969: the variance where kappa is not 0.
    mean = (agreeing @ second)[:, None] + (first @ agreeing)[None, :]
    spread = (seen * (agreeing - mean * (1 - value)) ** 2).sum()
    variance = (spread - (value - by_chance * (1 - value)) ** 2) / (n * (1 - by_chance) ** 2)
    half = z * float(max(variance, 0.0)) ** 0.5
    return replace(told, kappa=value, low=max(value - half, -1.0), high=min(value + half, 1.0))


def _certain(by_chance: float) -> bool:
    return by_chance >= _CERTAIN


def _normal(level: float) -> float:
    if not 0 < level < 1:
        raise BadInput(f"the level of an interval lies between 0 and 1, found {level}")
    return NormalDist().inv_cdf((1 + level) / 2)


def _fleiss(table: Floats, resamples: int, seed: int, level: float) -> Kappa:
    n, verdicts = len(table), table.sum(axis=1)
    agreeing = (table * (table - 1)).sum(axis=1) / (verdicts * (verdicts - 1))
    (observed,), (by_chance,) = _shares(np.ones((1, n)), table, agreeing)
    told = Kappa(None, n, observed=float(observed), expected=float(by_chance))
    if _certain(by_chance):
        return replace(told, reason=_ONE_VERDICT)
    drawn = _resampled(table, agreeing, resamples, seed)
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    value = float((observed - by_chance) / (1 - by_chance))
    return replace(told, kappa=value, low=float(low), high=float(high))


def _shares(times: Floats, table: Floats, agreeing: Floats) -> tuple[Floats, Floats]:
    """Observed and expected agreement, where each question stands in a row's number of times."""
    totals = times @ table
    shares = totals / totals.sum(axis=1, keepdims=True)
    return times @ agreeing / times.sum(axis=1), (shares**2).sum(axis=1)


def _resampled(table: Floats, agreeing: Floats, resamples: int, seed: int) -> Floats:
    chance = np.random.default_rng(seed)
    n = len(agreeing)
    block = max(1, 4_000_000 // n)  # of resamples, so that no more than 32 MB are held
    values: list[Floats] = []
    for start in range(0, resamples, block):
        size = min(block, resamples - start)
        times = chance.multinomial(n, np.full(n, 1 / n), size=size).astype(float)
        observed, by_chance = _shares(times, table, agreeing)
        defined = by_chance < _CERTAIN
        values.append((observed[defined] - by_chance[defined]) / (1 - by_chance[defined]))
    return np.concatenate(values)
