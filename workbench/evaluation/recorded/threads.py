"""Recorded tests: a thread of Vedana's evaluation, with the events that tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ...core.errors import BadInput
from ...core.values import Event

RecordedThread = tuple[Mapping[str, Any], Sequence[Event]]

CREATED = "jims.lifecycle.thread_created"
META, RESULT = "eval.meta", "eval.result"
ASKED, SAID = "comm.user_message", "comm.assistant_message"
PROCESSED, FAILED = "rag.query_processed", "rag.error"
# In the order in which a test stores them; of the first the first counts, of others the last.
TYPES = (CREATED, META, ASKED, SAID, PROCESSED, FAILED, RESULT)


@dataclass(frozen=True, slots=True)
class RecordedTest:
    """One thread. `told` are the events that count, by type, each with an object as its data;
    `before` and `after` the others, by whether they came before the question."""

    thread: Mapping[str, Any]
    told: Mapping[str, Event]
    before: tuple[Event, ...] = ()
    after: tuple[Event, ...] = ()
    events: tuple[Event, ...] = field(default=(), repr=False)

    @property
    def key(self) -> tuple[datetime, str]:
        """By which the tests of a run are ordered: creation, then id (D3)."""
        return self.thread["created_at"], str(self.thread["thread_id"])

    @property
    def run_id(self) -> str:
        """BadInput where neither the thread nor its events name a run."""
        given = (self.thread.get("contact_id"), self.thread.get("run_id"))
        told = (self.data(META).get("test_run"), self.data(RESULT).get("test_run_id"))
        if found := next((str(one) for one in (*given, *told) if one), None):
            return found
        raise BadInput(
            f"thread {self.thread['thread_id']}: expected the run's id as contact_id or in its "
            "eval.meta, found none; leave the thread out"
        )

    @property
    def seconds(self) -> float | None:
        """From the last question to the last answer, by the database's clock (D2)."""
        if ASKED not in self.told or SAID not in self.told:
            return None
        took = (self.told[SAID].created_at - self.told[ASKED].created_at).total_seconds()
        return took if took >= 0 else None

    def data(self, kind: str) -> Mapping[str, Any]:
        """The data of the event that counts; {} where there is none."""
        return self.told[kind].data if kind in self.told else {}

    def text(self, kind: str, name: str) -> str | None:
        found = self.data(kind).get(name)
        return found if isinstance(found, str) else None


def part(data: Any, name: str) -> Mapping[str, Any]:
    """The object of that name in an object; {} where either is none."""
    found = data.get(name) if isinstance(data, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def threads_of(
    results: Iterable[Mapping[str, Any]], events: Iterable[Mapping[str, Any]]
) -> list[RecordedThread]:
    """The threads of `tools.eval_results`, each with its events.

    `events` are rows of `vedana/thread_events_of`. BadInput for an event of another thread.
    """
    found: dict[str, tuple[Mapping[str, Any], list[Event]]] = {
        str(row["thread_id"]): (row, []) for row in results
    }
    for row in events:
        if str(row["thread_id"]) not in found:
            raise BadInput(
                f"event {row['event_id']}: expected a thread of the results, found "
                f"{row['thread_id']}; ask for the events of these threads"
            )
        found[str(row["thread_id"])][1].append(Event.of(row))
    return list(found.values())


def recorded_test(thread: Mapping[str, Any], events: Iterable[Event]) -> RecordedTest:
    """A thread as a test, its events in the order of the database: time, then id (D3)."""
    ordered = sorted(events, key=lambda one: (one.created_at, one.event_id.int))
    told: dict[str, Event] = {}
    for event in ordered:
        if event.event_type in TYPES and isinstance(event.data, Mapping):
            keep = event.event_type in (CREATED, META) and event.event_type in told
            told[event.event_type] = told[event.event_type] if keep else event
    others = [event for event in ordered if told.get(event.event_type) is not event]
    at = ordered.index(told[ASKED]) if ASKED in told else len(ordered)
    earlier = {id(event) for event in ordered[:at]}
    return RecordedTest(
        thread,
        told,
        tuple(event for event in others if id(event) in earlier),
        tuple(event for event in others if id(event) not in earlier),
        tuple(ordered),
    )


def by_run(threads: Iterable[RecordedThread]) -> Iterator[tuple[str, list[RecordedTest]]]:
    """Runs in the order of their first thread, and the tests of each in the order of `key`."""
    runs: dict[str, list[RecordedTest]] = {}
    for test in sorted((recorded_test(*one) for one in threads), key=lambda test: test.key):
        runs.setdefault(test.run_id, []).append(test)
    yield from runs.items()
