"""Collections of Chroma, in its own files, into collections.

`chromadb` is not among the packages that tests install: with what it depends on it takes 370 MB.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.etl.importing.conftest import contents
from workbench.bench.bench import Bench
from workbench.core.errors import BadInput

chromadb = pytest.importorskip("chromadb", reason="pip install chromadb (370 MB) to test imports")


@pytest.fixture
def chroma(tmp_path: Path) -> Callable[..., Any]:
    """Makes a collection: `chroma(space="ip")`."""
    client = chromadb.PersistentClient(str(tmp_path / "chroma"))

    def made(**index: Any) -> Any:
        return client.create_collection("docs", configuration={"hnsw": index} if index else None)

    return made


def test_documents_and_metadata(bench: Bench, name: str, chroma: Any) -> None:
    docs = chroma(space="cosine")
    metadata = [{"n": 2**62, "f": 2.5, "b": True, "tags": ["x", "y"]}, None]
    docs.add(ids=["a", "b"], embeddings=[[1, 0], [0, 1]], documents=["A", "B"], metadatas=metadata)
    docs.add(ids=["c"], embeddings=[[0, -1]])
    receipt = bench.collections.import_chroma(name, docs, batch=2)
    assert receipt.points == (3, 3, 0, 0)
    payload = '{"b": true, "document": "A", "f": 2.5, "n": 4611686018427387904, "tags": ["x", "y"]}'
    assert contents(bench.collection(name)) == {
        "a": {"payload": payload, "vector": [1, 0]},
        "b": {"payload": '{"document": "B"}', "vector": [0, 1]},
        "c": {"payload": "{}", "vector": [0, -1]},
    }
    assert bench.collection(name).definition.vectors["vector"].metric == "cosine"


def test_many_records(bench: Bench, name: str, chroma: Any) -> None:
    docs, vectors = chroma(), np.random.default_rng(2).normal(size=(300, 8)).astype(np.float32)
    docs.add(ids=[f"{at:03}" for at in range(300)], embeddings=vectors)
    bench.collections.import_chroma(name, docs, batch=70)
    held = [record for _, record in sorted(contents(bench.collection(name)).items())]
    assert np.array_equal([one["vector"] for one in held], vectors)
    assert bench.collection(name).definition.vectors["vector"].metric == "euclidean"


def test_metadata_that_are_called_like_the_document(
    bench: Bench, name: str, chroma: Any, refused: Callable[..., Any]
) -> None:
    docs = chroma(space="ip")
    docs.add(ids=["a"], embeddings=[[1]], documents=["A"], metadatas=[{"document": "mine"}])
    receipt = bench.collections.import_chroma(name, docs)
    assert [row[:2] for row in refused(receipt)] == [(1, "document")]
    bench.collections.import_chroma(name, docs, document="text")
    assert bench.collection(name).get("a")[0]["payload"] == {"document": "mine", "text": "A"}


def test_an_empty_collection_tells_no_dimension(bench: Bench, name: str, chroma: Any) -> None:
    with pytest.raises(BadInput, match="it is empty"):
        bench.collections.import_chroma(name, chroma())
    assert name not in bench.collections
