"""A console over answers that are at hand, for pages and for JupyterLab."""

from __future__ import annotations

from tests.widgets.query.answers import LAMP, NELL, SWORN, answer
from workbench.core.errors import QueryFailed
from workbench.core.values import Rows
from workbench.widgets.query.console import Asked, QueryConsole
from workbench.widgets.query.model import Result

SCHEMA = {
    "tables": {"city": ["id", "people"]},
    "labels": {"Person": ["id", "name"]},
    "types": {"MEMBER_OF": ["since"]},
    "queries": [{"name": "vedana/thread", "signature": "", "summary": "One thread"}],
    "missing": [],
}


def sample_console() -> QueryConsole:
    """SQL fails at the 15th character; every other language gives one row of a small graph."""

    def run(asked: Asked) -> Result:
        if asked.language == "sql":
            error = QueryFailed("no such table", position=15)
            return Result("sql", asked.text, asked.parameters, error=error)
        rows = Rows(("p", "r", "f"), [(NELL, SWORN, LAMP)])
        return Result(asked.language, asked.text, asked.parameters, answer(rows, asked.text))

    return QueryConsole(run, lambda: SCHEMA)
