"""Replies and outcomes as records of plain values, and as a run keeps them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...core.errors import BadInput
from ...core.evaluation.replies import Outcome, Ranking, Reply, TraceStep, text_of_id
from ...core.frames import encodable
from ...core.values import Rows
from .encoding import read, written


def settled(reply: Reply) -> Reply:
    """The reply as it will be read from its run: plain lists, texts that UTF-8 can hold.

    What is measured is thus what is kept. BadInput for a cost that is no finite number, and for a
    text that is none.
    """
    if not isinstance(reply.text, str | None):
        raise BadInput(f"the text of a reply: expected text or None, found {reply.text!r:.60}")
    rest = read(written(reply_record(replace(reply, ranking=None))))
    return replace(reply_of(rest), ranking=_plain(reply.ranking))


def reply_record(reply: Reply) -> dict[str, Any]:
    """The parts that the reply has, by name."""
    parts = {
        "ranking": reply.ranking and [list(reply.ranking.ids), list(reply.ranking.scores)],
        "rows": None if reply.rows is None else rows_record(reply.rows),
        "text": reply.text,
        "path": _ids(reply.path),
        "citations": _ids(reply.citations),
        "cost": _finite(reply.cost),
        "trace": [[str(kind), str(text), took] for kind, text, took in reply.trace] or None,
        "data": reply.data or None,
    }
    return {name: part for name, part in parts.items() if part is not None}


def reply_of(record: Mapping[str, Any]) -> Reply:
    """The reply of a record that was read."""
    ranking, rows = record.get("ranking"), record.get("rows")
    return Reply(
        ranking=None if ranking is None else Ranking(*ranking),
        rows=None if rows is None else rows_of(rows),
        text=record.get("text"),
        path=_tuple(record.get("path")),
        citations=_tuple(record.get("citations")),
        cost=record.get("cost"),
        trace=tuple(TraceStep(*step) for step in record.get("trace", ())),
        data=record.get("data", {}),
    )


def rows_record(rows: Rows) -> dict[str, Any]:
    values = [list(row) for row in rows.values]
    return {"columns": list(rows.columns), "values": values, "truncated": rows.truncated}


def rows_of(record: Mapping[str, Any]) -> Rows:
    values = [tuple(row) for row in record["values"]]
    return Rows(tuple(record["columns"]), values, record["truncated"])


def outcome_record(outcome: Outcome) -> dict[str, Any]:
    return {
        "question": outcome.question,
        "repeat": outcome.repeat,
        "status": outcome.status,
        "error": outcome.error,
        "seconds": outcome.seconds,
        "reply": None if outcome.reply is None else reply_record(outcome.reply),
    }


def outcome_of(record: Mapping[str, Any]) -> Outcome:
    reply = record["reply"]
    return Outcome(**{**record, "reply": None if reply is None else reply_of(reply)})


def _plain(ranking: Ranking | None) -> Ranking | None:
    if ranking is None:
        return None
    ids, scores = list(ranking.ids), list(ranking.scores)
    if set(map(type, ids)) != {str} or not "".join(ids).isascii():
        ids = [encodable(text_of_id(one)) for one in ids]
    return Ranking(ids, scores if set(map(type, scores)) == {float} else list(map(float, scores)))


def _ids(ids: tuple[str, ...] | None) -> list[str] | None:
    return None if ids is None else [text_of_id(one) for one in ids]


def _tuple(ids: list[str] | None) -> tuple[str, ...] | None:
    return None if ids is None else tuple(ids)


def _finite(cost: float | None) -> float | None:
    if cost is None or math.isfinite(cost):
        return None if cost is None else float(cost)
    raise BadInput(f"the cost of a reply: expected a finite number or None, found {cost!r}")
