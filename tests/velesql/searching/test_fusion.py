"""Texts, sparse vectors, and several rankings made one, by formulas written out again."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.velesql.searching.making import Made, made, nearest

QUERY = np.array([0.4, -1.0, 0.7, 0.2, 1.5, -0.3], np.float32)
SPARSE = {"1": 0.5, "3": 2.0}
NEAR, TEXT, WEIGHTS = "vector NEAR $q", "body MATCH 'fog harbour'", "vector SPARSE_NEAR $s"

Branch = list[tuple[int, float]]


@pytest.fixture(scope="module")
def world() -> Made:
    return made(90, absent=9)


def bm25(world: Made, query: str) -> dict[int, float]:
    tokens = {
        id: [word for text in (row["kind"], row["body"]) for word in re.findall(r"\w\w+", text)]
        for id, row, _ in world.rows()
    }
    mean = sum(map(len, tokens.values())) / len(tokens)
    found: Counter[int] = Counter()
    for word in query.split():
        df = sum(word in one for one in tokens.values())
        idf = math.log((len(tokens) - df + 0.5) / (df + 0.5) + 1)
        for id, one in tokens.items():
            tf = one.count(word)
            if tf:
                found[id] += idf * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * len(one) / mean))
    return dict(found)


def sparse(world: Made) -> dict[int, float]:
    query = {int(at): weight for at, weight in SPARSE.items()}
    pairs = zip(world.ids, world.sparse, strict=True)
    return {
        id: sum(query[at] * weights[at] for at in query.keys() & weights.keys())
        for id, weights in pairs
        if weights and query.keys() & weights.keys()
    }


def best(found: dict[int, float]) -> Branch:
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))


def by_ranks(
    branches: list[Branch], weights: list[float], constant: float, first: int
) -> dict[int, float]:
    total: Counter[int] = Counter()
    for branch, weight in zip(branches, weights, strict=True):
        for rank, (id, _) in enumerate(branch, first):
            total[id] += weight / (constant + rank)
    return dict(total)


def relative(branches: list[Branch], weights: list[float]) -> dict[int, float]:
    total: Counter[int] = Counter()
    for branch, weight in zip(branches, weights, strict=True):
        low, high = branch[-1][1], branch[0][1]
        for id, score in branch:
            total[id] += weight * (0.5 if high == low else (score - low) / (high - low))
    return dict(total)


def raw(branches: list[Branch], together: Callable[[list[float]], float]) -> dict[int, float]:
    found: dict[int, list[float]] = {}
    for branch in branches:
        for id, score in branch:
            found.setdefault(id, []).append(score)
    return {id: together(scores) for id, scores in found.items()}


def mean(scores: list[float]) -> float:
    return sum(scores) / len(scores)


def check(world: Made, condition: str, want: dict[int, float], k: int, fusion: str = "") -> None:
    text = f"SELECT * FROM c WHERE {condition} LIMIT {k} {fusion}"
    got = world.ask(text, q=QUERY, r=np.roll(QUERY, 2), s=SPARSE)
    rounded = {id: round(score, 12) for id, score in want.items()}
    top = best(rounded)[:k]
    assert list(got.ids) == [id for id, _ in top]
    assert list(got.scores) == pytest.approx([score for _, score in top], abs=1e-6)


def test_a_text_ranks_by_bm25(world: Made) -> None:
    check(world, TEXT, bm25(world, "fog harbour"), 20)


def test_two_texts_add_up_and_both_have_to_be_there(world: Made) -> None:
    one, other = bm25(world, "fog"), bm25(world, "gold")
    want = {id: one[id] + other[id] for id in one.keys() & other.keys()}
    check(world, "body MATCH 'fog' AND body MATCH 'gold'", want, 30)


def test_a_text_under_or_adds_rows_with_score_0(world: Made) -> None:
    want = bm25(world, "bridge")
    want |= {id: 0.0 for id in world.ids if id % 20 == 3 and id not in want}
    check(world, "body MATCH 'bridge' OR kind = 'k3'", want, 90)


def test_a_text_under_not_leaves_its_rows_out(world: Made) -> None:
    got = world.ask("SELECT * FROM c WHERE NOT body MATCH 'fog' LIMIT 90")
    assert list(got.ids) == sorted(set(world.ids) - bm25(world, "fog").keys())


def test_a_sparse_search_ranks_rows_that_share_an_index(world: Made) -> None:
    check(world, WEIGHTS, sparse(world), 60)
    half = {id: score for id, score in sparse(world).items() if id % 2}
    check(world, f"{WEIGHTS} AND half = 1", half, 5)


def test_a_sparse_search_under_or_puts_the_other_rows_last(world: Made) -> None:
    first = best(sparse(world))
    rest = sorted(id for id in world.ids if id <= 30 and id not in dict(first))
    got = world.ask(f"SELECT * FROM c WHERE {WEIGHTS} OR n <= 30 LIMIT 90", s=SPARSE)
    assert list(got.ids) == [id for id, _ in first] + rest


@pytest.mark.parametrize("k", [1, 4, 30])
def test_near_and_text_are_fused_by_form_a(world: Made, k: int) -> None:
    near, text = nearest(world.rows(), QUERY), best(bm25(world, "fog harbour"))
    cut = [near[: 2 * k], text[: 2 * k]]
    check(world, f"{NEAR} AND {TEXT}", by_ranks(cut, [0.5, 0.5], 60, 0), k)
    weighted = by_ranks(cut, [0.25, 0.75], 60, 0)
    fusion = "USING FUSION(strategy = 'weighted', vector_weight = 1, graph_weight = 3)"
    check(world, f"{NEAR} AND {TEXT}", weighted, k, fusion)


@pytest.mark.parametrize("k", [1, 4, 30])
def test_other_pairs_and_all_three_are_fused_by_form_b(world: Made, k: int) -> None:
    near, text = nearest(world.rows(), QUERY), best(bm25(world, "fog harbour"))
    weights, depth = best(sparse(world)), max(2 * k, k + 10)
    for condition, branches in (
        (f"{NEAR} AND {WEIGHTS}", [near, weights]),
        (f"{WEIGHTS} AND {TEXT}", [weights, text]),
        (f"{NEAR} AND {WEIGHTS} AND {TEXT}", [near, weights, text]),
    ):
        cut = [one[:depth] for one in branches]
        check(world, condition, by_ranks(cut, [1.0] * len(cut), 60, 1), k)
        fusion = "USING FUSION(strategy = 'rrf', k = 4)"
        check(world, condition, by_ranks(cut, [1.0] * len(cut), 4, 1), k, fusion)


def test_scores_are_spread_and_weighed_or_taken_as_they_are(world: Made) -> None:
    k, condition = 4, f"{NEAR} AND {WEIGHTS} AND half = 1"
    rows = [row for row in world.rows() if row[0] % 2]
    half = {id: score for id, score in sparse(world).items() if id % 2}
    cut = [nearest(rows, QUERY)[:14], best(half)[:14]]
    options = "dense_weight = 0.3, sparse_weight = 0.7"
    for fusion, want in (
        (f"strategy = 'rsf', {options}", relative(cut, [0.3, 0.7])),
        ("strategy = 'relative_score'", relative(cut, [0.5, 0.5])),
        (f"strategy = 'weighted', k = 9, {options}", by_ranks(cut, [0.3, 0.7], 9, 0)),
        ("strategy = 'maximum'", raw(cut, max)),
        ("strategy = 'average'", raw(cut, mean)),
    ):
        check(world, condition, want, k, f"USING FUSION({fusion})")


def test_a_distance_is_spread_from_far_to_near() -> None:
    world = made(40, metric="euclidean")
    near = [(id, -score) for id, score in nearest(world.rows(), QUERY, "euclidean")[:14]]
    want = relative([near, best(sparse(world))[:14]], [0.5, 0.5])
    check(world, f"{NEAR} AND {WEIGHTS}", want, 4, "USING FUSION(strategy = 'rsf')")


@pytest.mark.parametrize(("k", "depth"), [(2, 40), (11, 110), (51, 255)])
def test_several_vectors_are_fused_from_deeper_candidates(k: int, depth: int) -> None:
    world = made(300, absent=30)
    rows = [row for row in world.rows() if row[0] > 20]
    cut = [nearest(rows, one)[:depth] for one in (QUERY, np.roll(QUERY, 2))]
    search = "vector NEAR_FUSED [$q, $r]"
    for using, want in (
        ("", by_ranks(cut, [1.0, 1.0], 60, 1)),
        ("USING FUSION 'rrf' (k = 2)", by_ranks(cut, [1.0, 1.0], 2, 1)),
        ("USING FUSION 'maximum'", raw(cut, max)),
        ("USING FUSION 'average'", raw(cut, mean)),
    ):
        check(world, f"{search} {using} AND n > 20", want, k)


def test_the_least_distance_of_several_vectors_comes_first() -> None:
    world = made(50, metric="euclidean")
    cut = [nearest(world.rows(), one, "euclidean") for one in (QUERY, np.roll(QUERY, 2))]
    want = sorted(raw(cut, min).items(), key=lambda one: (round(one[1], 12), one[0]))[:5]
    text = "SELECT * FROM c WHERE vector NEAR_FUSED [$q, $r] USING FUSION 'maximum' LIMIT 5"
    got = world.ask(text, q=QUERY, r=np.roll(QUERY, 2))
    assert list(got.ids) == [id for id, _ in want]
    assert list(got.scores) == pytest.approx([score for _, score in want])


def test_an_explicit_order_lets_every_row_keep_its_rank(world: Made) -> None:
    near, text = nearest(world.rows(), QUERY), best(bm25(world, "fog harbour"))
    want = by_ranks([near, text], [0.5, 0.5], 60, 0)
    asked = f"SELECT id, score FROM c WHERE {NEAR} AND {TEXT} ORDER BY id LIMIT 90"
    got = world.ask(asked, q=QUERY)
    assert list(got.ids) == sorted(want)
    assert list(got.scores) == pytest.approx([want[id] for id in sorted(want)])


def test_score_variables_are_what_each_branch_gave(world: Made) -> None:
    near, text = nearest(world.rows(), QUERY)[:10], best(bm25(world, "fog harbour"))[:10]
    lets = "LET v = vector_score LET b = bm25_score LET s = sparse_score LET f = fused_score"
    got = world.ask(f"{lets} SELECT id, v, b, s, f FROM c WHERE {NEAR} AND {TEXT} LIMIT 5", q=QUERY)
    ranks = [{id: 0.5 / (60 + at) for at, (id, _) in enumerate(one)} for one in (near, text)]
    want: list[Any] = []
    for id in got.ids:
        shares = [one.get(int(id or 0), 0.0) for one in ranks]
        want.append(pytest.approx((id, *shares, 0.0, sum(shares))))
    assert list(got.values) == want


def test_without_fusion_a_variable_of_another_branch_is_0(world: Made) -> None:
    lets = "LET v = vector_score LET b = bm25_score LET f = fused_score"
    got = world.ask(f"{lets} SELECT v, b, f, score FROM c WHERE {TEXT} LIMIT 1")
    [(_, top), *_] = best(bm25(world, "fog harbour"))
    assert got.values[0] == pytest.approx((0.0, top, 0.0, top))
