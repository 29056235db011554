"""Shares of rows that conditions keep."""

from __future__ import annotations

import json
import operator as operators
import random
from typing import Any

import pytest

from workbench.collections.mirrors.statistics import Statistics
from workbench.collections.mirrors.table import Table


def stored(values: list[Any]) -> Table:
    table = Table()
    texts = ["{}" if one is ... else json.dumps({"x": one}) for one in values]
    table.append(range(len(values)), texts)
    return table


COMPARED = {"<": operators.lt, "<=": operators.le, ">": operators.gt, ">=": operators.ge}
MIXED = ["a"] * 30 + ["b"] * 10 + [1] * 20 + [2.5] * 5 + [True] * 15 + [None] * 10 + [...] * 10


@pytest.mark.parametrize(
    ("operator", "value", "share"),
    [
        ("=", "a", 0.30),
        ("=", "z", 0.0),
        ("=", 1.0, 0.20),
        ("=", True, 0.15),
        ("=", False, 0.0),
        ("!=", "a", 0.50),
        ("<", 2.5, 0.20),
        ("<=", 2.5, 0.25),
        (">", 1, 0.05),
        (">=", 1, 0.25),
        ("IN", ["a", 2.5, None], 0.35),
        ("NOT IN", ["a", 2.5], 0.45),
        ("BETWEEN", (0, 2), 0.20),
        ("IS NULL", None, 0.20),
        ("IS NOT NULL", None, 0.80),
    ],
)
def test_few_values_are_counted(operator: str, value: Any, share: float) -> None:
    found = Statistics.of(stored(MIXED)).selectivity(("x",), operator, value)
    assert found == (pytest.approx(share), "counted")


@pytest.mark.parametrize("operator", ["LIKE", "CONTAINS", "CONTAINS_TEXT"])
def test_what_counts_do_not_tell_is_a_default(operator: str) -> None:
    share, source = Statistics.of(stored(MIXED)).selectivity(("x",), operator, "a%")
    assert (share, source) == (pytest.approx(0.08), "default")


def test_many_numbers_are_estimated_within_a_step_of_the_histogram() -> None:
    rng = random.Random(1)
    values = [rng.gauss(0, 1) for _ in range(8000)] + [0.25] * 2000
    statistics = Statistics.of(stored(values))
    for bound in (-5.0, -1.0, 0.2, 0.25, 0.26, 1.7, 9.0):
        for operator in ("<", "<=", ">", ">="):
            share, source = statistics.selectivity(("x",), operator, bound)
            true = sum(COMPARED[operator](one, bound) for one in values) / 10_000
            assert source == "histogram"
            assert abs(share - true) <= 0.002
    assert statistics.selectivity(("x",), "=", 0.25)[0] == 0.2
    assert statistics.selectivity(("x",), "=", 0.123)[0] <= 0.001
    between = sum(-1 <= one <= 1 for one in values) / 10_000
    assert statistics.selectivity(("x",), "BETWEEN", (-1, 1))[0] == pytest.approx(
        between, abs=0.004
    )


def test_counts_are_made_anew_once_a_tenth_has_changed() -> None:
    table = stored(["a"] * 100)
    statistics = Statistics.of(table)
    assert statistics.selectivity(("x",), "=", "a")[0] == 1.0
    table.drop([0, 1, 2])
    assert statistics.counts(("x",)).rows == 100
    table.append(range(200, 240), ['{"x": "b"}'] * 40)
    assert statistics.selectivity(("x",), "=", "b")[0] == pytest.approx(40 / 137)


def test_an_empty_table_keeps_nothing() -> None:
    assert Statistics.of(Table()).selectivity(("x",), "=", 1) == (0.0, "counted")


def test_analyze_gives_one_row_about_every_field() -> None:
    table = Table()
    rows = ['{"kind": "print", "year": 1901}', '{"kind": "print", "year": 1850.5, "on": true}']
    table.append([1, 2, 3], [*rows, '{"kind": null, "tags": ["a"]}'])
    table.append([4], ['{"kind": "gone", "gone": 1}'])
    table.drop([4])
    assert Statistics.of(table).analyze() == {
        "rows": 3,
        "columns": 4,
        "bytes": table.bytes + table.payload_texts.bytes,
        "distinct": {"kind": 1, "on": 1, "tags": 0, "year": 2},
        "nulls": {"kind": 1, "on": 2, "tags": 2, "year": 1},
        "common": {"kind": {"print": 2}},
        "range": {"year": [1850.5, 1901.0]},
    }
    assert table.fields.held() == {}
