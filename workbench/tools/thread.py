"""A conversation thread with its turns."""

from __future__ import annotations

from uuid import UUID

from ..core.protocols import Asks
from ..core.threads import Thread
from .make_context import make_context
from .search_limits import search_limits


def thread(bench: Asks, thread_id: UUID | str) -> Thread:
    """A thread: `events`, `turns`, `context(n)`, `history`, `state(name)`.

    Three reads: those of `make_context`, and `vedana/data_model_vector_indices` for the
    limits of its searches; where that one fails the limits are unknown, with the engine's
    words in `limits.unknown`. BadInput where there is no such thread.
    """
    read = make_context(bench, thread_id)
    return Thread(read.thread_id, read.thread_config, read.events, search_limits(bench))
