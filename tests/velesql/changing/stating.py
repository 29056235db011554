"""Statements run, and what is stored after them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.velesql.contents import points
from tests.velesql.in_memory import InMemory
from workbench.core.errors import VelesFailed
from workbench.velesql.answering import answer
from workbench.velesql.executing.result import Result


def run(database: InMemory, text: str, **parameters: Any) -> Result:
    return answer(text, parameters, database)


def code(database: InMemory, text: str, parameters: dict[str, Any] | None = None) -> str:
    with pytest.raises(VelesFailed) as caught:
        answer(text, parameters or {}, database)
    assert caught.value.statement == text
    return caught.value.code


def stored(database: InMemory, name: str) -> dict[Any, Any]:
    """Payloads by id."""
    return {id: point[0] for id, point in points(database.mirror(name)).items()}


def owners(database: InMemory) -> None:
    run(database, """INSERT NODE INTO deeds (id = 1, payload = '{"_labels": ["Person"]}')""")
    run(database, "INSERT NODE INTO deeds (id = 2, _labels = $l)", l=["House"])
    run(database, "INSERT EDGE INTO deeds (id = 3, source = 1, target = 2, label = 'OWNS')")
