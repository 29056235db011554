"""What was recorded, as a system: so that measures and judges are put on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Any, Literal

from ...core.errors import BadInput, WorkbenchError
from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Ranking, Reply
from ...core.turns import Retrieval, Turn
from ...core.values import Rows
from ..recorded.calls import trace_of


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


def reply_of(turn: Turn) -> Reply:
    """A turn as a reply: its answer, the hits of its vector searches, and the trace of its calls.

    A node that several searches found has its highest similarity; best first, ties by id. The
    rows are those of the last Cypher query that has some. WorkbenchError where the turn has an
    error or no answer.
    """
    if turn.error is not None or turn.answer is None:
        raise WorkbenchError(f"the recorded turn has no answer: {turn.error or 'none was stored'}")
    found = [call.rows for call in turn.cypher if call.rows]
    return Reply(
        _ranking(turn.retrievals) if turn.retrievals else None,
        rows=_rows(found[-1]) if found else None,
        text=turn.answer,
        cost=turn.cost,
        trace=trace_of(turn.events),
    )


def _ranking(retrievals: Iterable[Retrieval]) -> Ranking:
    """Of the nodes found; rows without a node or a finite similarity (D7) are no hits."""
    hits: dict[str, float] = {}
    for row in (row for retrieval in retrievals for row in retrieval.call.rows or ()):
        one, score = row.get("node_id"), row.get("similarity")
        if isinstance(one, str) and isinstance(score, float) and isfinite(score):
            hits[one] = max(score, hits.get(one, score))
    order = sorted(hits, key=lambda one: (-hits[one], one))
    return Ranking(order, [hits[one] for one in order])


def _rows(found: Sequence[Mapping[str, Any]]) -> Rows:
    columns = tuple(dict.fromkeys(name for row in found for name in row))
    return Rows(columns, [tuple(row.get(name) for name in columns) for row in found])


def _models(found: Turn | Reply) -> tuple[str, ...]:
    return tuple(usage.model for usage in found.usage) if isinstance(found, Turn) else ()
