"""A listing as columns for the browser; `store.mjs` reads what is packed here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ...core.annotations import PRIORITIES
from .. import wire
from ..scene.values import plain
from .model import Contents, Line, Listing, Row, line_of, milliseconds, types_of

_REVIEWS = ("-", "Pending", "Complete")
_RANKS = ("-", *PRIORITIES)
# Types beyond share the last bit of a row's mask.
_BITS = 31


def packed(listing: Listing, **meta: Any) -> bytes:
    """The rows and the contents of those that are carried, as one block."""
    inside = listing.contents
    threads = [inside[row.thread_id] for row in listing.rows if row.thread_id in inside]
    types = types_of(listing.rows, threads)
    told = {
        "kind": "threads",
        "types": types,
        "interfaces": sorted({row.interface for row in listing.rows if row.interface}),
        "total": listing.total,
        "left_out": listing.left_out,
        "single": listing.alone,
        **meta,
    }
    texts = [_searched(row, inside.get(row.thread_id)) for row in listing.rows]
    columns = {**_list(listing.rows, types), "text": texts, **_inside(threads, types)}
    return wire.pack(told, columns)


def _list(rows: Sequence[Row], types: list[str]) -> dict[str, wire.Column]:
    bit = {name: min(at, _BITS) for at, name in enumerate(types)}
    masks = [sum({1 << bit[name] for name in row.types}) for row in rows]
    return {
        "thread": [row.thread_id for row in rows],
        "active": np.array([milliseconds(row.active_at) for row in rows], "f8"),
        "interface": [row.interface for row in rows],
        "contact": [row.contact for row in rows],
        "title": [row.title for row in rows],
        "events": np.array([row.events for row in rows], "u4"),
        "turns": np.array([row.turns for row in rows], "u4"),
        "errors": np.array([row.errors for row in rows], "u4"),
        "comments": np.array([row.comments for row in rows], "u4"),
        "priority": np.array([_RANKS.index(row.priority) for row in rows], "u1"),
        "review": np.array([_REVIEWS.index(row.review) for row in rows], "u1"),
        "tags": [", ".join(row.tags) for row in rows],
        "types": np.array(masks, "u4"),
    }


def _searched(row: Row, inside: Contents | None) -> str:
    """What a search in the browser looks through: all that was said, where it is carried."""
    turns = inside.turns if inside else ()
    said = [turn[part] or "" for turn in turns for part in ("question", "answer")]
    return "\n".join([row.title, row.text, *said, row.contact, row.thread_id]).lower()


def _inside(threads: Sequence[Contents], types: list[str]) -> dict[str, wire.Column]:
    """Events and turns of all threads, one after the other, and the ids that turns mention."""
    events = [event for thread in threads for event in thread.events]
    turns = [turn for thread in threads for turn in thread.turns]
    ids: dict[str, int] = {}
    mentions = [
        (at, ids.setdefault(cited["id"], len(ids)))
        for at, turn in enumerate(turns)
        for cited in turn["cited"]
    ]
    where = {name: at for at, name in enumerate(types)}
    return {
        "carried": [thread.thread_id for thread in threads],
        "event_count": np.array([len(thread.events) for thread in threads], "u4"),
        "turn_count": np.array([len(thread.turns) for thread in threads], "u4"),
        "event": [event.id for event in events],
        "event_type": np.array([where[event.type] for event in events], "u4"),
        "event_at": np.array([milliseconds(event.at) for event in events], "f8"),
        "event_turn": np.array([event.turn for event in events], "u4"),
        "event_line": [line_of(event) for event in events],
        "event_data": [_data(event) for event in events],
        "turn": [json.dumps(turn, ensure_ascii=False) for turn in turns],
        "node": list(ids),
        "mention_turn": np.array([turn for turn, _ in mentions], "u4"),
        "mention_node": np.array([node for _, node in mentions], "u4"),
    }


def _data(event: Line) -> str:
    """As JSON text, which the browser shows and does not read: no digit is lost."""
    if event.data is None:
        return "NULL"
    return json.dumps(event.data, ensure_ascii=False, indent=2, default=str)


def comparison(told: Mapping[str, Any]) -> bytes:
    """A comparison as a block of its own: its steps are few."""
    return wire.pack({"kind": "comparison", **plain(told)}, {})
