"""Rows by id, and by what they hold."""

from __future__ import annotations

import json
import operator
import random
from typing import Any

import numpy as np
import pytest

from workbench.collections.mirrors import ids as ids_module
from workbench.collections.mirrors.table import Table

COMPARED = {"=": operator.eq, "<": operator.lt, "<=": operator.le, ">": operator.gt}
COMPARED[">="] = operator.ge
VALUES = [None, True, False, 0, 1, 2, 2.0, 2.5, -3, "a", "b", "", [1], {"a": 1}]


def test_ids_are_exact_up_to_64_bits() -> None:
    table = Table()
    table.append([2**64 - 1, 0, 2**53 + 1, 2**53], ["{}"] * 4)
    assert [table.position(one) for one in (2**64 - 1, 0, 2**53 + 1, 2**53)] == [0, 1, 2, 3]
    assert table.id(0) == 2**64 - 1
    assert table.order.tolist() == [1, 3, 2, 0]


@pytest.mark.parametrize("odd", [True, -1, 2**64, 2**70, 0.0, "0", None])
def test_what_is_no_id_is_nowhere(odd: Any) -> None:
    table = Table()
    table.append([0, 1], ["{}", "{}"])
    assert table.position(odd) == -1
    assert table.positions([odd] * 20).tolist() == [-1] * 20
    assert Table("text").position(odd) == -1


@pytest.mark.parametrize("kind", ["integer", "text"])
@pytest.mark.parametrize("late", [2, 4096])
def test_positions_follow_any_appends_and_drops(
    monkeypatch: pytest.MonkeyPatch, kind: str, late: int
) -> None:
    monkeypatch.setattr(ids_module, "LATE", late)
    monkeypatch.setattr(ids_module, "MENDED", late)
    rng, table, known = random.Random(late), Table(kind), {}  # type: ignore[arg-type]
    everyone: list[Any] = [n if kind == "integer" else f"é{n}" for n in range(300)]
    for _ in range(80):
        some = rng.sample(everyone, rng.choice([0, 1, 3, 30]))
        known.update(zip(some, table.append(some, ["{}"] * len(some)).tolist(), strict=True))
        for one in (gone := rng.sample(everyone, rng.choice([0, 1, 20]))):
            known.pop(one, None)
        table.drop(gone)
        assert table.positions(everyone).tolist() == [known.get(one, -1) for one in everyone]
        assert [table.position(one) for one in everyone[:9]] == [
            known.get(o, -1) for o in everyone[:9]
        ]
        assert table.order.tolist() == [known[one] for one in sorted(known)]
        assert (table.count, table.alive.sum()) == (len(known), len(known))


@pytest.mark.parametrize("dtype", [np.uint64, np.int64, np.int32, object])
def test_positions_of_arrays_of_ids(dtype: Any) -> None:
    table = Table()
    table.append(range(0, 200, 2), ["{}"] * 100)
    found = table.positions(np.arange(30).astype(dtype))
    assert found.tolist() == [n // 2 if n % 2 == 0 else -1 for n in range(30)]


@pytest.mark.parametrize("first", [0, 1000, 2**64 - 200])
def test_positions_of_ids_that_lie_close(first: int) -> None:
    table = Table()
    table.append([first + n for n in range(100) if n % 3], ["{}"] * 66)
    asked = np.array([*range(max(first - 50, 0), min(first + 150, 2**64)), 0, 2**64 - 1], np.uint64)
    assert table.positions(asked).tolist() == [table.position(one) for one in asked.tolist()]
    assert np.count_nonzero(table.positions(asked) >= 0) == 66


def test_payloads_are_those_that_were_stored() -> None:
    table, values = Table("text"), [{"é": "ß"}, {}, {"a": [1, {"b": "東京"}]}, {"x": "\ud800"}]
    table.append(["a", "b"], [json.dumps(one) for one in values[:2]])
    table.append(["c", "d"], [json.dumps(one, ensure_ascii=False) for one in values[2:]])
    assert [table.payload(at) for at in range(4)] == values
    assert table.payloads(np.array([3, 0])) == [values[3], values[0]]
    assert table.text(2) == '{"a": [1, {"b": "東京"}]}'


def brute(rows: list[Any], compared: str, value: Any) -> list[int]:
    """SQL's rule: equal types only, and no order between booleans."""
    found = []
    for at, row in enumerate(rows):
        numbers = all(isinstance(x, int | float) and not isinstance(x, bool) for x in (row, value))
        alike = numbers or (compared == "=" and type(row) is type(value) in (str, bool))
        if alike and COMPARED[compared](row, value):
            found.append(at)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_matching_rows_are_those_that_a_comparison_finds(seed: int) -> None:
    rng, table, rows = random.Random(seed), Table(), []
    assert table.matching(("x",), "=", 1) is None
    for _ in range(6):
        more = [rng.choice(VALUES) for _ in range(rng.choice([1, 50, 2500]))]
        table.append(range(len(rows), len(rows) + len(more)), [json.dumps({"x": v}) for v in more])
        rows += more
        for gone in table.drop(rng.sample(range(len(rows)), 1)).tolist():
            rows[gone] = None
        for compared in COMPARED:
            for value in ("a", "zz", True, 2, 2.0, 1.5, -9):
                found = table.matching(("x",), compared, value)
                if isinstance(value, str | bool) and compared != "=":
                    assert found is None
                else:
                    assert found is not None
                    assert found.tolist() == brute(rows, compared, value)


@pytest.mark.parametrize("value", [None, [1], 2**53 + 1, float("nan")])
def test_values_that_arrays_do_not_tell_are_left_to_a_comparison(value: Any) -> None:
    table = Table()
    table.fields.indexed = frozenset({("x",)})
    table.append([1], ['{"x": 1}'])
    assert table.matching(("x",), "=", 1) is not None
    assert table.matching(("x",), "=", value) is None
    assert table.matching(("x",), "!=", 1) is None


def test_large_integers_among_the_rows_are_left_to_a_comparison_whenever_they_come() -> None:
    table = Table()
    table.fields.indexed = frozenset({("x",)})
    table.append([1], ['{"x": 1}'])
    assert table.matching(("x",), "=", 1) is not None
    table.append([2], [f'{{"x": {2**53 + 1}}}'])
    assert table.matching(("x",), ">", 1) is None
    assert table.matching(("x",), "=", "a") is not None


def test_an_index_is_made_ahead() -> None:
    table = Table()
    table.fields.indexed = frozenset({("x",), ("deep", "y")})
    table.append([1], ['{"x": 1, "deep": {"y": "a"}}'])
    table.fields.prepare()
    assert set(table.fields.held()) == {("x",), ("deep", "y")}
    found = table.matching(("deep", "y"), "=", "a")
    assert found is not None
    assert found.tolist() == [0]
