"""Quantiles of Student's t."""

from __future__ import annotations

from statistics import NormalDist


def student_quantile(probability: float, freedom: int) -> float:
    """The quantile of Student's t by its expansion about the normal one.

    Abramowitz & Stegun 26.7.5. For `probability` 0.975 right to 0.001 from 4 degrees of freedom
    on, to 0.1 from 2; the library that has exact ones takes longer to import than a comparison.
    """
    z = NormalDist().inv_cdf(probability)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    series = (term / float(freedom) ** power for power, term in enumerate(terms, start=1))
    return z + sum(series)
