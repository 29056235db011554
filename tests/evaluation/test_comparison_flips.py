"""Flips: which questions changed, and what both runs did there."""

from __future__ import annotations

import pytest

from tests.evaluation.compared_runs import questions, run
from workbench.core.errors import BadInput
from workbench.core.evaluation.replies import Ranking, Reply, TraceStep
from workbench.evaluation.comparison.compare import compare

ASKED = questions(6)
STEPS = (TraceStep("sql", "SELECT q2"), TraceStep("fuse", "RRF"), TraceStep("rank", "by score"))
OTHER = Reply(text="It is d9.", ranking=Ranking(["d2", "d9"], [0.5, 2.0]), trace=STEPS)
OLD = run("old", ASKED, {"RR": [1.0, 0.5, 1.0, 0.25, 0.5, "failed: timeout"]})
NEW = run("new", ASKED, {"RR": [1.0, 1.0, 0.1, 0.3, 0.0, 1.0]}, replies={"q2": OTHER})
FOUND = compare(OLD, NEW)


def test_the_largest_change_comes_first_and_those_without_a_value_last() -> None:
    rows = FOUND.flips("RR")
    told = [(row["question"], row["flip"]) for row in rows]
    assert told == [
        ("q2", "lost"),
        ("q1", "gained"),
        ("q4", "lost"),
        ("q3", "gained"),
        ("q5", "no value in a"),
    ]
    assert rows.column("change")[:4] == pytest.approx([-0.9, 0.5, -0.5, 0.05])


def test_both_answers_ids_and_traces_stand_side_by_side() -> None:
    row = FOUND.flips("RR")[0]
    assert (row["answer_a"], row["answer_b"]) == ("It is d2.", "It is d9.")
    assert (row["ids_a"], row["ids_b"]) == ("d2 (1)", "d9 (2), d2 (0.5)")
    assert row["trace_a"] == "sql: SELECT q2\nrank: by score"
    assert row["trace_b"] == "sql: SELECT q2\nfuse: RRF\nrank: by score"


def test_a_failed_question_shows_why() -> None:
    row = FOUND.flips("RR")[4]
    assert (row["a"], row["b"], row["change"]) == (None, 1.0, None)
    assert row["answer_a"] == "failed: timeout"


def test_a_threshold_leaves_smaller_changes_out() -> None:
    assert FOUND.flips("RR", threshold=0.5).column("question") == ["q2", "q5"]


def test_runs_are_given_by_place_or_name() -> None:
    turned = FOUND.flips("RR", "new", "old")
    assert turned[0]["change"] == pytest.approx(0.9)
    assert turned == FOUND.flips("RR", 1, 0)


def test_one_question_in_two_runs_with_steps_aligned() -> None:
    rows = [tuple(row.values()) for row in FOUND.side_by_side("q2")]
    assert rows == [
        ("question", "What is 2?", "What is 2?"),
        ("expected", "d2", "d2"),
        ("RR", 1.0, 0.1),
        ("answer", "It is d2.", "It is d9."),
        ("rank 1", "d2 (1)", "d9 (2)"),
        ("rank 2", None, "d2 (0.5)"),
        ("trace", "sql: SELECT q2", "sql: SELECT q2"),
        ("trace", "", "fuse: RRF"),
        ("trace", "rank: by score", "rank: by score"),
    ]


def test_what_is_not_in_the_comparison_is_refused() -> None:
    with pytest.raises(BadInput, match="measure 'AP' is not in this comparison; there are: RR"):
        FOUND.flips("AP")
    with pytest.raises(BadInput, match="question 'q6' is not in this comparison"):
        FOUND.side_by_side("q6")
