"""What a text becomes, and how one is refused that cannot be read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.errors import VelesFailed
from workbench.velesql.syntax.parse import parse
from workbench.velesql.syntax.words import RESERVED
from workbench.velesql.tree.patterns import EdgePattern, NodePattern, Pattern
from workbench.velesql.tree.predicates import (
    And,
    Between,
    Compare,
    Near,
    NearFused,
    Not,
    Or,
    Predicate,
    SparseNear,
)
from workbench.velesql.tree.selects import (
    Compound,
    Fusion,
    Item,
    Match,
    Order,
    Select,
    Source,
    Star,
)
from workbench.velesql.tree.statements import InsertEdge
from workbench.velesql.tree.values import (
    Arithmetic,
    Column,
    Constant,
    Moment,
    Negative,
    Parameter,
    SparseConstant,
    VectorConstant,
)

ALL = (Item(Star()),)


def select(text: str) -> Select:
    found = parse(text)
    assert isinstance(found, Select)
    return found


def where(text: str) -> Predicate | None:
    return select(f"SELECT * FROM works WHERE {text}").where


def equals(name: str, value: int) -> Compare:
    return Compare(Column((name,)), "=", Constant(value))


def test_not_binds_tighter_than_and_and_that_tighter_than_or() -> None:
    assert where("NOT a = 1 AND b = 2 OR c = 3") == Or(
        (And((Not(equals("a", 1)), equals("b", 2))), equals("c", 3))
    )
    assert where("a = 1 AND (b = 2 OR c = 3)") == And(
        (equals("a", 1), Or((equals("b", 2), equals("c", 3))))
    )


def test_the_and_of_between_is_not_that_of_conditions() -> None:
    assert where("y BETWEEN 1 AND 2 AND a = 1") == And(
        (Between(Column(("y",)), Constant(1), Constant(2)), equals("a", 1))
    )


def test_products_bind_tighter_than_sums_and_both_from_the_left() -> None:
    (order,) = select("SELECT * FROM w ORDER BY 8 - 2 - a * -b DESC").order_by
    eight, two = Constant(8), Constant(2)
    product = Arithmetic(Column(("a",)), "*", Negative(Column(("b",))))

    assert order == Order(Arithmetic(Arithmetic(eight, "-", two), "-", product), True)


def test_values_are_what_was_written() -> None:
    assert where("a = 18446744073709551615") == equals("a", 18446744073709551615)
    assert where("a = -1.5e3") == Compare(Column(("a",)), "=", Constant(-1500.0))
    assert where("`order`.limit = 'it''s'") == Compare(
        Column(("order", "limit")), "=", Constant("it's")
    )
    assert where("t > NOW() - INTERVAL '3 days' + INTERVAL '1 h'") == Compare(
        Column(("t",)), ">", Moment(-3 * 86_400 + 3600)
    )


def test_a_word_that_only_begins_like_a_keyword_is_a_name() -> None:
    assert where("notable = 1 AND inside = 2") == And((equals("notable", 1), equals("inside", 2)))


def test_searches_have_their_vectors_and_the_fusion_is_the_query_s() -> None:
    found = select(
        "SELECT * FROM n WHERE vector NEAR [1, -0.5] AND vector SPARSE_NEAR {3: 1} "
        "LIMIT $k USING FUSION(strategy = 'rsf', dense_weight = 0.6, sparse_weight = 0.4)"
    )
    vector = Column(("vector",))

    near = Near(vector, VectorConstant((1.0, -0.5)))
    assert found.where == And((near, SparseNear(vector, SparseConstant(((3, 1.0),)))))
    assert found.fusion == Fusion("rsf", (("dense_weight", 0.6), ("sparse_weight", 0.4)))
    assert found.limit == Parameter("k")


def test_a_fused_search_takes_its_own_strategy() -> None:
    vectors = (Parameter("a"), Parameter("b"))
    assert where("vector NEAR_FUSED [$a, $b] USING FUSION 'rrf' (k = 10)") == NearFused(
        Column(("vector",)), vectors, "rrf", (("k", 10),)
    )


def test_the_last_order_and_cut_are_those_of_the_whole() -> None:
    found = parse("SELECT a FROM x LIMIT 1 UNION ALL SELECT a FROM y ORDER BY a LIMIT 5")
    first, second = (Select((Item(Column(("a",))),), Source(name)) for name in "xy")

    order = (Order(Column(("a",))),)
    assert found == Compound(replace(first, limit=1), (("UNION ALL", second),), order, 5)


def test_a_bracketed_operand_keeps_its_cut() -> None:
    found = parse("SELECT a FROM x UNION (SELECT a FROM y LIMIT 2) LIMIT 5")
    assert isinstance(found, Compound)
    assert (found.rest[0][1].limit, found.limit) == (2, 5)


def test_a_pattern_is_a_chain() -> None:
    found = parse("MATCH (a:Person {born: 1901})-[m:MET|TAUGHT*1..3]->()<--(b)--(c) RETURN a")
    nodes = (
        NodePattern("a", ("Person",), (("born", Constant(1901)),)),
        NodePattern(),
        NodePattern("b"),
        NodePattern("c"),
    )
    edges = (
        EdgePattern("out", "m", ("MET", "TAUGHT"), hops=(1, 3)),
        EdgePattern("in"),
        EdgePattern("both"),
    )

    assert found == Match(Pattern(nodes, edges), (Item(Column(("a",))),))


@pytest.mark.parametrize(
    ("written", "hops"), [("*2", (2, 2)), ("*0..2", (0, 2)), ("*..3", (1, 3)), ("*32", (32, 32))]
)
def test_a_range_has_its_fewest_and_most_hops(written: str, hops: tuple[int, int]) -> None:
    found = parse(f"MATCH (a)-[{written}]->(b) RETURN b")
    assert isinstance(found, Match)
    assert found.pattern.edges[0].hops == hops


def test_two_dashes_are_a_comment_but_between_nodes() -> None:
    assert parse("SELECT * FROM w -- (a)--(b)\nLIMIT 2") == Select(ALL, Source("w"), limit=2)
    assert parse("MATCH (a)-->(b) -- towards b\nRETURN b") == parse("MATCH (a)-->(b) RETURN b")


def test_an_edge_has_its_properties_beside_its_ends() -> None:
    text = "INSERT EDGE INTO g (source = 1, target = $t, label = 'MET') WITH PROPERTIES (since = 2)"
    assert parse(text) == InsertEdge(
        "g",
        Constant(1),
        Parameter("t"),
        Constant("MET"),
        properties=(("since", Constant(2)),),
    )


@pytest.mark.parametrize(
    ("text", "position", "told"),
    [
        ("SELECT * FROM works WHERE vector NAER $q", 34, "did you mean NEAR?"),
        ("SELECT a FROM works WHRE b = 1", 26, "did you mean WHERE for 'WHRE'?"),
        ("SELEC * FROM works", 1, "did you mean SELECT?"),
        ("SELECT *\nFROM w\nWHERE a = 'open", 27, "line 3, column 11"),
        ("SELECT * FROM w LIMIT ten", 23, "expected a number of rows, 0 or more, found 'ten'"),
        ("SELECT * FROM w WHERE a ~ 1", 25, "'~' is no part of the language"),
    ],
)
def test_a_fault_has_its_place_and_what_would_have_fitted(
    text: str, position: int, told: str
) -> None:
    with pytest.raises(VelesFailed) as caught:
        parse(text)

    assert (caught.value.code, caught.value.position) == ("E001", position)
    assert told in str(caught.value)
    assert str(caught.value).endswith("^")


@pytest.mark.parametrize("depth", [64, 65])
def test_brackets_and_not_together_go_64_deep(depth: int) -> None:
    text = f"SELECT * FROM w WHERE {'NOT (' * (depth // 2)}{'NOT ' * (depth % 2)}a = 1"
    text += ")" * (depth // 2)
    if depth == 64:
        assert isinstance(parse(text), Select)
    else:
        with pytest.raises(VelesFailed, match="deeper than 64"):
            parse(text)


def test_a_query_of_16_kib_is_read_and_one_byte_more_is_not() -> None:
    text = "SELECT * FROM w WHERE a = ''"
    longest = text[:-1] + "é" * ((16_384 - len(text)) // 2) + "'"
    assert isinstance(parse(longest), Select)
    with pytest.raises(VelesFailed, match="16,384 bytes") as caught:
        parse(longest + " ;")
    assert caught.value.code == "E007"


def test_let_stands_before_select_alone() -> None:
    with pytest.raises(VelesFailed) as caught:
        parse("LET s = similarity() MATCH (a) RETURN a")
    assert caught.value.code == "V009"


SIGNS = [*"()[]{}*,.=<>-:|;@", "..", "--", "$q", "'t'", "1", "2.5"]
WORDS = [*sorted(RESERVED), *SIGNS, "NEAR", "works", "EDGES", "similarity"]


def refusal(query: str) -> VelesFailed | None:
    try:
        parse(query)
    except VelesFailed as error:
        return error
    return None


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_code(text: str) -> None:
    for query in (text, f"SELECT * FROM works WHERE {text}", f"MATCH (a){text} RETURN a"):
        if error := refusal(query):
            assert error.code in ("E001", "E007", "V009")
            assert error.position is not None
            assert 1 <= error.position <= len(query) + 1
