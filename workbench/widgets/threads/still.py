"""Threads without a browser: their rows, and a picture of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from ...core.show import on_one_line
from ...core.values import Rows
from ..picture import Boxes, Lines, Mark, Picture, Words
from .model import Contents, Listing, line_of
from .scale import folded

WIDTH, LEFT, LINE, SHOWN, TURNS = 900, 330, 16, 40, 6
# Okabe & Ito's colours for people who see colours differently, by what an event is.
COLOURS = {
    "user": "#0072B2",
    "assistant": "#009E73",
    "rag": "#E69F00",
    "context": "#CC79A7",
    "eval": "#56B4E9",
    "error": "#D55E00",
}
OTHER = "#7f7f7f"
_BY_PREFIX = {
    "comm.user": "user",
    "comm.": "assistant",
    "rag.error": "error",
    "rag.": "rag",
    "context.": "context",
    "eval.": "eval",
}


def colour_of(event_type: str) -> str:
    kinds = (kind for prefix, kind in _BY_PREFIX.items() if event_type.startswith(prefix))
    return COLOURS.get(next(kinds, ""), OTHER)


def summary(listing: Listing) -> str:
    """What there is, how much of it, and what was left out."""
    rows = listing.rows
    if listing.alone:
        return f"thread {rows[0].thread_id}: {_turns(rows[0].turns)}, {rows[0].events:,} events"
    told = f"{len(rows):,} of {listing.total:,} threads"
    return f"{told}; {listing.left_out}" if listing.left_out else told


def _turns(count: int) -> str:
    return f"{count} turn{'' if count == 1 else 's'}"


def table(listing: Listing) -> Rows:
    """The events of a thread alone; else the list."""
    carried = next(iter(listing.contents.values()), None)
    return event_table(carried) if listing.alone and carried else list_table(listing)


def picture(listing: Listing, opened: str) -> Picture:
    """The open thread; the list where its events are not here."""
    carried = listing.contents.get(opened)
    return waterfall(carried) if carried else listed(listing)


def list_table(listing: Listing) -> Rows:
    """One row a thread."""
    columns = ("thread", "active_at", "interface", "title", "turns", "events", "errors", "comments")
    rows = [
        (
            *(row.thread_id, _said(row.active_at), row.interface, row.title),
            *(row.turns, row.events, row.errors, row.comments),
        )
        for row in listing.rows
    ]
    return Rows(columns, rows, truncated=listing.total > len(rows))


def event_table(thread: Contents) -> Rows:
    """One row an event, oldest first."""
    rows = [(e.turn, _said(e.at), e.type, line_of(e)) for e in thread.events]
    return Rows(("turn", "at", "type", "says"), rows)


def waterfall(thread: Contents) -> Picture:
    """The first events on a time axis, long pauses folded, then the first lines of the turns."""
    events = thread.events[:SHOWN]
    places = folded([event.at.timestamp() for event in events])
    marks: list[Mark] = [Words(8, 16, f"thread {thread.thread_id}", 12)]
    for at, (event, place) in enumerate(zip(events, places, strict=True)):
        marks += _row(at, event.type, line_of(event), place, before=places[max(0, at - 1)])
    top = 34 + LINE * len(events)
    marks += _more(len(thread.events) - len(events), top, "events")
    turns = thread.turns[:TURNS]
    for at, turn in enumerate(turns):
        marks.append(Words(8, top + 22 + 34 * at, f"Q  {_line(turn['question'])}", 11))
        marks.append(Words(8, top + 37 + 34 * at, f"A  {_line(turn['answer'])}", 11, "#59636e"))
    low = top + 22 + 34 * len(turns)
    marks += _more(len(thread.turns) - len(turns), low, "turns")
    height = low + (LINE if len(turns) < len(thread.turns) else 0)
    alt = f"{len(thread.events)} events in {len(thread.turns)} turns on a time axis"
    return Picture(WIDTH, height, marks, alt)


def listed(listing: Listing) -> Picture:
    """The first threads of a list: when, what was asked, how much happened."""
    rows = listing.rows[:SHOWN]
    most = max((row.events for row in rows), default=1) or 1
    marks: list[Mark] = [Words(8, 16, f"{len(listing.rows):,} of {listing.total:,} threads", 12)]
    for at, row in enumerate(rows):
        y = 34.0 + LINE * at
        marks.append(Words(8, y, f"{_said(row.active_at)}  {_line(row.title, 80)}", 11))
        colour = COLOURS["error"] if row.errors else COLOURS["user"]
        marks.append(_box(680, y - 9, 200 * row.events / most, colour))
    low = 34 + LINE * len(rows)
    marks += _more(listing.total - len(rows), low, "threads")
    alt = f"the first {len(rows)} of {listing.total} threads with the numbers of their events"
    return Picture(WIDTH, low + (LINE if len(rows) < listing.total else 0), marks, alt)


def pairs_picture(pairs: Sequence[Mapping[str, Any]]) -> Picture:
    """The first aligned steps, one beside the other."""
    marks: list[Mark] = []
    for at, pair in enumerate(pairs[:SHOWN]):
        y = 20.0 + LINE * at
        for x, side in ((8, pair["a"]), (455, pair["b"])):
            told = f"{side['kind']}: {_line(side['text'], 55)}" if side else "—"
            marks.append(Words(x, y, told, 11))
        if not pair["same"]:
            marks.append(_box(448, y - 9, 4, COLOURS["error"]))
    same, shown = sum(bool(pair["same"]) for pair in pairs), min(SHOWN, len(pairs))
    marks += _more(len(pairs) - shown, 20 + LINE * shown, "steps")
    alt = f"{len(pairs)} aligned steps, {same} of them equal"
    return Picture(WIDTH, 24 + LINE * max(1, min(SHOWN + 1, len(pairs))), marks, alt)


def _row(at: int, kind: str, says: str, place: float, *, before: float) -> list[Mark]:
    y, room = 34.0 + LINE * at, WIDTH - LEFT - 20
    x, start = LEFT + room * place, LEFT + room * before
    return [
        Words(8, y, _line(kind, 26), 10, "#59636e"),
        Words(160, y, _line(says, 28), 10),
        Lines(np.array([[start, y - 4, x, y - 4]], float), "#d1d9e0", 2),
        _box(x - 2, y - 9, 5, colour_of(kind)),
    ]


def _box(x: float, y: float, width: float, colour: str) -> Boxes:
    return Boxes(np.array([[x, y, width, 10]], float), colour)


def _more(left: int, y: float, what: str) -> list[Mark]:
    return [Words(8, y, f"… and {left:,} more {what}", 10, "#59636e")] if left > 0 else []


def _line(text: Any, width: int = 120) -> str:
    return on_one_line(str(text or "—"), width)


def _said(moment: datetime) -> str:
    return moment.isoformat(" ", "seconds")
