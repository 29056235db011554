"""The recorded answers of Vedana's evaluation runs, judged by name sets."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.replies import Outcome, Reply, TraceStep
from workbench.evaluation.measures.answers.breakdown import (
    Retrieved,
    SaidOfRetrieved,
    breakdown,
    class_counts,
)
from workbench.evaluation.measures.answers.sets import SetF1, SetPrecision, SetRecall

BASELINE, NANO, SAMPLE = (f"eval:20261101-1{hour}0000" for hour in (0, 1, 2))
THREADS = """
SELECT r.event_data->>'test_run_id', r.event_data->>'test_status', r.event_data->>'gds_question',
  r.event_data->>'gds_answer', r.event_data->>'llm_answer', q.event_data->'technical_info'
FROM thread_events r JOIN thread_events q USING (thread_id)
WHERE r.event_type = 'eval.result' AND q.event_type = 'rag.query_processed'
"""
# The classes counted by PostgreSQL, one row an expected name.
COUNTED = """
SELECT strpos(r.event_data->>'llm_answer', name) > 0, strpos(r.event_data->>'tool_calls', name) > 0,
  count(*)
FROM thread_events r, unnest(string_to_array(r.event_data->>'gds_answer', ', ')) AS name
WHERE r.event_type = 'eval.result' AND r.event_data->>'test_run_id' = $run
GROUP BY 1, 2
"""


class Recorded(NamedTuple):
    run: str
    verdict: str
    question: Question
    reply: Reply
    asked_graph: bool


def recorded(row: tuple[Any, ...]) -> Recorded:
    run, verdict, question, answer, text, info = row
    golden = Question(question, question, expected={"names": answer.split(", ")})
    calls = tuple(TraceStep(call["tool"], call["result"]) for call in info["tool_calls"])
    return Recorded(run, verdict, golden, Reply(text=text, trace=calls), len(calls) == 2)


@pytest.fixture(scope="module")
def threads(oracle: Any) -> list[Recorded]:
    return [recorded(row) for row in oracle.rows(THREADS).values]


def told(threads: list[Recorded], run: str) -> list[tuple[Any, ...]]:
    chosen = [one for one in threads if one.run == run]
    outcomes = [Outcome(one.question.id, "answered", reply=one.reply) for one in chosen]
    return list(class_counts(breakdown([one.question for one in chosen], outcomes)).values)


def test_every_name_is_said_where_the_judge_passed_and_nowhere_else(
    threads: list[Recorded],
) -> None:
    recalls = [SetRecall().score(one.question, one.reply) for one in threads]
    passed = [one.verdict == "pass" for one in threads]

    assert (len(threads), sum(passed)) == (215, 175)
    assert [recall == 1 for recall in recalls] == passed


def test_no_recorded_answer_lists_a_wrong_name(threads: list[Recorded]) -> None:
    named = [one for one in threads if "following people" in (one.reply.text or "")]

    assert len(named) == 197
    assert {SetPrecision().score(one.question, one.reply) for one in named} == {1}
    f1 = [SetF1().score(one.question, one.reply) for one in threads]
    assert [f1.count(value) for value in (1, 2 / 3, 0)] == [175, 22, 18]


def test_names_dropped_and_names_never_asked_for_are_told_apart(
    threads: list[Recorded], oracle: Any
) -> None:
    rows = told(threads, NANO)
    counted = {row[:2]: row[2] for row in oracle.rows(COUNTED, {"run": NANO}).values}

    assert rows == [
        ("said", 142, 0.71, 82),
        ("retrieved, not said", 22, 0.11, 22),
        ("not retrieved", 36, 0.18, 18),
    ]
    assert counted == {(True, True): 142, (False, True): 22, (False, False): 36}
    assert told(threads, BASELINE) == [("said", 200, 1, 100)]
    assert told(threads, SAMPLE) == [("said", 30, 1, 15)]


def test_each_cause_has_its_measure(threads: list[Recorded]) -> None:
    nano = [one for one in threads if one.run == NANO]
    skipped = [one for one in nano if not one.asked_graph]
    said = [SaidOfRetrieved().score(o.question, o.reply) for o in nano if o.asked_graph]

    assert len(skipped) == 18
    assert {Retrieved().score(one.question, one.reply) for one in skipped} == {0}
    assert {Retrieved().score(o.question, o.reply) for o in nano if o.asked_graph} == {1}
    assert [said.count(value) for value in (1, 0.5)] == [60, 22]
