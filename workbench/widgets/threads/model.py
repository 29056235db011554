"""What an explorer holds of threads: the rows of its list, and what some of them contain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from ...core.annotations import Annotations
from ...core.drift import ThreadReplay
from ...core.frames import as_json
from ...core.show import on_one_line
from ...core.threads import Thread
from ...core.turn_reading import FAILED, PROCESSED

TITLE_WIDTH, LINE_WIDTH = 160, 200


@dataclass(frozen=True, slots=True)
class Row:
    """One thread of a list. `title` is its first question; `text` what is searched besides it.

    `active_at` is naive, of the database's clock. `errors` counts failed turns, `comments` what
    reviewers left; `types` are those of its events.
    """

    thread_id: str
    active_at: datetime
    interface: str = ""
    contact: str = ""
    title: str = ""
    events: int = 0
    turns: int = 0
    errors: int = 0
    comments: int = 0
    priority: str = "-"
    review: str = "-"
    tags: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    text: str = ""


class Line(NamedTuple):
    """One event: `turn` is its turn's place in the thread, `data` any JSON."""

    id: str
    type: str
    at: datetime
    turn: int
    data: Any


@dataclass(frozen=True, slots=True)
class Contents:
    """The events of a thread, oldest first, and its turns as JSON (see `turns.py`)."""

    thread_id: str
    events: tuple[Line, ...]
    turns: tuple[Mapping[str, Any], ...]

    @property
    def ids(self) -> list[str]:
        """Every id that its calls found or asked for, once, as they come."""
        return list(dict.fromkeys(cited["id"] for turn in self.turns for cited in turn["cited"]))


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows in their order, of `total` that match; `contents` of as many as are carried."""

    rows: tuple[Row, ...]
    total: int
    contents: Mapping[str, Contents] = field(default_factory=dict)

    def with_contents(self, thread: Contents) -> Listing:
        """The same, with one more thread carried; one that was not listed comes first."""
        row = Row(thread.thread_id, thread.events[-1].at if thread.events else datetime.min)
        known = any(other.thread_id == thread.thread_id for other in self.rows)
        rows = self.rows if known else (row, *self.rows)
        total = self.total if known else self.total + 1
        return Listing(rows, total, {**self.contents, thread.thread_id: thread})

    @property
    def alone(self) -> bool:
        """Whether it is one thread, which needs no list."""
        return len(self.rows) == self.total == 1

    @property
    def left_out(self) -> str:
        """What is not here, in words; "" where all is."""
        told = []
        if self.total > len(self.rows):
            told.append(f"{self.total - len(self.rows):,} more threads match and are not listed")
        if len(self.rows) > len(self.contents):
            told.append(
                f"the events of {len(self.contents):,} of {len(self.rows):,} threads are carried"
            )
        return "; ".join(told)


@dataclass(frozen=True, slots=True)
class Source:
    """What an explorer may ask of a store."""

    page: Callable[[Mapping[str, Any]], Listing]
    contents: Callable[[str], Contents]
    replay: Callable[[str], ThreadReplay]


def row_of(thread: Thread, annotations: Annotations, **known: Any) -> Row:
    """The row of a thread that was read whole; `known` is what only its list tells."""
    turns = [turn for turn in thread.turns if turn.question is not None]
    asked = [turn.question or "" for turn in turns]
    moments = [e.created_at for e in thread.events if not e.event_type.startswith("jims.backoff")]
    row = Row(
        thread_id=str(thread.thread_id),
        active_at=max(moments, default=datetime.min),
        interface=str(thread.thread_config.get("interface") or ""),
        title=on_one_line(asked[0], TITLE_WIDTH) if asked else "",
        events=len(thread.events),
        turns=len(turns),
        errors=sum(event.event_type == FAILED for event in thread.events),
        comments=len(annotations.comments),
        priority=annotations.priority,
        review=annotations.review,
        tags=annotations.tags,
        types=tuple(sorted({event.event_type for event in thread.events})),
    )
    return replace(row, **known)


def line_of(event: Line) -> str:
    """What an event says, on one line."""
    data = event.data if isinstance(event.data, Mapping) else {}
    if event.type == PROCESSED:
        return _processed(data)
    if event.type == FAILED and isinstance(data.get("error"), str):
        return on_one_line(data["error"], LINE_WIDTH)
    content = data.get("content")
    if isinstance(content, str):
        return on_one_line(content, LINE_WIDTH)
    return on_one_line(str(as_json(event.data)), LINE_WIDTH) if event.data else ""


def _processed(data: Mapping[str, Any]) -> str:
    info = data.get("technical_info")
    calls = info.get("tool_calls") if isinstance(info, Mapping) else None
    if not isinstance(calls, list):
        return "no calls are recorded"
    tools = [str(call.get("tool")) for call in calls if isinstance(call, Mapping)]
    return ", ".join(f"{tools.count(tool)} × {tool}" for tool in dict.fromkeys(tools)) or "no calls"


def milliseconds(moment: datetime | None) -> float | None:
    """A naive moment as if its clock were UTC, which is how the browser shows it again."""
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC).timestamp() * 1000


def types_of(rows: Iterable[Row], contents: Iterable[Contents]) -> list[str]:
    """Every type of event, in code point order."""
    found = {name for row in rows for name in row.types}
    return sorted(found | {event.type for thread in contents for event in thread.events})
