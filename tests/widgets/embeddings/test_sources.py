"""Vectors from arrays, frames and a table of a real store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas
import polars
import pytest

from tests.widgets.embeddings.clouds import clouds
from workbench.bench.see.embeddings import embeddings
from workbench.core.errors import BadInput
from workbench.core.protocols import Embedder
from workbench.core.values import Rows
from workbench.stores.embedding.wordllama import WordLlamaEmbedder
from workbench.stores.vector.pgvector import create

TEXTS = ["a lamp in a storm", "the keeper's dinner", "waves on the rocks", "a lamp that went dark"]


@dataclass
class Opened:
    """What the view asks of a bench."""

    relational: Any
    embedder: Embedder

    def frame(self, text: str) -> polars.DataFrame:
        found: polars.DataFrame = self.relational.frame(text)
        return found


@pytest.fixture(scope="module")
def embedder() -> WordLlamaEmbedder:
    return WordLlamaEmbedder()


@pytest.fixture
def bench(relational: Any, embedder: WordLlamaEmbedder) -> Any:
    store = create(relational, "chunks", embedder.dimension)
    made = zip(TEXTS, embedder.embed(TEXTS), strict=True)
    store.put([(f"c{at}", vector, {"words": text}) for at, (text, vector) in enumerate(made)])
    return Opened(relational, embedder)


def test_a_table_of_the_bench_is_read_with_its_columns(bench: Any) -> None:
    made = embeddings(bench, "chunks", neighbours=2)

    assert made.map.frame["id"].to_list() == ["c0", "c1", "c2", "c3"]
    assert "words" in made.map.frame["payload"][0]
    stored = bench.relational.rows("SELECT embedding FROM chunks ORDER BY id").column("embedding")
    assert np.array_equal(made.map.points.vectors, np.stack(stored))


def test_sql_gives_vectors_too_and_its_columns_can_be_named(bench: Any) -> None:
    text = "SELECT id AS chunk, payload ->> 'words' AS words, embedding FROM chunks WHERE id > 'c1'"
    made = embeddings(bench, text, ids="chunk", label="words", neighbours=1)

    assert made.map.points.labels == TEXTS[2:]
    assert made.map.frame.columns[:2] == ["id", "label"]


def test_a_text_is_embedded_by_the_bench(bench: Any) -> None:
    made = embeddings(bench, "chunks", queries="a lamp that went dark", golden="c0", top_n=1)

    assert made.hits()[0]["id"] == "c3"
    assert made.hits()[0]["score"] == pytest.approx(1, abs=1e-6)
    assert made.why()[0]["why"] == "others are nearer: rank 2, and the search returns 1"
    asked = made.answers()["meaning"]({"text": "the keeper's dinner", "k": 2})
    assert asked["hits"][0] == [1, pytest.approx(1, abs=1e-6)]
    assert (asked["x"], asked["y"]) == pytest.approx(made.map.projection.xy[1].tolist(), abs=1e-6)


@pytest.mark.parametrize("dtype", [polars.List(polars.Float64), polars.Array(polars.Float32, 16)])
def test_a_polars_frame_needs_no_naming(dtype: Any) -> None:
    vectors = clouds(30)
    column = polars.Series("v", vectors.tolist(), dtype=dtype)
    frame = polars.DataFrame({"node_id": [f"n{at}" for at in range(30)], "v": column})

    made = embeddings(None, frame)
    assert made.map.points.ids[:2] == ["n0", "n1"]
    assert np.array_equal(made.map.points.vectors, vectors)


def test_a_pandas_frame_and_rows_give_the_same_points() -> None:
    vectors = clouds(30)
    frame = pandas.DataFrame({"id": range(30), "kind": ["a", None] * 15, "v": list(vectors)})
    rows = Rows(("id", "kind", "v"), [tuple(row) for row in frame.itertuples(index=False)])

    from_pandas, from_rows = embeddings(None, frame), embeddings(None, rows)
    assert np.array_equal(from_pandas.map.points.vectors, vectors)
    assert np.array_equal(from_rows.map.points.vectors, vectors)
    assert from_pandas.map.frame["kind"].to_list()[:2] == ["a", None]
    assert from_pandas.map.points.ids == from_rows.map.points.ids


def test_edges_have_the_id_that_the_graph_gives_them() -> None:
    frame = polars.DataFrame(
        {
            "from_node_id": ["a", "b"],
            "edge_label": ["NEAR", "NEAR"],
            "to_node_id": ["b", "c"],
            "embedding": [[1.0, 2.0], [2.0, 1.0]],
        }
    )

    assert embeddings(None, frame).map.points.ids == ["a-NEAR-b", "b-NEAR-c"]


def test_an_array_takes_ids_labels_and_columns_as_lists() -> None:
    made = embeddings(
        None, clouds(3), ids=[7, 8, 9], label=["x", "y", "z"], columns={"kind": list("aab")}
    )

    assert made.map.frame.select("id", "label", "kind").rows() == [
        ("7", "x", "a"), ("8", "y", "a"), ("9", "z", "b")]  # fmt: skip


def test_vectors_that_cannot_be_placed_are_left_out_and_counted() -> None:
    frame = polars.DataFrame(
        {"id": list("abcde"), "v": [[1.0, 2.0], None, [0.0, 0.0], [float("nan"), 1.0], [2.0, 1.0]]}
    )
    made = embeddings(None, frame, queries=[[1.0, 0.0]], golden=["b", "c"])

    assert made.map.points.ids == ["a", "e"]
    assert made.summary().startswith(
        "2 points, 1 without a vector left out, 1 with NaN or infinity left out, "
        "1 with a vector of zeros, which has no direction left out; "
    )
    assert made.why()[0]["why"] == "no vector: it stands without a vector"
    assert embeddings(None, frame, metric="l2").map.points.ids == ["a", "c", "e"]


@pytest.mark.parametrize(
    ("source", "options", "told"),
    [
        ("chunks", {}, "'chunks' is read from a bench"),
        (3, {}, "a polars or pandas frame, Rows, or an array"),
        (np.zeros((3, 2)), {}, "expected some that can be compared, found none in 3"),
        (np.ones(3), {}, r"shape \(n, d\), found \(3,\)"),
        (np.ones((3, 2)), {"ids": ["a"]}, "ids: expected 3, one a vector, found 1"),
        (np.ones((3, 2)), {"metric": "dot"}, "found 'dot'"),
        (np.ones((3, 2)), {"neighbours": 0}, "expected 1 or more"),
        (np.ones((3, 2)), {"golden": ["a"]}, "expected queries too"),
        (np.ones((3, 2)), {"queries": "x"}, "a text is embedded by a bench"),
        (np.ones((3, 2)), {"queries": [[1.0]]}, "expected 2 numbers as the points have"),
        (np.ones((3, 2)), {"queries": {"q": {"k": 3}}}, "expected text or vector"),
        (np.ones((3, 2)), {"queries": {"q": [1, 0]}, "golden": {"p": []}}, "no query is called"),
        (polars.DataFrame({"v": [[1.0], [1.0, 2.0]]}), {}, "one length in 'v', found 1, 2"),
        (polars.DataFrame({"a": [1]}), {}, "one column of vectors, found none among a"),
        (polars.DataFrame({"a": [[1]], "b": [[1]]}), {}, "found a, b; name it"),
        (polars.DataFrame({"a": [[1]]}), {"vectors": "z"}, "no column 'z'"),
    ],
)
def test_what_does_not_fit_is_told(source: Any, options: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        embeddings(None, source, **options)
