"""Single questions in two runs: which changed, and what each run did."""

from __future__ import annotations

import math
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from ...core.errors import BadInput
from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Outcome, TraceStep
from ...core.evaluation.run import Run
from ...core.values import Rows
from ..statistics.paired import SAME
from .alignment import labels_of

if TYPE_CHECKING:
    from .comparison import Comparison

Two = tuple[int, int]
_IDS = 10
_COLUMNS = ("question", "text", "scenario", "flip", "a", "b", "change")
_BOTH = ("answer", "ids", "trace")


def flip_rows(comparison: Comparison, measure: str, two: Two, threshold: float) -> Rows:
    if measure not in comparison.measures:
        there = ", ".join(comparison.measures)
        raise BadInput(f"measure {measure!r} is not in this comparison; there are: {there}")
    seen = [comparison.values[at, measure].seen.tolist() for at in two]
    least = max(threshold, SAME)
    flips = []
    for question, *values in zip(comparison.questions, *seen, strict=True):
        a, b = (None if math.isnan(value) else value for value in values)
        if (a is None) != (b is None) or (a is not None and b is not None and abs(b - a) > least):
            flips.append((question, a, b))
    flips.sort(key=lambda one: -_size(one[1], one[2]))
    first = [_first_outcomes(comparison.runs[at]) for at in two]
    columns = (*_COLUMNS, *(f"{name}_{side}" for name in _BOTH for side in "ab"))
    return Rows(columns, [_flip(*one, [by.get(one[0].id) for by in first]) for one in flips])


def side_by_side(comparison: Comparison, question: str, two: Two) -> Rows:
    asked = next((one for one in comparison.questions if one.id == question), None)
    if asked is None:
        raise BadInput(f"question {question!r} is not in this comparison")
    outcomes = [_first_outcomes(comparison.runs[at]).get(question) for at in two]
    place = comparison.questions.index(asked)
    rows: list[tuple[Any, ...]] = [("question", asked.text, asked.text)]
    rows += [("expected", told, told) for told in [_expected(asked)] if told]
    for measure in comparison.measures:
        values = [float(comparison.values[at, measure].seen[place]) for at in two]
        rows.append((measure, *(None if math.isnan(value) else value for value in values)))
    rows.append(("answer", *(_answer(one) for one in outcomes)))
    ranked = [_ids(one) for one in outcomes]
    rows += [(f"rank {at}", *ids) for at, ids in enumerate(zip_longest(*ranked), start=1)]
    rows += [("trace", *steps) for steps in _aligned(*(_steps(one) for one in outcomes))]
    labels = labels_of(comparison.runs)
    names = [labels[at] for at in two]
    return Rows(("what", *(names if names[0] != names[1] else ["a", "b"])), rows)


def _first_outcomes(run: Run) -> dict[str, Outcome]:
    """By question the first repeat that was answered, else the first that failed."""
    found: dict[str, Outcome] = {}
    for one in sorted(run.outcomes, key=lambda one: (one.status != "answered", one.repeat)):
        found.setdefault(one.question, one)
    return found


def _flip(
    question: Question, a: float | None, b: float | None, outcomes: list[Outcome | None]
) -> tuple[Any, ...]:
    change = b - a if a is not None and b is not None else None
    shown = [tell(one) for tell in (_answer, _ids_text, _trace_text) for one in outcomes]
    head = (question.id, question.text, question.scenario, _word(a, b))
    return (*head, a, b, change, *shown)


def _word(a: float | None, b: float | None) -> str:
    if a is None or b is None:
        return "no value in a" if a is None else "no value in b"
    return "gained" if b > a else "lost"


def _size(a: float | None, b: float | None) -> float:
    return abs(b - a) if a is not None and b is not None else 0.0


def _expected(question: Question) -> str:
    parts = [question.answer or "", ", ".join(question.relevant)]
    parts += [f"{name}: {value}" for name, value in question.expected.items()]
    return "; ".join(part for part in parts if part)


def _answer(outcome: Outcome | None) -> str:
    """The answer's text, the rows as text, or why there is none."""
    if outcome is None:
        return "not asked"
    if outcome.reply is None:
        return f"failed: {outcome.error}"
    if outcome.reply.text is not None:
        return outcome.reply.text
    return str(outcome.reply.rows) if outcome.reply.rows is not None else ""


def _ids(outcome: Outcome | None) -> list[str]:
    """The first ids with the system's scores, best first, equal ones in the system's order."""
    if outcome is None or outcome.reply is None or outcome.reply.ranking is None:
        return []
    ids, scores = outcome.reply.ranking
    ranked = sorted(zip(ids, scores, strict=True), key=lambda one: -one[1])
    return [f"{one} ({score:.4g})" for one, score in ranked[:_IDS]]


def _ids_text(outcome: Outcome | None) -> str:
    return ", ".join(_ids(outcome))


def _steps(outcome: Outcome | None) -> list[str]:
    trace: tuple[TraceStep, ...] = outcome.reply.trace if outcome and outcome.reply else ()
    return [f"{step.kind}: {step.text}" for step in trace]


def _trace_text(outcome: Outcome | None) -> str:
    return "\n".join(_steps(outcome))


def _aligned(a: list[str], b: list[str]) -> list[tuple[str, str]]:
    """Equal steps on one line; between them what one run did instead of the other."""
    found: list[tuple[str, str]] = []
    for _, from_a, to_a, from_b, to_b in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        found += zip_longest(a[from_a:to_a], b[from_b:to_b], fillvalue="")
    return found
