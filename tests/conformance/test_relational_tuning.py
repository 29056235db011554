"""Reads under settings of the planner and of index search, which end with the read."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.core.errors import BadInput, NotSupported, QueryFailed

_SETTINGS = "SELECT current_setting('hnsw.ef_search'), current_setting('enable_sort')"
_OPERATORS = "SELECT id FROM numbers ORDER BY id LIMIT 5"


@pytest.fixture
def numbers(relational: Any) -> Any:
    relational.write(
        """
        CREATE EXTENSION IF NOT EXISTS vector;
        CREATE TABLE numbers AS SELECT i AS id FROM generate_series(1, 5000) i;
        CREATE INDEX ON numbers (id);
        ANALYZE numbers
        """
    )
    return relational


def test_a_setting_holds_for_its_reads_and_for_no_other(numbers: Any) -> None:
    tuned = numbers.under({"hnsw.ef_search": "99", "enable_sort": "false"})

    assert tuned.rows(_SETTINGS).values == [("99", "off")]
    assert numbers.rows(_SETTINGS).values == [("40", "on")]
    assert tuned.rows(_SETTINGS, reviewed=True, limit=1).values == [("99", "off")]
    assert numbers.rows(_SETTINGS, reviewed=True).values == [("40", "on")]


def test_a_plan_is_that_under_the_settings(numbers: Any) -> None:
    without = {"enable_indexscan": "off", "enable_indexonlyscan": "off"}

    assert "Index Only Scan" in str(numbers.explain(_OPERATORS))
    assert "Seq Scan" in str(numbers.under(without).explain(_OPERATORS))
    assert "Index Only Scan" in str(numbers.explain(_OPERATORS))


def test_a_transaction_s_own_settings_come_back_after_a_read_under_others(numbers: Any) -> None:
    with numbers.transaction():
        numbers.write("SET LOCAL enable_sort = off")
        numbers.write("INSERT INTO numbers VALUES (0)")
        tuned = numbers.under({"enable_sort": "on"})

        assert tuned.rows("SELECT min(id), current_setting('enable_sort') FROM numbers").values == [
            (0, "on")
        ]
        assert numbers.rows("SELECT current_setting('enable_sort')").values == [("off",)]


@pytest.mark.parametrize(
    "name", ["role", "default_transaction_read_only", "search_path", "hnsw.ef_search = 1; --"]
)
def test_a_setting_that_is_not_one_of_planning_or_search_is_refused(
    numbers: Any, name: str
) -> None:
    with pytest.raises(BadInput, match="only decides how a query runs"):
        numbers.under({name: "on"})


@pytest.mark.parametrize(
    "setting", [("hnsw.ef_search", "0"), ("enable_sort", "'; DROP TABLE x --")]
)
def test_a_value_out_of_range_is_told_and_the_session_goes_on(
    numbers: Any, setting: tuple[str, str]
) -> None:
    with pytest.raises(QueryFailed, match=setting[0]):
        numbers.under(dict([setting])).rows("SELECT 1")

    assert numbers.rows("SELECT 1").values == [(1,)]


def test_a_read_under_settings_cannot_write_either(numbers: Any) -> None:
    tuned = numbers.under({"enable_sort": "off"})
    with pytest.raises(QueryFailed, match="only reads"):
        tuned.rows("DELETE FROM numbers RETURNING id")

    assert numbers.rows("SELECT count(*) FROM numbers").values == [(5000,)]


def test_index_settings_need_the_extension(relational: Any) -> None:
    with pytest.raises(NotSupported, match="no extension `vector`"):
        relational.under({"hnsw.ef_search": "99"})
