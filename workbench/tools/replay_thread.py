"""The recorded queries of one thread, run again."""

from __future__ import annotations

from uuid import UUID

from ..core.comparison import EPS
from ..core.drift import Queries, ThreadReplay
from ..core.protocols import Asks
from ..core.turn_reading import PROCESSED
from .make_context import make_context
from .rerun import Rerun


def replay_thread(bench: Asks, thread_id: UUID | str, *, eps: float = EPS) -> ThreadReplay:
    """Every vector search and Cypher query that the thread records, against today's answers.

    The queries come in the order of their record, with a verdict each (`core.drift`): typed
    Cypher cannot write, a search runs under the limits of today's data model (the record
    holds none, D14) with the bench's embedder, unless that did not make the stored vectors.
    Scores may differ by `eps`. BadInput where there is no such thread; StoreUnavailable.
    """
    read = make_context(bench, thread_id)
    rerun = Rerun(bench, eps=eps)
    records = (event for event in read.events if event.event_type == PROCESSED)
    queries = Queries(q for event in records for q in rerun.replayed(read.thread_id, event))
    return ThreadReplay(read.thread_id, queries, rerun.embedders)
