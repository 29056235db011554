"""Paths, rows, truth values and citations."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.core.errors import BadInput
from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.replies import Ranking, Reply
from workbench.core.evaluation.scores import Apart, Measure
from workbench.core.values import Edge, Node, Path, Rows
from workbench.evaluation.measures.answers.citations import (
    CitationRecall,
    CitationRetrieved,
    CitationSupport,
)
from workbench.evaluation.measures.answers.path import PathEqual, PathValid
from workbench.evaluation.measures.answers.rows import RowsEqual
from workbench.evaluation.measures.answers.truth import Truth

EDGES = {
    ("kiln", "wood"),
    ("wood", "shore"),
    ("kiln", "mine"),
    ("mine", "shore"),
    ("shore", "wood"),
}


def score(measure: Measure, reply: Reply, **expected: Any) -> Any:
    return measure.score(Question("q", "?", expected=expected), reply)


@pytest.mark.parametrize(
    ("path", "equal", "valid"),
    [
        (("kiln", "wood", "shore"), 1, 1),
        (("kiln", "mine", "shore"), 0, 1),
        (("kiln", "wood", "shore", "wood", "shore"), 0, 1),
        (("kiln", "shore"), 0, 0),
        (("kiln", "wood"), 0, 0),
        (("shore", "wood", "kiln"), 0, 0),
        ((), 0, 0),
    ],
)
def test_a_path_is_the_expected_one_or_at_least_a_way(
    path: tuple[str, ...], equal: int, valid: int
) -> None:
    reply, expected = Reply(path=path), ["kiln", "wood", "shore"]

    assert score(PathEqual(), reply, path=expected) == equal
    assert score(PathValid(EDGES), reply, path=expected) == valid
    assert score(PathValid(lambda *step: step in EDGES), reply, path=expected) == valid


def test_a_way_back_holds_where_edges_have_no_direction() -> None:
    reply = Reply(path=("shore", "mine", "kiln"))

    assert score(PathValid(EDGES), reply, path=["shore", "kiln"]) == 0
    assert score(PathValid(EDGES, directed=False), reply, path=["shore", "kiln"]) == 1


def test_no_way_at_all_can_be_what_is_right() -> None:
    for measure in (PathEqual(), PathValid(EDGES)):
        assert score(measure, Reply(path=()), path=[]) == 1
        assert score(measure, Reply(path=("kiln", "wood")), path=[]) == 0


def test_a_path_is_found_as_data_or_as_a_value_of_the_graph() -> None:
    found = Path((Node("kiln"), Node("wood")), (Edge("kiln", "LEADS", "wood"),))

    for reply in (Reply(data={"path": ["kiln", "wood"]}), Reply(rows=Rows(("p",), [(found,)]))):
        assert score(PathEqual(), reply, path=["kiln", "wood"]) == 1
    assert isinstance(score(PathEqual(), Reply(text="kiln -> wood"), path=["kiln"]), Apart)
    assert score(PathEqual(), Reply(path=())) == Apart("no path is expected")


def test_edges_must_be_edges() -> None:
    with pytest.raises(BadInput, match="pairs"):
        PathValid(iter([("a", "b")]))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "same", "ordered"),
    [
        ([("a", 1), ("b", 2.5)], 1, 1),
        ([("b", 2.5), ("a", 1.0)], 1, 0),
        ([("a", 1 + 1e-12), ("b", 2.5)], 1, 1),
        ([("a", 1), ("a", 1)], 0, 0),
        ([("a", 1)], 0, 0),
        ([("a", 1, 0), ("b", 2.5, 0)], 0, 0),
        ([("a", None), ("b", 2.5)], 0, 0),
    ],
)
def test_rows_are_the_same_each_as_often(values: Any, same: int, ordered: int) -> None:
    rows = Reply(rows=Rows(("n", "v", "w")[: len(values[0])], values))
    expected = [["a", 1], ["b", 2.5]]

    assert score(RowsEqual(), rows, rows=expected) == same
    assert score(RowsEqual(ordered=True), rows, rows=expected) == ordered


def test_rows_nearly_alike_are_paired_whatever_their_order() -> None:
    given = Rows(("x", "y"), [(1.0, "a"), (1.0 + 1e-12, "b")])

    assert score(RowsEqual(), Reply(rows=given), rows=[[1.0, "b"], [1.0 + 1e-12, "a"]]) == 1


def test_expected_rows_may_name_columns_or_be_single_values() -> None:
    reply = Reply(rows=Rows(("id", "name"), [(2, "b"), (1, "a")]))

    assert score(RowsEqual(), reply, rows=[{"name": "a"}, {"name": "b"}]) == 1
    assert score(RowsEqual(column="id"), reply, rows=[1, 2]) == 1
    assert score(RowsEqual(), reply, rows=[1, 2]) == 0
    assert "there are: id, name" in str(score(RowsEqual(column="x"), reply, rows=[1]))


def test_rows_that_were_cut_or_are_not_there_are_apart() -> None:
    cut = Rows(("id",), [(1,)], truncated=True)

    assert score(RowsEqual(), Reply(rows=cut), rows=[1]) == Apart("a limit cut the reply's rows")
    assert score(RowsEqual(), Reply(text="1"), rows=[1]) == Apart("the reply has no rows")
    assert score(RowsEqual(), Reply(rows=cut)) == Apart("no rows are expected")
    assert score(RowsEqual(), Reply(rows=Rows(("id",), [])), rows=[]) == 1


@pytest.mark.parametrize(
    ("text", "decided"),
    [
        ("Yes: The Kiln -> The Glasswood, cost 4.", "true"),
        ("**No** (no_grant)", "false"),
        ("No. From there one reaches only: The Vault.", "false"),
        ("It cannot be decided: the record ends.", "unknown"),
        ("I don’t know.", "unknown"),
        ("True", "true"),
        ("No\n\nThe ferry was sold.", "false"),
        ("No people are known to like it.", None),
        ("Nobody.", None),
        ("", None),
    ],
)
def test_a_text_decides_by_how_it_begins(text: str, decided: str | None) -> None:
    for truth in ("true", "false", "unknown"):
        assert score(Truth(), Reply(text=text), truth=truth) == float(truth == decided)


def test_a_decision_comes_as_data_or_as_the_only_cell_too() -> None:
    for value, truth in ((True, "true"), (False, "false"), (None, "unknown"), ("No", "false")):
        assert score(Truth(), Reply(text="Hm", data={"truth": value}), truth=truth) == 1
        assert score(Truth(), Reply(rows=Rows(("t",), [(value,)])), truth=truth) == 1
    assert score(Truth(), Reply(rows=Rows(("t",), [(True,), (True,)])), truth="true") == 0
    assert isinstance(score(Truth(), Reply(), truth="true"), Apart)
    assert score(Truth(), Reply(text="Yes")) == Apart("no truth value is expected")


def cited(*ids: str, ranked: tuple[str, ...] | None = ("d1", "d2", "d9")) -> list[Any]:
    ranking = None if ranked is None else Ranking(ranked, [1.0] * len(ranked))
    reply = Reply(text="…", citations=ids, ranking=ranking)
    golden = Question("q", "?", judgements={"d1": 2, "d2": 1, "d3": 0})
    return [
        m.score(golden, reply) for m in (CitationSupport(), CitationRecall(), CitationRetrieved())
    ]


def test_citations_are_counted_by_relevance_by_completeness_and_by_source() -> None:
    assert cited("d1", "d2") == [1, 1, 1]
    assert cited("d1", "d1", "d3") == [0.5, 0.5, 0.5]
    assert cited("d1", "d8", "d9") == [1 / 3, 0.5, 2 / 3]


def test_a_reply_that_cites_nothing_supports_nothing() -> None:
    assert cited() == [0, 0, Apart("the reply cites nothing")]
    assert cited("d1", ranked=None)[2] == Apart("the reply does not tell what was retrieved")
    assert cited("d1", ranked=())[2] == 0


def test_expected_citations_come_before_judgements() -> None:
    golden = Question("q", "?", judgements={"d1": 1}, expected={"citations": ["c7"]})

    assert CitationSupport().score(golden, Reply(citations=("c7",))) == 1
    assert CitationRecall().score(golden, Reply(citations=("d1",))) == 0
    assert isinstance(CitationRecall().score(golden, Reply(text="c7")), Apart)
    nothing = Question("q", "?", judgements={"d1": 0})
    assert CitationSupport().score(nothing, Reply(citations=("d1",))) == Apart(
        "no citation is expected"
    )
