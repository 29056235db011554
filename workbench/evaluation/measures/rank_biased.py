"""Measures of a reader who goes down the ranking and may stop: RBP and ERR."""

from __future__ import annotations

from collections.abc import Sequence

from ...core.errors import BadInput
from .ties import Grade

HIGHEST_ERR_GRADE = 4


def rank_biased_precision(grades: Sequence[Grade], p: float = 0.8, rel: int = 1) -> float:
    """(1 - p) times the sum of p^(rank - 1) over the relevant documents, 0 to 1.

    A reader goes on to the next document with probability `p`; a document counts fully from the
    grade `rel` on. What comes after the last document counts nothing, so this is the lower bound
    of Moffat and Zobel, "Rank-biased precision for measurement of retrieval effectiveness",
    ACM TOIS 27(1), 2008, equation 3.
    """
    found = (at for at, grade in enumerate(grades) if grade is not None and grade >= rel)
    return (1 - p) * sum(p**at for at in found)


def expected_reciprocal_rank(grades: Sequence[Grade]) -> float:
    """The mean of 1 / rank at which a reader is content, who is so with (2^grade - 1) / 16.

    Chapelle, Metzler, Zhang and Grinspan, "Expected reciprocal rank for graded relevance", CIKM
    2009, with grades 0 to 4 as in TREC's gdeval, which ir-measures runs for this measure; BadInput
    above 4.
    """
    total, looking = 0.0, 1.0
    for rank, grade in enumerate(grades, 1):
        if not grade or grade < 0:
            continue
        if grade > HIGHEST_ERR_GRADE:
            raise BadInput(f"ERR: expected grades up to {HIGHEST_ERR_GRADE}, found {grade}")
        content = (2**grade - 1) / 2**HIGHEST_ERR_GRADE
        total += looking * content / rank
        looking *= 1 - content
    return total


def judged(grades: Sequence[Grade]) -> float:
    """The share of documents that have a judgement; 0 where there is no document."""
    return sum(grade is not None for grade in grades) / len(grades) if grades else 0.0
