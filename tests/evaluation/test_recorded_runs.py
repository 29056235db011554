"""Threads of evaluations become runs: what goes wrong is told apart."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from tests.asker import Asker
from tests.catalogue.small_books import load_test, store_events
from tests.catalogue.small_world import load_tables
from tests.evaluation.recorded_threads import (
    ASKED,
    NOON,
    PROCESSED,
    RUN,
    SAID,
    judged,
    run_of,
    thread,
)
from tests.tools.conftest import fresh
from workbench.core.errors import BadInput
from workbench.core.evaluation.golden import Card, Golden, Question
from workbench.core.evaluation.replies import Ranking, TraceStep
from workbench.evaluation.recorded.read import runs_of
from workbench.evaluation.recorded.threads import threads_of
from workbench.tools.eval_results import eval_results


def verdict(*events: tuple[str, Any]) -> float | str:
    """The judge's value of one thread, or why there is none."""
    measured = run_of(thread(1, *events)).scores["judge"]
    return measured.values.get(("Who?", 1), measured.apart.get(("Who?", 1), "neither"))


def test_a_thread_is_an_outcome_with_answer_calls_rows_and_time() -> None:
    run = run_of(thread(1, ASKED, SAID, PROCESSED, judged()))
    (outcome,) = run.outcomes

    assert (run.id, outcome.key, outcome.seconds) == (RUN, ("Who?", 1), 1.0)
    assert run.questions == (
        Question("Who?", "Who?", "Ann, Bo", expected={"names": ["Ann", "Bo"]}),
    )
    assert outcome.reply is not None
    assert (outcome.reply.text, outcome.reply.ranking) == ("Ann.", None)
    assert outcome.reply.rows is not None
    assert list(outcome.reply.rows) == [{"1": 1}]
    text = 'Args: {"query": "RETURN 1"}\nResult:\nQuery: cypher\nRows:\n{"1": 1}'
    assert outcome.reply.trace == (TraceStep("cypher", text),)
    assert run.manifest["models"] == ["m"]


def test_hits_of_several_searches_are_one_ranking() -> None:
    rows = [
        {"similarity": s, "node_id": n} for s, n in ((0.5, "a"), (0.9, "b"), (float("nan"), "c"))
    ]
    result = "Query: vector_text_search\nRows:\n"
    calls = [
        {"tool": "vector_text_search", "args": {}, "result": result + "\n".join(map(repr, found))}
        for found in (rows, [{"similarity": 0.7, "node_id": "a"}])
    ]
    run = run_of(
        thread(1, ASKED, SAID, ("rag.query_processed", {"technical_info": {"tool_calls": calls}}))
    )

    assert run.outcomes[0].reply is not None
    assert run.outcomes[0].reply.ranking == Ranking(["b", "a"], [0.9, 0.7])


@pytest.mark.parametrize(
    ("status", "value"),
    [
        ("pass", 1.0),
        (" FAIL ", 0.0),
        ("perhaps", "unknown verdict: 'perhaps'"),
        (None, "unknown verdict: None"),
    ],
)
def test_a_verdict_counts_in_any_spelling_and_another_word_is_none(
    status: Any, value: float | str
) -> None:
    assert verdict(ASKED, SAID, judged(status)) == value


def test_a_judge_that_failed_is_apart_and_its_answer_is_kept() -> None:
    """D50: the original scores it as a fail."""
    failed = judged("fail", 0, eval_judge_comment="Judge failed: timeout")
    run = run_of(thread(1, ASKED, SAID, failed), thread(2, ASKED, SAID, judged("fail", 1)))

    assert run.failed == ()
    assert run.scores["judge"].apart == {("Who?", 1): "judge failed: timeout"}
    assert (run.scores["judge"].mean, run.scores["rating"].mean) == (0.0, 1.0)
    unloaded = judged("fail", 0, eval_judge_comment="Judge prompt not loaded")
    assert verdict(ASKED, SAID, unloaded) == "judge failed: its prompt was not loaded"


def test_a_pipeline_that_failed_is_a_failed_outcome_and_no_verdict() -> None:
    sorry = ("comm.assistant_message", {"role": "assistant", "content": "An error occurred"})
    error = ("rag.error", {"query": "Who?", "error": "no module", "traceback": "…"})
    run = run_of(thread(1, ASKED, sorry, error, judged("fail", 0)))

    (failed,) = run.failed
    assert (failed.error, failed.reply, failed.seconds) == ("no module", None, 1.0)
    assert run.scores["judge"].apart == {("Who?", 1): "no module"}
    assert run.scores["judge"].mean is None
    assert run.scores["judge"].told == {"error": 1}


def test_a_thread_that_stopped_half_way_is_told_as_far_as_it_went() -> None:
    meta = ("eval.meta", {"question": {"gds_question": "Who?", "gds_answer": "Ann"}})

    assert verdict(ASKED, SAID) == "unjudged: no eval.result was recorded"
    assert verdict(meta, ASKED) == "no answer was recorded"
    assert run_of(thread(1)).questions[0].text == f"thread {UUID(int=1)}"


def test_threads_of_one_question_are_repeats_oldest_first() -> None:
    run = run_of(
        thread(3, ASKED, SAID, judged("pass")),
        thread(2, ASKED, SAID, judged("fail", gds_question="Where?")),
        thread(1, ASKED, SAID, judged("fail", gds_question=" Who? ")),
    )

    assert [one.key for one in run.outcomes] == [("Who?", 1), ("Who?", 2), ("Where?", 1)]
    assert run.scores["judge"].by_question() == {"Who?": 0.5, "Where?": 0.0}


def test_another_golden_answer_makes_another_question() -> None:
    run = run_of(thread(1, ASKED, SAID, judged()), thread(2, ASKED, SAID, judged(gds_answer="Cy")))

    assert [(one.id, one.answer) for one in run.questions] == [
        ("Who?", "Ann, Bo"),
        ("Who? (2)", "Cy"),
    ]


def test_questions_are_those_of_the_golden_set_where_it_has_them() -> None:
    known = Question("G1", "Who?", "Ann, Bo", {"person:1": 1})
    run = run_of(
        thread(1, ASKED, SAID, judged()),
        thread(2, ASKED, SAID, judged(gds_question="Where?")),
        golden=Golden(Card("set"), (known,)),
    )

    assert run.questions[0] == known
    assert [one.question for one in run.outcomes] == ["G1", "Where?"]


def test_runs_are_told_apart_and_a_thread_of_none_is_refused() -> None:
    runs = runs_of([thread(2, SAID, run="eval:b"), thread(1, SAID, run="eval:a")])

    assert [run.id for run in runs] == ["eval:a", "eval:b"]
    with pytest.raises(BadInput, match="expected the run's id as contact_id"):
        runs_of([thread(1, SAID, run=None)])


@pytest.fixture
def small(servers: Any) -> Any:
    with fresh("relational", servers) as store:
        load_tables(store)
        yield store


def test_verdicts_are_those_of_the_results_page(small: Any) -> None:
    given = [("pass", {}), (" Fail", {}), ("perhaps", {"eval_judge_rating": "n/a"}), ("fail", {})]
    given[3][1]["eval_judge_comment"] = "Judge failed: timeout"
    for at, (status, more) in enumerate(given):
        load_test(small, UUID(int=at), run=RUN, verdict=status, question=f"{at % 3}", **more)
    store_events(small, UUID(int=1), [("rag.error", {"error": "no module"})])
    results = eval_results(bench := Asker(small), RUN)
    ids = results.column("thread_id")
    (run,) = runs_of(threads_of(results, bench.ask("vedana/thread_events_of", thread_ids=ids).rows))

    judge, rating = run.scores["judge"], run.scores["rating"]
    for row in results:
        key = (row["question"], row["repeat"])
        assert judge.values.get(key) == {"pass": 1.0, "fail": 0.0}.get(row["status"])
        assert (key in rating.values) == (row["rating"] is not None and row["status"] != "error")
    assert judge.told == {"error": 2, "unknown": 1}
    assert [one.key for one in run.failed] == [("1", 1)]


def test_events_of_another_thread_are_refused() -> None:
    row = {"thread_id": "b", "event_id": 1, "event_type": "x", "created_at": NOON, "event_data": 0}

    with pytest.raises(BadInput, match="expected a thread of the results, found b"):
        threads_of([{"thread_id": "a"}], [row])
