"""The same comparison within each slice of the questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...core.errors import BadInput
from ...core.evaluation.golden import Question
from ...core.values import Rows
from .alignment import labels_of
from .differing import Difference, found_in, judged
from .tables import PAIRS, pair_values
from .values import differences

if TYPE_CHECKING:
    from .comparison import By, Comparison

_FIELDS = ("scenario", "id", "text", "answer", "context")


def slice_rows(comparison: Comparison, by: By) -> Rows:
    labels = labels_of(comparison.runs)
    values = [(name, *pair_values(one, labels)) for name, one in sliced(comparison, by)]
    return Rows(("slice", *PAIRS), values)


def sliced(comparison: Comparison, by: By) -> list[tuple[str, Difference]]:
    """Every difference within every slice, Holm over all of them."""
    places = places_of(comparison.questions, by)
    cells = []
    for name, at in places.items():
        values = {key: whole.at(at) for key, whole in comparison.values.items()}
        cells += [(name, one.pair, values) for one in comparison.differences]
    pairs = [
        (values[pair.run, pair.measure].seen, values[pair.against, pair.measure].seen)
        for _, pair, values in cells
    ]
    found = differences(pairs, comparison.terms)
    told = [
        found_in(values, pair, one) for (_, pair, values), one in zip(cells, found, strict=True)
    ]
    names = [name for name, _, _ in cells]
    return list(zip(names, judged(told, comparison.terms), strict=True))


def name_of(by: By) -> str:
    return by if isinstance(by, str) else getattr(by, "__name__", "slice")


def places_of(questions: Sequence[Question], by: By) -> dict[str, list[int]]:
    """The places of questions by the text of their slice."""
    if isinstance(by, str) and by not in _FIELDS and not any(by in one.extra for one in questions):
        there = sorted({name for one in questions for name in one.extra})
        raise BadInput(
            f"no question has a column {by!r}; there are: {', '.join([*_FIELDS, *there])}"
        )
    found: dict[str, list[int]] = {}
    for at, question in enumerate(questions):
        for name in dict.fromkeys(_names(question, by)):
            found.setdefault(name, []).append(at)
    return found


def _names(question: Question, by: By) -> list[str]:
    if not isinstance(by, str):
        value = by(question)
    else:
        value = getattr(question, by) if by in _FIELDS else question.extra.get(by)
    if isinstance(value, set | frozenset):
        value = sorted(value, key=str)
    members = value if isinstance(value, list | tuple) and value else [value]
    return ["" if one is None or one in ((), []) else str(one) for one in members]
