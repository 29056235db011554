"""Tables of values, whatever the order of their rows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ....core.evaluation.golden import Question
from ....core.evaluation.replies import Reply
from ....core.evaluation.scores import Apart
from .canonical import canonical
from .numerals import is_number

Row = tuple[Any, ...]
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class RowsEqual:
    """1 where the reply's rows are those of `expected["rows"]`, each as often, else 0.

    Order counts with `ordered=True` alone. An expected row is a list, compared column by
    column; a mapping, compared by name with further columns passed over; or one value, a row
    of one column. `column` takes that column of the reply only. Texts are equal letter by
    letter, numbers to 1e-9 (relative above 1) whatever their type, other values by their text.
    Rows that a limit cut are apart: more of them are there than are seen.
    """

    ordered: bool = False
    column: str | None = None

    @property
    def name(self) -> str:
        return canonical("rows", self)

    def score(self, question: Question, reply: Reply) -> float | Apart:
        expected = question.expected.get("rows")
        if expected is None:
            return Apart("no rows are expected")
        if reply.rows is None:
            return Apart("the reply has no rows")
        if reply.rows.truncated:
            return Apart("a limit cut the reply's rows")
        names = self._names(expected)
        if missing := [name for name in names or () if name not in reply.rows.columns]:
            there = ", ".join(reply.rows.columns)
            return Apart(f"no column {missing[0]!r} in the rows; there are: {there}")
        given = list(reply.rows.values)
        if names is not None:
            given = [tuple(row[name] for name in names) for row in reply.rows]
        return float(_same([_row(one, names) for one in expected], given, ordered=self.ordered))

    def _names(self, expected: Sequence[Any]) -> list[str] | None:
        """The columns to compare; None for all, by their place."""
        if self.column:
            return [self.column]
        return list(expected[0]) if expected and isinstance(expected[0], Mapping) else None


def _row(value: Any, names: list[str] | None) -> Row:
    if isinstance(value, Mapping):
        return tuple(value.get(name) for name in names or value)
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _same(expected: list[Row], given: list[Row], *, ordered: bool) -> bool:
    if len(expected) != len(given):
        return False
    if ordered:
        return all(map(_equal, expected, given))
    rest = sorted(given, key=_order)  # so that the row that is looked for stands near the front
    for row in sorted(expected, key=_order):
        at = next((at for at, other in enumerate(rest) if _equal(row, other)), None)
        if at is None:
            return False
        rest.pop(at)
    return True


def _equal(one: Row, other: Row) -> bool:
    return len(one) == len(other) and all(map(_equal_values, one, other))


def _equal_values(one: Any, other: Any) -> bool:
    if is_number(one) and is_number(other):
        return bool(abs(float(one) - float(other)) <= _ROUNDING * max(1.0, abs(float(one))))
    if one is None or other is None:
        return one is other
    return str(one) == str(other)


def _order(row: Row) -> tuple[tuple[float, str], ...]:
    return tuple((float(one), "") if is_number(one) else (math.inf, str(one)) for one in row)
