"""Values of measures over listings: trec_eval's through ir-measures, and our own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

import ir_measures

from .listing import Listing
from .names import RetrievalMeasure
from .rank_biased import expected_reciprocal_rank, judged, rank_biased_precision


def values(
    found: Sequence[Listing], measures: Sequence[RetrievalMeasure]
) -> dict[str, list[float]]:
    """Each measure's values by its name, one a listing, in order."""
    taken = {one.name: _own(found, one) for one in measures if one.provided is None}
    provided = sorted((one for one in measures if one.provided is not None), key=_together)
    for _, group in groupby(provided, key=_together):
        taken |= _provided(found, list(group))
    return {one.name: taken[one.name] for one in measures}


def _own(found: Sequence[Listing], measure: RetrievalMeasure) -> list[float]:
    lists = [one.grades[: measure.cut] for one in found]
    if measure.kind == "RBP":
        p, rel = measure.params.get("p", 0.8), measure.params.get("rel", 1)
        return [rank_biased_precision(grades, p, rel) for grades in lists]
    take = expected_reciprocal_rank if measure.kind == "ERR" else judged
    return [take(grades) for grades in lists]


def _together(measure: RetrievalMeasure) -> tuple[str, int, bool]:
    """What measures of one call share.

    In one call with different ones ir-measures 0.4.3 hands NumRet the setting `judged_only` of
    another measure, and nDCG the gains of another nDCG, whose own value it then loses.
    """
    gains = measure.name if measure.gain else ""
    return gains, measure.params.get("rel", 1), measure.params.get("judged_only", False)


def _provided(
    found: Sequence[Listing], measures: Sequence[RetrievalMeasure]
) -> dict[str, list[float]]:
    """Values of measures that go together."""
    first = measures[0]
    if first.params.get("judged_only"):
        found = [one.condensed() for one in found]
    if first.gain:
        found = [one.regraded(first.gain) for one in found]
    asked = {str(one.provided): one.provided for one in measures}
    taken = _trec_eval(found, list(asked.values()))
    result = {}
    for one in measures:
        whole = taken[id(asked[str(one.provided)])]
        result[one.name] = [_within(one.cut, v) for v in whole] if one.kind == "RR" else whole
    return result


def _trec_eval(found: Sequence[Listing], asked: Sequence[Any]) -> dict[int, list[float]]:
    """Values by identity of the measure (its hash takes longer than its value).

    trec_eval gets places for ids and falling whole numbers for scores, so no rule of its own
    decides the order, and rankings of one length are one object. An empty ranking does not reach
    it: pytrec_eval 0.5.11 ends the process over one.
    """
    taken = {id(one): [_of_nothing(one, listing) for listing in found] for one in asked}
    filled = {str(at): one for at, one in enumerate(found) if one.grades}
    if not filled:
        return taken
    run = {at: _ranking(len(one.grades)) for at, one in filled.items()}
    judgements = {at: _judgements(one) for at, one in filled.items()}
    for at, measure, value in ir_measures.pytrec_eval.iter_calc(asked, judgements, run):
        taken[id(measure)][int(at)] = value
    return taken


def _of_nothing(measure: Any, listing: Listing) -> float:
    """The value of an empty ranking: 0 but for what tells of the judgements alone."""
    if measure.NAME == "NumRel":
        return float(sum(grade >= 1 for grade in listing.rest))
    return float(measure.NAME == "NumQ")


@lru_cache(maxsize=256)
def _ranking(length: int) -> dict[str, float]:
    return {str(place): float(length - place) for place in range(length)}


def _judgements(listing: Listing) -> dict[str, int]:
    """Grades by place; those of documents that are not in the ranking, by other names.

    Where no grade is 0 or above, trec_eval 9 reads the counts of the question before, and at times
    beyond its memory: one more document that is not relevant changes no value then.
    """
    judged = {str(at): one for at, one in enumerate(listing.grades) if one is not None}
    missed = {f"-{at}": one for at, one in enumerate(listing.rest, 1)}
    every = judged | missed
    return every if max(every.values(), default=-1) >= 0 else {**every, "none": 0}


def _within(cut: int | None, reciprocal_rank: float) -> float:
    """RR@k of RR: 0 where the first relevant document stands after the cut."""
    beyond = cut is not None and reciprocal_rank > 0 and round(1 / reciprocal_rank) > cut
    return 0.0 if beyond else reciprocal_rank
