"""What people hand over becomes points: dicts, frames, arrays."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import polars as pl
import pytest

from workbench.collections.given.points import points_of, points_of_arrays
from workbench.core.collections.definition import Definition, VectorSpace
from workbench.core.errors import BadInput

DOCS = Definition("docs", "vector", vectors={"vector": VectorSpace(2), "image": VectorSpace(3)})
NAMED = Definition("named", "metadata", ids="text")


def test_a_dict_has_its_fields_beside_id_and_vectors_or_in_payload() -> None:
    beside = points_of([{"id": 1, "vector": [1, 2], "title": "Dünen"}], DOCS)
    inside = points_of({"id": 1, "vector": [1, 2], "payload": {"title": "Dünen"}}, DOCS)
    assert list(beside.payloads) == list(inside.payloads) == ['{"title": "Dünen"}']
    assert beside.vectors["vector"].rows.tolist() == [[1.0, 2.0]]
    assert beside.vectors["image"].present.tolist() == [False]


class Stream:
    """What any Arrow table is to who reads it: a stream, of no library's class."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.__arrow_c_stream__ = frame.__arrow_c_stream__


def test_a_frame_and_its_arrow_table_give_the_same_points() -> None:
    frame = pl.DataFrame(
        {"id": [2**63, 1], "vector": [[1.0, 0.0], [0.0, 1.0]], "t": ["a\u2028b\x85", None]}
    )
    from_frame, from_arrow = points_of(frame, DOCS), points_of(Stream(frame), DOCS)
    assert from_frame.ids == from_arrow.ids == [2**63, 1]
    assert [json.loads(p) for p in from_frame.payloads] == [{"t": "a\u2028b\x85"}, {"t": None}]
    assert from_arrow.vectors["vector"].rows.tolist() == [[1.0, 0.0], [0.0, 1.0]]


def test_a_payload_may_be_json_text() -> None:
    frame = pl.DataFrame({"id": [1, 2], "payload": ['{"t": "ü"}', None]})
    assert list(points_of(frame, DOCS).payloads) == ['{"t": "ü"}', "{}"]
    assert list(points_of({"id": 1, "payload": '{"a": 1}'}, DOCS).payloads) == ['{"a": 1}']


def test_a_frame_may_lack_some_vectors_and_hold_arrays_of_fixed_width() -> None:
    some = pl.DataFrame({"id": [1, 2], "vector": [[1.0, 2.0], None]})
    fixed = pl.DataFrame({"id": [1]}).with_columns(
        pl.Series("image", [[1.0, 2.0, 3.0]], dtype=pl.Array(pl.Float32, 3))
    )
    assert points_of(some, DOCS).vectors["vector"].present.tolist() == [True, False]
    assert points_of(fixed, DOCS).vectors["image"].rows.tolist() == [[1.0, 2.0, 3.0]]


def test_arrays_become_points_and_sparse_vectors_stand_by_name() -> None:
    sparse = [{3: 0.5}, {"words": {"7": 1}}]
    points = points_of_arrays(np.arange(2), np.eye(2), None, sparse, DOCS)
    assert points.ids == [0, 1]
    assert list(points.payloads) == ["{}", "{}"]
    assert points.sparse == {"": [{3: 0.5}, None], "words": [None, {7: 1.0}]}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([{"id": -1}], "integer id from 0"),
        ([{"id": True}], "integer id from 0"),
        ([{"id": "x"}], "ids='text'"),
        ([{"id": 2**64}], "integer id from 0"),
        ([{"id": 1}, {"id": 1}], "1 twice"),
        ([{"title": "no id"}], "record 0"),
        ([{"id": 7, "vector": [1]}], "point 7: expected 2 numbers, saw shape (1,)"),
        ([{"id": 7, "vector": ["a", "b"]}], "point 7: expected 2 numbers"),
        ([{"id": 7, "vector": [float("nan"), 1]}], "point 7 holds NaN"),
        ([{"id": 7, "payload": {}, "t": 1}], "all fields in 'payload'"),
        ([{"id": 7, "t": float("inf")}], "point 7 is no JSON"),
        ([{"id": 7, "t": {1, 2}}], "point 7 is no JSON"),
        ([{"id": 7, "payload": "[1]"}], "point 7 is no JSON: expected an object"),
        ([{"id": 7, "payload": '{"t": NaN}'}], "point 7 is no JSON"),
        ([{"id": 7, "sparse": {-1: 1.0}}], "sparse vector of point 7"),
        (pl.DataFrame({"x": [1]}), "column 'id'"),
        (pl.DataFrame({"id": [5, 6], "x": [1.0, float("nan")]}), "point 6: field 'x' is nan"),
        (pl.DataFrame({"id": [5, 6], "x": [None, float("inf")]}), "point 6: field 'x' is inf"),
        (pl.DataFrame({"id": [5], "x": [[1.0, float("nan")]]}), "point 5 is no JSON"),
        (pl.DataFrame({"id": [5], "x": [b"raw"]}), "point 5 is no JSON"),
    ],
)
def test_what_does_not_fit_is_told_with_its_point(given: Any, told: str) -> None:
    with pytest.raises(BadInput, match=told.replace("(", r"\(").replace(")", r"\)")):
        points_of(given, DOCS)


def test_a_collection_of_texts_takes_texts_as_ids_alone() -> None:
    assert points_of([{"id": "a/1", "n": 1}], NAMED).ids == ["a/1"]
    with pytest.raises(BadInput, match="expected a text as id, saw 1"):
        points_of([{"id": 1}], NAMED)


def test_arrays_of_different_lengths_are_refused() -> None:
    with pytest.raises(BadInput, match="expected 2 vectors 'vector', one an id, saw 1"):
        points_of_arrays([1, 2], np.eye(2)[:1], None, None, DOCS)
    with pytest.raises(BadInput, match="expected 2 payloads"):
        points_of_arrays([1, 2], None, [{}], None, DOCS)
    with pytest.raises(BadInput, match="expected vectors vector, image, saw 'audio'"):
        points_of_arrays([1], {"audio": np.eye(1)}, None, None, DOCS)
