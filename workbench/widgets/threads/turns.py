"""A thread's turns as JSON: what the browser shows under each question, nothing added.

Figures are those of `core.turns`; what a record does not hold is null and is shown as such.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...core.annotations import Annotations, fold
from ...core.recorded_calls import VECTOR_SEARCH, RecordedCall, Usage, recorded
from ...core.threads import Thread
from ...core.turn_reading import PROCESSED
from ...core.turns import Retrieval, Turn
from ..scene.values import plain
from .citations import ids_in, ids_quoted, is_named, name_of
from .model import Contents, Line, milliseconds


def contents_of(thread: Thread) -> Contents:
    """What a thread contains, every event in its turn."""
    left = fold(thread.events)
    turn_at = {id(event): at for at, turn in enumerate(thread.turns) for event in turn.events}
    events = [
        Line(str(e.event_id), e.event_type, e.created_at, turn_at[id(e)], e.data)
        for e in thread.events
    ]
    turns = [_turn(turn, left) for turn in thread.turns]
    return Contents(str(thread.thread_id), tuple(events), tuple(turns))


def _turn(turn: Turn, left: Annotations) -> dict[str, Any]:
    placed = zip(turn.calls, _places(turn), strict=True)
    calls = [_call(turn, call, where) for call, where in placed]
    return {
        "question": turn.question,
        "kind": turn.kind,
        "asked_at": milliseconds(turn.asked_at),
        "answer": turn.answer,
        "answered_at": milliseconds(turn.answered_at),
        "latency": turn.latency,
        "reasoning": turn.reasoning,
        "error": turn.error,
        "calls": calls,
        "cited": _cited(calls, turn.answer),
        "usage": [_usage(usage) for usage in turn.usage],
        "cost": turn.cost,
        "unknown_prices": list(turn.unknown_prices),
        "buttons": plain(list(turn.buttons)),
        "other": [event.event_type for event in turn.other],
        "faults": list(turn.faults),
        "comments": list(_comments(turn, left)),
        "tags": sorted({tag for event in turn.events for tag in left.tags_of(event.event_id)}),
    }


def _places(turn: Turn) -> Iterator[tuple[str, int]]:
    """Of each call its event and its place there, as a replay counts them."""
    records = [event for event in turn.events if event.event_type == PROCESSED]
    for event in records:
        count = len(turn.calls) if len(records) == 1 else len(recorded(event.data).calls)
        yield from ((str(event.event_id), place) for place in range(count))


def _call(turn: Turn, call: RecordedCall, where: tuple[str, int]) -> dict[str, Any]:
    retrieval = next((r for r in turn.retrievals if r.call is call), Retrieval(call, None))
    query = call.args.get("query")
    return {
        "event": where[0],
        "place": where[1],
        "tool": call.tool,
        "search": call.tool == VECTOR_SEARCH,
        "label": retrieval.label,
        "property": retrieval.property,
        "text": retrieval.text,
        "query": query if isinstance(query, str) else None,
        "args": plain(dict(call.args)),
        "limits": retrieval.limits and retrieval.limits._asdict(),
        "rows": None if call.rows is None else [_row(row, turn.answer) for row in call.rows],
        "unreadable": list(call.unreadable),
        "error": call.error,
        "verdict": None,
    }


def _row(row: Mapping[str, Any], answer: str | None) -> dict[str, Any]:
    return {
        "values": plain(row),
        "ids": list(dict.fromkeys(ids_in(row))),
        "name": name_of(row),
        "score": plain(row.get("similarity")),
        "named": is_named(row, answer),
    }


def _cited(calls: list[dict[str, Any]], answer: str | None) -> list[dict[str, Any]]:
    """Every id that the calls found or asked for, once; what the answer names first."""
    found: dict[str, dict[str, Any]] = {}
    for call in calls:
        for row in call["rows"] or ():
            for nth, name in enumerate(row["ids"]):
                told = found.setdefault(name, {"id": name, "name": "", "named": False})
                told["name"] = told["name"] or (row["name"] if nth == 0 else "")
                told["named"] = told["named"] or (row["named"] if nth == 0 else False)
        for name in ids_quoted(call["query"] or ""):
            found.setdefault(name, {"id": name, "name": "", "named": name in (answer or "")})
    return sorted(found.values(), key=lambda told: not told["named"])


def _usage(usage: Usage) -> dict[str, Any]:
    return dict(usage._asdict())


def _comments(turn: Turn, left: Annotations) -> Iterator[dict[str, str]]:
    for event in turn.events:
        for comment in left.comments_on(event.event_id):
            yield {"severity": comment.severity, "status": comment.status, "note": comment.note}
