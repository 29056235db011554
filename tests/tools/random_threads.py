"""Threads in every odd shape that a database can hold, from one seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from workbench.core.values import Event
from workbench.schema import migrate

NOON = datetime(2026, 11, 21, 12)
CONFIGS: list[Any] = [
    {"interface": "reflex"},
    {"channel": "telegram"},
    {"interface": "", "source": "widget"},
    {"interface": {"name": "api"}},
    {},
    [],
    "text",
]
WORDS = ("quokka", "chess", "tapir", "slide rule", "nul\0byte", "half \ud83d pair", "😀")
ODD: list[Any] = [None, [], "text", 5, {}, {"comment_id": None}, {"tag": 7, "severity": [1]}]
ENDS = ("comment_resolved", "comment_closed", "comment_reopened", "comment_deleted")
EVENTS = ("thread_id", "event_id", "created_at", "event_type", "event_data")
THREADS = ("thread_id", "created_at", "thread_config", "contact_id", "external_id")


class World:
    """What was stored, as Python values; the store's tables hold the same."""

    def __init__(self, seed: int, threads: int = 60) -> None:
        self._random = random.Random(seed)
        self._made = 0
        self.threads = [self._thread() for _ in range(threads)]
        self.events = {row[0]: list(self._events(row[0])) for row in self.threads}

    def load(self, store: Any) -> World:
        migrate(store, ("vedana",), dimension=4)
        store.put("threads", THREADS, self.threads)
        stored = (
            (thread, event.event_id, event.created_at, event.event_type, event.data)
            for thread, events in self.events.items()
            for event in events
        )
        store.put("thread_events", EVENTS, stored)
        return self

    def _id(self) -> UUID:
        """Not in the order of time, as those of Telegram."""
        return UUID(int=self._random.getrandbits(128))

    def _at(self) -> datetime:
        """One of a few instants, so that many tie."""
        return NOON + timedelta(minutes=self._random.randrange(40))

    def _thread(self) -> tuple[Any, ...]:
        pick = self._random.choice
        contact = pick([None, "telegram:1", "telegram:2"])
        return self._id(), self._at(), pick(CONFIGS), contact, pick([None, "twice"])

    def _events(self, thread: UUID) -> Iterator[Event]:
        if self._random.random() < 0.2:
            return
        said = [self._said() for _ in range(self._random.randrange(4))]
        yield from said
        comments = []
        for _ in range(self._random.choice([0, 0, 1, 2, 4])):
            event = self._left(said, comments)
            yield event
            if event.event_type.endswith("feedback"):
                comments.append(str(event.event_id))

    def _said(self) -> Event:
        pick = self._random.choice
        kind = pick(["comm.user_message", "comm.custom", "chatwoot.x", "other", "jims.lifecycle.x"])
        said = " ".join(self._random.choices(WORDS, k=3))
        data = pick([{"role": "user", "content": said}, {"content": said}, pick(ODD)])
        return Event(self._id(), kind, self._at(), data)

    def _left(self, said: list[Event], comments: list[str]) -> Event:
        pick = self._random.choice
        target = str(pick(said).event_id) if said else "gone"
        comment = pick(comments) if comments else "gone"
        kind, data = pick(
            [
                ("feedback", {"event_id": target, "note": "n\0", "severity": pick(["High", "x"])}),
                ("feedback", {"event_id": target, "severity": "Medium"}),
                ("tag_added", {"target_event_id": target, "tag": pick(["good", " good ", "bad"])}),
                ("tag_removed", {"target_event_id": target, "tag": "good"}),
                (pick(ENDS), {"comment_id": comment}),
                (pick([*ENDS, "feedback", "tag_added"]), pick(ODD)),
                (pick(["review_resolved", "unknown", "unknown"]), {}),
            ]
        )
        return Event(self._id(), f"jims.backoffice.{kind}", self._at(), data)
