"""Columns hold the values that the JSON objects have, of any type, however rows came."""

from __future__ import annotations

import json
import math
import random
from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.collections.mirrors.worlds import payload
from workbench.collections.mirrors.column import (
    ARRAY,
    BOOLEAN,
    FLOAT,
    INTEGER,
    MISSING,
    NULL,
    OBJECT,
    TEXT,
    Column,
)
from workbench.collections.mirrors.table import Table
from workbench.core.errors import BadInput

PATHS = [("a",), ("b",), ("deep",), ("deep", "n"), ("deep", "list"), ("a", "b"), ("none",)]


def stored(payloads: list[dict[str, Any]]) -> Table:
    table = Table()
    table.append(range(len(payloads)), [json.dumps(one) for one in payloads])
    return table


def at(value: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def same(left: list[Any], right: list[Any]) -> bool:
    """Equal, and of equal types."""
    return left == right and [type(one) for one in left] == [type(one) for one in right]


@pytest.mark.parametrize("batch", [1, 30, 700])
def test_columns_follow_appends_of_any_size(batch: int) -> None:
    rng, table, payloads = random.Random(batch), Table(), []
    for start in range(0, 3 * batch, batch):
        more = [payload(rng) for _ in range(batch)]
        table.append(range(start, start + batch), [json.dumps(one) for one in more])
        payloads += more
        for path, column in zip(PATHS, table.columns(PATHS), strict=True):
            assert same(column.values(), [at(one, path) for one in payloads])
            assert column is table.column(path)


def test_kinds_tell_missing_from_null_and_every_type_apart() -> None:
    values = [{}, {"x": None}, {"x": True}, {"x": 1}, {"x": 1.0}, {"x": "1"}, {"x": []}, {"x": {}}]
    column = stored(values).column(("x",))
    kinds = [MISSING, NULL, BOOLEAN, INTEGER, FLOAT, TEXT, ARRAY, OBJECT]
    assert column.kinds.tolist() == kinds
    assert [column.value(at) for at in range(8)] == [None, None, True, 1, 1.0, "1", [], {}]
    assert column.nulls.tolist() == [True, True, *[False] * 6]


@pytest.mark.parametrize("number", [2**53, 2**53 + 1, -(2**53) - 1, 2**64 - 1, 10**40, 10**400])
def test_integers_of_any_size_are_exact(number: int) -> None:
    column = stored([{"x": number}, {"x": 1}]).column(("x",))
    assert column.values() == [number, 1]
    assert (column.objects is None) == (abs(number) <= 2**53)


@pytest.mark.parametrize(
    "text", ['{"x": 1e400}', '{"x": "\\ud800"}', '{"y": "\\udfff", "x": [1]}', '{"x"  :  1} ']
)
def test_texts_that_one_decoder_refuses_are_read_by_the_other(text: str) -> None:
    table = Table()
    table.append(range(100), ['{"x": 5}'] * 99 + [text])
    assert table.column(("x",)).values() == [5] * 99 + [json.loads(text).get("x")]
    assert table.payload(99) == json.loads(text)


@pytest.mark.parametrize("name", ['quo"te', "back\\slash", "new\nline", "é.ß", "", "f0", "東京"])
def test_a_field_may_have_any_name(name: str) -> None:
    table = stored([{name: at, "other": 0} for at in range(100)])
    assert table.column((name,)).values() == list(range(100))


@pytest.mark.parametrize("text", ["{", '{"x": 1}, {"x": 2}', "5", "[]"])
def test_a_row_that_is_no_json_object_is_told(text: str) -> None:
    table = Table()
    table.append(range(100), ['{"x": 1}'] * 50 + [text] + ['{"x": 1}'] * 49)
    with pytest.raises(BadInput, match="0 to 99"):
        table.column(("x",))


def test_a_column_from_values_takes_numpy_scalars_and_a_sign_for_missing() -> None:
    nothing = object()
    values = [np.int64(3), np.float32(0.5), np.bool_(True), "a", nothing, None]
    column = Column.of(values, missing=nothing)
    assert column.kinds.tolist() == [INTEGER, FLOAT, BOOLEAN, TEXT, MISSING, NULL]
    assert column.values() == [3, 0.5, True, "a", None, None]


def test_taking_positions_gives_missing_values_for_minus_one() -> None:
    column = stored([{"x": "a"}, {"x": [1]}, {"x": 3}]).column(("x",))
    taken = column.take(np.array([2, -1, 1, 0]))
    assert taken.values() == [3, None, [1], "a"]
    assert taken.kinds.tolist() == [INTEGER, MISSING, ARRAY, TEXT]
    assert Column.of([]).take(np.array([-1])).values() == [None]


@pytest.mark.parametrize(
    ("values", "type_"),
    [
        (["a", None, "b", "a"], pl.String),
        (["a", "b"], pl.String),
        ([1, 2, None], pl.Int64),
        ([1, 2.5, None], pl.Float64),
        ([True, None, False], pl.Boolean),
        ([None, None], pl.Null),
    ],
)
def test_values_of_one_type_are_a_series(values: list[Any], type_: Any) -> None:
    series = Column.of(values).series("x")
    assert series is not None
    assert (series.name, series.dtype, series.to_list()) == ("x", type_, values)


@pytest.mark.parametrize("values", [["a", 1], [True, 1], [[1]], [{}], [2**53 + 1]])
def test_values_of_several_types_are_no_series(values: list[Any]) -> None:
    assert Column.of(values).series() is None


def test_numbers_are_nan_where_there_are_none() -> None:
    column = Column.of([1, "a", True, None, 2.5])
    assert [x if x == x else "nan" for x in column.numbers.tolist()] == [1, "nan", 1, "nan", 2.5]
    assert math.isnan(column.numbers[1])
    assert column.codes.tolist() == [-1, 0, -1, -1, -1]
