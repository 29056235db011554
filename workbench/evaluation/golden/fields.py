"""A question from a record, each field checked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from ...core.evaluation.golden import Question
from .lines import Line

TRUTHS = ("true", "false", "unknown")
_TEXTS = ("answer", "scenario", "context")
_FIELDS = ("id", "text", "judgements", "expected", "extra", *_TEXTS)


def question_of(line: Line) -> Question:
    """A question from a record under the names of `Question`; what else it holds is `extra`.

    BadInput where a field is missing or of another kind.
    """
    record = line.record
    for name in ("id", "text"):
        if not isinstance(record.get(name), str) or (name == "id" and not record[name].strip()):
            line.wrong(f"{name!r} as text", record.get(name), f"give every question its {name}")
    for name in _TEXTS:
        if record.get(name) is not None and not isinstance(record[name], str):
            line.wrong(f"{name!r} as text", record[name], "write it as text or leave it out")
    return Question(
        id=record["id"],
        text=record["text"],
        answer=record.get("answer"),
        judgements=_judgements(line),
        expected=_expected(line),
        scenario=record.get("scenario") or "",
        context=record.get("context") or "",
        extra=_extra(line),
    )


def questions_of(lines: Iterable[Line]) -> tuple[Question, ...]:
    """The questions of records; BadInput where two have one id."""
    found: dict[str, Question] = {}
    for line in lines:
        question = question_of(line)
        if question.id in found:
            line.wrong("an id of its own", question.id, "give one of the two another id")
        found[question.id] = question
    return tuple(found.values())


def grade_of(line: Line, name: str, value: Any) -> int:
    """A grade as a whole number; text and floats of a whole number are taken."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if isinstance(value, bool) or not number.is_integer():
        line.wrong(f"a whole number as {name}", value, "write 0 for not relevant, 1 for relevant")
    return int(number)


def _judgements(line: Line) -> dict[str, int]:
    given = _object(line, "judgements", "judgements as {id: grade}", 'write {"doc-1": 1}')
    return {one: grade_of(line, f"the grade of {one!r}", grade) for one, grade in given.items()}


def _expected(line: Line) -> dict[str, Any]:
    given = line.record.get("expected")
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        line.wrong('"expected" as an object', given, 'write {"names": [...]}, {"number": 3}')
    for name, value in given.items():
        if name in _KINDS and not _KINDS[name][0](value):
            line.wrong(f"expected.{name} as {_KINDS[name][1]}", value, "mend it or leave it out")
    return dict(given)


def _extra(line: Line) -> dict[str, Any]:
    remedy = "write other columns as {name: value}"
    given = _object(line, "extra", '"extra" as an object', remedy)
    others = {name: value for name, value in line.record.items() if name not in _FIELDS}
    if twice := sorted(given.keys() & others.keys()):
        line.wrong("a column once", f"{twice[0]!r} also in extra", "leave one of the two out")
    return {**others, **given}


def _object(line: Line, field: str, expected: str, remedy: str) -> Mapping[str, Any]:
    """A field that is an object, {} where it is left out."""
    given: Any = line.record.get(field, {})
    if not isinstance(given, Mapping):
        line.wrong(expected, given, remedy)
    return given


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_number(value: Any) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and math.isfinite(value)


_KINDS = {
    "names": (_is_texts, "a list of texts"),
    "number": (_is_number, "a finite number"),
    "truth": (lambda value: value in TRUTHS, "one of " + ", ".join(TRUTHS)),
    "path": (_is_texts, "a list of ids in order"),
    "rows": (lambda value: isinstance(value, list), "a list of rows"),
    "citations": (_is_texts, "a list of ids"),
}
