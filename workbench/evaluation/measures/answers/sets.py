"""Lists of names as sets: precision, recall and F1."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ....core.evaluation.golden import Question
from ....core.evaluation.replies import Reply
from ....core.evaluation.scores import Apart
from .canonical import canonical
from .said import Said, said
from .wanted import Wanted, wanted


@dataclass(frozen=True, slots=True)
class SetRecall:
    """The share of the expected items that the reply says; see `wanted` and `said`.

    Apart where nothing is expected.
    """

    column: str | None = None

    @property
    def name(self) -> str:
        return canonical("set_recall", self)

    def score(self, question: Question, reply: Reply) -> float | Apart:
        return _scored(question, reply, self.column, _recall)


@dataclass(frozen=True, slots=True)
class SetPrecision:
    """The share of what the reply lists that is expected; 0 where it lists nothing.

    Where an empty list is expected, 1 for nothing listed, else 0. Of a text it depends on how
    its lists are read (`name_lists.listed`): a remark between commas counts as a wrong name.
    """

    column: str | None = None

    @property
    def name(self) -> str:
        return canonical("set_precision", self)

    def score(self, question: Question, reply: Reply) -> float | Apart:
        return _scored(question, reply, self.column, _precision)


@dataclass(frozen=True, slots=True)
class SetF1:
    """The harmonic mean of set precision and set recall (2·hits / (listed + expected)).

    Where an empty list is expected, 1 for nothing listed, else 0.
    """

    column: str | None = None

    @property
    def name(self) -> str:
        return canonical("set_f1", self)

    def score(self, question: Question, reply: Reply) -> float | Apart:
        return _scored(question, reply, self.column, _f1)


Rule = Callable[[Wanted, Said], float | Apart]


def _scored(question: Question, reply: Reply, column: str | None, rule: Rule) -> float | Apart:
    """What a rule makes of what is expected and what is said; apart where either is not told."""
    expected = wanted(question)
    if isinstance(expected, Apart):
        return expected
    got = said(reply, expected, column)
    return got if isinstance(got, Apart) else rule(expected, got)


def _recall(expected: Wanted, got: Said) -> float | Apart:
    if not expected.items:
        return Apart("an empty list is expected, of which nothing can be recalled")
    return len(got.items) / len(expected.items)


def _precision(expected: Wanted, got: Said) -> float:
    if not expected.items:
        return float(got.further == 0)
    listed = len(got.items) + got.further
    return len(got.items) / listed if listed else 0.0


def _f1(expected: Wanted, got: Said) -> float:
    both = len(got.items) + got.further + len(expected.items)
    return 2 * len(got.items) / both if both else 1.0
