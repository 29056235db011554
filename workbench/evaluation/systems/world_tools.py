"""The tools of a world as a system: each question is put to the tool that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...core.errors import BadInput
from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Ranking, Reply, TraceStep, steps_of
from ...core.frames import as_json
from ...core.lore.answer import LoreAnswer
from ...core.values import Rows
from .rankings import in_order
from .tool_readings import BY_TOOL, Call, Readings, Told, reading_of

_KEYS = ("ids", "rows", "number", "truth", "path")


class WorldTools:
    """Calls `extra["tool"]` with `extra["args"]`, and reads from the answer what is asked for.

    `readings` say what of an answer are its ids, rows, number, truth and path, by (id of a
    question, key) or (tool, key), before those of `BY_TOOL`; for the sample world's questions
    they are `SAMPLE_WORLD`. What nothing reads is not in the reply, but for the rows, which are
    then the whole answer. Ids are in the answer's order, each once, with its scores, or 1 each
    where it has none. What a question expects is not looked at.
    """

    name = "world tools"

    def __init__(self, call: Call, *, readings: Readings | None = None) -> None:
        self._call, self._readings = call, (readings or {}, BY_TOOL)
        self.settings: Mapping[str, Any] = {
            "system": "world tools",
            "readings": sorted(f"{name} {key}" for name, key in readings or {}),
        }

    def __call__(self, question: Question) -> Reply:
        tool, arguments = _asked(question)
        answer = self._call(tool, arguments)
        told = Told(answer, arguments, self._call)
        read = {key: self._read(question.id, tool, key, told) for key in _KEYS}
        call = TraceStep("call", f"{tool} {as_json(dict(arguments))}")
        path = read["path"]
        return Reply(
            None if read["ids"] is None else _ranking(read["ids"], answer),
            rows=answer.rows if read["rows"] is None else _rows(read["rows"]),
            path=None if path is None else tuple(path),
            trace=(call, *steps_of(answer.trace)),
            data={key: read[key] for key in ("number", "truth") if read[key] is not None},
        )

    def _read(self, question: str, tool: str, key: str, told: Told) -> Any:
        reading = reading_of((question, tool), key, self._readings)
        return reading(told) if reading else None


def _asked(question: Question) -> tuple[str, Mapping[str, Any]]:
    tool, arguments = question.extra.get("tool"), question.extra.get("args", {})
    if not isinstance(tool, str) or not isinstance(arguments, Mapping):
        raise BadInput(
            f"question {question.id}: expected the columns `tool` (a name) and `args` (an object), "
            f"found {tool!r:.60} and {arguments!r:.60}"
        )
    return tool, arguments


def _ranking(ids: Sequence[Any], answer: LoreAnswer) -> Ranking:
    scored = "score" in answer.rows.columns and len(ids) == len(answer)
    scores = answer.column("score") if scored else [1.0] * len(ids)
    return in_order(ids, scores)


def _rows(values: Sequence[Any]) -> Rows:
    """One column a value of a list; a single column of values that are none."""
    rows = [tuple(one) if isinstance(one, list) else (one,) for one in values]
    return Rows(tuple(f"column_{at}" for at, _ in enumerate(rows[0] if rows else ())), rows)
