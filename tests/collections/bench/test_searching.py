"""Search and its measures through a collection's handle, and its edges."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from workbench.bench.veles.collection import Collection
from workbench.core.errors import BadInput, VelesFailed
from workbench.core.values import Hit

Make = Callable[..., Collection]


def test_search_gives_the_nearest_with_their_payload(places: Collection) -> None:
    hits = places.search([1, 0], 2)
    assert [hit.id for hit in hits] == [1, 4]
    assert [hit.score for hit in hits] == pytest.approx([1.0, 0.8])
    assert hits[1].payload["name"] == "Short Pier"


def test_search_fills_k_from_those_that_satisfy_where(places: Collection) -> None:
    hits = places.search([1, 0], 2, where="kind = $kind OR kind IS NULL", kind="light")
    assert [hit.id for hit in hits] == [2, 3]


def test_a_distance_is_negative_in_a_hit(make: Make) -> None:
    collection = make(2, "euclidean")
    collection.upsert(ids=[1, 2, 3], vectors=np.array([[3, 4], [0, 0], [0, 1]]))
    assert collection.search([0, 0], 3) == [Hit(2, 0.0, {}), Hit(3, -1.0, {}), Hit(1, -5.0, {})]
    assert str(collection.search([0, 0], 1)[0].score) == "0.0"


def test_named_vectors_are_searched_under_their_names(make: Make) -> None:
    collection = make(None, vectors={"select": (2, "dot"), "far": (1, "euclidean")})
    collection.upsert([{"id": 1, "select": [1, 1], "far": [9]}, {"id": 2, "select": [2, 0]}])
    assert [hit.score for hit in collection.search([1, 2], using="select")] == [3.0, 2.0]
    assert collection.search([6], using="far") == [Hit(1, -3.0, {})]
    with pytest.raises(VelesFailed, match="did you mean far") as told:
        collection.search([6], using="fa")
    assert told.value.code == "E002"


def test_sparse_vectors_are_searched_in_the_language(make: Make) -> None:
    collection = make()
    weights = [{"words": {1: 2.0, 5: 1.0}}, {"words": {5: 3.0}}]
    collection.upsert(ids=[1, 2], vectors=np.eye(2), sparse=weights)
    text = f"SELECT id FROM {collection.name} WHERE vector SPARSE_NEAR $q USING 'words'"
    found = collection.query(text, q={5: 1.0})
    assert (found.ids, found.scores) == ([2, 1], [3.0, 1.0])


def test_wrong_searches_have_the_language_s_codes(places: Collection) -> None:
    for code, wrong in {
        "VELES-004": {"vector": [1, 2, 3]},
        "VELES-005": {"vector": [1, np.inf]},
        "V013": {"vector": [1, 0], "mode": "fats'"},
        "E001": {"vector": [1, 0], "where": "kind ="},
        "E005": {"vector": [1, 0], "where": "kind = $kind"},
    }.items():
        with pytest.raises(VelesFailed) as told:
            places.search(**wrong)  # type: ignore[arg-type]
        assert told.value.code == code


def test_edges_join_points_and_go_with_them(places: Collection) -> None:
    made = places.relate(
        [
            {"source": 1, "target": 2, "label": "SEEN_FROM", "miles": 3},
            {"id": 40, "source": 2, "target": 3, "label": "SEEN_FROM"},
            {"source": 4, "target": 3, "label": "NEAR", "properties": {"miles": 1}},
        ]
    )
    assert made[1] == 40
    assert len(set(made)) == 3
    text = "MATCH (a)-[m:SEEN_FROM]->(b) WHERE a.kind = 'pier' RETURN b.name, m.miles, m"
    found = places.query(text)
    assert found.rows.values == [("Gannet Head", 3, made[0])]
    assert found.bindings == [{"a": 1, "m": made[0], "b": 2}]
    assert places.delete(2) == 1
    left = places.query(f"SELECT EDGES FROM {places.name}").rows
    assert [row[:4] for row in left.values] == [(made[2], 4, 3, "NEAR")]


def test_an_edge_to_nowhere_is_refused_with_all_that_came_with_it(places: Collection) -> None:
    with pytest.raises(BadInput, match="99"):
        places.relate(
            [{"source": 1, "target": 2, "label": "A"}, {"source": 1, "target": 99, "label": "A"}]
        )
    assert len(places.query(f"SELECT EDGES FROM {places.name}")) == 0


def test_a_graph_s_schema_holds_for_upsert_and_relate(bench: object, make: Make) -> None:
    name = "typed_graph"
    schema = "NODE Person (born: INTEGER), NODE Town, EDGE LIVES FROM Person TO Town"
    bench.veles(f"CREATE GRAPH COLLECTION {name} WITH SCHEMA ({schema})")  # type: ignore[attr-defined]
    graph = bench.collection(name)  # type: ignore[attr-defined]
    graph.upsert([{"id": 1, "_labels": ["Person"], "born": 1}, {"id": 2, "_labels": ["Town"]}])
    assert len(graph.relate([{"source": 1, "target": 2, "label": "LIVES"}])) == 1
    for wrong in (
        lambda: graph.upsert({"id": 3, "_labels": ["Person"], "born": "soon"}),
        lambda: graph.relate([{"source": 2, "target": 1, "label": "LIVES"}]),
    ):
        with pytest.raises(VelesFailed) as told:
            wrong()
        assert told.value.code == "VELES-017"


def test_a_measured_index_is_audited_and_told(make: Make) -> None:
    collection = make(16)
    rows = np.random.default_rng(3).standard_normal((3_000, 16), dtype=np.float32)
    collection.upsert(ids=range(3_000), vectors=rows)
    (exact,) = collection.indexes()
    assert exact == {"vector": "vector", "name": "flat", "recall": 1.0, "used": True}
    measured = collection.build()
    assert {"vector", "name", "recall", "used"} <= set(measured.columns)
    assert sum(bool(row["used"]) for row in measured) == 1
    (audit,) = collection.audit(queries=50)
    assert audit["vector"] == "vector"
    assert audit["recall"] >= 0.99
    assert collection.indexes().values == measured.values
    parts = dict(collection.memory().values)
    assert parts["vectors"] >= rows.nbytes
    assert parts["all"] == sum(parts.values()) - parts["all"]
