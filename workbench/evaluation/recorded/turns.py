"""Recorded turns as replies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Any

from ...core.errors import WorkbenchError
from ...core.evaluation.replies import Ranking, Reply
from ...core.turns import Retrieval, Turn
from ...core.values import Rows
from .calls import trace_of


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
    return Ranking.by_score(hits)


def _rows(found: Sequence[Mapping[str, Any]]) -> Rows:
    columns = tuple(dict.fromkeys(name for row in found for name in row))
    return Rows(columns, [tuple(row.get(name) for name in columns) for row in found])
