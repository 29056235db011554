"""A query's searches are told apart from its filters."""

from __future__ import annotations

import pytest

from tests.velesql.searching.making import select_of
from workbench.core.errors import VelesFailed
from workbench.velesql.planning.efforts import tuning
from workbench.velesql.planning.fusion import rule
from workbench.velesql.planning.prepare import planned, prepared
from workbench.velesql.tree.predicates import Compare
from workbench.velesql.tree.selects import Fusion

NEAR, TEXT, WEIGHTS = "vector NEAR $q", "body MATCH 'fog'", "vector SPARSE_NEAR $s"
SIMILAR, FILTER = "similarity(vector, $q) > 0.5", "kind = 'a'"


@pytest.mark.parametrize(
    ("where", "kind", "strict"),
    [
        (NEAR, "vector", True),
        (f"{NEAR} AND {FILTER}", "vector", True),
        (f"{NEAR} OR {FILTER}", "vector", False),
        (f"{NEAR} OR {TEXT}", "vector", False),
        (f"{SIMILAR} AND {FILTER}", "threshold", True),
        (f"{SIMILAR} OR {FILTER}", "vector", False),
        (f"NOT {SIMILAR}", "vector", False),
        (f"{NEAR} AND {SIMILAR}", "vector", True),
        (f"{TEXT} AND {SIMILAR}", "text", True),
        (f"{WEIGHTS} AND {FILTER}", "sparse", True),
        (f"{NEAR} AND {TEXT} AND {FILTER}", "fused", True),
        (f"{WEIGHTS} AND ({TEXT})", "fused", True),
        ("vector NEAR_FUSED [$q, $r] AND kind = 'a'", "vectors", True),
    ],
)
def test_what_ranks_and_whether_it_filters(where: str, kind: str, strict: bool) -> None:
    found = prepared(select_of(f"SELECT * FROM c WHERE {where}"))
    assert found is not None
    assert (found.kind, found.strict) == (kind, strict)


@pytest.mark.parametrize("where", [FILTER, f"NOT ({TEXT})", "MATCH (p)-[:MET]->(x)"])
def test_a_query_without_a_search_has_a_filter_alone(where: str) -> None:
    found = planned(select_of(f"SELECT * FROM c WHERE {where}"))
    assert found.search is None
    assert found.filter is not None


def test_what_is_left_is_the_filter_alone() -> None:
    found = prepared(select_of(f"SELECT * FROM c WHERE {NEAR} AND {TEXT} AND {FILTER}"))
    assert found is not None
    assert found.filter is not None
    assert isinstance(found.filter.tree, Compare)
    assert found.branches == ("vector", "bm25")


def test_filters_that_python_takes_for_equal_have_keys_of_their_own() -> None:
    trees = [f"SELECT * FROM c WHERE {NEAR} AND x = {value}" for value in ("1", "TRUE", "1.0")]
    keys = [planned(select_of(text)).filter for text in trees]
    assert len({one.key for one in keys if one is not None}) == 3


@pytest.mark.parametrize(
    ("where", "lasting"),
    [
        ("kind = $k", True),
        ("seen > NOW()", False),
        ("price > (SELECT AVG(price) FROM works)", False),
        ("MATCH (p)-[:MET]->(x)", True),
        ("MATCH (p)-[:MET]->(x@other)", False),
    ],
)
def test_a_filter_is_kept_where_its_rows_alone_decide(where: str, lasting: bool) -> None:
    found = planned(select_of(f"SELECT * FROM c WHERE {where}")).filter
    assert found is not None
    assert found.lasting is lasting


def test_a_tree_is_prepared_once() -> None:
    select = select_of(f"SELECT * FROM c WHERE {NEAR}")
    assert prepared(select) is prepared(select)


@pytest.mark.parametrize(
    ("fusion", "code"),
    [
        ("strategy = 'rrf', k = 0", "V012"),
        ("strategy = 'rrf', k = TRUE", "V012"),
        ("strategy = 'weighted', vector_weight = 0, graph_weight = 0", "V012"),
        ("strategy = 'maximum', k = 3", "E001"),
        ("strategy = 'rrf', dense_weight = 0.5", "E001"),
        ("strategy = 'rsf', k = 3", "E001"),
    ],
)
def test_a_fusion_that_cannot_be_is_refused(fusion: str, code: str) -> None:
    text = f"SELECT * FROM c WHERE {NEAR} AND {TEXT} USING FUSION({fusion})"
    with pytest.raises(VelesFailed) as failed:
        prepared(select_of(text))
    assert failed.value.code == code


def test_a_fusion_of_searches_under_or_is_refused() -> None:
    text = f"SELECT * FROM c WHERE {NEAR} OR {TEXT} USING FUSION(strategy = 'rrf')"
    with pytest.raises(VelesFailed, match="AND"):
        prepared(select_of(text))


@pytest.mark.parametrize(
    ("branches", "strategy", "depths"),
    [
        ({"vector", "bm25"}, "rrf", (2, 20, 200)),
        ({"vector", "bm25"}, "weighted", (2, 20, 200)),
        ({"vector", "bm25"}, "rsf", (11, 20, 200)),
        ({"vector", "sparse"}, "rrf", (11, 20, 200)),
        ({"vector", "bm25", "sparse"}, "weighted", (11, 20, 200)),
    ],
)
def test_a_branch_is_as_deep_as_section_9_says(
    branches: set[str], strategy: str, depths: tuple[int, ...]
) -> None:
    found = rule(Fusion(strategy), branches)  # type: ignore[arg-type]
    assert tuple(found.depth(k) for k in (1, 10, 100)) == depths
    assert found.depth(None) is None


def test_options_say_how_hard_a_search_tries() -> None:
    assert tuning(()).effort.recall == 0.99
    assert tuning((("mode", "fast"), ("quality", "perfect"))).effort.recall == 0.95
    assert tuning((("mode", "adaptive:32:128"),)).effort.candidates == 128
    assert tuning((("mode", "perfect"), ("ef_search", 64))).effort.candidates == 64
    assert tuning((("quantization", "f32"),)).effort.recall == 1.0
    assert tuning((("oversampling", 2.5),)).at(10).candidates == 25
