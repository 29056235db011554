"""The end of a thread with its tags and comments."""

from __future__ import annotations

from uuid import UUID

from ..core.annotations import Annotations, annotations_of
from ..core.errors import BadInput
from ..core.protocols import Asks
from ..core.thread_view import ThreadView, viewed
from ..core.values import Event
from .stored_thread import stored_thread
from .whole import whole


def thread_view(bench: Asks, thread_id: UUID | str, *, last: int = 30) -> ThreadView:
    """The `last` events of a thread that are not `jims.*`, each with its tags and comments.

    Oldest first, those of one instant by event_id; BadInput where there is no such thread.
    Source: Vedana, jims_backoffice/states/jims.py ThreadViewState.
    """
    if last < 1:
        raise BadInput(f"last: expected the number of events to show, 1 or more, found {last}")
    thread = stored_thread(bench, thread_id)["thread_id"]
    shown = bench.ask("vedana/thread_view", row_limit=last, thread_id=thread_id, last=last).rows
    acts = whole(bench, "vedana/thread_annotations", thread_ids=[thread_id])
    left = annotations_of(acts).get(thread, Annotations())
    return ThreadView(
        thread_id=thread,
        total=shown[0]["total"] if len(shown) else 0,
        events=tuple(viewed(Event.of(row), left) for row in shown),
        annotations=left,
        available_tags=tuple(whole(bench, "vedana/thread_tags").column("tag")),
    )
