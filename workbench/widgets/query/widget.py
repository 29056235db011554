"""QueryResult: an answer from every side."""

from __future__ import annotations

from typing import Any

from ...core.answer import Answer, Plan
from ...core.errors import BadInput
from ...core.values import Rows
from ..picture import Picture
from ..view import View
from .model import TABS, Result
from .packing import packed
from .still import still


class QueryResult(View):
    """What a query gave: its rows as a table, their graph, the plan, parameters and statements.

    What is selected are ids: a row is, whose column `id` or whose nodes have one of them.
    """

    module = "query"
    height = 420

    def __init__(self, result: Result, *, show: str = "") -> None:
        if show and show not in TABS:
            raise BadInput(f"show={show!r}: expected one of {', '.join(TABS)}")
        self.result = result
        first = "plan" if result.answer is None and result.plan else "table"
        super().__init__(data=packed(result), settings={"tab": show or first})

    @property
    def answer(self) -> Answer | None:
        """The answer; None where a plan alone was asked for."""
        return self.result.answer

    @property
    def rows(self) -> Rows:
        return self.result.rows

    @property
    def plan(self) -> Plan | None:
        """The engine's plan, as it would run or, where it was profiled, as it ran."""
        return self.result.plan

    def selected_rows(self) -> Rows:
        """The rows that stand for what is selected."""
        return self.result.rows_of(list(self.selected))

    def title(self) -> str:
        return self.result.title()

    def summary(self) -> str:
        return self.result.summary()

    def table(self) -> Rows:
        return self.result.plan_table() if self.result.answer is None else self.result.rows

    def picture(self) -> Picture:
        return still(self.result)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        """Beside the view the rows as text, which a terminal and a test of notebooks read."""
        text = str(self.result.plan or "") if self.answer is None else str(self.rows)
        return {**super()._repr_mimebundle_(include, exclude), "text/plain": text}
