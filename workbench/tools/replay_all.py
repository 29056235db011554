"""The recorded queries of many threads, run again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from uuid import UUID

from ..core.comparison import EPS
from ..core.drift import DriftTable, Queries, ThreadReplay
from ..core.errors import BadInput
from ..core.protocols import Asks
from ..core.turn_reading import PROCESSED
from ..core.values import Event
from .rerun import Rerun
from .whole import whole

# Threads whose events are read in one statement; a recorded turn weighs about 2 kB.
_TOGETHER = 100
_EVENTS = 100_000
_THREADS = 10_000_000


def replay_all(
    bench: Asks,
    thread_ids: Iterable[UUID | str] | None = None,
    progress: Callable[[int, int], None] | None = None,
    *,
    eps: float = EPS,
) -> DriftTable:
    """`replay_thread` over a selection, in its order; over every thread with a record if None.

    A query that repeats is put once. `progress(done, total)` is called after every thread.
    A thread that does not exist, or records nothing, has no queries.
    """
    wanted = _every(bench) if thread_ids is None else [UUID(str(given)) for given in thread_ids]
    rerun = Rerun(bench, eps=eps)
    replays = []
    for thread_id, records in _records(bench, wanted):
        queries = Queries(q for event in records for q in rerun.replayed(thread_id, event))
        replays.append(ThreadReplay(thread_id, queries))
        if progress is not None:
            progress(len(replays), len(wanted))
    return DriftTable(tuple(replays), rerun.embedders)


def _every(bench: Asks) -> list[UUID]:
    return whole(bench, "vedana/replayable_threads", row_limit=_THREADS).column("thread_id")


def _records(bench: Asks, wanted: Sequence[UUID]) -> Iterator[tuple[UUID, list[Event]]]:
    """Each thread with the events that record queries."""
    for start in range(0, len(wanted), _TOGETHER):
        some = wanted[start : start + _TOGETHER]
        found = _read(bench, some)
        yield from ((thread_id, found[thread_id]) for thread_id in some)


def _read(bench: Asks, some: Sequence[UUID]) -> dict[UUID, list[Event]]:
    """In one read; where the row limit cuts it, in halves."""
    rows = bench.ask("vedana/thread_events_of", row_limit=_EVENTS, thread_ids=some).rows
    if rows.truncated and len(some) == 1:
        raise BadInput(f"thread {some[0]} has more than {_EVENTS} events; replay the others")
    if rows.truncated:
        half = len(some) // 2
        return _read(bench, some[:half]) | _read(bench, some[half:])
    found: dict[UUID, list[Event]] = defaultdict(list)
    for row in rows:
        if row["event_type"] == PROCESSED:
            found[row["thread_id"]].append(Event.of(row))
    return found
