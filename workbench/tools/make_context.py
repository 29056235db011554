"""A conversation thread, read whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from ..core.errors import BadInput
from ..core.protocols import Asks
from ..core.threads import ThreadContext
from ..core.values import Event, Rows


def make_context(bench: Asks, thread_id: UUID | str) -> ThreadContext:
    """The thread's settings and its events, those of one instant by event_id.

    Two reads, `vedana/thread` and `vedana/thread_events`; BadInput where there is no such
    thread. Source: Vedana, jims_core/thread/thread_controller.py make_context.
    """
    found = bench.ask("vedana/thread", thread_id=thread_id).rows
    if not len(found):
        raise BadInput(f"there is no thread {thread_id}; vedana/threads_by_external_id finds some")
    thread = found[0]
    return ThreadContext(
        thread_id=thread["thread_id"],
        thread_config=_config(thread["thread_config"]),
        events=_events(bench.ask("vedana/thread_events", thread_id=thread_id).rows, thread_id),
    )


def _events(rows: Rows, thread_id: UUID | str) -> tuple[Event, ...]:
    if rows.truncated:  # the newest are missing, and every reading starts from those
        raise BadInput(f"thread {thread_id} has more than {len(rows)} events; raise the row limit")
    names = ("event_id", "event_type", "created_at", "event_data")
    return tuple(Event(*(row[name] for name in names)) for row in rows)


def _config(stored: Any) -> Mapping[str, Any]:
    """Settings that are no JSON object hold nothing that a reading could use."""
    return stored if isinstance(stored, Mapping) else {}
