"""What a judge is shown: one JSON object, in which no text can pretend to be another's."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Reply, TraceStep
from ...core.evaluation.scores import Apart

TRACE_CHARACTERS = 20_000  # of all steps together; a model's context is longer, its patience not

NO_TEXT = Apart("no text in the reply")
NO_GOLDEN = Apart("no golden answer")


def material(question: Question, reply: Reply, *, trace: bool = True) -> str | Apart:
    """The question, what is expected, the reply's text and, with `trace`, its steps.

    Apart where the set expects nothing that a text could say, or the reply has no text.
    """
    if reply.text is None:
        return NO_TEXT
    shown = _asked(question)
    if isinstance(shown, Apart):
        return shown
    steps = {"tool_calls": _steps(reply.trace)} if trace else {}
    return _document({**shown, "model_answer": reply.text, **steps})


def pair(question: Question, first: Reply, second: Reply) -> str | Apart:
    """The question, what is expected, and the texts of two replies."""
    if first.text is None or second.text is None:
        return NO_TEXT
    shown = _asked(question)
    if isinstance(shown, Apart):
        return shown
    return _document({**shown, "first_answer": first.text, "second_answer": second.text})


def _asked(question: Question) -> dict[str, Any] | Apart:
    if question.answer is None and not question.expected:
        return NO_GOLDEN
    given = {"question": question.text, "context": question.context}
    golden = {} if question.answer is None else {"golden_answer": question.answer}
    facts = {"expected": dict(question.expected)} if question.expected else {}
    return {**given, **golden, **facts}


def _steps(trace: Iterable[TraceStep]) -> list[dict[str, str]]:
    """Kinds and texts without their times, which differ from run to run."""
    left, shown = TRACE_CHARACTERS, []
    for step in trace:
        text = step.text[:left]
        left -= len(text)
        cut = len(step.text) - len(text)
        shown.append({"tool": step.kind, "text": f"{text} … {cut} more" if cut else text})
    return shown


def _document(shown: dict[str, Any]) -> str:
    return json.dumps(shown, ensure_ascii=False, indent=1, default=str)
