"""What a query gave, and what is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ...core.answer import Answer, Plan, Step
from ...core.errors import QueryFailed
from ...core.faults import fault
from ...core.show import SHOWN_WIDTH, on_one_line
from ...core.values import Rows
from ..scene.scene import Scene
from . import cells, drawn
from .plans import plan_rows

TABS = ("table", "graph", "plan", "parameters", "trace")
_PLAN_COLUMNS = ("operator", "estimated_rows", "actual_rows", "ms", "cost", "share", "warnings")


@dataclass(frozen=True, eq=False)
class Result:
    """A question in a language, and what came of it: an answer, a plan alone, or an error.

    `text` is what was typed, a query's name for the language "ask". `plan_note` says what the
    plan is of, or why there is none. `counters` are those of a statement that wrote.
    """

    language: str
    text: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    answer: Answer | None = None
    plan: Plan | None = None
    plan_note: str = ""
    limit: int | None = None
    timeout: float | None = None
    counters: Mapping[str, int] = field(default_factory=dict)
    error: Exception | None = None

    @property
    def rows(self) -> Rows:
        return self.answer.rows if self.answer is not None else Rows((), [])

    @property
    def trace(self) -> tuple[Step, ...]:
        return self.answer.trace if self.answer is not None else ()

    @cached_property
    def scene(self) -> Scene:
        """The nodes and edges in the rows."""
        return drawn.scene_of(self.rows)

    @cached_property
    def row_ids(self) -> list[list[str]]:
        """The ids that each row stands for."""
        at = self.rows.columns.index("id") if "id" in self.rows.columns else None
        return [cells.ids(row, at) for row in self.rows.values]

    def rows_of(self, ids: list[str]) -> Rows:
        """The rows that stand for any of these ids."""
        wanted = set(ids)
        pairs = zip(self.rows.values, self.row_ids, strict=True)
        return Rows(self.rows.columns, [row for row, own in pairs if wanted.intersection(own)])

    def summary(self) -> str:
        """One line: rows, columns, engine, milliseconds, what is not there."""
        if self.error is not None:
            return f"{type(self.error).__name__}: {on_one_line(str(self.error), 200)}"
        if self.answer is None:
            return f"{self.plan_note or 'nothing asked yet'}{_operators(self.plan)}"
        last = self.trace[-1]
        ms = sum(step.ms for step in self.trace)
        told = [f"{len(self.rows)} rows", f"{len(self.rows.columns)} columns"]
        told += [f"{name}: {count}" for name, count in self.counters.items()]
        told.append(f"{last.engine} in {ms:.1f} ms")
        return "; ".join([*told, *self.left_out()])

    def left_out(self) -> list[str]:
        """What is not shown or was not fetched, as sentences."""
        told = []
        if self.rows.truncated:
            told.append(f"the limit of {len(self.rows)} rows cut the result: more exist")
        if len(self.rows) > cells.ROWS_SHOWN:
            told.append(f"the first {cells.ROWS_SHOWN:,} rows are shown at most")
        return [*told, *self.scene.left_out]

    def plan_table(self) -> Rows:
        """The plan, one row an operator, indented."""
        if self.plan is None:
            return Rows(_PLAN_COLUMNS, [])
        return Rows(
            _PLAN_COLUMNS,
            [
                (
                    f"{'  ' * row.depth}{row.operator} {row.what}".rstrip(),
                    *(row.estimated, row.actual, row.ms, row.cost, row.share),
                    "; ".join(row.warnings),
                )
                for row in plan_rows(self.plan)
            ],
        )

    def fault(self) -> dict[str, Any] | None:
        """The error as the browser shows it, with its place in the text."""
        if self.error is None:
            return None
        told: dict[str, Any] = {
            "type": type(self.error).__name__,
            "message": str(self.error),
            "place": None,
        }
        at = fault(self.error, self.text) if isinstance(self.error, QueryFailed) else None
        if at and self.language != "ask":
            told["place"] = {"line": at.line, "column": at.column, "length": at.length}
            told["marked"] = str(at)
        return told

    def title(self) -> str:
        return on_one_line(f"{self.language}: {self.text}", SHOWN_WIDTH)


def _operators(plan: Plan | None) -> str:
    return f": {len(plan_rows(plan))} operators" if plan else ""
