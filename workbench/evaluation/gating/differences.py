"""How far two runs are apart, with every doubt resolved either way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ...core.errors import BadInput
from .doubt import Pairs
from .verdict import Interval

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Floats = NDArray[numpy.float64]

SAME = 1e-9  # means of repeats differ in their last bits where the repeats come in another order


@dataclass(frozen=True)
class Terms:
    """What a gate asks for."""

    measure: str
    margin: float
    alpha: float
    resamples: int
    seed: int
    max_failed: float
    bounds: tuple[float, float]

    def check(self) -> None:
        """BadInput for terms that cannot be met."""
        low, high = self.bounds
        checks = {
            "margin: expected 0 or more": self.margin >= 0,
            "alpha: expected above 0 and below 1": 0 < self.alpha < 1,
            "resamples: expected 1 or more": self.resamples >= 1,
            "seed: expected 0 or more": self.seed >= 0,
            "max_failed: expected 0 to 1": 0 <= self.max_failed <= 1,
            "bounds: expected the lower first": low < high,
        }
        for expected, holds in checks.items():
            if not holds:
                name = expected.partition(":")[0]
                raise BadInput(f"{expected}, found {getattr(self, name)!r}")


class Differences(NamedTuple):
    """Candidate − baseline: see `Verdict`. `moved` questions differ however doubts resolve."""

    compared: int
    moved: int
    difference: float | None
    interval: Interval | None
    favourable: Interval | None
    adverse: Interval | None
    detectable: float | None


def differences(pairs: Pairs, terms: Terms) -> Differences:
    """The mean difference of certain values, and its intervals.

    The same seed draws the same resamples, and each one's mean rises with every value: the
    interval that certain values would give lies between those of doubts resolved either way.
    That holds for the percentile bootstrap alone, which is why no other interval stands in for
    it where values are 0 or 1.
    """
    from ..statistics.power import detectable_difference

    certain = _minus(*pairs.certain)
    favourable, adverse = _minus(*pairs.favourable), _minus(*pairs.adverse)
    doubtful = bool(pairs.doubts)
    seen = _interval(certain, terms)
    sd = float(certain.std(ddof=1)) if len(certain) > 1 else 0.0
    return Differences(
        compared=len(certain),
        moved=int(((favourable < 0) | (adverse > 0)).sum()),
        difference=float(certain.mean()) if len(certain) else None,
        interval=seen,
        favourable=_interval(favourable, terms) if doubtful else seen,
        adverse=_interval(adverse, terms) if doubtful else seen,
        detectable=detectable_difference(sd, len(certain), alpha=terms.alpha)
        if sd > SAME
        else None,
    )


def _minus(candidate: list[float], baseline: list[float]) -> Floats:
    import numpy

    found: Floats = numpy.array(candidate, dtype=float) - numpy.array(baseline, dtype=float)
    found[abs(found) <= SAME] = 0.0
    return found


def _interval(values: Floats, terms: Terms) -> Interval | None:
    """None where it is without bound: a value has none, or there is one value at most."""
    import numpy

    from ..statistics.resampling import bootstrap_intervals

    if len(values) < 2 or not numpy.isfinite(values).all():
        return None
    found = bootstrap_intervals(
        values[:, None], resamples=terms.resamples, alpha=terms.alpha, seed=terms.seed
    )[0]
    return Interval(*map(float, found))
