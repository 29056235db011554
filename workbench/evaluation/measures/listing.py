"""A ranking as measures see it: the grades in its order, the grades that it missed, its ties."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...core.errors import BadInput
from ...core.evaluation.replies import Ranking
from ...core.evaluation.scores import Key
from .policies import Ties
from .ties import Grade, Order, Span, ordered

# trec_eval's nDCG compares every grade up to the highest with every other one, anew for each
# question: half a millisecond here, two seconds at 65,535, the machine's memory at a milliard.
HIGHEST_GRADE = 1023


class Listing(NamedTuple):
    """One ranking against one question's judgements: `rest` are grades of documents not in it."""

    grades: Sequence[Grade]
    rest: Sequence[int]
    ties: Sequence[Span] = ()
    duplicates: int = 0

    def unjudged(self, cut: int | None) -> int:
        """How many of the first `cut` documents (None: of all) have no grade from 0 on."""
        grades = self.grades[:cut]
        return len(grades) - len([grade for grade in grades if grade is not None and grade >= 0])

    def condensed(self) -> Listing:
        """The listing without its unjudged documents, those with a grade below 0 among them."""
        judged = [grade is not None and grade >= 0 for grade in self.grades]
        if all(judged):
            return self
        place = [0, *accumulate(judged)]
        ties = [(place[a], place[b]) for a, b in self.ties if place[b] - place[a] > 1]
        return self._replace(grades=list(compress(self.grades, judged)), ties=ties)

    def regraded(self, gain: Callable[[int], int]) -> Listing:
        """The listing with other grades; what is unjudged stays so."""
        grades = [one if one is None or one < 0 else gain(one) for one in self.grades]
        return self._replace(grades=grades, rest=[gain(one) for one in self.rest if one >= 0])


Asked = tuple[Mapping[str, int], Ranking]


def listings(asked: Mapping[Key, Asked], rule: Ties) -> list[Listing]:
    """A listing for each pair of judgements and ranking, in order.

    BadInput for a score that is no finite number and for a grade that is no whole number up to
    `HIGHEST_GRADE`.
    """
    for key, (judgements, _) in asked.items():
        _check_grades(key, judgements)
    orders = _orders([ranking for _, ranking in asked.values()], _scores(asked), rule)
    pairs = zip(asked.values(), orders, strict=True)
    return [_listing(judgements, order) for (judgements, _), order in pairs]


def _listing(judgements: Mapping[str, int], order: Order) -> Listing:
    grades = list(map(judgements.get, order.ids))
    found = set(order.ids)
    rest = [grade for one, grade in judgements.items() if one not in found]
    return Listing(grades, rest, order.ties, order.duplicates)


def _orders(
    rankings: Sequence[Ranking], scores: NDArray[np.float64], rule: Ties
) -> Iterator[Order]:
    """Each ranking's order; one whose scores fall at every step needs no sort and has no ties."""
    with np.errstate(over="ignore"):  # beyond single precision trec_eval has infinity, too
        kept = scores.astype(np.float32) if rule == "trec_eval" else scores
    falls = np.append(kept[1:] < kept[:-1], True)
    start = 0
    for ids, _ in rankings:
        end = start + len(ids)
        if falls[start : end - 1].all() and len(set(ids)) == len(ids):
            yield Order(ids)
        else:
            yield ordered(ids, kept[start:end].tolist(), rule)
        start = end


def _scores(asked: Mapping[Key, Asked]) -> NDArray[np.float64]:
    """All scores, one ranking after the other."""
    for key, (_, (ids, scores)) in asked.items():
        if len(ids) != len(scores):
            raise BadInput(
                f"the ranking of {_name(key)}: expected a score for every id, found {len(ids)} ids "
                f"and {len(scores)} scores"
            )
    flat = chain.from_iterable(scores for _, (_, scores) in asked.values())
    try:
        found = np.fromiter(flat, np.float64)
    except (TypeError, ValueError) as error:
        raise BadInput(f"a score of a ranking: expected a finite number; {error}") from error
    if not np.isfinite(found).all():
        raise BadInput(_where_not_finite(asked))
    return found


def _where_not_finite(asked: Mapping[Key, Asked]) -> str:
    for key, (_, ranking) in asked.items():
        for one, score in zip(*ranking, strict=True):
            if not np.isfinite(score):
                where = f"the score of {one!r} for {_name(key)}"
                return f"{where}: expected a finite number, found {score!r}"
    return "expected finite scores"


def _check_grades(key: Key, judgements: Mapping[str, int]) -> None:
    for one, grade in judgements.items():
        if not isinstance(grade, int) or grade > HIGHEST_GRADE:
            raise BadInput(
                f"the grade of {one!r} for {_name(key)}: expected a whole number up to "
                f"{HIGHEST_GRADE}, found {grade!r}"
            )


def _name(key: Key) -> str:
    question, repeat = key
    return f"question {question}" if repeat == 1 else f"question {question}, repeat {repeat}"
