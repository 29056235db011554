"""Values of stores come back from JSON as they were."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.values import Edge, Hit, Node, Path
from workbench.evaluation.runs.encoding import read, written

NODE = Node("n1", ("Person",), {"born": date(1901, 2, 3), "names": ["Ада", "Ada"]})
EDGE = Edge("n1", "KNOWS", "n2", {"since": Decimal("1.10")}, id="e1")
VALUES = [
    None,
    [True, 1, 1.5, "text", None],
    float("inf"),
    (1, (2, [3])),
    {1: "int key", (1, 2): "pair"},
    {"$tuple": [1]},
    {"$unknown": {"a": {"b": 1}}},
    {1, 2},
    frozenset({"a"}),
    b"\x00\xff",
    datetime(2026, 11, 21, 1, 2, 3, 4, tzinfo=UTC),
    datetime(2026, 11, 21, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    date(2026, 11, 21),
    time(1, 2, 3),
    timedelta(days=-1, microseconds=5),
    UUID(int=7),
    Decimal("1.10"),
    NODE,
    EDGE,
    Path((NODE, Node("n2")), (EDGE,)),
    Hit(("a", 1), 0.5, {"k": (1,)}),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_what_is_read_is_what_was_written(value: Any) -> None:
    back = read(written(value))

    assert (back, type(back)) == (value, type(value))


LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
KEYS = st.sampled_from(["", "$", "$map", "$tuple", "$node", "a"]) | st.integers()


@given(
    st.recursive(
        LEAVES,
        lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(KEYS, inner),
    )
)
def test_any_nesting_comes_back(value: Any) -> None:
    assert read(written(value)) == value


def test_numbers_of_numpy_become_pythons() -> None:
    assert read(written([np.float32(0.5), np.int64(3), np.array([1, 2])])) == [0.5, 3, [1, 2]]


def test_half_a_surrogate_pair_becomes_its_escape() -> None:
    assert read(written(["\ud800"])) == ["\\ud800"]


def test_what_has_no_form_becomes_its_text() -> None:
    assert read(written({"range": range(3)})) == {"range": "range(0, 3)"}


def test_equal_sets_are_written_alike() -> None:
    numbers = (8, 0)  # of one hash in a small set: their order is that of coming

    assert list(set(numbers)) != list({0, 8})
    assert written(set(numbers)) == written({0, 8})
