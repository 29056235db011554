"""Points in and out of a collection, in each form that they come in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.collections.given.test_points import Stream
from workbench.bench.veles.collection import Collection
from workbench.core.errors import BadInput, VelesFailed

Make = Callable[..., Collection]
IDS = [3, 2**63, 7]
ROWS = np.array([[1, 2], [3, 4], [5, 6]], dtype=np.float32)
TITLES = ["Dünen", None, "a 'quoted' \\ text"]


def _dicts() -> list[dict[str, Any]]:
    titled = zip(IDS, ROWS, TITLES, strict=True)
    return [{"id": id, "vector": row, "title": title} for id, row, title in titled]


def _frame() -> pl.DataFrame:
    return pl.DataFrame({"id": IDS, "vector": ROWS.tolist(), "title": TITLES})


@pytest.mark.parametrize(
    "upsert",
    [
        lambda c: c.upsert(_dicts()),
        lambda c: c.upsert(_frame()),
        lambda c: c.upsert(Stream(_frame())),
        lambda c: c.upsert(ids=IDS, vectors=ROWS, payloads=[{"title": t} for t in TITLES]),
    ],
    ids=["dicts", "polars", "arrow stream", "arrays"],
)
def test_every_form_stores_the_same_points(make: Make, upsert: Any) -> None:
    collection = make()
    assert upsert(collection) == 3 == len(collection)
    found = collection.get(IDS, vectors=True)
    assert [one["id"] for one in found] == IDS
    assert [one["payload"] for one in found] == [{"title": title} for title in TITLES]
    assert np.array_equal([one["vector"] for one in found], ROWS)


def test_what_get_gives_upsert_takes(make: Make) -> None:
    spaces = {"image": (3, "dot")}
    first, second = make(vectors=spaces, ids="text"), make(vectors=spaces, ids="text")
    first.upsert(
        [
            {"id": "a/1", "vector": [1, 0], "image": [1, 2, 3], "sparse": {"words": {7: 0.5}}},
            {"id": "b", "vector": [0, 1], "sparse": {3: 1.0}, "payload": {"vector": "a field"}},
        ]
    )
    second.upsert(first.get(["b", "a/1"], vectors=True))
    for record in (first.get("a/1", vectors=True)[0], second.get("a/1", vectors=True)[0]):
        assert record["sparse"] == {"words": {7: 0.5}}
        assert record["image"].tolist() == [1, 2, 3]
    assert second.get("b") == [{"id": "b", "payload": {"vector": "a field"}}]


def test_a_point_is_replaced_as_a_whole(places: Collection) -> None:
    places.upsert({"id": 2, "vector": [1, 1], "name": "Gannet Head"})
    assert places.get(2, vectors=True)[0]["payload"] == {"name": "Gannet Head"}
    assert places.count("kind = $kind", kind="light") == 1


def test_get_keeps_the_order_and_leaves_out_what_is_not_there(places: Collection) -> None:
    assert [one["id"] for one in places.get([4, 99, 1, 4])] == [4, 1, 4]
    assert places.get(99) == []
    with pytest.raises(BadInput, match="expected an integer id"):
        places.get("four")


def test_delete_takes_ids_or_a_predicate(places: Collection) -> None:
    assert places.delete([1, 1, 99]) == 1
    assert places.delete(where="year < $before -- and no more", before=1900) == 1
    assert [one["id"] for one in places] == [3, 4]
    assert places.delete(99) == 0
    for wrong in ({}, {"ids": 3, "where": "id = 3"}):
        with pytest.raises(BadInput, match="either ids or where"):
            places.delete(**wrong)  # type: ignore[arg-type]


def test_count_is_of_all_or_of_a_predicate(places: Collection) -> None:
    assert places.count() == len(places) == 4
    assert places.count("kind = 'pier' AND year > $after", after=1950) == 1


def test_scroll_pages_by_id_and_says_where_the_next_begins(places: Collection) -> None:
    page = places.scroll(limit=3)
    assert [one["id"] for one in page.records] == [1, 2, 3]
    assert page.after == 3
    rest = places.scroll(after=page.after, limit=3)
    assert [one["id"] for one in rest.records] == [4]
    assert rest.after is None
    kept = places.scroll(after=1, limit=1, where="kind = $k OR id = 1", k="pier", vectors=True)
    assert kept.records[0]["vector"].tolist() == pytest.approx([0.8, 0.6])
    with pytest.raises(BadInput, match="limit: expected 1 or more"):
        places.scroll(limit=0)


def test_a_collection_is_iterated_whole_by_text_id(make: Make) -> None:
    collection = make(None, ids="text")
    names = [f"n{number}" for number in range(2_500)]
    collection.upsert([{"id": name} for name in names])
    assert [one["id"] for one in collection] == sorted(names)
    assert collection.scroll(after="n998", limit=1).records[0]["id"] == "n999"


def test_a_frame_holds_all_fields_or_those_named(places: Collection) -> None:
    assert places.frame().columns == ["id", "kind", "name", "year"]
    years = places.frame("year")
    assert years.rows() == [(1, 1901), (2, 1850), (3, None), (4, 1990)]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"id": 1, "vector": [1, 2, 3]}, "point 1: expected 2 numbers"),
        ({"id": 1, "vector": [1, np.nan]}, "point 1 holds NaN"),
        ({"id": -1, "vector": [1, 2]}, "integer id from 0"),
    ],
)
def test_a_batch_with_one_bad_point_stores_nothing(
    places: Collection, wrong: dict[str, Any], told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        places.upsert([{"id": 50, "vector": [1, 2]}, wrong])
    assert len(places) == 4


def test_a_vector_given_where_there_is_none_is_no_field(make: Make) -> None:
    plain = make(None)
    for wrong in ({"id": 1, "vector": [1]}, pl.DataFrame({"id": [1], "vector": [[1.0]]})):
        with pytest.raises(BadInput, match="no vectors, saw 'vector'; a field of that name"):
            plain.upsert(wrong)
    assert plain.upsert([]) == 0
    with pytest.raises(BadInput, match="either points or ids"):
        plain.upsert()


def test_a_handle_of_a_dropped_collection_says_so(make: Make, bench: Any) -> None:
    gone = make(None)
    bench.collections.drop(gone.name)
    with pytest.raises(VelesFailed, match="there is no collection") as told:
        len(gone)
    assert told.value.code == "VELES-002"
    assert "there is no collection" in repr(gone)
    with pytest.raises(VelesFailed, match="there is no collection"):
        gone.upsert({"id": 1})
