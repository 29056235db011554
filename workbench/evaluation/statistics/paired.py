"""Two systems on the same questions: how far apart their means are, with what certainty."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from ...core.errors import BadInput
from .power import detectable_difference
from .proportions import mcnemar, share_difference
from .resampling import bootstrap_intervals, randomisation_p

if TYPE_CHECKING:
    import numpy
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[numpy.float64]

# Means of repeats differ in their last bits where the repeats come in another order.
SAME = 1e-9
RESAMPLED = "bootstrap, randomisation"
PROPORTIONS = "Tango, McNemar"


class Paired(NamedTuple):
    """The mean difference a − b over `n` questions, at 1 − alpha from `low` to `high`.

    `p` is two-sided. `wins` are questions where a is higher, `ties` those within 1e-9. `sd` is
    the standard deviation of the differences. Effect sizes: `effect` is Cohen's d_z, the
    difference in units of `sd`; `standardised` in units of the systems' own spread,
    √((sd_a² + sd_b²) / 2) (Cumming 2012); None where that unit is 0. `detectable` is the
    smallest true difference that so many questions show four times in five, None where none
    differs. `method` names interval and test.
    """

    n: int
    mean_a: float
    mean_b: float
    difference: float
    low: float
    high: float
    p: float
    wins: int
    losses: int
    ties: int
    sd: float
    effect: float | None
    standardised: float | None
    detectable: float | None
    method: str

    @property
    def moved(self) -> int:
        """The number of questions that differ: below 10, resampled intervals are too narrow."""
        return self.wins + self.losses


def paired(
    a: ArrayLike, b: ArrayLike, *, resamples: int = 10_000, alpha: float = 0.05, seed: int = 0
) -> Paired:
    """How values of system `a` differ from those of `b`, question by question, in one order.

    Bootstrap interval and Fisher's randomisation test; where all values are 0 or 1, Tango's
    interval and McNemar's exact test, which resampling only comes near. A single question with
    other values leaves the interval without bound. BadInput for no value, different lengths
    and values that are not finite.
    """
    import numpy

    sides = [numpy.asarray(values, dtype=numpy.float64) for values in (a, b)]
    if sides[0].ndim != 1 or sides[0].shape != sides[1].shape:
        raise BadInput(
            "paired values: expected two lists of one length, a value a question, found shapes "
            f"{sides[0].shape} and {sides[1].shape}"
        )
    first, second = (side[:, None] for side in sides)
    return paired_columns(first, second, resamples=resamples, alpha=alpha, seed=seed)[0]


def paired_columns(
    a: Floats, b: Floats, *, resamples: int = 10_000, alpha: float = 0.05, seed: int = 0
) -> list[Paired]:
    """The same for matrices of questions × columns: one draw of questions serves all columns.

    A column's result depends neither on the other columns nor on their order.
    """
    import numpy

    _check(a, b)
    check_terms(resamples, alpha, seed)
    differences = a - b
    differences[abs(differences) <= SAME] = 0.0
    whole = [PROPORTIONS if _all_0_or_1(a[:, at], b[:, at]) else RESAMPLED for at in _columns(a)]
    drawn = [at for at, method in enumerate(whole) if method is RESAMPLED]
    tested = numpy.empty((a.shape[1], 3))
    if drawn:
        moved = differences[:, drawn]
        tested[drawn, :2] = bootstrap_intervals(moved, resamples=resamples, alpha=alpha, seed=seed)
        tested[drawn, 2] = randomisation_p(moved, resamples=resamples, seed=seed)
    for at in set(_columns(a)) - set(drawn):
        tested[at] = _proportions(differences[:, at], alpha)
    return [
        _described(a[:, at], b[:, at], differences[:, at], (*tested[at].tolist(), alpha), whole[at])
        for at in _columns(a)
    ]


def _columns(a: Floats) -> range:
    return range(a.shape[1])


def _all_0_or_1(a: Floats, b: Floats) -> bool:
    return bool(((a == 0) | (a == 1)).all() and ((b == 0) | (b == 1)).all())


def _proportions(differences: Floats, alpha: float) -> tuple[float, float, float]:
    only_a, only_b = int((differences > 0).sum()), int((differences < 0).sum())
    low, high = share_difference(only_a, only_b, len(differences), alpha=alpha)
    return low, high, mcnemar(only_a, only_b).p


def _described(
    a: Floats, b: Floats, differences: Floats, tested: tuple[float, ...], method: str
) -> Paired:
    low, high, p, alpha = tested
    n = len(a)
    difference = float(differences.mean())
    sd, sd_a, sd_b = (_sd(values) for values in (differences, a, b))
    wins, losses = int((differences > 0).sum()), int((differences < 0).sum())
    return Paired(
        n=n,
        mean_a=float(a.mean()),
        mean_b=float(b.mean()),
        difference=difference,
        low=low,
        high=high,
        p=p,
        wins=wins,
        losses=losses,
        ties=n - wins - losses,
        sd=sd,
        effect=_ratio(difference, sd),
        standardised=_ratio(difference, math.sqrt((sd_a**2 + sd_b**2) / 2)),
        detectable=detectable_difference(sd, n, alpha=alpha),
        method=method,
    )


def _sd(values: Floats) -> float:
    """0 also where rounding leaves a trace of equal values."""
    found = float(values.std(ddof=1)) if len(values) > 1 else 0.0
    return found if found > SAME else 0.0


def _ratio(value: float, unit: float) -> float | None:
    return value / unit if unit > 0 else None


def _check(a: Floats, b: Floats) -> None:
    import numpy

    if not len(a):
        raise BadInput("paired values: expected at least one question, found none")
    if not (numpy.isfinite(a).all() and numpy.isfinite(b).all()):
        raise BadInput(
            "paired values: expected finite numbers, found NaN or infinity; leave questions "
            "without a value out of both lists"
        )


def check_terms(resamples: int, alpha: float, seed: int) -> None:
    if resamples < 1 or not 0 < alpha < 1 or seed < 0:
        raise BadInput(
            "expected 1 or more resamples, an alpha between 0 and 1 and a seed of 0 or more, found "
            f"{resamples!r}, {alpha!r} and {seed!r}"
        )
