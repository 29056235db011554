"""Done when 3: the recorded runs, imported, count what the original counts where it is right."""

from __future__ import annotations

from statistics import fmean, median
from typing import Any

import pytest

from tests.asker import Asker
from tests.catalogue.test_vedana_oracle import cases, expected
from workbench.core.evaluation.golden import Card
from workbench.core.evaluation.run import Run
from workbench.core.values import Event
from workbench.evaluation.golden.formats.gds import of_gds
from workbench.evaluation.recorded.payloads import payloads
from workbench.evaluation.recorded.read import runs_of
from workbench.evaluation.recorded.threads import RecordedThread
from workbench.evaluation.recorded.write import events_of

TOLD = cases("eval") and expected()["eval"]["runs"]
BASELINE, NANO, UNNAMED = (f"eval:20261101-1{hour}0000" for hour in "012")
# What no run has a place for: it is kept beside it, and given back from there.
KEPT = {"eval.result": {"eval_judge_comment", "judge_cost"}}


@pytest.fixture(scope="module")
def bench(oracle: Any) -> Asker:
    return Asker(oracle)


@pytest.fixture(scope="module")
def threads(bench: Asker) -> list[RecordedThread]:
    """The rows of the tables, as they are stored."""
    columns = "thread_id, created_at, thread_config, contact_id, external_id"
    of = 'FROM threads WHERE thread_config @> \'{"interface": "eval"}\''
    rows = list(bench.sql(f"SELECT {columns} {of}").rows)
    ids = [row["thread_id"] for row in rows]
    found: dict[Any, list[Event]] = {one: [] for one in ids}
    for row in bench.ask("vedana/thread_events_of", thread_ids=ids).rows:
        found[row["thread_id"]].append(Event.of(row))
    return [(row, found[row["thread_id"]]) for row in rows]


@pytest.fixture(scope="module")
def runs(threads: list[RecordedThread]) -> dict[str, Run]:
    return {run.id: run for run in runs_of(threads)}


def figures(run: Run) -> dict[str, Any]:
    """A run by the original's formulas and names."""
    judge, seconds = run.scores["judge"], [one.seconds or 0.0 for one in run.outcomes]
    passed = sum(judge.values.values())
    costs = [one.reply.cost or 0.0 for one in run.outcomes if one.reply]
    return {
        "run_id": run.id,
        "tests_total": len(run.outcomes),
        "passed": passed,
        "failed": len(judge.values) - passed,
        "pass_rate": passed / len(run.outcomes),
        "avg_rating": str(round(run.scores["rating"].mean or 0.0, 2)),
        "cost_total": round(sum(costs), 3),
        "avg_answer_time_sec": round(fmean(seconds), 2),
        "median_answer_time_sec": round(median(seconds), 2),
    }


@pytest.mark.parametrize("run", [BASELINE, UNNAMED])
def test_a_run_s_numbers_are_the_original_s(run: str, runs: dict[str, Run]) -> None:
    found, told = figures(runs[run]), TOLD[run]["summary"]

    assert found == {name: told[name] for name in found}


def test_every_answer_and_verdict_is_the_original_s(runs: dict[str, Run]) -> None:
    verdict = {"pass": 1.0, "fail": 0.0}
    for run_id, told in TOLD.items():
        run = runs[run_id]
        answers = {one.question: one.reply for one in run.outcomes}
        for question, result in told["results"].items():
            reply, key = answers[question], (question, 1)
            assert reply is not None
            assert reply.text == result["answer"]
            assert run.scores["judge"].values[key] == verdict[result["status"]]
            assert run.scores["rating"].values[key] == result["rating"]


def test_on_these_runs_ours_differs_from_the_original_in_nothing_but_what_it_tells(
    runs: dict[str, Run],
) -> None:
    """D50, D51: no pipeline or judge failed, nothing is unjudged, every status is one of two, no
    question repeats; so both denominators, all tests and those with a verdict, are one number."""
    counts = {
        name: (
            len(run.outcomes),
            len(run.scores["judge"].values),
            sum(run.scores["judge"].values.values()),
        )
        for name, run in runs.items()
    }

    assert counts == {BASELINE: (100, 100, 100), NANO: (100, 100, 60), UNNAMED: (15, 15, 15)}
    for run in runs.values():
        assert (run.failed, run.scores["judge"].told, run.scores["rating"].apart) == ((), {}, {})
        assert {one.repeat for one in run.outcomes} == {1}


def test_where_something_fails_the_original_s_rate_falls_and_ours_tells_it_apart(
    threads: list[RecordedThread],
) -> None:
    """One pipeline and one judge of the run break, one verdict is missing, one of another word."""
    chosen = [one for one in threads if one[0]["contact_id"] == UNNAMED]
    broken = {"eval_judge_comment": "Judge failed: timeout", "test_status": "fail"}
    for at, change in enumerate(({"test_status": "maybe"}, broken)):
        thread, events = chosen[at]
        chosen[at] = thread, [*events[:-1], events[-1]._replace(data=events[-1].data | change)]
    chosen[2] = chosen[2][0], chosen[2][1][:-1]
    gone = chosen[3][1][-1]._replace(event_type="rag.error", data={"error": "no module"})
    chosen[3] = chosen[3][0], [*chosen[3][1], gone]
    (run,) = runs_of(chosen)

    judge = run.scores["judge"]
    results = [e.data for _, events in chosen for e in events if e.event_type == "eval.result"]
    original = [one["test_status"] for one in results].count("pass") / len(chosen)
    assert (original, judge.mean, len(judge.values)) == (0.8, 1.0, 11)
    assert judge.told == {"error": 2, "unjudged": 1, "unknown": 1}
    assert len(run.failed) == 1


def test_what_a_run_was_made_with_is_there_once(runs: dict[str, Run]) -> None:
    for run_id in (BASELINE, NANO):
        told, vedana = TOLD[run_id]["config"], runs[run_id].manifest["vedana"]
        meta = vedana["meta"]
        assert vedana["records"] == 1
        assert vedana["judge_prompt_hash"] == meta["judge"]["judge_prompt_id"]
        assert vedana["judge_prompt_hash"] == told["judge_prompt_hash"]
        assert meta["data_model"]["dm_id"] == told["dm_id"]
        assert meta["graph"]["edges_by_type"] == told["graph_edges"]
        assert runs[run_id].manifest["models"] == [told["pipeline_model"]]
        assert runs[run_id].name == told["test_run_name"]


def test_each_search_found_the_interest_and_each_query_its_persons(
    bench: Asker, runs: dict[str, Run]
) -> None:
    nodes = bench.sql("SELECT node_id, attributes ->> 'interest_name' FROM nodes").rows
    names = dict(nodes.values)
    asked: dict[str, int] = {}
    for run in runs.values():
        for question, outcome in zip(run.questions, run.outcomes, strict=True):
            reply = outcome.reply
            assert reply is not None
            assert reply.ranking is not None
            assert question.text == f"Who likes {names[reply.ranking.ids[0]]}?"
            if reply.rows is not None:
                asked[run.id] = asked.get(run.id, 0) + 1
                assert sorted(reply.rows.column("p.person_name")) == question.expected["names"]

    assert asked == {BASELINE: 100, NANO: 82, UNNAMED: 15}  # 18 times nano did not ask the graph


def test_exported_threads_are_the_recorded_ones_field_by_field(
    threads: list[RecordedThread], runs: dict[str, Run]
) -> None:
    exported = {t["thread_id"]: (t, e) for run in runs.values() for t, e in events_of(run)}

    assert len(threads) == len(exported) == 215
    for thread, events in threads:
        again, made = exported[thread["thread_id"]]
        assert again == thread
        assert [(one.event_type, one.data) for one in made] == [
            (one.event_type, one.data) for one in events
        ]


def test_imported_again_an_exported_run_is_the_same(runs: dict[str, Run]) -> None:
    exported = [thread for run in runs.values() for thread in events_of(run)]

    assert {run.id: run for run in runs_of(exported)} == runs


def test_a_run_alone_tells_all_of_the_result_but_the_judge_s_words_and_price(
    threads: list[RecordedThread], runs: dict[str, Run]
) -> None:
    """Without what an import keeps beside the run, so for a run from elsewhere too."""
    recorded = {t["thread_id"]: {e.event_type: e.data for e in events} for t, events in threads}
    for run in runs.values():
        tests = run.manifest["vedana"]["tests"]
        for question, outcome, kept in zip(run.questions, run.outcomes, tests, strict=True):
            told = next(v for k, v in recorded.items() if str(k) == kept["thread_id"])
            made = payloads(run, question, outcome)
            assert made["eval.meta"] == told["eval.meta"]
            assert made["eval.result"].keys() == told["eval.result"].keys()
            wrong = {n for n, v in told["eval.result"].items() if made["eval.result"][n] != v}
            assert wrong == KEPT["eval.result"]


def test_the_golden_set_s_questions_are_those_of_the_runs(
    threads: list[RecordedThread], bench: Asker, runs: dict[str, Run]
) -> None:
    golden = of_gds(bench.ask("vedana/golden_set").rows, Card("gds"))
    again = {run.id: run for run in runs_of(threads, golden=golden)}

    assert {one.id: one for one in golden.questions} == {
        one.id: one for one in runs[BASELINE].questions
    }
    assert again == runs
