"""Queries that random ones found to be answered otherwise, in their smallest form."""

from __future__ import annotations

from typing import Any

import pytest

from tests.velesql.in_memory import InMemory
from workbench.velesql.answering import answer

VALUES = (1, True, 2.0, "1", None, [1])
FOUND = (
    # Python finds True in [1]; in a list of several numbers it was taken for one of them.
    ("mixed IN (-3, 1, 4, 2, TRUE)", [1, 2, 3]),
    ("mixed IN (-3, 4, 5, 2, TRUE)", [2, 3]),
    ("mixed NOT IN (-3, 1, 4, 2, FALSE)", [2, 4, 6]),
)


@pytest.mark.parametrize(("condition", "ids"), FOUND)
def test_a_condition_holds_for(condition: str, ids: list[int]) -> None:
    points: list[dict[str, Any]] = [
        {"id": number, "payload": {"mixed": value}} for number, value in enumerate(VALUES, 1)
    ]
    database = InMemory.loaded([{"name": "rows", "kind": "metadata", "points": points}])

    assert list(answer(f"SELECT id FROM rows WHERE {condition}", {}, database).ids) == ids
