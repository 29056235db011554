"""What every vector store does.

1. An empty collection has no neighbours.  2. Best first; ties by id.  3. `put` twice
replaces.  4. `drop` counts what was there.  5. Any text is an id.  6. A filter takes a
value or a list.  7. The threshold is strict.  8. A zero vector is never a hit, and never a
query.  9. A wrong dimension, NaN and an id given twice store nothing.  10. More wanted than
there is gives all.  11. The similarities are those of brute force, with an index or without.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from workbench.core.errors import BadInput
from workbench.stores.vector.pgvector import PgVectors

X, Y, NEGATIVE = [1.0, 0, 0, 0], [0.0, 1, 0, 0], [-1.0, 0, 0, 0]


def ids(hits: list[Any]) -> list[Any]:
    return [hit.id for hit in hits]


def test_an_empty_collection_has_no_neighbours(vectors: PgVectors) -> None:
    assert vectors.nearest(X, 3) == []


def test_best_first_and_ties_by_id(vectors: PgVectors) -> None:
    vectors.put([("b", X, {}), ("a", X, {}), ("c", Y, {}), ("d", NEGATIVE, {})])

    hits = vectors.nearest(X, 10)
    assert ids(hits) == ["a", "b", "c", "d"]
    assert [hit.score for hit in hits] == [1.0, 1.0, 0.0, -1.0]
    assert ids(vectors.nearest(X, 1)) == ["a"]


def test_putting_twice_replaces(vectors: PgVectors) -> None:
    vectors.put([("a", X, {"n": 1})])
    vectors.put([("a", Y, {"n": 2})])

    assert vectors.nearest(Y, 5) == [("a", 1.0, {"n": 2})]


def test_dropping_counts_what_was_there(vectors: PgVectors) -> None:
    vectors.put([("a", X, {}), ("b", Y, {})])

    assert vectors.drop(["a", "nobody"]) == 1
    assert ids(vectors.nearest(X, 5)) == ["b"]


def test_any_text_is_an_id(vectors: PgVectors) -> None:
    names = ["ünï", "it's", 'say "hi"', "a\nb", "$id", "%s", "'; DROP TABLE things; --"]
    vectors.put([(name, X, {}) for name in names])

    assert sorted(ids(vectors.nearest(X, 10))) == sorted(names)
    assert vectors.drop(names) == len(names)


def test_filters_take_a_value_or_a_list(vectors: PgVectors) -> None:
    vectors.put([(str(n), X, {"n": n, "even": n % 2 == 0, "none": None}) for n in range(6)])

    assert ids(vectors.nearest(X, 9, where={"n": 3})) == ["3"]
    assert ids(vectors.nearest(X, 9, where={"n": [1, 4, 77], "even": True})) == ["4"]
    assert ids(vectors.nearest(X, 9, where={"id": ["2", "5"]})) == ["2", "5"]
    assert ids(vectors.nearest(X, 9, where={"n": []})) == []
    assert ids(vectors.nearest(X, 9, where={"unknown": 1})) == []


def test_the_threshold_is_strict(vectors: PgVectors) -> None:
    vectors.put([("same", X, {}), ("across", Y, {})])

    assert ids(vectors.nearest(X, 9, threshold=0.0)) == ["same"]
    assert ids(vectors.nearest(X, 9, threshold=-0.1)) == ["same", "across"]


def test_a_zero_vector_is_never_a_hit_and_never_a_query(vectors: PgVectors) -> None:
    vectors.put([("zero", [0.0] * 4, {}), ("a", X, {})])

    assert ids(vectors.nearest(X, 9)) == ["a"]
    with pytest.raises(BadInput, match="all zero"):
        vectors.nearest([0.0] * 4, 1)


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (("b", [1.0, 2], {}), r"'b': expected 4 numbers, found shape \(2,\)"),
        (("b", [float("nan"), 0, 0, 1], {}), "'b' holds NaN"),
        (("a", Y, {}), "'a' is given twice"),
    ],
)
def test_a_bad_record_stores_nothing(vectors: PgVectors, bad: Any, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        vectors.put([("a", X, {}), bad])

    assert vectors.nearest(X, 5) == []


def test_a_wrong_query_is_refused(vectors: PgVectors) -> None:
    with pytest.raises(BadInput, match="expected 4 numbers"):
        vectors.nearest([1.0], 1)
    with pytest.raises(BadInput, match="k: expected 1 or more"):
        vectors.nearest(X, 0)


@pytest.mark.parametrize("indexed", [False, True])
def test_similarities_are_those_of_brute_force(vectors: PgVectors, indexed: bool) -> None:
    random = np.random.default_rng(5)
    stored = random.normal(size=(2000, 4)).astype(np.float32)
    query = random.normal(size=4).astype(np.float32)
    vectors.put([(f"{at:04}", vector, {}) for at, vector in enumerate(stored)])
    if indexed:
        index = "CREATE INDEX ON things USING hnsw (embedding vector_cosine_ops)"
        vectors._store.write(index)

    unit = stored / np.linalg.norm(stored, axis=1, keepdims=True)
    expected = unit @ (query / np.linalg.norm(query))
    hits = vectors.nearest(query, 50)
    assert ids(hits) == [f"{at:04}" for at in np.argsort(-expected, kind="stable")[:50]]
    assert np.allclose([h.score for h in hits], np.sort(expected)[::-1][:50], atol=1e-6)
