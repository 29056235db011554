"""An index is chosen by what it finds in the data, and never stands between a row and a search."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from workbench.core.collections.protocols import Effort
from workbench.core.errors import BadInput
from workbench.stores.vector.rows.rows import FaissRows

from .brute import METRICS, order, scores
from .made import normal, rows_of

FAST = ("cosine", "dot", "euclidean")
RANDOM = np.random.default_rng(21)
VECTORS = normal(RANDOM, 3000, 33)
QUERIES = normal(RANDOM, 40, 33)


def built(metric: str, index: str, vectors: Any = VECTORS, **options: Any) -> FaissRows:
    rows = rows_of(vectors, metric, index=index, **options)
    rows.build()
    return rows


@cache
def standing(metric: str, index: str) -> FaissRows:
    """Built once; a test that appends builds its own."""
    return built(metric, index)


def recall(rows: FaissRows, vectors: Any, metric: str, **how: Any) -> float:
    found = 0
    for query in QUERIES:
        best = order(scores(vectors, query, metric), np.arange(len(vectors)), metric)[:10]
        found += len(set(rows.top(query, 10, **how)[0].tolist()) & set(best.tolist()))
    return found / (10 * len(QUERIES))


@pytest.mark.parametrize("metric", FAST)
@pytest.mark.parametrize("index", ["pq", "hnsw", "ivf"])
def test_an_index_finds_what_it_was_measured_to_find(metric: str, index: str) -> None:
    rows = standing(metric, index)
    assert index.upper() in rows.report.kind
    assert rows.report.recall >= 0.99
    assert "candidates compared exactly" in rows.path(None)
    assert recall(rows, VECTORS, metric) >= 0.97


@pytest.mark.parametrize("metric", FAST)
def test_what_an_index_tells_is_scored_exactly(metric: str) -> None:
    rows = standing(metric, "pq")
    found, told = rows.top(QUERIES[0], 20)
    assert np.allclose(told, scores(VECTORS[found], QUERIES[0], metric), rtol=1e-6)
    assert np.array_equal(told, rows.scores(QUERIES[0], found))
    assert np.array_equal(told, np.sort(told)[:: -1 if metric != "euclidean" else 1])


@pytest.mark.parametrize("metric", FAST)
@pytest.mark.parametrize("share", [0.001, 0.05, 0.3, 0.6])
def test_with_an_index_a_filter_is_still_exact(metric: str, share: float) -> None:
    rows, mask = standing(metric, "pq"), np.random.default_rng(8).random(3000) < share
    allowed = np.flatnonzero(mask)
    for query in QUERIES[:5]:
        best = allowed[order(scores(VECTORS[allowed], query, metric), allowed, metric)]
        for given in (mask, allowed):
            assert rows.top(query, 10, allowed=given)[0].tolist() == best[:10].tolist()


def test_perfect_effort_is_the_exact_scan_beside_any_index() -> None:
    rows = standing("cosine", "hnsw")
    assert recall(rows, VECTORS, "cosine", effort=Effort(1.0)) == 1.0
    assert rows.path(None, Effort(1.0)).startswith("exact scan of 3000 rows")
    assert "64 candidates" in rows.path(None, Effort(candidates=64))
    assert recall(rows, VECTORS, "cosine", effort=Effort(candidates=512)) >= 0.97


@pytest.mark.parametrize("metric", FAST)
def test_a_few_dead_rows_leave_the_index_in_use_and_are_never_found(metric: str) -> None:
    rows, alive = standing(metric, "pq"), np.ones(3000, dtype=np.bool_)
    for query in QUERIES[:10]:
        alive[rows.top(query, 5)[0]] = False
    assert "candidates" in rows.path(int(alive.sum()))
    for query in QUERIES[:10]:
        found = rows.top(query, 10, allowed=alive)[0]
        assert alive[found].all()
        assert len(found) == 10


def test_where_all_near_rows_are_dead_the_others_are_found_exactly() -> None:
    vectors = np.concatenate([VECTORS, np.tile(QUERIES[0], (500, 1))])
    rows, alive = built("cosine", "pq", vectors), np.ones(3500, dtype=np.bool_)
    alive[3000:] = False
    best = order(scores(VECTORS, QUERIES[0], "cosine"), np.arange(3000), "cosine")[:10]
    assert rows.top(QUERIES[0], 10, allowed=alive)[0].tolist() == best.tolist()


@pytest.mark.parametrize("index", ["flat", "pq", "hnsw", "ivf"])
def test_new_rows_are_found_beside_the_index_and_then_in_it(index: str) -> None:
    rows = built("cosine", index)
    rows.append(QUERIES[:20] * 2)
    for at in range(20):
        assert rows.top(QUERIES[at], 1)[0].tolist() == [3000 + at]
    rows.append(normal(RANDOM, 1500, 33))
    rows.wait()
    assert "new rows" not in rows.path(None)
    for at in range(20):
        assert rows.top(QUERIES[at], 1)[0].tolist() == [3000 + at]


def test_twice_the_rows_are_measured_anew() -> None:
    rows = built("cosine", "pq")
    rows.append(normal(RANDOM, 4000, 33))
    rows.wait()
    assert rows.report.rows == 7000
    assert "new rows" not in rows.path(None)


def test_searches_go_on_while_an_index_is_built() -> None:
    rows = rows_of(VECTORS, "cosine")
    assert rows.due
    rows.start_building()
    best = order(scores(VECTORS, QUERIES[0], "cosine"), np.arange(3000), "cosine")[:3]
    while rows.building:
        assert rows.top(QUERIES[0], 3, effort=Effort(1.0))[0].tolist() == best.tolist()
    rows.wait()
    assert not rows.due
    assert rows.report.rows == 3000


def test_what_was_measured_is_told() -> None:
    report = standing("cosine", "auto").report
    names = [str(one["name"]) for one in report.measured]
    assert names[0] == "flat"
    assert {name.split()[0] for name in names} >= {"PQ17x4fs", "PQ9x4fs", "HNSW16"}
    best = [one for one in report.measured if one["name"] == report.kind]
    assert report.kind == "flat" or best[0]["recall"] == pytest.approx(report.recall, abs=1e-4)


@pytest.mark.parametrize("metric", METRICS)
def test_few_rows_need_no_index(metric: str) -> None:
    rows = rows_of(VECTORS[:1900], metric)
    rows.build()
    assert not rows.due
    assert (rows.report.kind, rows.path(None)) == ("flat", "exact scan of 1900 rows")
    assert (rows.audit(20)["recall"], rows.path(50)) == (1.0, "exact scan of 50 rows")


@pytest.mark.parametrize("d", [1, 7, 16, 17])
def test_vectors_of_any_length_can_be_indexed(d: int) -> None:
    vectors = normal(RANDOM, 2500, d)
    rows = built("euclidean", "pq", vectors)
    assert rows.report.rows == 2500
    assert rows.audit(50)["recall"] >= 0.95


def test_metrics_without_an_index_are_searched_exactly() -> None:
    for metric in ("hamming", "jaccard"):
        rows = built(metric, "auto", VECTORS[:2500])
        assert (rows.report.kind, rows.audit(5)["recall"]) == ("flat", 1.0)


def test_the_bytes_told_are_those_of_vectors_and_index() -> None:
    rows = rows_of(VECTORS, "cosine", index="pq")
    assert rows.bytes == 3000 * (33 * 4 + 8 + 4)
    rows.build()
    halves = 3000 * 33 * 2
    assert rows.bytes - halves == pytest.approx(3000 * (33 * 4 + 8 + 4 + 9), rel=0.1)


@pytest.mark.parametrize("options", [{"recall": 0}, {"recall": "high"}, {"index": "annoy"}])
def test_an_option_that_is_not_understood_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="expected"):
        rows_of(VECTORS, "cosine", **options)


def test_vectors_that_single_precision_cannot_hold_put_an_index_aside() -> None:
    rows = built("dot", "pq")
    rows.append(np.full((1100, 33), 1e15, np.float32))
    rows.wait()
    assert "lengths beyond single precision" in rows.path(None)
    assert rows.top(np.ones(33, np.float32), 3)[0].tolist() == [3000, 3001, 3002]


def test_more_neighbours_than_an_index_was_measured_for_are_looked_for_in_more() -> None:
    rows, vectors = standing("cosine", "ivf"), VECTORS
    for k in (1, 50, 200, 4000):
        best = order(scores(vectors, QUERIES[0], "cosine"), np.arange(3000), "cosine")[:k]
        found = rows.top(QUERIES[0], k)[0]
        assert len(found) == len(best)
        assert len(set(found.tolist()) & set(best.tolist())) >= 0.9 * len(best)
