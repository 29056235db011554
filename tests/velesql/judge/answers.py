"""What the judge gives: the answer, and all rows that it was cut from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass
class Shown:
    """A row of an answer; `keys` is what it was ordered by.

    `rowed` says that the row is one of a collection, so that its id and score mean something.
    """

    values: tuple[Any, ...]
    id: int | None = None
    score: float = 1.0
    binding: Mapping[str, Any] | None = None
    keys: tuple[Any, ...] = ()
    rowed: bool = False


@dataclass
class Judged:
    """`rows` are in order before OFFSET and LIMIT, which are `start` and `stop`.

    `ordered` is False where the language leaves the order open. `open` says that the columns are
    those of `*`: all fields that any row has, in no order. Where sources are `joined`, the
    values of `*` are told without their names. `shaky`: rounding may tell.
    """

    columns: tuple[str, ...]
    rows: Sequence[Shown]
    start: int = 0
    stop: int | None = None
    ordered: bool = True
    open: bool = False
    joined: bool = False
    bound: bool = False
    affected: int | None = None
    shaky: bool = False

    @property
    def shown(self) -> Sequence[Shown]:
        return self.rows[self.start : self.stop]

    @property
    def values(self) -> Sequence[tuple[Any, ...]]:
        return [row.values for row in self.shown]

    @property
    def ids(self) -> Sequence[int | None]:
        return [row.id for row in self.shown]

    @property
    def scores(self) -> Sequence[float]:
        return [row.score for row in self.shown]

    @property
    def bindings(self) -> Sequence[Mapping[str, Any]] | None:
        return [row.binding or {} for row in self.shown] if self.bound else None


def table(columns: Sequence[str], values: Sequence[tuple[Any, ...]], **more: Any) -> Judged:
    return Judged(tuple(columns), [Shown(row) for row in values], **more)


def told(values: Sequence[Any]) -> tuple[str, ...]:
    """What stands in a row, whatever its columns are called."""
    plain = [round(one, 9) if isinstance(one, float) else one for one in values]
    return tuple(sorted(repr(one) for one in plain if one is not None))
