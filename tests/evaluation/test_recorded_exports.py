"""Runs become the threads that Vedana would have recorded, and these the same runs again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.evaluation.recorded_threads import ASKED, PROCESSED, RUN, SAID, judged, run_of, thread
from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.replies import Outcome, Reply, TraceStep
from workbench.core.evaluation.run import Run
from workbench.core.evaluation.scores import Measured
from workbench.core.values import Event
from workbench.evaluation.recorded.differences import applied, difference
from workbench.evaluation.recorded.read import runs_of
from workbench.evaluation.recorded.threads import RecordedThread
from workbench.evaluation.recorded.write import events_of
from workbench.evaluation.runs.folder import read_run, write_run

ROOT = Path(__file__).resolve().parents[2]
FILTERED = ("rag.data_model_filtered", {"reasoning": "names only", "selected_links": []})
HARD: Sequence[Sequence[tuple[str, Any]]] = [
    (ASKED, SAID, PROCESSED, judged()),
    (ASKED, FILTERED, SAID, PROCESSED, judged("perhaps", "7.5", question_comment="hard")),
    (SAID, ASKED, judged()),  # an answer before its question: no time
    (ASKED, SAID, ASKED, SAID, PROCESSED, PROCESSED, judged("fail"), judged()),
    (ASKED, SAID, ("rag.error", {"error": "gone"})),
    (("eval.meta", None), ("rag.query_processed", {"technical_info": 7})),
    (("eval.meta", {"test_run": RUN, "question": {"gds_question": " Who? "}}), ASKED),
    (ASKED, SAID, judged("fail", True, eval_judge_comment="Judge failed: no JSON", llm_answer="")),
    (),
]


def as_json(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def plain(threads: Sequence[RecordedThread]) -> dict[str, list[tuple[str, Any]]]:
    return {str(t["thread_id"]): [(e.event_type, e.data) for e in events] for t, events in threads}


@pytest.mark.parametrize("at", range(len(HARD)))
def test_an_exported_run_is_imported_as_the_same_run(at: int) -> None:
    run = run_of(thread(1, *HARD[at]), thread(2, ASKED, SAID, judged("fail", 3)))
    threads = events_of(run)

    assert runs_of(threads) == (run,)
    assert events_of(run) == threads
    for _, events in threads:
        order = [(event.created_at, event.event_id.int) for event in events]
        assert order == sorted(set(order))


@pytest.mark.parametrize("at", [0, 1, 4, 5, 6, 7])
def test_exported_events_hold_what_was_recorded(at: int) -> None:
    recorded = [thread(1, *HARD[at]), thread(2, ASKED, SAID, judged())]
    exported = plain(events_of(run_of(*recorded)))

    for name, events in plain(recorded).items():
        assert sorted(map(as_json, exported[name])) == sorted(map(as_json, events))


def test_a_run_that_was_kept_in_a_folder_exports_the_same_events(tmp_path: Path) -> None:
    run = run_of(*(thread(at, *events) for at, events in enumerate(HARD)))
    write_run(run, tmp_path / "run")

    assert events_of(read_run(tmp_path / "run")) == events_of(run)


def test_a_run_from_elsewhere_becomes_threads_that_tell_the_same() -> None:
    questions = (Question("q1", "Who?", "Ann", context="now"), Question("q2", "Why?"))
    reply = Reply(text="Ann.", cost=0.25, trace=(TraceStep("sql", "SELECT 1"),))
    outcomes = (
        Outcome("q1", "answered", reply=reply, seconds=0.125),
        Outcome("q2", "failed", error="gone", seconds=1.0),
    )
    score = Measured("judge", {("q1", 1): 1.0}, {("q2", 1): "gone"})
    made = run_of(*events_of(Run("r1", "BM25", questions, outcomes, {"judge": score})))

    assert (made.id, made.name) == ("eval:r1", "BM25")
    assert [(one.text, one.context) for one in made.questions] == [("Who?", "now"), ("Why?", "")]
    assert made.outcomes[0].reply is not None
    assert (made.outcomes[0].reply.text, made.outcomes[0].reply.cost) == ("Ann.", 0.25)
    assert [(one.error, one.seconds) for one in made.outcomes] == [("", 0.125), ("gone", 1.0)]
    assert list(made.scores["judge"].values.values()) == [1.0]
    assert made.scores["rating"].values == {}


def test_questions_and_repeats_of_a_run_from_elsewhere_keep_their_order() -> None:
    questions = tuple(Question(f"q{at}", f"{at}?") for at in range(5))
    outcomes = tuple(
        Outcome(one.id, "answered", repeat, Reply(text=f"{one.id}/{repeat}"), seconds=0.5)
        for one in questions
        for repeat in (1, 2, 3)
    )
    made = run_of(*events_of(Run("r", "system", questions, outcomes)))

    assert [one.reply and one.reply.text for one in made.outcomes] == [
        f"q{at}/{repeat}" for at in range(5) for repeat in (1, 2, 3)
    ]


def test_the_sample_runs_of_the_lights_come_back_event_by_event() -> None:
    file = ROOT / "data" / "lights" / "threads.jsonl"
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    recorded: list[RecordedThread] = [
        (
            row | {"created_at": datetime.fromisoformat(row["created_at"])},
            [*map(event, row["events"])],
        )
        for row in rows
        if row["thread_config"].get("interface") == "eval"
    ]
    runs = runs_of(recorded)
    exported = [one for run in runs for one in events_of(run)]

    assert [(run.name, len(run.outcomes)) for run in runs] == [
        ("with graph", 35),
        ("vectors only", 35),
    ]
    assert plain(exported) == plain(recorded)
    assert runs_of(exported) == runs


def event(row: dict[str, Any]) -> Event:
    moment = datetime.fromisoformat(row["created_at"])
    return Event(UUID(row["event_id"]), row["event_type"], moment, row["event_data"])


def test_a_difference_leads_back_to_what_was_recorded() -> None:
    recorded = {"a": 1, "b": {"c": [1], "d": None}, "e": {}}
    derived = {"a": 1.0, "b": {"c": [1], "x": 2}, "y": 3, "e": {}}
    way = difference(recorded, derived)

    assert way == {"set": {"a": 1}, "drop": ["y"], "in": {"b": {"set": {"d": None}, "drop": ["x"]}}}
    assert applied(derived, way) == recorded
    assert difference(recorded, recorded) == {}
