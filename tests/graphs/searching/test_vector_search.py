"""Vector search against plain loops, number by number."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.graphs.states import Edge, Node, state_of
from workbench.core.errors import BadInput
from workbench.core.property_graph.records import METRICS, Metric, Vector, VectorIndex
from workbench.graphs.searching.nearest import nearest
from workbench.graphs.searching.vector_search import search_vector, search_vectors
from workbench.graphs.state import State
from workbench.graphs.state.vectors import VectorTable


def score(stored: NDArray[np.float32], query: NDArray[np.float32], metric: Metric) -> float:
    """Sums from left to right in Python's floats."""
    dot = square = other = apart = 0.0
    for c, q in zip(stored.tolist(), query.tolist(), strict=True):
        dot, square, other = dot + q * c, square + q * q, other + c * c
        apart += (q - c) * (q - c)
    if metric == "euclidean":
        return 1.0 / (1.0 + math.sqrt(apart))
    return dot if metric == "dot" else dot / (math.sqrt(square) * math.sqrt(other))


def expected(
    rows: NDArray[np.float32], query: NDArray[np.float32], metric: Metric, count: int
) -> list[tuple[int, float]]:
    scored = [(id, score(row, query, metric)) for id, row in enumerate(rows)]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:count]


def table_of(rows: NDArray[np.float32], metric: Metric) -> VectorTable:
    table = VectorTable(VectorIndex("v", "node", rows.shape[1], metric))
    order = np.random.default_rng(8).permutation(len(rows))
    table.put(order, rows[order])
    return table


def worlds() -> dict[str, NDArray[np.float32]]:
    roll = np.random.default_rng(7)
    plain = roll.standard_normal((1500, 12))
    near = plain[:1] + roll.standard_normal((1500, 12)) * 1e-6
    lengths = 10.0 ** roll.uniform(-6, 6, (1500, 1))
    found = {
        "random": plain,
        "nearly equal": near,
        "all lengths": plain * lengths,
        "repeated": np.repeat(plain[:100], 15, axis=0),
        "tiny": plain * 1e-30,
        "smallest": plain * 1e-42,
        "huge": plain * 1e37,
        "beyond one": 1 + plain * 1e-9,
    }
    return {name: rows.astype(np.float32) for name, rows in found.items()}


WORLDS = worlds()


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("name", WORLDS)
def test_the_nearest_are_those_of_a_plain_loop_to_the_last_bit(name: str, metric: Metric) -> None:
    rows = WORLDS[name]
    rows = rows[rows.any(axis=1)]
    table = table_of(rows, metric)
    for query in (rows[3], (rows[5] + rows[6]).astype(np.float32) / 2, -rows[0]):
        [found] = nearest(table, query[None], 20)
        pairs = list(zip(found.entities.tolist(), found.scores.tolist(), strict=True))
        assert pairs == expected(rows, query, metric, 20)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("share", [0.001, 0.1, 0.8])
def test_of_some_rows_the_nearest_among_them(metric: Metric, share: float) -> None:
    rows, roll = WORLDS["random"], np.random.default_rng(2)
    chosen = np.flatnonzero(roll.random(len(rows)) < share)
    table = table_of(rows, metric)
    [found] = nearest(table, rows[:1], 15, table.slots(chosen))
    kept = set(chosen.tolist())
    all_of_them = expected(rows, rows[0], metric, len(rows))
    assert found.entities.tolist() == [id for id, _ in all_of_them if id in kept][:15]


def test_euclidean_queries_may_be_zero() -> None:
    rows = WORLDS["random"]
    [found] = nearest(table_of(rows, "euclidean"), np.zeros((1, 12), np.float32), 5)
    assert found.entities.tolist() == [
        id for id, _ in expected(rows, np.zeros(12, np.float32), "euclidean", 5)
    ]


def test_as_many_as_there_are_where_more_are_asked_for() -> None:
    rows = WORLDS["random"]
    found = nearest(table_of(rows, "dot"), rows[:2], 5000)
    assert [len(one.entities) for one in found] == [1500, 1500]


@pytest.fixture(scope="module")
def state() -> State:
    """Six nodes in a plane, under every metric, and two edges."""
    nodes = [Node(i, f"n{i}", ("A",) if i % 2 else ("B",), {"k": i}) for i in range(6)]
    edges = [Edge(0, 0, 1, "K"), Edge(1, 1, 2, "L")]
    plane = [[1, 0], [1, 0], [0, 1], [-1, 0], [1, 1], [2, 0]]
    indexes = [VectorIndex(metric, "node", 2, metric) for metric in METRICS]
    vectors = [Vector(m, i, row) for m in METRICS for i, row in enumerate(plane)]
    vectors += [Vector("edges", 0, [1, 0]), Vector("edges", 1, [0, 1])]
    indexes.append(VectorIndex("edges", "edge", 2))
    return state_of(nodes, edges, vector_indexes=indexes, vectors=vectors)


def ids(hits: Any) -> list[int]:
    return [hit.id for hit in hits]


def test_each_metric_orders_its_way_and_ties_by_id(state: State) -> None:
    found = {metric: ids(search_vector(state, metric, [1, 0])) for metric in METRICS}
    assert found == {
        "cosine": [0, 1, 5, 4, 2, 3],
        "dot": [5, 0, 1, 4, 2, 3],
        "euclidean": [0, 1, 4, 5, 2, 3],
    }


def test_filters_and_the_least_score_come_before_pages(state: State) -> None:
    assert ids(search_vector(state, "cosine", [1, 0], labels=["A"], offset=1)) == [5, 3]
    assert ids(search_vector(state, "cosine", [1, 0], properties={"k": 2})) == [2]
    assert ids(search_vector(state, "cosine", [1, 0], properties={"k": 2.0})) == []
    assert ids(search_vector(state, "cosine", [1, 0], labels=["A", "B"])) == []
    assert ids(search_vector(state, "dot", [1, 0], min_score=1.0, offset=1, limit=2)) == [0, 1]
    assert ids(search_vector(state, "dot", [1, 0], min_score=0.0)) == [5, 0, 1, 4, 2]
    [hit] = search_vector(state, "edges", [1, 0], edge_type="L")
    assert hit.row() == {"kind": "edge", "id": 1, "score": 0.0}


def test_a_batch_gives_what_each_query_gives(state: State) -> None:
    queries = [[1, 0], [0, 1], [-1, 2]]
    alone = [search_vector(state, "cosine", query, limit=3) for query in queries]
    assert search_vectors(state, "cosine", queries, limit=3) == alone
    assert search_vectors(state, "cosine", []) == []


def test_numbers_are_rounded_as_they_are_stored(state: State) -> None:
    [first, *_] = search_vector(state, "dot", [0.1, 0])
    assert first.score == 2 * float(np.float32(0.1))


@pytest.mark.parametrize(
    ("index", "query", "options", "says"),
    [
        ("cosine", [1], {}, "dimensions must be 2, got 1"),
        ("cosine", [0, 0], {}, "cannot be zero"),
        ("dot", [1, math.nan], {}, "must be finite"),
        ("dot", [1, 1e39], {}, "fit in float32"),
        ("dot", "ab", {}, "list of numbers"),
        ("dot", [1, "2"], {}, "list of numbers"),
        ("dot", [[1], [2]], {}, "list of numbers"),
        ("dot", [True, False], {}, "list of numbers"),
        ("dot", [1, 0], {"min_score": math.nan}, "finite number"),
        ("dot", [1, 0], {"limit": 0}, "greater than zero"),
        ("dot", [1, 0], {"edge_type": "K"}, "edge_type cannot be used"),
        ("edges", [1, 0], {"labels": ["A"]}, "labels cannot be used"),
        ("none", [1, 0], {}, '"none" not found'),
    ],
)
def test_what_cannot_be_searched_is_refused(
    state: State, index: str, query: Any, options: dict[str, Any], says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        search_vector(state, index, query, **options)


def test_one_wrong_query_of_a_batch_is_named(state: State) -> None:
    with pytest.raises(BadInput, match="index 1 dimensions must be 2, got 1"):
        search_vectors(state, "cosine", [[1, 0], [1]])
