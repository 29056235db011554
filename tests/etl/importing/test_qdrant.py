"""Collections of Qdrant, held by its own client in this process, into collections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.etl.importing.conftest import contents
from workbench.bench.bench import Bench
from workbench.core.errors import BadInput, NotSupported

qdrant = pytest.importorskip("qdrant_client", reason="pip install qdrant-client")
UUID = "6f1b1a4e-8f5e-4b8e-9a55-0e1e2d3c4b5a"


@pytest.fixture
def client() -> Any:
    return qdrant.QdrantClient(":memory:")


def space(size: int, distance: str = "Dot", **settings: Any) -> Any:
    return qdrant.models.VectorParams(size=size, distance=distance, **settings)


def filled(client: Any, vectors: Any, *points: Any, **settings: Any) -> Any:
    client.create_collection("docs", vectors_config=vectors, **settings)
    client.upsert("docs", [qdrant.models.PointStruct(**point) for point in points])
    return client


def test_points_with_payload(bench: Bench, name: str, client: Any) -> None:
    payload = {"n": 2**70, "f": 1.0, "none": None, "deep": [{"a": True}]}
    first = {"id": 1, "vector": [1, 2], "payload": payload}
    filled(client, space(2, "Euclid"), first, {"id": 2**64 - 1, "vector": [3, 4], "payload": {}})
    receipt = bench.collections.import_qdrant(name, client, "docs")
    assert receipt.points == (2, 2, 0, 0)
    text = '{"deep": [{"a": true}], "f": 1.0, "n": 1180591620717411303424, "none": null}'
    assert contents(bench.collection(name)) == {
        1: {"payload": text, "vector": [1, 2]},
        2**64 - 1: {"payload": "{}", "vector": [3, 4]},
    }
    assert bench.collection(name).definition.vectors["vector"].metric == "euclidean"


def test_uuids_make_all_ids_texts(bench: Bench, name: str, client: Any) -> None:
    points = ({"id": 7, "vector": [1]}, {"id": UUID, "vector": [2]})
    filled(client, space(1), *points)
    bench.collections.import_qdrant(name, client, "docs", batch=1)
    assert set(contents(bench.collection(name))) == {"7", UUID}


def test_named_and_sparse_vectors(bench: Bench, name: str, client: Any) -> None:
    weights = qdrant.models.SparseVector(indices=[9, 3], values=[0.25, 0.5])
    points = ({"id": 1, "vector": {"t": [1, 2], "words": weights}}, {"id": 2, "vector": {"b": [5]}})
    sparse = {"words": qdrant.models.SparseVectorParams()}
    filled(client, {"t": space(2), "b": space(1)}, *points, sparse_vectors_config=sparse)
    bench.collections.import_qdrant(name, client, "docs")
    assert contents(bench.collection(name)) == {
        1: {"payload": "{}", "t": [1, 2], "sparse": {"words": {3: 0.5, 9: 0.25}}},
        2: {"payload": "{}", "b": [5]},
    }


def test_many_points_page_by_page(bench: Bench, name: str, client: Any) -> None:
    vectors = np.random.default_rng(1).normal(size=(250, 8)).astype(np.float32)
    points = ({"id": at, "vector": row.tolist()} for at, row in enumerate(vectors))
    filled(client, space(8), *points)
    bench.collections.import_qdrant(name, client, "docs", batch=60)
    held = bench.collection(name).get(range(250), vectors=True)
    assert np.array_equal([one["vector"] for one in held], vectors)
    found = bench.collection(name).search(vectors[17], 5)
    expected = np.argsort(-(vectors @ vectors[17]), kind="stable")[:5]
    assert [hit.id for hit in found] == expected.tolist()


def test_what_postgresql_cannot_keep_is_refused(
    bench: Bench, name: str, client: Any, refused: Callable[..., Any]
) -> None:
    payloads = [{"a": "ok"}, {"a": "\0"}, {"a": "\\u0000"}]
    points = ({"id": at, "vector": [1], "payload": one} for at, one in enumerate(payloads))
    filled(client, space(1), *points)
    receipt = bench.collections.import_qdrant(name, client, "docs")
    assert receipt.points == (3, 2, 0, 1)
    assert refused(receipt) == [
        (2, "payload", "PostgreSQL keeps no text with the character U+0000")
    ]


def test_a_metric_that_there_is_not(bench: Bench, name: str, client: Any) -> None:
    filled(client, space(1, "Manhattan"), {"id": 1, "vector": [1]})
    with pytest.raises(NotSupported, match="no metric 'manhattan' here"):
        bench.collections.import_qdrant(name, client, "docs")
    bench.collections.import_qdrant(name, client, "docs", metric="euclidean")
    assert len(bench.collection(name)) == 1


def test_several_vectors_of_a_point_are_left_out_on_demand(
    bench: Bench, name: str, client: Any
) -> None:
    many = qdrant.models.MultiVectorConfig(comparator="max_sim")
    spaces = {"one": space(1), "many": space(1, multivector_config=many)}
    filled(client, spaces, {"id": 1, "vector": {"one": [1], "many": [[1], [2]]}})
    with pytest.raises(NotSupported, match="leave it out with vectors="):
        bench.collections.import_qdrant(name, client, "docs")
    bench.collections.import_qdrant(name, client, "docs", vectors=["one"])
    assert contents(bench.collection(name)) == {1: {"payload": "{}", "one": [1]}}


def test_there_is_no_such_collection(bench: Bench, name: str, client: Any) -> None:
    with pytest.raises(BadInput, match="it cannot be read: Collection docs not found"):
        bench.collections.import_qdrant(name, client, "docs")
    assert name not in bench.collections
