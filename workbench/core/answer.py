"""What a question gives back: rows, and the account of how they came about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .show import Shown, answer_html, step_line
from .values import Rows


@dataclass(frozen=True, slots=True, repr=False)
class Step(Shown):
    """One statement as it ran: where, what, with which values, for how long.

    `rows` is the number of rows received, `ms` wall-clock milliseconds from sending the
    statement to having read its rows.
    """

    store: str
    engine: str
    statement: str
    parameters: Mapping[str, Any]
    rows: int
    ms: float

    def _parts(self) -> Iterable[str]:
        yield f"{step_line(self)}\n{self.statement}"


@dataclass(frozen=True, slots=True, repr=False)
class Plan(Shown):
    """One operator of an engine's plan and what feeds it, in one shape for every engine.

    `estimated_rows` and `cost` are the engine's own figures, None where it gives none;
    `cost` has no unit that two engines share. `details` keeps what has no field here. Of a plan
    that was measured while it ran, `actual_rows` are counted as the estimate is (for one run of
    the operator), and `ms` are the milliseconds in it alone, over all its runs.
    """

    operator: str
    details: Mapping[str, Any] = field(default_factory=dict)
    estimated_rows: float | None = None
    cost: float | None = None
    children: tuple[Plan, ...] = ()
    actual_rows: float | None = None
    ms: float | None = None

    def _parts(self) -> Iterable[str]:
        yield "\n".join(self._lines(0))

    def _lines(self, depth: int) -> list[str]:
        rows = "" if self.estimated_rows is None else f"  ~{self.estimated_rows:g} rows"
        if self.actual_rows is not None:
            rows += f"  {self.actual_rows:g} rows"
        if self.ms is not None:
            rows += f"  {self.ms:.3f} ms"
        shown = ", ".join(f"{name}={value}" for name, value in self.details.items())
        line = "  " * depth + self.operator + rows + (f"  [{shown}]" if shown else "")
        return [line, *(text for child in self.children for text in child._lines(depth + 1))]


@dataclass(frozen=True, slots=True, repr=False)
class Answer(Shown):
    """The rows of a question with `trace` (every statement that ran, in order).

    `plan()` asks the engine how it would run the main statement, without running it.
    `capsule()` is a JSON-ready record that `Bench.replay` runs again and compares.
    """

    rows: Rows
    trace: tuple[Step, ...]
    _plan: Callable[[], Plan] = field(repr=False, compare=False)
    _capsule: Callable[[], dict[str, Any]] = field(repr=False, compare=False)

    def plan(self) -> Plan:
        return self._plan()

    def capsule(self) -> dict[str, Any]:
        return self._capsule()

    def __len__(self) -> int:
        return len(self.rows)

    def _parts(self) -> Iterable[Rows]:
        yield self.rows

    def _repr_html_(self) -> str:
        return answer_html(self)
