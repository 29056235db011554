"""Inner products of sparse vectors."""

from __future__ import annotations

import random

import numpy as np
import pytest

from workbench.collections.mirrors.sparse import SparseIndex

Vector = dict[int, float] | None


def random_vector(rng: random.Random) -> Vector:
    if rng.random() < 0.2:
        return None
    indexes = rng.sample([0, 1, 2, 3, 5, 8, 2**40, 2**63 - 1], rng.randrange(5))
    return {index: rng.uniform(-2, 2) for index in indexes}


def brute(vectors: list[Vector], query: dict[int, float]) -> tuple[list[float], list[bool]]:
    shared = [bool(vector and vector.keys() & query.keys()) for vector in vectors]
    scores = [sum(w * (v or {}).get(i, 0.0) for i, w in query.items()) for v in vectors]
    return scores, shared


@pytest.mark.parametrize("late", [1, 30, 2048])
def test_scores_are_inner_products_after_any_appends_and_drops(
    monkeypatch: pytest.MonkeyPatch, late: int
) -> None:
    monkeypatch.setattr("workbench.collections.mirrors.postings.LATE", late)
    rng, index, vectors = random.Random(late), SparseIndex(), []
    for _ in range(60):
        more = [random_vector(rng) for _ in range(rng.randrange(6))]
        index.append(more)
        vectors += more
        for at in rng.sample(range(len(vectors)), len(vectors) > 20):
            index.drop(np.array([at]))
            vectors[at] = None
        query = random_vector(rng) or {3: 1.5}
        scores, shared = index.scores(query)
        expected = brute(vectors, query)
        assert scores == pytest.approx(expected[0], rel=1e-12, abs=1e-12)
        assert shared.tolist() == expected[1]
    assert [index.vector(at) for at in range(len(vectors))] == vectors


def test_a_shared_index_counts_even_where_the_product_is_zero() -> None:
    index = SparseIndex()
    index.append([{1: 1.0, 2: -1.0}, {3: 1.0}, {}, None])
    rows, scores = index.matches({1: 1.0, 2: 1.0})
    assert rows.tolist() == [0]
    assert scores.tolist() == [0.0]
    assert index.present.tolist() == [True, True, True, False]


def test_forgotten_postings_are_made_again() -> None:
    index = SparseIndex()
    index.skip(2)
    index.append([{7: 0.5}])
    assert index.scores({7: 2.0})[0].tolist() == [0.0, 0.0, 1.0]
    index.forget()
    assert index.spare == 0
    index.append([{7: 3.0}])
    assert index.scores({7: 2.0})[0].tolist() == [0.0, 0.0, 1.0, 6.0]
