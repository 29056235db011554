"""Vedana's recorded evaluations as runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...core.evaluation.golden import Golden
from ...core.evaluation.replies import Outcome, Reply
from ...core.evaluation.run import Run
from ...core.evaluation.scores import Key
from ...core.turn_reading import turns_of
from ...core.turns import Turn
from .calls import trace_of
from .differences import difference
from .manifest import manifest_of
from .payloads import payloads
from .questions import Questions
from .threads import FAILED, PROCESSED, RESULT, SAID, RecordedTest, RecordedThread, by_run
from .turns import reply_of
from .verdicts import verdicts


def runs_of(threads: Iterable[RecordedThread], *, golden: Golden | None = None) -> tuple[Run, ...]:
    """The runs that threads of evaluations tell of, in the order of their first thread.

    A thread is a mapping with `thread_id`, `created_at` and its run as `contact_id` or `run_id`
    (a row of `threads` or of `tools.eval_results`), with its events; `threads_of` brings them
    together. Nothing else is read than events.

    `id` is the run's, `name` its name, else its id. A question is that of `golden` with the same
    text and answer, else as recorded, its id the trimmed text. Threads of one question are its
    repeats, oldest first (D51). A thread with `rag.error`, or with neither answer nor record of
    the pipeline, failed (D50). `text` is what the judge saw, else the last message; ranking, rows
    and cost are read as by `turns.reply_of`; the trace holds every call with its
    result. `seconds` go from the last question to the last answer. Scores are `judge` and
    `rating`, see `verdicts`. `manifest["vedana"]` holds `meta`, what the newest thread says of
    the run (once, D56), the number of different `records` of that, the models that answered and
    those without a price (D55), and `tests`: what `events_of` needs to give back each event.
    """
    return tuple(_run(run_id, tests, golden) for run_id, tests in by_run(threads))


def _run(run_id: str, tests: Sequence[RecordedTest], golden: Golden | None) -> Run:
    asked = Questions(golden)
    repeats = Counter[str]()
    found: dict[Key, RecordedTest] = {}
    for test in tests:
        question = asked.question(test)
        repeats[question.id] += 1
        found[question.id, repeats[question.id]] = test
    questions = tuple(asked.found.values())
    order = {one.id: at for at, one in enumerate(questions)}
    found = {key: found[key] for key in sorted(found, key=lambda key: (order[key[0]], key[1]))}
    outcomes = {key: _outcome(key, test) for key, test in found.items()}
    errors = {key: one.error for key, one in outcomes.items()}
    manifest = manifest_of(tests)
    config = tests[-1].thread.get("thread_config") or {}
    name = manifest["vedana"]["meta"].get("test_run_name") or config.get("test_run_name")
    run = Run(
        id=run_id,
        name=name or run_id,
        questions=questions,
        outcomes=tuple(outcomes.values()),
        scores=verdicts(found, errors),
        manifest=manifest,
    )
    return _with_tests(run, found)


def _outcome(key: Key, test: RecordedTest) -> Outcome:
    error = _error(test)
    if error:
        return Outcome(key[0], "failed", key[1], error=error, seconds=test.seconds)
    return Outcome(key[0], "answered", key[1], _reply(test), seconds=test.seconds)


def _error(test: RecordedTest) -> str:
    if FAILED in test.told or any(event.event_type == FAILED for event in test.events):
        return test.text(FAILED, "error") or "rag.error without a text"
    answered = SAID in test.told or PROCESSED in test.told or test.text(RESULT, "llm_answer")
    return "" if answered else "no answer was recorded"


def _reply(test: RecordedTest) -> Reply:
    turns = turns_of(test.events)
    judged = test.text(RESULT, "llm_answer")
    said = next((one for one in (judged, test.text(SAID, "content")) if one is not None), None)
    whole = Turn(
        answer=said or "",
        retrievals=tuple(one for turn in turns for one in turn.retrievals),
        calls=tuple(call for turn in turns for call in turn.calls),
        usage=tuple(usage for turn in turns for usage in turn.usage),
    )
    return replace(reply_of(whole), text=said, trace=trace_of(test.events))


def _with_tests(run: Run, tests: Mapping[Key, RecordedTest]) -> Run:
    """The run with what its own events would not say of each test."""
    questions = {one.id: one for one in run.questions}
    told = []
    for outcome in run.outcomes:
        derived = payloads(run, questions[outcome.question], outcome)
        told.append(_told(outcome.key, tests[outcome.key], derived))
    vedana = {**run.manifest["vedana"], "tests": told}
    return replace(run, manifest={**run.manifest, "vedana": vedana})


def _told(key: Key, test: RecordedTest, derived: Mapping[str, Any]) -> dict[str, Any]:
    changes = {
        kind: way
        for kind, event in test.told.items()
        if (way := difference(event.data, derived.get(kind, {}))) or kind not in derived
    }
    others = {
        "changes": changes,
        "absent": [kind for kind in derived if kind not in test.told],
        "before": [[event.event_type, event.data] for event in test.before],
        "after": [[event.event_type, event.data] for event in test.after],
    }
    thread = test.thread
    return {
        "question": key[0],
        "repeat": key[1],
        "thread_id": str(thread["thread_id"]),
        "created_at": thread["created_at"].isoformat(),
        **{name: part for name, part in others.items() if part},
    }
