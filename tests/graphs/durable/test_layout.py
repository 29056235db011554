"""Properties and labels as the JSON texts that tables keep."""

from __future__ import annotations

import json
import math
import struct
from random import Random
from typing import Any

import pytest

from workbench.core.errors import BadInput
from workbench.core.property_graph.records import NodeRecord
from workbench.graphs.durable.layout import LAYOUTS


def _stored(properties: dict[str, Any], labels: tuple[str, ...] = ()) -> tuple[str, str]:
    columns = LAYOUTS["nodes"].given([NodeRecord(0, "a", labels, properties)])
    return columns["properties"][0], columns["labels"][0]


def test_floats_come_back_bit_by_bit() -> None:
    bits = Random(8).randbytes
    floats = [struct.unpack("<d", bits(8))[0] for _ in range(5000)]
    floats = [0.0, -0.0, 1.0, 1e16, 1e22, 1e300, 5e-324, *filter(math.isfinite, floats)]
    found = [json.loads(_stored({"x": one})[0])["x"] for one in floats]
    assert list(map(repr, found)) == list(map(repr, floats))


def test_values_keep_what_they_are() -> None:
    given = {"b": True, "a": 1, "c": "1", "d": "null", "é\U0001f600": 'q"\\\n\x01', "e": -(2**63)}
    text, labels = _stored(given, ("Person", "é", "Person"))
    found = json.loads(text)
    assert {key: (type(value), value) for key, value in found.items()} == {
        key: (type(value), value) for key, value in given.items()
    }
    assert list(found) == sorted(given)
    assert labels == '["Person","é","Person"]'


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, object(), b"bytes", {1, 2}])
def test_what_json_cannot_say_is_refused(value: Any) -> None:
    with pytest.raises(BadInput, match="finite numbers"):
        _stored({"x": value})
