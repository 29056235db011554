"""What a replay found, at the calls that it ran again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...core.drift import QueryReplay, ThreadReplay
from ..scene.values import plain
from .model import Contents


def told(replay: ThreadReplay) -> dict[str, Any]:
    """A replay as JSON: each query by its event and place, and who embedded."""
    return {
        "queries": [_told(query) for query in replay.queries],
        "counts": dict(replay.verdicts),
        "embedders": list(replay.embedders),
    }


def marked(thread: Contents, replay: ThreadReplay) -> Contents:
    """The thread with a verdict at each call that was run again."""
    found = {(q["event"], q["place"]): q for q in told(replay)["queries"]}
    return Contents(thread.thread_id, thread.events, tuple(_turn(t, found) for t in thread.turns))


def _turn(turn: Mapping[str, Any], found: Mapping[tuple[str, int], Any]) -> dict[str, Any]:
    calls = [
        {**call, "verdict": found.get((call["event"], call["place"]))} for call in turn["calls"]
    ]
    return {**turn, "calls": calls}


def _told(query: QueryReplay) -> dict[str, Any]:
    finding = query.finding
    return {
        "event": str(query.event_id),
        "place": query.place,
        "verdict": query.verdict,
        "drifted": query.drifted,
        "note": finding.note,
        "difference": plain(finding.largest_difference),
        "added": plain(list(finding.added)),
        "removed": plain(list(finding.removed)),
    }
