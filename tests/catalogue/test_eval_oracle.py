"""The evaluation runs of the recorded database read as the original's functions told them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.asker import Asker
from tests.catalogue.test_vedana_oracle import cases, expected
from workbench.core.values import Rows
from workbench.tools.data_model import data_model
from workbench.tools.eval_compare import eval_compare
from workbench.tools.eval_export import eval_export
from workbench.tools.eval_results import eval_results
from workbench.tools.eval_runs import eval_runs

BASELINE, NANO, UNNAMED = (f"eval:20261101-1{hour}0000" for hour in "012")
RUNS = cases("eval") and expected()["eval"]["runs"]
TOLD = [(run, part) for run, told in dict(RUNS).items() for part in told if part != "results"]
ANSWERS = [(run, question) for run, told in dict(RUNS).items() for question in told["results"]]


@pytest.fixture(scope="session")
def bench(oracle: Any) -> Asker:
    return Asker(oracle)


@pytest.fixture(scope="session")
def runs(bench: Asker) -> dict[str, dict[str, Any]]:
    return {row["run_id"]: row for row in eval_runs(bench)}


@pytest.fixture(scope="session")
def results(bench: Asker) -> dict[str, Rows]:
    return {run: eval_results(bench, run) for run in RUNS}


def summary(run: dict[str, Any]) -> dict[str, Any]:
    """A run under the original's names, rounded as there."""
    same = ("run_id", "run_label", "tests_total", "passed", "failed", "pass_rate", "test_run_name")
    return {name: run[name] for name in same} | {
        "avg_rating": str(round(run["avg_rating"], 2)),
        "cost_total": round(run["cost_total"], 3),
        "judge_cost_total": round(run["judge_cost_total"], 6),
        "avg_answer_time_sec": round(run["avg_answer_time_sec"], 2),
        "median_answer_time_sec": round(run["median_answer_time_sec"], 2),
    }


@pytest.mark.parametrize(("run", "part"), TOLD)
def test_a_run_s_numbers_and_settings_are_the_original_s(
    run: str, part: str, runs: dict[str, dict[str, Any]]
) -> None:
    wanted = RUNS[run][part]
    named = {**runs[run], "test_run_id": run}
    found = summary(named) if part == "summary" else {name: named[name] for name in wanted}

    assert found == wanted


@pytest.mark.parametrize(("run", "question"), ANSWERS)
def test_a_question_s_result_is_the_original_s(
    run: str, question: str, results: dict[str, Rows]
) -> None:
    (row,) = [row for row in results[run] if row["question"] == question]

    assert {name: row[name] for name in ("status", "rating", "comment", "answer")} == (
        RUNS[run]["results"][question]
    )


def test_every_test_of_a_run_is_read_and_every_denominator_told(
    runs: dict[str, dict[str, Any]], results: dict[str, Rows]
) -> None:
    """D51, D52: counts of what was judged and what was not, over whole runs."""
    counts = ("tests_total", "passed", "failed", "errors", "unjudged", "unknown", "pass_rate")

    assert [[runs[run][name] for name in counts] for run in (BASELINE, NANO, UNNAMED)] == [
        [100, 100, 0, 0, 0, 0, 1.0],
        [100, 60, 40, 0, 0, 0, 0.6],
        [15, 15, 0, 0, 0, 0, 1.0],
    ]
    assert {run: len(rows) for run, rows in results.items()} == {
        BASELINE: 100,
        NANO: 100,
        UNNAMED: 15,
    }


def test_golden_questions_are_the_original_s(bench: Asker) -> None:
    rows = {row["id"]: row for row in bench.ask("vedana/golden_set").rows}

    assert len(rows) == 100
    for wanted in expected()["eval"]["questions"]:
        assert {name: rows[wanted["id"]][name] for name in wanted} == wanted


def test_the_judge_s_prompt_is_the_data_model_s(bench: Asker, runs: dict[str, Any]) -> None:
    prompts = dict(data_model(bench).prompts)

    assert prompts["eval_judge_prompt"] == expected()["eval"]["judge_prompt"]
    assert runs[BASELINE]["judge_prompt"] == expected()["eval"]["judge_prompt"]
    assert runs[BASELINE]["judge_prompt_hash"] == expected()["eval"]["judge_prompt_id"]


def test_the_graph_that_a_run_saw_is_the_original_s(runs: dict[str, dict[str, Any]]) -> None:
    wanted = expected()["eval"]["graph_meta"]["nodes_by_label"]

    assert {run: told["graph_nodes"] for run, told in runs.items()} == dict.fromkeys(runs, wanted)


def test_the_run_list_comes_newest_first_with_the_original_s_labels(bench: Asker) -> None:
    wanted = expected()["eval"]["load_tests"]
    labels = eval_runs(bench).column("run_label")

    assert ["All", *labels] == wanted["runs"]
    assert labels[0] == wanted["selected"]


def test_the_default_page_starts_with_the_original_s_row(results: dict[str, Rows]) -> None:
    wanted = expected()["eval"]["load_tests"]
    rows, first = results[UNNAMED], wanted["rows0"][0]

    assert (len(rows), rows.column("status").count("pass")) == (wanted["total"], wanted["passed"])
    assert sum(rows.column("pipeline_cost")) == pytest.approx(wanted["cost"], abs=1e-12)
    assert as_shown(rows[0]) == first


def as_shown(row: dict[str, Any]) -> dict[str, Any]:
    """A row of results as the original's page puts it."""
    return {
        "row_id": str(row["thread_id"]),
        "expanded": False,
        "test_date": row["test_date"],
        "gds_question": row["question"],
        "llm_answer": row["answer"],
        "gds_answer": row["gds_answer"],
        "pipeline_model": row["pipeline_model"],
        "test_status": row["status"],
        "status_color": {"pass": "green", "fail": "red"}[row["status"]],
        "eval_judge_comment": row["comment"],
        "eval_judge_rating": f"{row['rating']:g}",
        "pipeline_cost": f"${row['pipeline_cost']:.6f}",
    }


def test_the_export_has_the_original_s_columns_and_the_whole_trace(bench: Asker) -> None:
    frame = eval_export(bench, UNNAMED)
    trace = json.loads(frame["rag_query_processed_trace"][0])

    assert frame.columns == expected()["eval"]["export_columns"]
    assert frame.height == 15
    assert [event["event_type"] for event in trace] == [
        "jims.lifecycle.thread_created",
        "eval.meta",
        "comm.user_message",
        "comm.assistant_message",
        "rag.query_processed",
        "eval.result",
    ]


def test_a_comparison_finds_what_changed_and_why(bench: Asker) -> None:
    compared = eval_compare(bench, BASELINE, NANO)
    changed = {row["question"] for row in compared.questions if row["changed"]}
    failed = {row["question"] for row in compared.questions if row["status_b"] == "fail"}

    assert len(compared.questions) == 100
    assert changed == failed
    assert len(failed) == 40
    assert compared.config.column("key") == ["models_used", "pipeline_model", "test_run_name"]
