"""Retrieved but not said, against not retrieved."""

from __future__ import annotations

from typing import Any

from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.replies import Outcome, Ranking, Reply, TraceStep
from workbench.core.evaluation.scores import Apart
from workbench.core.values import Rows
from workbench.evaluation.measures.answers.breakdown import (
    Retrieved,
    SaidOfRetrieved,
    breakdown,
    class_counts,
    classified,
)

KNOWN = {"Ann": "p1", "Cal": "p2", "Zoë": "p3", "Ned": "p4"}
ASKED = Question("q1", "Who?", expected={"names": ["Ann", "Cal", "Zoë", "Ned"]}, extra={})


def step(text: str, kind: str = "cypher") -> Reply:
    return Reply(text="Ann and Zoë", trace=(TraceStep(kind, text),))


def classes(reply: Reply, **extra: Any) -> list[str]:
    question = Question("q1", "Who?", expected=ASKED.expected, extra=extra)
    found = classified(question, reply)
    assert isinstance(found, dict)
    assert list(found) == ["Ann", "Cal", "Zoë", "Ned"]
    return list(found.values())


FOUR = ["said", "retrieved, not said", "said, not retrieved", "not retrieved"]


def test_what_came_back_is_read_from_recorded_calls_and_from_steps_of_results() -> None:
    assert classes(step("MATCH (n {name: 'Ned'})\nRows:\n{'name': 'Ann'}\n{'name': 'Cal'}")) == FOUR
    assert classes(step('[{"name": "Ann"}, {"name": "Cal"}]', "tool result")) == FOUR
    assert classes(Reply(text="Ann, Zoë", data={"retrieved": ["Ann, 3", "Cal"]})) == FOUR
    assert classes(Reply(text="Ann, Zoë", rows=Rows(("n",), [("Ann",), ("Cal",)]))) == FOUR


def test_letters_that_json_escapes_are_read() -> None:
    found = classes(step('Rows:\n{"name": "Zo\\u00eb"}'))

    assert found[:3] == ["said, not retrieved", "not retrieved", "said"]


def test_a_ranking_tells_names_where_their_ids_are_known() -> None:
    reply = Reply(text="Ann, Zoë", ranking=Ranking(["p1", "p2", "p9"], [3.0, 2.0, 1.0]))

    assert classes(reply, ids_by_name=KNOWN) == FOUR
    assert classes(reply)[1] == "not retrieved"


def test_an_id_in_a_row_stands_for_its_name() -> None:
    reply = Reply(text="Ann, Zoë", rows=Rows(("id",), [("p1",), ("p2",), ("p10",)]))

    assert classes(reply, ids_by_name=KNOWN) == FOUR


def test_ids_are_the_items_where_no_names_are_expected() -> None:
    question = Question("q", "?", judgements={"p1": 1, "p2": 1}, extra={"ids_by_name": KNOWN})
    ranking = Ranking(["p2"], [1.0])

    assert classified(question, Reply(text="Ann", ranking=ranking)) == {
        "p1": "said, not retrieved",
        "p2": "retrieved, not said",
    }


def test_a_statement_is_no_evidence_and_silence_is_not_known() -> None:
    unknown = ["said, retrieval unknown", "not said, retrieval unknown"] * 2

    assert classes(step("MATCH (n {name: 'Cal'}) RETURN n", "graph")) == unknown
    assert classes(Reply(text="Ann and Zoë")) == unknown
    assert classes(step("Query: cypher\nResult: 'Error executing query'"))[1] == "not retrieved"


def test_the_two_shares_tell_what_each_half_lost() -> None:
    reply = Reply(text="Ann, Zoë", data={"retrieved": ["Ann", "Cal", "Ned"]})
    nothing = Reply(text="Ann", data={"retrieved": []})
    silent = Apart("the reply does not tell what was retrieved")

    assert (Retrieved().score(ASKED, reply), SaidOfRetrieved().score(ASKED, reply)) == (0.75, 1 / 3)
    assert Retrieved().score(ASKED, nothing) == 0
    assert isinstance(SaidOfRetrieved().score(ASKED, nothing), Apart)
    for measure in (Retrieved(), SaidOfRetrieved()):
        assert measure.score(ASKED, Reply(text="Ann")) == silent
        assert isinstance(measure.score(Question("q", "?"), reply), Apart)


def test_every_outcome_is_told_failed_ones_too() -> None:
    reply = Reply(text="Ann", data={"retrieved": ["Ann", "Cal"]})
    rows = breakdown(
        [ASKED, Question("q2", "?")],
        [
            Outcome("q1", "answered", 1, reply),
            Outcome("q1", "failed", 2, error="timeout"),
            Outcome("q1", "answered", 3, Reply(ranking=Ranking([], []))),
            Outcome("q2", "answered", 1, reply),
        ],
    )

    assert rows.columns == ("question", "repeat", "item", "class")
    assert rows.values[1:] == [
        ("q1", 1, "Cal", "retrieved, not said"),
        ("q1", 1, "Zoë", "not retrieved"),
        ("q1", 1, "Ned", "not retrieved"),
        ("q1", 2, None, "failed"),
        ("q1", 3, None, "apart"),
    ]
    assert class_counts(rows).values == [
        ("said", 1, 0.25, 1),
        ("retrieved, not said", 1, 0.25, 1),
        ("not retrieved", 2, 0.5, 1),
        ("apart", 1, None, 1),
        ("failed", 1, None, 1),
    ]
