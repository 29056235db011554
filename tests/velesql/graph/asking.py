"""Statements asked of collections in this process alone."""

from __future__ import annotations

from typing import Any

from tests.velesql.in_memory import InMemory
from workbench.velesql.answering import answer
from workbench.velesql.executing.result import Result
from workbench.velesql.executing.run import Limits

LIMITS = Limits()


def ask(
    database: InMemory,
    text: str,
    collection: str | None = "g",
    *,
    limits: Limits = LIMITS,
    compat: bool = False,
    **parameters: Any,
) -> Result:
    return answer(
        text, parameters, database, limits=limits, compat=compat, default_collection=collection
    )
