"""The end of a thread with its tags and comments."""

from __future__ import annotations

from uuid import UUID

from ..core.annotations import Annotations, annotations_of
from ..core.errors import BadInput
from ..core.protocols import Asks
from ..core.thread_view import ThreadView, viewed
from ..core.values import Event, Rows


def thread_view(bench: Asks, thread_id: UUID | str, *, last: int = 30) -> ThreadView:
    """The `last` events of a thread that are not `jims.*`, each with its tags and comments.

    Oldest first, those of one instant by event_id; BadInput where there is no such thread.
    Source: Vedana, jims_backoffice/states/jims.py ThreadViewState.
    """
    if last < 1:
        raise BadInput(f"last: expected the number of events to show, 1 or more, found {last}")
    found = bench.ask("vedana/thread", thread_id=thread_id).rows
    if not len(found):
        raise BadInput(f"there is no thread {thread_id}; tools.threads lists those there are")
    shown = bench.ask("vedana/thread_view", row_limit=last, thread_id=thread_id, last=last).rows
    acts = bench.ask("vedana/thread_annotations", thread_ids=[thread_id]).rows
    if acts.truncated:  # what ended a comment may be missing
        raise BadInput(
            f"thread {thread_id} has more than {len(acts)} annotations; raise the row limit"
        )
    left = annotations_of(acts).get(found[0]["thread_id"], Annotations())
    return ThreadView(
        thread_id=found[0]["thread_id"],
        total=shown[0]["total"] if len(shown) else 0,
        events=tuple(viewed(event, left) for event in _events(shown)),
        annotations=left,
        available_tags=tuple(bench.ask("vedana/thread_tags").rows.column("tag")),
    )


def _events(rows: Rows) -> list[Event]:
    names = ("event_id", "event_type", "created_at", "event_data")
    return [Event(*(row[name] for name in names)) for row in rows]
