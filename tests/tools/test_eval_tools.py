"""Evaluation runs read, paged, compared and exported."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from tests.asker import Asker
from tests.catalogue.small_books import load_test
from tests.catalogue.small_world import load_tables
from workbench.core.errors import BadInput
from workbench.tools.eval_compare import eval_compare
from workbench.tools.eval_export import eval_export
from workbench.tools.eval_results import eval_results
from workbench.tools.eval_runs import eval_runs

PASSED, FAILED = "eval:20261101-100000", "eval:20261101-110000"


@pytest.fixture
def world(relational: Any) -> Any:
    load_tables(relational)
    return relational


@pytest.fixture
def bench(world: Any) -> Asker:
    return Asker(world)


def test_a_run_tells_its_numbers_and_what_it_was_made_with(bench: Asker) -> None:
    (run,) = eval_runs(bench, PASSED)

    assert (run["run_label"], run["passed"], run["tests_total"]) == (
        "pass — 2026-11-01 10:00:00",
        1,
        1,
    )
    assert (run["cost_total"], run["judge_cost_total"]) == (0.5, 0.25)
    assert run["avg_answer_time_sec"] == run["median_answer_time_sec"] == 2.0
    assert (run["pipeline_model"], run["dm_id"], run["records"]) == ("gpt", "d1", 1)


def test_a_run_without_a_record_of_its_settings_is_listed_all_the_same(
    world: Any, bench: Asker
) -> None:
    world.write("DELETE FROM thread_events WHERE event_type = 'eval.meta'")
    runs = eval_runs(bench)

    assert len(runs) == 2
    assert runs.column("pipeline_model") == [None, None]


def test_an_unknown_run_is_told_with_those_there_are(bench: Asker) -> None:
    for question in (eval_runs, eval_results):
        with pytest.raises(BadInput, match=f"'eval:1'; there are: {PASSED}, {FAILED}"):
            question(bench, "eval:1")


def test_a_run_is_read_whole_though_the_row_limit_cuts_its_pages(world: Any, bench: Asker) -> None:
    for at in range(4):
        load_test(world, UUID(int=at), run=PASSED, verdict="pass", question=str(at))
    whole = eval_results(bench, PASSED)

    assert len(whole) == 5
    assert eval_results(Asker(world, row_limit=2), PASSED).values == whole.values
    assert len(eval_results(bench, PASSED, status="fail")) == 0


def test_two_runs_differ_in_verdicts_and_in_no_setting_but_their_name(bench: Asker) -> None:
    compared = eval_compare(bench, PASSED, FAILED)
    (row,) = compared.questions

    assert (row["status_a"], row["status_b"], row["changed"]) == ("pass", "fail", True)
    assert [tuple(row.values()) for row in compared.config] == [("test_run_name", "pass", "fail")]


def test_an_export_is_a_table_that_can_be_written_as_text(bench: Asker) -> None:
    frame = eval_export(bench)
    trace = json.loads(frame["rag_query_processed_trace"][0])

    assert frame.height == 2
    assert len(frame.write_csv().splitlines()) > 2
    assert [event["event_type"] for event in trace][-1] == "eval.result"
    assert frame["graph_nodes_by_label"].to_list() == ["{}", "{}"]


def test_an_export_that_the_row_limit_would_cut_is_refused(world: Any) -> None:
    with pytest.raises(BadInput, match="more than 1 rows; raise row_limit"):
        eval_export(Asker(world, row_limit=1))
