"""Collections made, listed, changed and dropped, in the language and by calls."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import workbench as wb
from workbench.bench.veles.collection import Collection
from workbench.core.collections.definition import VectorSpace
from workbench.core.errors import BadInput, VelesFailed

Make = Callable[..., Collection]


def test_what_a_text_makes_a_call_finds_and_the_other_way_round(bench: wb.Bench) -> None:
    bench.veles("CREATE COLLECTION by_text (dimension = 3, metric = 'dot')")
    made = bench.collection("by_text")
    assert made.definition.vectors["vector"] == VectorSpace(3, "dot")
    bench.collections.create("by_call", 4, "jaccard")
    described = bench.veles("DESCRIBE by_call").rows
    assert described.values == [("by_call", "vector", 0, 4, "jaccard")]
    bench.veles("DROP COLLECTION by_call")
    bench.collections.drop("by_text")
    assert not {"by_text", "by_call"} & set(bench.collections)


def test_collections_are_a_set_of_names(bench: wb.Bench, make: Make) -> None:
    second, first = make(None), make(2)
    assert first.name in bench.collections
    assert "nothing" not in bench.collections
    names = list(bench.collections)
    assert names == sorted(names)
    assert len(bench.collections) == len(names)
    shown = bench.veles("SHOW COLLECTIONS").rows
    assert (first.name, "vector") in shown.values
    assert (second.name, "metadata") in shown.values


def test_the_table_tells_what_each_collection_holds(bench: wb.Bench, make: Make) -> None:
    collection = make(2, "euclidean", vectors={"image": (3, "dot")})
    collection.upsert({"id": 1, "vector": [1, 2]})
    row = next(row for row in bench.collections.table() if row["name"] == collection.name)
    assert (row["kind"], row["points"], row["generation"]) == ("vector", 1, 1)
    assert row["vectors"] == "vector 2 euclidean, image 3 dot"
    assert row["bytes"] > 0
    assert row["mirror"] == "tables"


def test_alter_and_index_change_no_answer(bench: wb.Bench, places: Collection) -> None:
    text = f"SELECT name FROM {places.name} WHERE year > 1900 ORDER BY year"
    before = bench.veles(text).rows.values
    bench.veles(f"ALTER COLLECTION {places.name} SET (auto_reindex = true)")
    bench.veles(f"CREATE INDEX ON {places.name} (year)")
    assert bench.veles(text).rows.values == before == [("Long Pier",), ("Short Pier",)]
    assert places.definition.indexes == (("year",),)
    with pytest.raises(VelesFailed) as told:
        bench.veles(f"ALTER COLLECTION {places.name} SET (colour = true)")
    assert told.value.code == "VELES-010"


@pytest.mark.parametrize(
    ("code", "definition"),
    [
        ("VELES-034", {"name": "two words"}),
        ("VELES-032", {"name": "n", "dimension": 0}),
        ("VELES-027", {"name": "n", "dimension": 4097}),
        ("E001", {"name": "n", "dimension": 2, "metric": "cosin"}),
        ("VELES-009", {"name": "n", "dimension": 2, "recall": 7}),
    ],
)
def test_a_definition_that_cannot_be_has_its_code(
    bench: wb.Bench, code: str, definition: dict[str, object]
) -> None:
    with pytest.raises(VelesFailed) as told:
        bench.collections.create(**definition)  # type: ignore[arg-type]
    assert told.value.code == code
    assert "n" not in bench.collections


@pytest.mark.parametrize(
    "definition",
    [{"kind": "table"}, {"kind": "vector"}, {"ids": "uuid"}],
)
def test_a_call_that_makes_no_sense_makes_nothing(
    bench: wb.Bench, definition: dict[str, object]
) -> None:
    with pytest.raises(BadInput):
        bench.collections.create("never", **definition)  # type: ignore[arg-type]
    assert "never" not in bench.collections


def test_names_that_are_taken_or_unknown_are_told(bench: wb.Bench, places: Collection) -> None:
    with pytest.raises(VelesFailed) as taken:
        bench.collections.create(places.name)
    assert taken.value.code == "VELES-001"
    for ask in (bench.collection, bench.collections.drop):
        with pytest.raises(VelesFailed, match="did you mean") as told:
            ask(f"{places.name}x")
        assert told.value.code == "VELES-002"
