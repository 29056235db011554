"""The kinds of saga: from a journal, in any process, the steps that it tells of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from .journal import Journal
from .mission_steps import LogRows, Mark, MergeInstance, PutAttachments
from .retcon_steps import ChangeEdge, ChangeNode, KeepSnapshot, TellRetcon
from .saga import Saga, Step, running
from .stores import Stores

LOG_MISSION, RETCON = "log_mission", "retcon"


def steps_of(stores: Stores, journal: Journal) -> Sequence[Step]:
    saga_id, request = journal.saga_id, journal.payload["request"]
    if journal.kind == LOG_MISSION:
        files = tuple(journal.payload["files"])
        return (
            LogRows(stores, request),
            MergeInstance(stores, saga_id, request),
            PutAttachments(stores, saga_id, request, files),
            Mark(stores, saga_id),
        )
    changed = ChangeEdge if request["kind"] == "relation" else ChangeNode
    return (TellRetcon(stores, request), changed(stores, request), KeepSnapshot(stores, request))


def saga_of(stores: Stores, journal: Journal) -> Saga:
    return Saga(stores, journal, steps_of(stores, journal))


@contextmanager
def going_on(stores: Stores, journal: Journal) -> Iterator[Saga]:
    """The saga of a new journal, or of one whose lease ran out; else what is recorded of it."""
    saga = saga_of(stores, journal)
    if journal.ended is not None:
        yield saga
    elif not (journal.mine or journal.take()):
        saga.state = "in_progress"
        yield saga
    elif journal.back:
        saga.undo()
        saga.let_go()
        yield saga
    else:
        with running(saga):
            yield saga
