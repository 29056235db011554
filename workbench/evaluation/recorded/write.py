"""Runs as the threads and events that Vedana's evaluation would have recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Outcome
from ...core.evaluation.run import Run
from ...core.values import Event
from .differences import applied
from .payloads import RUN_ID, payloads
from .threads import ASKED, CREATED, META, SAID, TYPES

_EPOCH = datetime(2000, 1, 1)  # of a run that does not say when it began


def events_of(run: Run) -> list[tuple[dict[str, Any], list[Event]]]:
    """A thread for each outcome, in order, with its events, oldest first.

    A thread has the columns of the table `threads`. Events of an imported run have the recorded
    data; new are their ids (version 7, the same on every call) and times: those before the
    answer have the thread's, those from the answer on come `seconds` later. `runs_of` makes the
    same run of it. A run from elsewhere gives what `payloads` says, with the measures `judge`
    and `rating` as its verdict; each step of its trace is a call whose result is its text.
    """
    questions = {one.id: one for one in run.questions}
    tests = run.manifest.get("vedana", {}).get("tests", ())
    kept = {(one["question"], one["repeat"]): one for one in tests}
    started = _moment(run.manifest.get("started"))
    found = []
    for at, outcome in enumerate(run.outcomes):
        own = {"thread_id": _thread_id(run, outcome), "created_at": _later(started, at)}
        told = kept.get(outcome.key, own)
        found.append(_thread(run, questions[outcome.question], outcome, told))
    return found


def _thread_id(run: Run, outcome: Outcome) -> str:
    return str(uuid5(NAMESPACE_URL, f"{run.id} {outcome.question} {outcome.repeat}"))


def _later(started: datetime, at: int) -> str:
    """A millisecond a thread, by which their order is known again."""
    return (started + timedelta(milliseconds=at)).isoformat()


def _thread(
    run: Run, question: Question, outcome: Outcome, kept: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Event]]:
    thread_id, created = UUID(kept["thread_id"]), _moment(kept["created_at"])
    config = {
        "interface": "eval",
        "test_run_name": run.name if run.name != run.id else "",
        "question_scenario": question.scenario,
    }
    thread = {
        "thread_id": thread_id,
        "created_at": created,
        "thread_config": config,
        "contact_id": run.id if run.id.startswith(RUN_ID) else RUN_ID + run.id,
        "external_id": None,
    }
    told = list(_told(payloads(run, question, outcome), kept))
    times = _times([kind for kind, _ in told], created, outcome.seconds)
    parts = sorted(zip(times, told, strict=True), key=lambda part: part[0])
    events = [
        Event(_event_id(thread_id, at, time), kind, time, data)
        for at, (time, (kind, data)) in enumerate(parts)
    ]
    return thread, events


def _told(
    derived: Mapping[str, Mapping[str, Any]], kept: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    """Types and data as recorded, those that do not count around the question."""
    changes, absent = kept.get("changes", {}), kept.get("absent", ())
    counted = {
        kind: applied(derived.get(kind, {}), changes.get(kind, {}))
        for kind in TYPES
        if (kind in derived or kind in changes) and kind not in absent
    }
    first = [kind for kind in (CREATED, META) if kind in counted]
    yield from ((kind, counted.pop(kind)) for kind in first)
    yield from map(tuple, kept.get("before", ()))
    if ASKED in counted:
        yield ASKED, counted.pop(ASKED)
    yield from map(tuple, kept.get("after", ()))
    yield from counted.items()


def _times(kinds: list[str], created: datetime, seconds: float | None) -> list[datetime]:
    """Of a question that was recorded after its answer the time is not known, and stays so."""
    last = {kind: at for at, kind in enumerate(kinds)}
    later = created + timedelta(seconds=seconds or 0)
    answer = last.get(SAID, len(kinds))
    times = [created if at < answer else later for at in range(len(kinds))]
    if seconds is None and SAID in last and ASKED in last:
        times[last[ASKED]] += timedelta(seconds=1)
    return times


def _moment(text: str | None) -> datetime:
    """Naive, in UTC, as the tables have it."""
    if not text:
        return _EPOCH
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _event_id(thread: UUID, at: int, time: datetime) -> UUID:
    """A UUID of version 7 whose counter keeps the events of a moment in order (RFC 9562, 6.2)."""
    milliseconds = int(time.replace(tzinfo=UTC).timestamp() * 1000)
    chance = hashlib.sha256(thread.bytes + at.to_bytes(4)).digest()[:8]
    low = int.from_bytes(chance) & (2**62 - 1) | 0b10 << 62
    return UUID(int=milliseconds << 80 | 7 << 76 | (at & 0xFFF) << 64 | low)
