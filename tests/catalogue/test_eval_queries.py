"""Evaluation queries on data that shows where ours differ from Vedana's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from tests.catalogue.small_books import cost, load_test, store_events
from workbench.catalogue.asking import ask
from workbench.catalogue.catalogue import Catalogue

RUN = "eval:20261102-090000"
Ask = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def asked(world: Any) -> Ask:
    def question(name: str, **given: Any) -> list[dict[str, Any]]:
        query = Catalogue.shipped().get(f"vedana/{name}")
        return list(ask(query, {"run_id": RUN, **given}, store=world).rows)

    return question


def test_a_failed_pipeline_or_judge_is_an_error_and_out_of_every_average(
    world: Any, asked: Ask
) -> None:
    load_test(world, UUID(int=1), run=RUN, verdict="pass", question="1", eval_judge_rating=8)
    load_test(world, UUID(int=2), run=RUN, verdict="fail", question="2", eval_judge_rating=0)
    store_events(world, UUID(int=2), [("rag.error", {"error": "no module"})])
    broken = {"eval_judge_comment": "Judge failed: timeout", "eval_judge_rating": 0}
    load_test(world, UUID(int=3), run=RUN, verdict="fail", question="3", **broken)
    (run,) = asked("eval_runs")

    assert [row["status"] for row in asked("eval_results", sort="oldest")] == [
        "error",
        "error",
        "pass",
    ]
    assert (run["passed"], run["failed"], run["errors"]) == (1, 0, 2)
    assert (run["pass_rate"], run["avg_rating"]) == (1.0, 8.0)


def test_statuses_are_of_one_spelling_and_what_was_not_judged_is_told(
    world: Any, asked: Ask
) -> None:
    for at, status in enumerate((" Pass", "FAIL", "perhaps")):
        load_test(world, UUID(int=at), run=RUN, verdict=status, question=str(at))
    world.write(
        "INSERT INTO threads (thread_id, created_at, thread_config, contact_id) "
        'VALUES (gen_random_uuid(), now(), \'{"interface": "eval"}\', $run)',
        {"run": RUN},
    )
    (run,) = asked("eval_runs")

    assert [run[name] for name in ("tests_total", "passed", "failed", "unknown", "unjudged")] == [
        4,
        1,
        1,
        1,
        1,
    ]
    assert run["pass_rate"] == 0.5
    assert len(asked("eval_results", status="unjudged")) == 1


def test_a_rating_that_is_no_number_is_absent_and_one_in_text_is_read(
    world: Any, asked: Ask
) -> None:
    for at, rating in enumerate(("n/a", "7.5", None, 9)):
        load_test(
            world, UUID(int=at), run=RUN, verdict="pass", question="", eval_judge_rating=rating
        )

    assert [row["rating"] for row in asked("eval_results")] == [9.0, 7.5, None, None]
    assert [row["rating"] for row in asked("eval_results", sort="rating_ascending")] == [
        7.5,
        9.0,
        None,
        None,
    ]


def test_a_repeated_question_is_numbered_and_no_result_is_lost(world: Any, asked: Ask) -> None:
    for at, question in enumerate(("Who?", "Who?", "Where?")):
        load_test(world, UUID(int=at), run=RUN, verdict="pass", question=question)

    assert [(row["question"], row["repeat"]) for row in asked("eval_results", sort="oldest")] == [
        ("Where?", 1),
        ("Who?", 2),
        ("Who?", 1),
    ]


def test_pages_neither_overlap_nor_leave_out_though_all_ratings_tie(world: Any, asked: Ask) -> None:
    for at in range(5):
        load_test(world, UUID(int=at), run=RUN, verdict="pass", question=str(at))
    whole = [row["thread_id"] for row in asked("eval_results")]
    pages = [asked("eval_results", first=2, skip=skip) for skip in (0, 2, 4)]

    assert [row["thread_id"] for page in pages for row in page] == whole
    assert {row["total"] for page in pages for row in page} == {5}


def test_models_without_a_price_are_named(world: Any, asked: Ask) -> None:
    load_test(world, UUID(int=1), run=RUN, verdict="pass")
    more = [cost("free", 0), cost("secret", None), cost("paid", 1.5)]
    store_events(world, UUID(int=1), [("rag.query_processed", {"technical_info": c}) for c in more])
    (run,) = asked("eval_runs")

    assert run["unpriced"] == ["free", "secret"]
    assert (run["cost_total"], run["judge_cost_total"]) == (2.0, 0.25)


def test_the_newest_result_of_a_thread_counts(world: Any, asked: Ask) -> None:
    load_test(world, UUID(int=1), run=RUN, verdict="fail")
    again = {"test_status": "pass", "eval_judge_rating": 9, "gds_question": "Who?"}
    store_events(world, UUID(int=1), [("eval.result", again)])
    (row,) = asked("eval_results")

    assert (row["status"], row["rating"], row["question"]) == ("pass", 9.0, "Who?")


@pytest.mark.parametrize("payload", [None, 5, "text", [1], {"technical_info": {"model_stats": 3}}])
def test_malformed_payloads_are_passed_over(payload: Any, world: Any, asked: Ask) -> None:
    load_test(world, UUID(int=1), run=RUN, verdict="pass")
    kinds = ("eval.meta", "rag.query_processed", "comm.assistant_message", "eval.result")
    odd = payload if not isinstance(payload, dict) else {"technical_info": payload}
    store_events(world, UUID(int=1), [(kind, odd) for kind in kinds[: 4 if odd is None else 3]])

    assert [row["passed"] for row in asked("eval_runs")] == [1]
    assert len(asked("eval_run_configs")) == 1
    assert len(asked("eval_export")) == 1


@pytest.mark.parametrize("odd", [0, 0xD83D, 0xDE00], ids=["NUL", "high half", "low half"])
def test_what_json_functions_refuse_is_read_with_a_mark_in_its_place(
    odd: int, world: Any, asked: Ask
) -> None:
    said = f"a{chr(odd)}b \\u0000 \\ud83d \U0001f600"
    load_test(world, UUID(int=1), run=RUN, verdict="pass", question=said, llm_answer=said)
    (row,) = asked("eval_results")

    assert row["answer"] == row["question"] == "a\ufffdb \\u0000 \\ud83d \U0001f600"
    assert [run["passed"] for run in asked("eval_runs")] == [1]
    assert [export["gds_question"] for export in asked("eval_export")] == [row["question"]]


def test_a_rating_beyond_every_number_is_none(world: Any, asked: Ask) -> None:
    load_test(world, UUID(int=1), run=RUN, verdict="pass", eval_judge_rating="9" * 400)

    assert [row["rating"] for row in asked("eval_results")] == [None]
    assert [run["avg_rating"] for run in asked("eval_runs")] == [None]


def test_a_run_that_changed_its_settings_under_way_shows(world: Any, asked: Ask) -> None:
    load_test(world, UUID(int=1), run=RUN, verdict="pass")
    other = {"run_config": {"pipeline_model": "other"}}
    store_events(world, UUID(int=1), [("eval.meta", other)])
    (config,) = asked("eval_run_configs")

    assert (config["records"], config["pipeline_model"], config["models_used"]) == (
        2,
        "gpt",
        ["gpt"],
    )


def test_a_question_that_one_run_lacks_has_no_other_side(world: Any) -> None:
    load_test(world, UUID(int=1), run=RUN, verdict="pass", question="new")
    query = Catalogue.shipped().get("vedana/eval_compare")
    runs = {"run_a": "eval:20261101-100000", "run_b": RUN}
    found = list(ask(query, runs, store=world).rows)

    assert [(row["question"], row["status_a"], row["status_b"]) for row in found] == [
        ("Who likes Quokkas?", "pass", None),
        ("new", None, "pass"),
    ]
    assert [row["changed"] for row in found] == [True, True]


def test_every_golden_question_is_read(world: Any) -> None:
    world.write(
        "INSERT INTO eval_gds (gds_question, gds_answer) "
        "SELECT 'q' || n, 'a' FROM generate_series(1, 600) AS n"
    )
    query = Catalogue.shipped().get("vedana/golden_set")

    assert len(ask(query, {}, store=world).rows) == 601
    assert len(ask(query, {"scenario": "sample"}, store=world).rows) == 1
    assert len(ask(query, {"scenario": ""}, store=world).rows) == 600
