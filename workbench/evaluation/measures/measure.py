"""Any measure over any answers: by name, or as an object that scores single answers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from difflib import get_close_matches

from ...core.errors import BadInput
from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Outcome
from ...core.evaluation.scores import Apart, JudgesRuns, Key, Measure, Measured
from ...core.frames import encodable
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
    for, scores that are no finite number, and whatever a measure raises over an answer. A
    question without an outcome is treated by `policies.missing` where the measure is one of
    rankings, and is apart for others. BadInput for an unknown name and for two outcomes of one
    question and repeat.
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
            whole = one.judged(questions, outcomes) if isinstance(one, JudgesRuns) else one
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
    if ranked := retrieval_measure(wanted):
        return ranked
    from .answers.named import named  # a cold process that measures rankings does without

    if found := named(wanted):
        return found
    raise BadInput(f"{wanted!r} is no measure{_nearest(wanted)}")


def _nearest(wanted: str) -> str:
    from .answers.named import NAMES

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
    scores = {key: _score(measure, questions, outcome) for key, outcome in answers.items()}
    missing = _missing(questions, answers)
    scores |= {(one, 1): Apart("missing") for one in missing}
    return Measured.of(measure.name, scores, told={"missing": len(missing)})


def _score(measure: Measure, questions: dict[str, Question], outcome: Outcome) -> float | Apart:
    reason, reply = _without_reply(questions, outcome), outcome.reply
    if reason or reply is None:
        return Apart(reason)
    try:
        score = measure.score(questions[outcome.question], reply)
        if isinstance(score, Apart):
            return score
        return float(score) if math.isfinite(score) else Apart("no finite number")
    except Exception as error:  # a measure may be the user's code: a fault of it is no score
        return Apart(encodable(f"{measure.name} failed: {type(error).__name__}: {error}"))
