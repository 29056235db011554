"""One table brought to given records, against a dictionary that does the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.etl.difference import Changes, apply, compare
from workbench.etl.tables import Table

THINGS = Table("things", ("a", "b"), ("n", "j"))

keys = st.tuples(st.sampled_from("xyz"), st.sampled_from(["1", "2", "Ä"]))
values = st.tuples(
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.dictionaries(st.sampled_from("pq"), st.none() | st.integers(-3, 3)),
)
contents = st.dictionaries(keys, values, max_size=9)


@pytest.fixture
def things(relational: Any) -> Any:
    relational.write("CREATE TABLE things (a text, b text, n float8, j jsonb, PRIMARY KEY (a, b))")
    return relational


def brought(store: Any, table: Table, records: list[Any]) -> Changes:
    with store.transaction():
        changes = compare(store, table, records)
        apply(store, changes, booked=False, now=0.0)
    return changes


def rows(content: dict[Any, Any]) -> list[Any]:
    return [(*key, *value) for key, value in content.items()]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(before=contents, after=contents)
def test_a_table_becomes_its_records(things: Any, before: Any, after: Any) -> None:
    brought(things, THINGS, rows(before))
    changes = brought(things, THINGS, rows(after))
    same = {key for key in before.keys() & after.keys() if before[key] == after[key]}
    assert changes.added_keys() == after.keys() - before.keys()
    assert set(changes.deleted) == before.keys() - after.keys()
    assert changes.stored_keys() - changes.added_keys() == (before.keys() & after.keys()) - same
    assert changes.unchanged == len(same)
    stored = things.rows("SELECT * FROM things").values
    assert {(a, b): (n, j) for a, b, n, j in stored} == after


def test_an_unchanged_row_is_not_written(things: Any) -> None:
    brought(things, THINGS, [("x", "1", 1.0, {"p": 1})])
    version = things.rows("SELECT xmin::text FROM things").values
    brought(things, THINGS, [("x", "1", 1.0, {"p": 1}), ("y", "1", None, None)])
    assert things.rows("SELECT xmin::text FROM things WHERE a = 'x'").values == version


def test_a_table_of_keys_alone_is_compared_by_them(relational: Any) -> None:
    relational.write("CREATE TABLE labels (name text PRIMARY KEY)")
    labels = Table("labels", ("name",))
    brought(relational, labels, [("a",), ("b",)])
    assert brought(relational, labels, [("b",), ("c",)]).counts == (1, 0, 1, 1)


def test_a_truth_value_is_no_number(things: Any) -> None:
    brought(things, THINGS, [("x", "1", 1.0, {"p": 1, "q": [0, "a"]})])
    assert brought(things, THINGS, [("x", "1", 1.0, {"p": True, "q": [0, "a"]})]).counts.updated
    assert brought(things, THINGS, [("x", "1", 1.0, {"p": True, "q": [False, "a"]})]).counts.updated
    assert things.rows("SELECT j FROM things").values == [({"p": True, "q": [False, "a"]},)]


def test_the_order_of_an_object_s_names_does_not_count(things: Any) -> None:
    brought(things, THINGS, [("x", "1", None, {"p": 1, "q": 2})])
    assert brought(things, THINGS, [("x", "1", None, {"q": 2, "p": 1})]).counts == (0, 0, 0, 1)
