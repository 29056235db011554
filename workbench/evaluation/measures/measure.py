"""Any measure over any answers: by name, or as an object that scores single answers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from difflib import get_close_matches

from ...core.errors import BadInput, WorkbenchError
from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Outcome, Reply
from ...core.evaluation.scores import Apart, Key, Measure, Measured
from .answers.named import NAMES, named
from .names import RetrievalMeasure, retrieval_measure, retrieval_names
from .policies import DEFAULT, Policies
from .retrieval import Asking, measured_rankings


def measured(
    questions: Sequence[Question],
    outcomes: Sequence[Outcome],
    measures: Sequence[str | Measure],
    policies: Policies = DEFAULT,
) -> dict[str, Measured]:
    """What each measure finds, by canonical name in the order given.

    Apart, in no mean, are outcomes that failed, replies and questions that a measure has no use
    for, scores that are no finite number, and answers whose measure failed. A question without an
    outcome is treated by `policies.missing` where the measure is one of rankings, and is apart
    for others. BadInput for an unknown name and for two outcomes of one question and repeat.
    """
    by_id = {one.id: one for one in questions}
    answers = _by_key(outcomes)
    asked = [_measure(one) for one in measures]
    rankings = [one for one in asked if isinstance(one, RetrievalMeasure)]
    found: dict[str, Measured] = {}
    if rankings:
        found = measured_rankings(_asking(by_id, answers, policies), rankings, policies)
    for one in asked:
        if not isinstance(one, RetrievalMeasure):
            whole = one.judged(questions, outcomes) if hasattr(one, "judged") else one
            found[one.name] = _scored(by_id, answers, whole)
    return {one.name: found[one.name] for one in asked}


def _by_key(outcomes: Sequence[Outcome]) -> dict[Key, Outcome]:
    found: dict[Key, Outcome] = {}
    for one in outcomes:
        if found.setdefault(one.key, one) is not one:
            raise BadInput(
                f"question {one.question!r} has two outcomes of repeat {one.repeat}; number them"
            )
    return found


def _measure(wanted: str | Measure) -> RetrievalMeasure | Measure:
    if not isinstance(wanted, str):
        return wanted
    if found := retrieval_measure(wanted) or named(wanted):
        return found
    raise BadInput(f"{wanted!r} is no measure{_nearest(wanted)}")


def _nearest(wanted: str) -> str:
    names = {one.lower(): one for one in (*retrieval_names(), *NAMES)}
    kind = wanted.lower().partition("@")[0].partition("(")[0].strip()
    if near := get_close_matches(kind, names, n=3, cutoff=0.5):
        return f"; did you mean {', '.join(names[one] for one in near)}?"
    return f"; there are {', '.join(names.values())}"


def _asking(
    questions: dict[str, Question], answers: dict[Key, Outcome], policies: Policies
) -> Asking:
    asking = Asking()
    for key, outcome in answers.items():
        if reason := _without_reply(questions, outcome):
            asking.apart[key] = reason
        elif outcome.reply:
            asking.add(key, questions[outcome.question].judgements, outcome.reply.ranking)
    for one in _missing(questions, answers):
        asking.add_missing(one, questions[one].judgements, policies)
    return asking


def _missing(questions: dict[str, Question], answers: dict[Key, Outcome]) -> list[str]:
    there = {question for question, _ in answers}
    return [one for one in questions if one not in there]


def _without_reply(questions: dict[str, Question], outcome: Outcome) -> str:
    """Why there is nothing to measure, "" where there is."""
    if outcome.status == "failed" or outcome.reply is None:
        return f"failed: {outcome.error}"
    return "" if outcome.question in questions else "not a question of the golden set"


def _scored(
    questions: dict[str, Question], answers: dict[Key, Outcome], measure: Measure
) -> Measured:
    values: dict[Key, float] = {}
    apart: dict[Key, str] = {}
    for key, outcome in answers.items():
        reason = _without_reply(questions, outcome)
        if reason or outcome.reply is None:
            apart[key] = reason
            continue
        score = _score(measure, questions[outcome.question], outcome.reply)
        if isinstance(score, Apart):
            apart[key] = score.reason
        else:
            values[key] = score
    missing = _missing(questions, answers)
    apart |= {(one, 1): "missing" for one in missing}
    return Measured(measure.name, values, apart, told={"missing": len(missing)})


def _score(measure: Measure, question: Question, reply: Reply) -> float | Apart:
    try:
        score = measure.score(question, reply)
    except WorkbenchError as error:
        return Apart(f"{measure.name} failed: {error}")
    if isinstance(score, Apart):
        return score
    return float(score) if math.isfinite(score) else Apart("no finite number")
