"""SELECT in which nothing ranks: rows are found by value where they can be, and by id in order."""

from __future__ import annotations

import json

import pytest

from tests.velesql.in_memory import InMemory
from workbench.core.collections.definition import Definition
from workbench.core.collections.records import Change, Points
from workbench.velesql.answering import answer, plan_of

IDS = [7, 3, 9, 1, 5, 11]  # not in the order of their positions


@pytest.fixture
def database() -> InMemory:
    found = InMemory()
    found.create(Definition("tags", "metadata"))
    payloads = [json.dumps({"kind": f"k{id % 4}", "n": id}) for id in IDS]
    found.write("tags", Change(points=Points(IDS, payloads, {})))
    return found


@pytest.mark.parametrize(
    ("test", "ids"),
    [
        ("id = 5", [5]),
        ("id = 6", []),
        ("kind = 'k3'", [3, 7, 11]),
        ("n > 4 AND kind = 'k1'", [5, 9]),
        ("n >= 5 OR id = 1", [1, 5, 7, 9, 11]),
    ],
)
def test_rows_come_by_id_however_often_they_are_asked_for(
    database: InMemory, test: str, ids: list[int]
) -> None:
    for _ in range(3):
        assert answer(f"SELECT * FROM tags WHERE {test}", {}, database).ids == ids


def test_the_plan_says_that_an_id_is_looked_up(database: InMemory) -> None:
    text = "SELECT * FROM tags WHERE id = 5"
    planned = plan_of(text, {}, database, analyze=True)
    while planned.operator != "filter":
        [planned] = planned.children
    assert (planned.details["by"], planned.estimated_rows, planned.actual_rows) == ("lookup", 1, 1)


def test_a_write_is_seen_by_the_filter_that_was_remembered(database: InMemory) -> None:
    text = "SELECT * FROM tags WHERE kind = 'k3'"
    assert answer(text, {}, database).ids == [3, 7, 11]
    answer("DELETE FROM tags WHERE id = 7", {}, database)
    answer("UPDATE tags SET kind = 'k3' WHERE id = 1", {}, database)
    assert answer(text, {}, database).ids == [1, 3, 11]
