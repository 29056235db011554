"""The end of a thread as a reviewer sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from .annotations import Annotations, Comment
from .frames import as_json
from .show import Shown
from .values import Event, Rows

if TYPE_CHECKING:
    import polars

_COLUMNS = ("event_id", "created_at", "event_type", "role", "content", "tags", "comments", "data")


@dataclass(frozen=True, slots=True)
class ViewedEvent:
    """One event with what was left on it. `data` is as stored, whatever it is."""

    event_id: UUID
    created_at: datetime
    event_type: str
    data: Any
    tags: tuple[str, ...]
    comments: tuple[Comment, ...]

    @property
    def role(self) -> str:
        """By the event's type, as in the original: "user" for `comm.user*`, else "assistant"."""
        return "user" if self.event_type.startswith("comm.user") else "assistant"

    @property
    def content(self) -> Any:
        """The `content` of a message as stored; "" for any other event, or where it has none."""
        return self._object.get("content", "") if self.event_type.startswith("comm.") else ""

    @property
    def written_tags(self) -> tuple[str, ...]:
        """The tags in the event's own data."""
        return written_tags(self.data)

    @property
    def vector_queries(self) -> tuple[str, ...]:
        return _texts(self._technical.get("vts_queries"))

    @property
    def cypher_queries(self) -> tuple[str, ...]:
        return _texts(self._technical.get("cypher_queries"))

    @property
    def models(self) -> Mapping[str, Any]:
        """Model name to what was counted for it."""
        found = self._technical.get("model_stats")
        return found if isinstance(found, Mapping) else {}

    @property
    def _object(self) -> Mapping[str, Any]:
        return self.data if isinstance(self.data, Mapping) else {}

    @property
    def _technical(self) -> Mapping[str, Any]:
        found = self._object.get("technical_info")
        return found if isinstance(found, Mapping) else {}


@dataclass(frozen=True, slots=True, repr=False)
class ThreadView(Shown):
    """The last events of a thread that are not `jims.*`, oldest first, of `total` such events.

    `available_tags` are the tags in use on any thread.
    """

    thread_id: UUID
    total: int
    events: tuple[ViewedEvent, ...]
    annotations: Annotations
    available_tags: tuple[str, ...]

    @property
    def has_more(self) -> bool:
        return self.total > len(self.events)

    def table(self) -> Rows:
        """One row an event; `comments` as `severity, status: note`, `data` as JSON."""
        return Rows(_COLUMNS, [_cells(event) for event in self.events])

    def polars(self) -> polars.DataFrame:
        return self.table().polars()

    def _parts(self) -> Iterable[str | Rows]:
        yield f"thread {self.thread_id}: the last {len(self.events)} of {self.total} events"
        yield self.table()


def viewed(event: Event, left: Annotations) -> ViewedEvent:
    """An event with the annotations of its thread that are on it."""
    tags = left.tags_of(event.event_id, written_tags(event.data))
    comments = left.comments_on(event.event_id)
    kind, at = event.event_type, event.created_at
    return ViewedEvent(event.event_id, at, kind, event.data, tags, comments)


def written_tags(data: Any) -> tuple[str, ...]:
    return _texts(data.get("tags")) if isinstance(data, Mapping) else ()


def _texts(value: Any) -> tuple[str, ...]:
    """The members of a list as text; nothing where it is none."""
    if not isinstance(value, list):
        return ()
    return tuple(item if isinstance(item, str) else as_json(item) or "null" for item in value)


def _cells(event: ViewedEvent) -> tuple[Any, ...]:
    comments = [f"{c.severity}, {c.status}: {c.note}" for c in event.comments]
    return (
        *(event.event_id, event.created_at, event.event_type, event.role),
        *(as_json(event.content), ", ".join(event.tags), "; ".join(comments)),
        as_json(event.data),
    )
