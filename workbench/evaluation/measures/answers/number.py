"""The number that an answer gives, within a tolerance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

from ....core.errors import BadInput
from ....core.evaluation.golden import Question
from ....core.evaluation.replies import Reply
from ....core.evaluation.scores import Apart
from ....core.values import Rows
from .canonical import canonical
from .numerals import Numeral, is_number, numerals

Pick = Literal["first", "last", "any", "only"]
PICKS: tuple[Pick, ...] = ("first", "last", "any", "only")
# Sums of a few floats differ in their last digits; a tolerance of 0.1 holds for 1.1 against 1.
_ROUNDING = 1e-9
_COLUMNS = ("number", "value", "count")


@dataclass(frozen=True, slots=True)
class Number:
    """1 where the reply's number is `expected["number"]`, else 0; apart where none is expected.

    The number is `data["number"]`, else one of the text, else the only number in the first
    row (in `column`, else in one called number, value or count). A text is read by `numerals`;
    those that stand in the question's text as well are passed over, unless the reply has no
    other. Of several `pick` takes the first, the last, any that fits, or only one that has no
    other beside it. "12 %" is 12 and 0.12. It may differ by `tolerance`, or by `relative`
    times the expected number, and always by rounding (1e-9, relative above 1).
    """

    tolerance: float = 0.0
    relative: float = 0.0
    pick: Pick = "first"
    column: str | None = None

    def __post_init__(self) -> None:
        if not (0 <= self.tolerance < math.inf and 0 <= self.relative < math.inf):
            given = f"tolerance={self.tolerance}, relative={self.relative}"
            raise BadInput(f"number: tolerances are finite and not below 0, found {given}")
        if self.pick not in PICKS:
            raise BadInput(f"number: pick is one of {', '.join(PICKS)}, found {self.pick!r}")

    @property
    def name(self) -> str:
        return canonical("number", self)

    def score(self, question: Question, reply: Reply) -> float | Apart:
        expected = question.expected.get("number")
        if not is_number(expected):
            return Apart("no number is expected")
        given = self._given(question, reply)
        if isinstance(given, Apart):
            return given
        return float(any(self._fits(number, float(expected)) for number in given))

    def _given(self, question: Question, reply: Reply) -> list[Numeral] | Apart:
        if "number" in reply.data:
            return self._picked(_of(reply.data["number"]))
        if reply.text is not None:
            asked = set(numerals(question.text))
            found = list(numerals(reply.text))
            return self._picked([one for one in found if one not in asked] or found)
        if reply.rows is not None:
            return _in_rows(reply.rows, self.column)
        return Apart("the reply has no text, no rows and no number")

    def _picked(self, found: list[Numeral]) -> list[Numeral]:
        match self.pick:
            case "first":
                return found[:1]
            case "last":
                return found[-1:]
            case "only":
                return found if len(set(found)) == 1 else []
            case "any":
                return found

    def _fits(self, given: Numeral, expected: float) -> bool:
        rounding = _ROUNDING * max(1.0, abs(expected))
        allowed = max(self.tolerance, self.relative * abs(expected)) + rounding
        readings = (given.value, given.value / 100) if given.percent else (given.value,)
        return any(abs(value - expected) <= allowed for value in readings)


def _of(value: Any) -> list[Numeral]:
    if isinstance(value, str):
        return list(numerals(value))
    return [Numeral(float(value), False)] if is_number(value) else []


def _in_rows(rows: Rows, column: str | None) -> list[Numeral] | Apart:
    if not len(rows):
        return []
    if column is not None and column not in rows.columns:
        return Apart(f"no column {column!r} in the rows; there are: {', '.join(rows.columns)}")
    row = rows[0]
    named = (column,) if column else tuple(name for name in _COLUMNS if name in row)[:1]
    found = named or tuple(name for name, value in row.items() if is_number(value))
    if len(found) > 1:
        return Apart(f"numbers in more than one column, name one: {', '.join(found)}")
    return [number for name in found for number in _of(row[name])]
