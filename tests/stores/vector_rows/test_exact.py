"""Exact answers of vectors in this process, against brute force."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from workbench.core.errors import BadInput

from .brute import METRICS, order, scores
from .made import eighths, normal, rows_of


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("d", [1, 2, 3, 4, 5, 6, 7, 8, 70, 384])
@pytest.mark.parametrize("n", [1, 7, 300])
def test_answers_are_those_of_brute_force(metric: str, d: int, n: int) -> None:
    random = np.random.default_rng(n * d)
    vectors = eighths(random, n, d)
    rows, keys = rows_of(vectors, metric), random.permutation(n)
    for query in (vectors[0], eighths(random, 1, d)[0]):
        every = scores(vectors, query, metric)
        assert np.allclose(rows.scores(query), every, rtol=1e-6, atol=1e-12)
        for k in (1, 4, n + 3):
            found, told = rows.top(query, k, keys=keys)
            assert found.tolist() == order(every, keys, metric)[:k].tolist()
            assert np.array_equal(told, rows.scores(query, found))


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("share", [0.0, 0.001, 0.02, 0.5, 0.97])
def test_a_mask_and_its_positions_leave_the_same_rows(metric: str, share: float) -> None:
    random = np.random.default_rng(3)
    vectors = eighths(random, 3000, 16)
    rows, mask = rows_of(vectors, metric), random.random(3000) < share
    query = eighths(random, 1, 16)[0]
    allowed = np.flatnonzero(mask)
    ranked = order(scores(vectors[allowed], query, metric), allowed, metric)[:9]
    for given in (mask, allowed):
        assert rows.top(query, 9, allowed=given)[0].tolist() == allowed[ranked].tolist()


@pytest.mark.parametrize("metric", METRICS)
def test_a_large_scan_is_that_of_brute_force(metric: str) -> None:
    random = np.random.default_rng(5)
    vectors, query = normal(random, 5000, 24), normal(random, 1, 24)[0]
    keys = random.permutation(5000)
    every = scores(vectors, query, metric)
    for k in (1, 10, 700):
        found, told = rows_of(vectors, metric).top(query, k, keys=keys)
        assert found.tolist() == order(every, keys, metric)[:k].tolist()
        assert np.allclose(told, every[found], rtol=1e-6, atol=1e-12)


@pytest.mark.parametrize("metric", METRICS)
def test_rows_are_found_as_soon_as_they_are_appended(metric: str) -> None:
    random = np.random.default_rng(9)
    parts = [eighths(random, int(n), 6) for n in random.integers(0, 40, 30)]
    rows, query = rows_of(parts[0], metric), eighths(random, 1, 6)[0]
    for at, part in enumerate(parts[1:], start=2):
        rows.append(part)
        vectors = np.concatenate(parts[:at])
        assert len(rows) == len(vectors)
        ranked = order(scores(vectors, query, metric), np.arange(len(vectors)), metric)
        assert rows.top(query, 7)[0].tolist() == ranked[:7].tolist()
    assert np.array_equal(rows.rows(np.arange(len(vectors))), vectors)


@pytest.mark.parametrize("metric", METRICS)
def test_equal_vectors_score_the_same_wherever_they_stand(metric: str) -> None:
    random = np.random.default_rng(2)
    vectors = normal(random, 3001, 37)
    vectors[random.choice(3001, 500, replace=False)] = vectors[17]
    query = normal(random, 1, 37)[0]
    same = np.flatnonzero((vectors == vectors[17]).all(axis=1))
    rows = rows_of(vectors, metric)
    told = {*rows.scores(query)[same].tolist(), *rows.scores(query, same[3:4]).tolist()}
    assert len(told | set(rows.scores(query, same[::-1]).tolist())) == 1


def test_a_thousand_equals_come_in_the_order_of_keys() -> None:
    random = np.random.default_rng(1)
    vectors = np.concatenate([normal(random, 4000, 8), np.ones((1000, 8), np.float32)])
    keys = random.permutation(5000)
    found, told = rows_of(vectors, "cosine").top(np.ones(8, np.float32), 10, keys=keys)
    assert keys[found].tolist() == np.sort(keys[4000:])[:10].tolist()
    assert told.tolist() == pytest.approx([1.0] * 10, abs=1e-12)


def test_keys_may_be_texts_and_integers_beyond_63_bits() -> None:
    rows, query = rows_of(np.ones((4, 2), np.float32), "dot"), np.ones(2, np.float32)
    texts = np.array(["d", "ä", "a", "c"], dtype=object)
    assert rows.top(query, 3, keys=texts)[0].tolist() == [2, 3, 0]
    large = np.array([2**64 - 1, 2**63, 5, 2**63 + 1], dtype=np.uint64)
    assert rows.top(query, 4, keys=large)[0].tolist() == [2, 1, 3, 0]


@pytest.mark.parametrize("metric", METRICS)
def test_nothing_is_found_among_nothing(metric: str) -> None:
    rows, query = rows_of(np.zeros((0, 3), np.float32), metric), np.ones(3, np.float32)
    for found, told in (rows.top(query, 5), rows.top(query, 5, allowed=np.zeros(0, bool))):
        assert (len(found), len(told)) == (0, 0)
    assert (len(rows), len(rows.scores(query)), rows.bytes) == (0, 0, 0)
    rows.build()
    assert rows.audit() == {"recall": 1.0, "p50": 0.0, "p95": 0.0, "exact_p50": 0.0}


def test_zero_vectors_have_no_direction_and_equal_each_other() -> None:
    vectors = np.array([[0, 0], [3, 4], [-6, -8]], np.float32)
    zero, query = np.zeros(2, np.float32), np.array([0.6, 0.8], np.float32)
    assert rows_of(vectors, "cosine").scores(query).tolist() == pytest.approx([0, 1, -1])
    assert rows_of(vectors, "cosine").top(zero, 3)[1].tolist() == [0, 0, 0]
    assert rows_of(vectors, "jaccard").scores(zero).tolist()[:2] == [1, 0]
    assert rows_of(vectors, "euclidean").scores(zero).tolist() == [0, 5, 10]
    assert rows_of(vectors, "hamming").scores(query).tolist() == [2, 0, 2]


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("scale", [1e-30, 1e-20, 1e18, 1e25])
def test_lengths_beyond_single_precision_are_compared_all_the_same(
    metric: str, scale: float
) -> None:
    random = np.random.default_rng(4)
    vectors = normal(random, 3000, 5) * np.float32(scale)
    query = vectors[7] * np.float32(1.5)
    every, keys = scores(vectors, query, metric), np.arange(3000)
    found, told = rows_of(vectors, metric).top(query, 12)
    assert found.tolist() == order(every, keys, metric)[:12].tolist()
    assert np.allclose(told, every[found], rtol=1e-6, atol=0)


def test_vectors_and_queries_of_another_shape_are_refused() -> None:
    rows = rows_of(np.ones((2, 3), np.float32), "cosine")
    with pytest.raises(BadInput, match=r"expected shape \(n, 3\), found \(1, 4\)"):
        rows.append(np.ones((1, 4), np.float32))
    with pytest.raises(BadInput, match="expected 3 numbers, found shape"):
        rows.top(np.ones(4, np.float32), 1)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_none_are_refused_and_nothing_is_kept(bad: Any) -> None:
    rows = rows_of(np.ones((2, 3), np.float32), "cosine")
    with pytest.raises(BadInput, match="row 1 holds NaN or infinity"):
        rows.append(np.array([[1, 2, 3], [1, bad, 3]], np.float32))
    with pytest.raises(BadInput, match="query vector: it holds NaN or infinity"):
        rows.top(np.array([1, bad, 3], np.float32), 1)
    assert len(rows) == 2
