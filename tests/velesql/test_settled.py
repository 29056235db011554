"""What sentences of the reference leave to be settled, and how it is settled here."""

from __future__ import annotations

from typing import Any

import pytest

from tests.velesql.executing.asking import NOW, Asked, of
from tests.velesql.in_memory import InMemory
from tests.velesql.judge.judging import judge
from tests.velesql.judge.world import World
from workbench.core.errors import VelesFailed
from workbench.velesql.answering import answer
from workbench.velesql.executing.run import Limits

NEAR = {"q": [0.0, 1.0]}
ROWS: tuple[dict[str, Any], ...] = ({"k": "a"}, {"k": "a", "score": 7}, {"k": "b"}, {"k": None})
VECTORS: tuple[Any, ...] = ([1, 0], [0.8, 0.6], [0, 1], None)
TABLE = Asked(*ROWS, vectors=VECTORS)
FAR = Asked(*ROWS, vectors=VECTORS, metric="euclidean")


def judged(query: str, **parameters: Any) -> list[tuple[Any, ...]]:
    """The rows as the judge has them."""
    given = zip(ROWS, VECTORS, strict=True)
    points = [{"id": at, "payload": p, "vector": v} for at, (p, v) in enumerate(given, 1)]
    space = {"dimension": 2, "metric": "cosine"}
    world = World.loaded([{"name": "t", "kind": "vector", "points": points, **space}], NOW)
    found = judge(query, parameters, world, now=NOW)
    assert not isinstance(found, str), found
    return [one.values for one in found.shown]


def code(table: Asked, query: str, **parameters: Any) -> str:
    """ "" where nothing is refused."""
    try:
        table.result(query, **parameters)
    except VelesFailed as error:
        return error.code
    return ""


@pytest.mark.parametrize("table", [TABLE, FAR])
def test_rows_that_no_search_compared_are_the_least_similar(table: Asked) -> None:
    query = "SELECT id FROM t WHERE vector NEAR $q OR k IS NULL"

    nearest = [(3,), (2,), (1,), (4,)]
    assert table.rows(query, **NEAR) == nearest
    assert table.rows(f"{query} ORDER BY similarity() DESC", **NEAR) == nearest
    assert table.rows(f"{query} ORDER BY similarity() DESC, id", **NEAR) == nearest
    assert table.rows(f"{query} ORDER BY similarity()", **NEAR) == nearest[::-1]


def test_their_score_is_the_number_one_all_the_same() -> None:
    query = "SELECT id, score FROM t WHERE vector NEAR $q OR k IS NULL ORDER BY similarity(), id"

    assert TABLE.rows(query, **NEAR)[0] == (4, 1.0)
    assert judged(query, **NEAR)[0] == (4, 1.0)


def test_distinct_over_windows_alone_leaves_one_row() -> None:
    query = "SELECT DISTINCT ROW_NUMBER() OVER (ORDER BY id) AS n FROM t"

    assert TABLE.rows(query) == judged(query) == [(1,)]
    assert TABLE.rows(f"{query} WHERE k = 'z'") == []


@pytest.mark.parametrize("score", ["t.score", "score", "similarity()"])
def test_a_score_in_any_spelling_is_no_part_of_what_set_operations_compare(score: str) -> None:
    near = f"SELECT id, {score} FROM t WHERE vector NEAR $q"
    query = f"{near} UNION {near.replace('$q', '$r')} ORDER BY id"

    rows = TABLE.rows(query, q=[1.0, 0.0], r=[0.0, 1.0])
    assert [row[0] for row in rows] == [1, 2, 3]
    assert [row[1] for row in rows] == pytest.approx([1.0, 0.8, 1.0])
    assert judged(query, q=[1.0, 0.0], r=[0.0, 1.0]) == [pytest.approx(row) for row in rows]


def test_a_column_that_is_a_score_in_one_operand_alone_is_compared_and_shown_as_it_is() -> None:
    query = (
        "SELECT id, score FROM t WHERE vector NEAR $q UNION ALL SELECT id, k FROM t WHERE id = 1"
    )

    rows = TABLE.rows(query, **NEAR)
    assert rows[-1] == judged(query, **NEAR)[-1] == (1, "a")


def test_whole_rows_are_the_same_whether_a_search_scored_them_or_not() -> None:
    query = "SELECT * FROM t WHERE vector NEAR $q UNION SELECT * FROM t WHERE k = 'a' ORDER BY id"
    got = TABLE.result(query, **NEAR)

    assert got.ids == [1, 2, 3]
    assert got.columns == ("id", "k", "payload.score", "score")
    assert got.values[1][2] == 7


def test_brackets_around_one_select_change_nothing() -> None:
    table = of("v", *range(30))

    assert len(table.rows("(SELECT v FROM t)")) == 10
    assert len(table.rows("(SELECT v FROM t LIMIT 20) LIMIT 15")) == 15


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("v ILIKE 'stra_e'", [1]),
        ("v ILIKE 'stra__e'", [2]),
        ("v ILIKE 'STRASSE'", [1, 2]),
        ("v ILIKE '%sse'", [1, 2]),
        ("v ILIKE '_stanbul'", [3]),
        ("v ILIKE 'i%_stanbul'", []),
        ("v NOT ILIKE '%S_E'", [1, 3]),  # ß is two letters folded, and neither is one alone
    ],
)
def test_without_case_a_character_is_one_of_the_text(condition: str, found: list[int]) -> None:
    table = of("v", "Straße", "STRASSE", "İstanbul")
    assert table.where(condition) == found


def test_a_point_is_found_where_a_source_goes_by_the_name_of_its_field() -> None:
    table = of("t", {"lat": 1.0, "lng": 2.0}, {"lat": 50.0, "lng": 2.0})

    assert table.where("GEO_DISTANCE(t, 1, 2) < 1") == [1]
    assert table.where("GEO_BBOX(t.t, 40, 0, 60, 5)") == [2]


def test_poles_and_the_date_line_are_ordinary_places_of_a_sphere() -> None:
    table = of("p", {"lat": 90, "lng": 10}, {"lat": 0, "lng": 179.9}, {"lat": -90, "lng": 0})

    assert table.where("GEO_DISTANCE(p, 90, -120) < 0.001") == [1]
    assert table.where("GEO_DISTANCE(p, 0, -179.9) < 22300") == [2]
    assert table.where("GEO_DISTANCE(p, 90, 0) > 20015086") == [3]
    assert table.where("GEO_BBOX(p, -90, 0, -90, 0)") == [3]
    assert table.where("GEO_BBOX(p, -1, 179, 1, -179)") == []


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("SELECT MAX(t.score) FROM t", "V006"),
        ("SELECT k, MAX(score) FROM t WHERE k MATCH 'aa' GROUP BY k", "V006"),
        ("DELETE FROM t WHERE NOT vector NEAR $q", "V003"),
        ("UPDATE t SET k = 1 WHERE vector NEAR $q AND vector NEAR $q", "V001"),
        ("DELETE FROM t WHERE MATCH ()-[:A]->(x)", "V011"),
        ("UPDATE t SET k = (SELECT COUNT(*) FROM u WHERE t.id = 1)", "V010"),
        ("SELECT id FROM t WITH (quantization = 'f33')", "VELES-009"),
        ("SELECT id FROM t WITH (oversampling = 0)", "VELES-009"),
    ],
)
def test_what_contradicts_itself_is_refused_before_anything_runs(query: str, fault: str) -> None:
    table = Asked(*ROWS, vectors=VECTORS).beside("u", (1, {}))

    assert code(table, query, **NEAR) == fault
    assert len(table.rows("SELECT id FROM t")) == 4


@pytest.mark.parametrize(
    ("weights", "fault"),
    [
        ("dense_weight = 0.5", ""),
        ("dense_weight = 0.6", "V012"),
        ("sparse_w = 0.5", ""),
        ("dense_weight = 0.6, dense_w = 0.4", "V012"),
    ],
)
def test_a_weight_that_is_not_given_is_a_half(weights: str, fault: str) -> None:
    query = "SELECT id FROM t WHERE vector NEAR $q AND k MATCH 'aa' USING FUSION(strategy = 'rsf', "

    assert code(TABLE, f"{query}{weights})", **NEAR) == fault


@pytest.mark.parametrize(
    ("query", "at", "hint"),
    [
        ("SELECT id FROM t USING FUSION(strategy = 'rrff')", 42, "did you mean rrf?"),
        ("SELECT id FROM t USING FUSION(k = 1, dens_weight = 1)", 38, "did you mean dense_weight?"),
        ("SELECT CONUT(*) FROM t", 13, "did you mean COUNT?"),
        ("SELECT id FROM t WHERE GEO_DISTANC(p, 1, 2) < 3", 35, "did you mean GEO_DISTANCE?"),
        ("CREATE COLLECTION x (dimension = 2, metric = 'cosin')", 46, "did you mean cosine?"),
    ],
)
def test_the_caret_is_under_what_is_wrong(query: str, at: int, hint: str) -> None:
    with pytest.raises(VelesFailed, match=hint.replace("?", r"\?")) as error:
        TABLE.result(query)

    assert (error.value.code, error.value.position) == ("E001", at)


EDGES = ((1, 1, 2, "MET"), (2, 1, 3, "IN"), (3, 2, 3, "IN"))
GRAPH: list[dict[str, Any]] = [
    {
        "name": "g",
        "kind": "graph",
        "points": [{"id": at, "payload": {"of": 1}} for at in (1, 2, 3)],
        "edges": [dict(zip(("id", "source", "target", "label"), e, strict=True)) for e in EDGES],
    }
]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (
            "MATCH (a)-[]->(b) WHERE MATCH (a)-[:IN]->(b) RETURN a.id, b.id",
            [(1, 3), (2, 3)],
        ),
        (
            "MATCH (a)-[]->(b) WHERE MATCH (a)-[:IN]->(x) RETURN a.id, b.id",
            [(1, 2), (1, 3), (2, 3)],
        ),
        (
            "SELECT a.id, b.id FROM g AS a JOIN g AS b ON a.of = b.of WHERE MATCH (a)-[:IN]->(b)",
            [(1, 3), (2, 3)],
        ),
    ],
)
def test_an_alias_is_the_same_node_in_every_pattern_of_a_query(
    query: str, found: list[tuple[int, int]]
) -> None:
    database = InMemory.loaded(GRAPH)
    told = judge(query, {"_collection": "g"}, World.loaded(GRAPH, NOW), now=NOW)

    assert answer(query, {}, database, default_collection="g").values == found
    assert not isinstance(told, str)
    assert sorted(one.values for one in told.shown) == found


def test_nodes_that_a_threshold_does_not_compare_come_last() -> None:
    points = [{"id": 1, "payload": {}}, {"id": 2, "vector": [0.6, 0.8], "payload": {}}]
    space = {"kind": "graph", "dimension": 2, "metric": "cosine", "edges": []}
    data = [{"name": "g", "points": points, **space}]
    query = "MATCH (a) WHERE similarity(a.vector, $q) > 0.5 OR a.id = 1 RETURN a.id, similarity()"

    got = answer(query, NEAR, InMemory.loaded(data), default_collection="g")
    assert got.values == [(2, pytest.approx(0.8)), (1, 1.0)]


def test_no_more_is_read_into_one_answer_than_memory_is_allowed() -> None:
    rows = [{"id": at, "payload": {"text": "x" * 1000}} for at in range(300)]
    data = [{"name": "t", "kind": "graph", "dimension": None, "points": rows, "edges": []}]
    database, few = InMemory.loaded(data), Limits(bytes=200_000)

    for query in ("SELECT * FROM t LIMIT 300", "MATCH (a) RETURN a"):
        with pytest.raises(VelesFailed, match="VELES-027"):
            answer(query, {}, database, limits=few, default_collection="t")
    for query in (
        "SELECT * FROM t LIMIT 100",
        "SELECT id FROM t LIMIT 300",
        "MATCH (a) RETURN a.id",
    ):
        assert len(answer(query, {}, database, limits=few, default_collection="t").values) >= 100


def test_using_takes_a_column_as_both_sides_have_it() -> None:
    table = of("k", "a", "b").beside("u", (7, {"k": "b"}))

    assert table.rows("SELECT t.id, u.id FROM t JOIN u USING (k)") == [(2, 7)]
    assert code(table, "SELECT t.id FROM t JOIN u USING (t.k)") == "VELES-010"


def test_having_may_stand_in_brackets() -> None:
    table = of("v", 1, 1, 2, 3)
    query = "SELECT v FROM t GROUP BY v HAVING {} AND MAX(v) < 3"

    assert table.rows(query.format("(COUNT(*) = 2 OR MAX(v) = 3)")) == [(1,)]
    assert table.rows(query.format("(COUNT(*) = 2 OR (MAX(v) = 2))")) == [(1,), (2,)]
