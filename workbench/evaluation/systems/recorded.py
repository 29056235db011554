"""What was recorded, as a system: so that measures and judges are put on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from ...core.errors import BadInput
from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Reply
from ...core.turns import Turn
from ..recorded.turns import reply_of


class Recorded:
    """Replays a record: the reply to a question is what was recorded for it.

    `record` holds turns or replies by the question's text, blanks around it aside, or by its
    id, as `by` says. A question without one, and a turn that ended in an error or without an
    answer, fails.
    """

    def __init__(
        self,
        record: Mapping[str, Turn | Reply],
        *,
        by: Literal["text", "id"] = "text",
        name: str = "recorded",
    ) -> None:
        if by not in ("text", "id"):
            raise BadInput(f"recorded: expected by='text' or by='id', found {by!r}")
        self._by, self.name = by, name
        self._record = {key.strip(): found for key, found in record.items()}
        self.settings: Mapping[str, Any] = {
            "system": "recorded",
            "by": by,
            "recorded": len(record),
            "models": sorted({model for found in record.values() for model in _models(found)}),
        }

    def __call__(self, question: Question) -> Reply:
        key = question.text if self._by == "text" else question.id
        found = self._record.get(key.strip())
        if found is None:
            raise BadInput(f"nothing is recorded for {key!r}; record it, or leave it out")
        return found if isinstance(found, Reply) else reply_of(found)


def _models(found: Turn | Reply) -> tuple[str, ...]:
    return tuple(usage.model for usage in found.usage) if isinstance(found, Turn) else ()
