"""How small a difference so many questions show, and how many questions a difference needs.

Both by the normal approximation of the paired test: difference · √n / sd (Cohen, Statistical
Power Analysis, 1988, ch. 2; for language systems Card et al., EMNLP 2020).
"""

from __future__ import annotations

import math
from statistics import NormalDist

from ...core.errors import BadInput


def detectable_difference(
    sd: float, questions: int, *, alpha: float = 0.05, power: float = 0.8
) -> float | None:
    """The smallest true mean difference that a two-sided test at `alpha` finds with `power`.

    `sd` is the standard deviation of the differences of single questions. None where it is 0:
    questions that do not differ say nothing of how they would.
    """
    return _distance(alpha, power) * sd / math.sqrt(questions) if sd > 0 else None


def questions_needed(
    difference: float, sd: float, *, alpha: float = 0.05, power: float = 0.8
) -> int:
    """The number of paired questions that show a true mean difference with `power`.

    BadInput for a difference of 0, which no number shows, and for a negative `sd`.
    """
    if difference == 0 or sd < 0:
        raise BadInput(
            "the number of questions needs a difference other than 0 and a standard deviation "
            f"of 0 or more, found {difference!r} and {sd!r}"
        )
    return max(1, math.ceil((_distance(alpha, power) * sd / difference) ** 2))


def _distance(alpha: float, power: float) -> float:
    """Standard errors between 0 and a difference that is found with `power`."""
    if not (0 < alpha < 1 and 0 < power < 1):
        raise BadInput(f"expected alpha and power between 0 and 1, found {alpha!r} and {power!r}")
    normal = NormalDist()
    return normal.inv_cdf(1 - alpha / 2) + normal.inv_cdf(power)
