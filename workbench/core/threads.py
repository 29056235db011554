"""A conversation as its events tell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from .frames import as_json
from .search_limits import LimitsInForce
from .show import Shown
from .turn_reading import turns_of
from .turns import Turns
from .values import Event, Rows

if TYPE_CHECKING:
    from polars import DataFrame

Message = Mapping[str, Any]


@dataclass(frozen=True, slots=True, repr=False)
class ThreadContext(Shown):
    """A thread's settings and all its events, oldest first.

    The readings are those of Vedana's ThreadContext (jims_core/thread/thread_context.py),
    which takes an event by its type: `comm.*` is a message, `context.*` a note to the model,
    `state.set.<name>` a state. An event whose data is no JSON object carries no message.
    """

    thread_id: UUID
    thread_config: Mapping[str, Any]
    events: tuple[Event, ...]

    @property
    def history(self) -> list[Message]:
        """The data of every message, oldest first, all keys kept."""
        return [event.data for event in self._of("comm.")]

    def context(self, n: int = 20, *, exact_n: bool = False) -> list[Message]:
        """The newest messages and the notes among and after them, oldest first.

        Like the original this returns up to n + 1 messages, for it stops once it has
        *exceeded* n; `exact_n` stops at n.
        """
        wanted = n if exact_n else n + 1
        kept: list[Message] = []
        for event in self._newest_first("comm.", "context."):
            if wanted <= 0:
                break
            kept.append(event.data)
            wanted -= event.event_type.startswith("comm.")
        return kept[::-1]

    @property
    def last_user_message(self) -> Any:
        """What the user said last: the `content`, None where there is none."""
        return self.last_user_action[1]

    @property
    def last_user_action(self) -> tuple[str | None, Any]:
        """The user's newest event: its type without `comm.`, and its `content`."""
        for event in self._newest_first("comm."):
            if event.data.get("role") == "user":
                return event.event_type.removeprefix("comm."), event.data.get("content")
        return None, None

    def state(self, name: str) -> Any:
        """The newest data stored under a name, None where there is none."""
        kind = f"state.set.{name}"
        return next((e.data for e in reversed(self.events) if e.event_type == kind), None)

    def _parts(self) -> Iterable[str | Rows]:
        yield f"thread {self.thread_id}"
        rows = [(event.created_at, event.event_type, event.data) for event in self.events]
        yield Rows(("created_at", "event_type", "data"), rows)

    def _of(self, *prefixes: str) -> Iterator[Event]:
        return _with_object(self.events, prefixes)

    def _newest_first(self, *prefixes: str) -> Iterator[Event]:
        return _with_object(self.events[::-1], prefixes)


def _with_object(events: tuple[Event, ...], prefixes: tuple[str, ...]) -> Iterator[Event]:
    for event in events:
        if event.event_type.startswith(prefixes) and isinstance(event.data, dict):
            yield event


@dataclass(frozen=True, repr=False)
class Thread(ThreadContext):
    """A thread with what is needed to tell its turns.

    `limits` are those of today's data model, under which its searches are reconstructed.
    """

    limits: LimitsInForce = field(default_factory=LimitsInForce)

    @cached_property
    def turns(self) -> Turns:
        """What was asked, done and answered, oldest first; every event is in one turn."""
        return turns_of(self.events, self.limits)

    @property
    def ties(self) -> tuple[datetime, ...]:
        """The instants of more than one event, whose order is that of their ids (D3)."""
        counts = Counter(event.created_at for event in self.events)
        return tuple(instant for instant, count in counts.items() if count > 1)

    def polars(self) -> DataFrame:
        """One row an event, oldest first; the data as JSON text."""
        rows = [(*event[:3], as_json(event.data)) for event in self.events]
        return Rows(Event._fields, rows).polars()
