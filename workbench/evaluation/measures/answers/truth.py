"""Yes, no, or not to be decided."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ....core.evaluation.golden import Question
from ....core.evaluation.replies import Reply
from ....core.evaluation.scores import Apart
from .texts import plain

# "No people are known" denies nothing yet: after a no or yes stands a stop or nothing.
_OPENINGS = {
    "true": re.compile(r"(?:yes|true|correct)(?=\W*$|\s*[,.:;!(\n-])"),
    "false": re.compile(r"(?:no|false|incorrect)(?=\W*$|\s*[,.:;!(\n-])"),
    "unknown": re.compile(
        r"unknown\b|undecided\b|undecidable\b|i (?:do not|don't) know\b|"
        r"(?:it|this|that) (?:cannot|can't|can not) be (?:decided|known|determined|said|told)\b|"
        r"(?:it|this|that) is (?:not known|unknown|undecided)\b"
    ),
}


@dataclass(frozen=True, slots=True)
class Truth:
    """1 where the reply decides as `expected["truth"]` (true, false, unknown), else 0.

    From `data["truth"]` (True, False, None for unknown, or a text), else from how the text
    begins: "yes", "no", "unknown", "it cannot be decided" and the like, in English; else from
    the one cell of the rows. A text that begins otherwise has decided nothing, which is 0.
    """

    name: str = "truth"

    def score(self, question: Question, reply: Reply) -> float | Apart:
        if "truth" not in question.expected:
            return Apart("no truth value is expected")
        given = _given(reply)
        if isinstance(given, Apart):
            return given
        return float(given == _decided(question.expected["truth"]))


def _given(reply: Reply) -> str | Apart:
    if "truth" in reply.data:
        return _decided(reply.data["truth"])
    if reply.text is not None:
        return _decided(reply.text)
    if reply.rows is None:
        return Apart("the reply has no text, no rows and no truth value")
    cells = [cell for row in reply.rows.values for cell in row]
    return _decided(cells[0]) if len(cells) == 1 else ""


def _decided(value: Any) -> str:
    """true, false, unknown; "" where the value says none of them."""
    if value is None or isinstance(value, bool):
        return "unknown" if value is None else str(value).lower()
    text = re.sub(r"^\W+", "", plain(str(value)))
    return next((truth for truth, opening in _OPENINGS.items() if opening.match(text)), "")
