"""What reviewers left on a thread: tags, comments and resolutions, folded from their events.

Vedana's backoffice changes nothing in place: each act is an event `jims.backoffice.*` of the
thread. The fold is that of jims_backoffice/states/jims.py, in the order (created_at, event_id);
an act whose data is no JSON object, or that names nothing, changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from .frames import as_json
from .values import Event, Rows

PREFIX = "jims.backoffice."
PRIORITIES = ("Low", "Medium", "High")
NONE = "-"
# What vedana/thread_tags trims, so that both name a tag alike.
_BLANK = " \t\n\r\f\v"

Status = Literal["open", "resolved", "closed"]
_STATUS: dict[str, Status] = {
    "comment_reopened": "open",
    "comment_resolved": "resolved",
    "comment_closed": "closed",
}


@dataclass(frozen=True, slots=True)
class Comment:
    """One feedback event; `target` is the id of the event it speaks of, "" where it names none.

    `severity` is as written, "Low" where nothing is.
    """

    comment_id: UUID
    target: str
    note: str
    severity: str
    created_at: datetime
    status: Status = "open"

    @property
    def priority(self) -> str:
        """The severity, where it is one of the three; any other counts as Low."""
        return self.severity if self.severity in PRIORITIES else "Low"


@dataclass(frozen=True, slots=True)
class Annotations:
    """A thread's annotations as they stand: comments that are not deleted, oldest first.

    `marks` holds the newest act of each (target, tag): true where it added the tag.
    """

    comments: tuple[Comment, ...] = ()
    marks: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    resolved: bool = False

    @property
    def review(self) -> str:
        """ "Complete", "Pending" (a comment is open), or "-" (nothing to review)."""
        if self.resolved or (self.comments and not self._open):
            return "Complete"
        return "Pending" if self.comments else NONE

    @property
    def priority(self) -> str:
        """The highest of the open comments: "High", "Medium" or "Low", "-" where none is open."""
        found = (comment.priority for comment in self._open)
        return max(found, key=PRIORITIES.index, default=NONE)

    @property
    def tags(self) -> tuple[str, ...]:
        """The live tags on any event, sorted, each once."""
        return tuple(sorted({tag for (_, tag), live in self.marks.items() if live}))

    def tags_of(self, target: UUID | str, written: Iterable[str] = ()) -> tuple[str, ...]:
        """The live tags on one event, sorted; `written` are those that it came with."""
        acts = {tag: live for (at, tag), live in self.marks.items() if at == str(target)}
        kept = {tag for tag in written if acts.get(tag, True)}
        return tuple(sorted(kept | {tag for tag, live in acts.items() if live}))

    def comments_on(self, target: UUID | str) -> tuple[Comment, ...]:
        return tuple(comment for comment in self.comments if comment.target == str(target))

    @property
    def _open(self) -> list[Comment]:
        return [comment for comment in self.comments if comment.status == "open"]


def annotations_of(rows: Rows) -> dict[UUID, Annotations]:
    """The annotations of each thread in rows of vedana/thread_annotations; none, no entry."""
    events = defaultdict[UUID, list[Event]](list)
    for row in rows:
        events[row["thread_id"]].append(Event.of(row))
    return {thread: fold(found) for thread, found in events.items()}


def fold(events: Iterable[Event]) -> Annotations:
    """The annotations of one thread, from its events in any order; other events are passed over.

    An end or a deletion counts for its comment wherever it stands in time, as clocks differ.
    """
    ordered = sorted(events, key=lambda event: (event.created_at, event.event_id))
    acts = [
        (event.event_type.removeprefix(PREFIX), event)
        for event in ordered
        if event.event_type.startswith(PREFIX)
    ]
    status = {_text(e, "comment_id"): _STATUS[act] for act, e in acts if act in _STATUS}
    deleted = {_text(event, "comment_id") for act, event in acts if act == "comment_deleted"}
    said = [_comment(event) for act, event in acts if act == "feedback"]
    return Annotations(
        tuple(
            replace(comment, status=status.get(str(comment.comment_id), "open"))
            for comment in said
            if str(comment.comment_id) not in deleted
        ),
        _marks(acts),
        any(act == "review_resolved" for act, _ in acts),
    )


def _marks(acts: Iterable[tuple[str, Event]]) -> dict[tuple[str, str], bool]:
    marks = {}
    for act, event in acts:
        if act in ("tag_added", "tag_removed"):
            target, tag = _text(event, "target_event_id"), _text(event, "tag").strip(_BLANK)
            if target and tag:
                marks[target, tag] = act == "tag_added"
    return marks


def _comment(event: Event) -> Comment:
    severity = _text(event, "severity") or "Low"
    target, note = _text(event, "event_id"), _text(event, "note")
    return Comment(event.event_id, target, note, severity, event.created_at)


def _text(event: Event, name: str) -> str:
    """A field as PostgreSQL's `->>` gives it; "" where there is none."""
    value = event.data.get(name) if isinstance(event.data, dict) else None
    if isinstance(value, bool | int | float | list | dict):
        return as_json(value) or ""
    return value or ""
