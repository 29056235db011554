"""Retrieved but not said, or not retrieved: what became of each expected item."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ....core.evaluation.golden import Question
from ....core.evaluation.replies import Outcome, Reply
from ....core.evaluation.scores import Apart
from ....core.values import Rows
from .retrieved import retrieved
from .said import said
from .wanted import wanted

# By (said, retrieved); retrieved is None where the reply does not tell what came back.
_CLASSES = {
    (True, True): "said",
    (False, True): "retrieved, not said",
    (False, False): "not retrieved",
    (True, False): "said, not retrieved",
    (True, None): "said, retrieval unknown",
    (False, None): "not said, retrieval unknown",
}
APART, FAILED = "apart", "failed"
CLASSES = (*_CLASSES.values(), APART, FAILED)


@dataclass(frozen=True, slots=True)
class SaidOfRetrieved:
    """The share of the expected items that were retrieved which the reply says.

    What the reading of the evidence loses, whatever retrieval lost before. Apart where none of
    them was retrieved, or the reply does not tell what was.
    """

    name: str = "said"

    def score(self, question: Question, reply: Reply) -> float | Apart:
        classes = classified(question, reply)
        if isinstance(classes, Apart):
            return classes
        counts = Counter(classes.values())
        if counts[_CLASSES[True, None]] + counts[_CLASSES[False, None]]:
            return Apart("the reply does not tell what was retrieved")
        both = counts[_CLASSES[True, True]]
        found = both + counts[_CLASSES[False, True]]
        return both / found if found else Apart("nothing that is expected was retrieved")


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The share of the expected items that were retrieved, said or not; see `retrieved`."""

    name: str = "retrieved"

    def score(self, question: Question, reply: Reply) -> float | Apart:
        expected = wanted(question)
        if isinstance(expected, Apart):
            return expected
        found = retrieved(reply, expected)
        if found is None:
            return Apart("the reply does not tell what was retrieved")
        if not expected.items:
            return Apart("an empty list is expected, of which nothing can be retrieved")
        return len(found) / len(expected.items)


def classified(question: Question, reply: Reply) -> dict[str, str] | Apart:
    """What became of each expected item, in their order, as one of `CLASSES`.

    "said, not retrieved" is an item from the model's own memory, or a lucky guess. Apart where
    nothing is expected, or where nothing can be said: no text, no rows, no names.
    """
    expected = wanted(question)
    if isinstance(expected, Apart):
        return expected
    telling = said(reply, expected)
    if isinstance(telling, Apart):
        return telling
    found = retrieved(reply, expected)
    return {
        item: _CLASSES[item in telling.items, None if found is None else item in found]
        for item in expected.items
    }


def breakdown(questions: Iterable[Question], outcomes: Iterable[Outcome]) -> Rows:
    """One row an expected item of each outcome: question, repeat, item, class.

    Outcomes in their order, items in that of the question. An outcome that failed has one row
    of class "failed", one whose reply can say nothing one of class "apart", both without an
    item. Questions that expect nothing have no row.
    """
    by_id = {question.id: question for question in questions}
    values: list[tuple[Any, ...]] = []
    for outcome in outcomes:
        if question := by_id.get(outcome.question):
            values += ((*outcome.key, *row) for row in _rows(question, outcome.reply))
    return Rows(("question", "repeat", "item", "class"), values)


def class_counts(rows: Rows) -> Rows:
    """One row a class that there is, in the order of `CLASSES`: class, items, share, questions.

    `items` counts the rows of a `breakdown`, `share` is of those that are neither failed nor
    apart (None for these two), `questions` counts the questions that have such a row.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for question, _, _, kind in rows.values:
        found[kind].append(question)
    of = sum(len(found[kind]) for kind in _CLASSES.values())
    return Rows(
        ("class", "items", "share", "questions"),
        [_told(kind, found[kind], of) for kind in CLASSES if found[kind]],
    )


def _told(kind: str, questions: Sequence[str], of: int) -> tuple[Any, ...]:
    share = None if kind in (APART, FAILED) else len(questions) / of
    return kind, len(questions), share, len(set(questions))


def _rows(question: Question, reply: Reply | None) -> list[tuple[str | None, str]]:
    if isinstance(wanted(question), Apart):
        return []
    if reply is None:
        return [(None, FAILED)]
    classes = classified(question, reply)
    return [(None, APART)] if isinstance(classes, Apart) else list(classes.items())
