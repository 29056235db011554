"""Tables of figures: a share with its interval, or a number, and how many it is of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ...core.values import Rows
from ..statistics.proportions import wilson


class Figure(NamedTuple):
    """One line: `counted` of `of` make the value, whose 95 % interval is from `low` to `high`."""

    figure: str
    value: float | None
    low: float | None = None
    high: float | None = None
    counted: int | None = None
    of: int | None = None


def share(figure: str, count: int, of: int) -> Figure:
    """A share with Wilson's interval; without a value where it is of none."""
    if not of:
        return Figure(figure, None, counted=0, of=0)
    return Figure(figure, count / of, *wilson(count, of), count, of)


def table(figures: Iterable[Figure]) -> Rows:
    return Rows(Figure._fields, [tuple(figure) for figure in figures])
