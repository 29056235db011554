"""Equal values have equal digests, different ones do not, and parameters come back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.catalogue.canonical import digest, tagged, untagged
from workbench.core.errors import BadInput
from workbench.core.values import Edge, Node, Path

NAN = float("nan")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ANN, BOB = Node("a", ("x", "y"), {"n": 1}), Node("b", ("x",))
KNOWS = Edge("a", "KNOWS", "b", {"since": 1}, id="5:7")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ({"a": 1, "b": {"c": 2, "d": 3}}, {"b": {"d": 3, "c": 2}, "a": 1}),
        (NAN, -NAN),
        (0.0, -0.0),
        ((1, 2), [1, 2]),
        (NOON, NOON.astimezone(timezone(timedelta(hours=5)))),
        ({"b", "a"}, {"a", "b"}),
        (b"ab", bytearray(b"ab")),
        (ANN, Node("a", ("y", "x"), {"n": 1})),
        (KNOWS, Edge("a", "KNOWS", "b", {"since": 1}, source_label="x", id="9:9")),
        (np.array([1, 2], np.float32), np.array([1.0, 2.0])),
        (np.float64(0.5), 0.5),
    ],
)
def test_equal_values_have_one_digest(left: Any, right: Any) -> None:
    assert digest(left) == digest(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (None, "None"),
        (1, "1"),
        (1, 1.0),
        (True, 1),
        (NAN, None),
        (NAN, "nan"),
        ([1, 2], [2, 1]),
        (NOON, NOON.replace(tzinfo=None)),
        (NOON, NOON.isoformat()),
        (date(2026, 11, 21), datetime(2026, 11, 21)),
        (UUID(int=1), str(UUID(int=1))),
        (Decimal("1.0"), Decimal("1.00")),
        (Decimal(1), 1),
        (b"ab", "ab"),
        (ANN, Node("a", ("x", "y"), {"n": 2})),
        (ANN, {"id": "a", "labels": ["x", "y"], "n": 1}),
        (KNOWS, Edge("b", "KNOWS", "a", {"since": 1})),
        (Path((ANN, BOB), (KNOWS,)), Path((BOB, ANN), (KNOWS,))),
        ({"$uuid": str(UUID(int=1))}, UUID(int=1)),
        ({}, []),
    ],
)
def test_different_values_have_different_digests(left: Any, right: Any) -> None:
    assert digest(left) != digest(right)


@pytest.mark.parametrize(
    "value",
    [
        UUID(int=7),
        NOON,
        datetime(2026, 11, 21),
        date(2026, 11, 21),
        time(12, 30),
        timedelta(days=-2, microseconds=5),
        Decimal("1.00"),
        b"\0\xff",
        float("inf"),
        {"$uuid": "no uuid"},
        {"$map": {"$map": 1}},
        [UUID(int=1), {"deep": [NOON]}],
    ],
)
def test_a_parameter_survives_json(value: Any) -> None:
    assert untagged(json.loads(json.dumps(tagged(value), allow_nan=False))) == value


def test_a_vector_survives_json_bit_for_bit() -> None:
    vector = np.array([0.1, -0.0, 3.4e38, 1e-45], np.float32)
    back = untagged(json.loads(json.dumps(tagged(vector))))

    assert back.dtype == np.float32
    assert back.tolist() == vector.tolist()


documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(documents)
def test_any_document_survives_json(document: Any) -> None:
    assert untagged(json.loads(json.dumps(tagged(document), allow_nan=False))) == document


def test_what_cannot_be_a_parameter_is_said() -> None:
    with pytest.raises(BadInput, match=r"type \$node cannot be given again"):
        untagged(tagged(ANN))
