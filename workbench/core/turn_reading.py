"""How the events of a thread make turns.

Vedana stores what a turn emitted after its pipeline ended, in one run that its
`rag.query_processed` or `rag.error` closes; that event repeats the question and refers to no
other event, so a run goes to the newest question of that text that has no record yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .frames import as_json
from .recorded_calls import VECTOR_SEARCH, Recorded, RecordedCall, recorded
from .search_limits import LimitsInForce
from .turns import Retrieval, Turn, Turns
from .values import Event

PROCESSED, FAILED = "rag.query_processed", "rag.error"
_RECORDS = (PROCESSED, FAILED)
_REASONING, _SELECTION = "context.dm_filter_reasoning", "rag.data_model_filtered"


def turns_of(events: Sequence[Event], limits: LimitsInForce | None = None) -> Turns:
    """The turns of a thread whose events are given oldest first; every event is in one."""
    told = limits or LimitsInForce(unknown="no data model was given")
    return Turns(_turn(group, told) for group in _grouped(events))


@dataclass
class _Group:
    """The events of one turn while it is found."""

    question: Event | None = None
    answer: Event | None = None
    records: list[Event] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def take(self, run: list[Event]) -> None:
        """A run that a record closes is answered by its last message, another by its first."""
        said = [event for event in run if _is_message(event)]
        closed = [event for event in run if event.event_type in _RECORDS]
        if said and self.answer is None:
            self.answer = said[-1] if closed else said[0]
        self.records += closed
        self.events += run


def _grouped(events: Sequence[Event]) -> list[_Group]:
    groups: list[_Group] = []
    run: list[Event] = []
    for event in events:
        if _is_question(event):
            opening = _opening(run, first=not groups)
            _close(groups, run[: len(run) - len(opening)])
            groups.append(_Group(question=event, events=[*opening, event]))
            run = []
            continue
        run.append(event)
        if event.event_type in _RECORDS:
            _close(groups, run)
            run = []
    _close(groups, run)
    return groups


def _opening(run: list[Event], *, first: bool) -> list[Event]:
    """The end of a run that belongs to the question after it: the same message as a front
    end stored it, and before the first question everything where nobody spoke."""
    if first and not any(map(_is_message, run)):
        return run
    start = len(run)
    while start and _role(run[start - 1]) == "user":
        start -= 1
    return run[start:]


def _close(groups: list[_Group], run: list[Event]) -> None:
    if not run:
        return
    if not groups:
        groups.append(_Group())
    query = _field(run[-1], "query") if run[-1].event_type in _RECORDS else None
    asked = (g for g in reversed(groups) if not g.records and _asks(g, query))
    next(asked, groups[-1]).take(run)


def _asks(group: _Group, query: Any) -> bool:
    return query is not None and group.question is not None and _text(group.question) == query


def _is_message(event: Event) -> bool:
    return event.event_type.startswith("comm.")


def _is_question(event: Event) -> bool:
    """By its role; by its type, as the backoffice tells it, where the role is missing."""
    if not _is_message(event):
        return False
    role = _role(event)
    return event.event_type.startswith("comm.user") if role is None else role == "user"


def _role(event: Event) -> str | None:
    role = _field(event, "role")
    return role if isinstance(role, str) else None


def _field(event: Event, name: str) -> Any:
    return event.data.get(name) if isinstance(event.data, Mapping) else None


def _text(event: Event | None) -> str | None:
    """The content of a message; where it has none, its data as JSON."""
    if event is None:
        return None
    content = _field(event, "content")
    return content if isinstance(content, str) else as_json(event.data)


def _turn(group: _Group, limits: LimitsInForce) -> Turn:
    records = [recorded(event.data) for event in group.records if event.event_type == PROCESSED]
    calls = tuple(call for record in records for call in record.calls)
    asked, answer = group.question, group.answer
    return Turn(
        question=_text(asked),
        kind=asked and asked.event_type.removeprefix("comm."),
        asked_at=asked and asked.created_at,
        answer=_text(answer) if answer else _recorded_answer(group),
        answered_at=answer and answer.created_at,
        said=tuple(e.data for e in group.events if _is_message(e) and e is not asked),
        reasoning=next((_text(e) for e in group.events if e.event_type == _REASONING), None),
        selection=next((e.data for e in group.events if _is_selection(e)), None),
        retrievals=tuple(_retrieval(c, limits) for c in calls if c.tool == VECTOR_SEARCH),
        calls=calls,
        usage=tuple(usage for record in records for usage in record.usage),
        error=next((_error(e) for e in group.records if e.event_type == FAILED), None),
        faults=tuple(_faults(group, records)),
        events=tuple(group.events),
        other=tuple(e for e in group.events if not _is_read(e)),
    )


def _retrieval(call: RecordedCall, limits: LimitsInForce) -> Retrieval:
    asked = call.text_of("label", "property", "text")
    if asked is None:
        return Retrieval(call, None)
    return Retrieval(call, limits.of(*asked[:2]), *asked)


def _recorded_answer(group: _Group) -> str | None:
    """What the record says was answered, where no message does."""
    answers = (_field(event, "answer") for event in group.records)
    return next((answer for answer in answers if isinstance(answer, str)), None)


def _error(event: Event) -> str:
    error = _field(event, "error")
    return error if isinstance(error, str) else str(as_json(event.data))


def _is_selection(event: Event) -> bool:
    return event.event_type == _SELECTION and isinstance(event.data, Mapping)


def _is_read(event: Event) -> bool:
    known = event.event_type in (*_RECORDS, _REASONING)
    return known or _is_message(event) or _is_selection(event)


def _faults(group: _Group, records: list[Recorded]) -> Iterator[str]:
    for event in group.events:
        if _is_message(event) and not isinstance(event.data, Mapping):
            yield f"{event.event_type}: expected an object, saw {event.data!r:.60}"
        elif _is_message(event) and _role(event) is None:
            yield f"{event.event_type}: no role; taken by its type"
    for record in records:
        yield from record.faults
