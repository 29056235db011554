"""A conversation thread, read whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from ..core.protocols import Asks
from ..core.threads import ThreadContext
from ..core.values import Event
from .stored_thread import stored_thread
from .whole import whole


def make_context(bench: Asks, thread_id: UUID | str) -> ThreadContext:
    """The thread's settings and its events, those of one instant by event_id.

    Two reads, `vedana/thread` and `vedana/thread_events`; BadInput where there is no such
    thread. Source: Vedana, jims_core/thread/thread_controller.py make_context.
    """
    thread = stored_thread(bench, thread_id)
    return ThreadContext(
        thread_id=thread["thread_id"],
        thread_config=_config(thread["thread_config"]),
        events=tuple(map(Event.of, whole(bench, "vedana/thread_events", thread_id=thread_id))),
    )


def _config(stored: Any) -> Mapping[str, Any]:
    """Settings that are no JSON object hold nothing that a reading could use."""
    return stored if isinstance(stored, Mapping) else {}
