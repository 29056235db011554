"""The turns of a conversation: what was asked, what the engine did, what it answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .frames import as_json
from .recorded_calls import CYPHER, VECTOR_SEARCH, RecordedCall, Usage
from .search_limits import SearchLimits
from .show import Shown, columns_of
from .values import Event, Rows

if TYPE_CHECKING:
    from polars import DataFrame


@dataclass(frozen=True, slots=True)
class Retrieval:
    """A vector search of a turn and its hits.

    `label`, `property` and `text` are None where the record leaves them open. `limits` are
    reconstructed from today's data model, for the record does not hold them (D14): None
    where there is no model to tell from.
    """

    call: RecordedCall
    limits: SearchLimits | None
    label: str | None = None
    property: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Turn(Shown):
    """From a user's message to the engine's answer.

    `question` is None for what came before anybody asked; a message whose data is no object
    is shown as JSON. `said` holds the data of every message to the user, `answer` the text
    of the one that the pipeline gave, or of its record where no message has it. `selection`
    is the data of `rag.data_model_filtered`. `events` are all of the turn, `other` those
    that no field here reads. `faults` tell what could not be read.
    """

    question: str | None = None
    kind: str | None = None
    asked_at: datetime | None = None
    answer: str | None = None
    answered_at: datetime | None = None
    said: tuple[Any, ...] = ()
    reasoning: str | None = None
    selection: Mapping[str, Any] | None = None
    retrievals: tuple[Retrieval, ...] = ()
    calls: tuple[RecordedCall, ...] = ()
    usage: tuple[Usage, ...] = ()
    error: str | None = None
    faults: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    other: tuple[Event, ...] = ()

    @property
    def cypher(self) -> tuple[RecordedCall, ...]:
        return tuple(call for call in self.calls if call.tool == CYPHER)

    @property
    def buttons(self) -> tuple[Any, ...]:
        """The buttons of every message, as its data tells them."""
        found = (said.get("buttons") for said in self.said if isinstance(said, Mapping))
        return tuple(buttons for buttons in found if buttons is not None)

    @property
    def latency(self) -> float | None:
        """Seconds from question to answer, both by the database's clock (D2)."""
        if self.asked_at is None or self.answered_at is None:
            return None
        return (self.answered_at - self.asked_at).total_seconds()

    @property
    def cost(self) -> float | None:
        """Of the models whose price is known; None where there is none."""
        known = [usage.cost for usage in self.usage if usage.cost is not None]
        return sum(known) if known else None

    @property
    def unknown_prices(self) -> tuple[str, ...]:
        """The models that were used and are not in `cost`."""
        return tuple(usage.model for usage in self.usage if usage.cost is None)

    def _parts(self) -> Iterable[Rows]:
        told = zip(_TURN_COLUMNS[1:], _turn_row(0, self)[1:], strict=True)
        yield Rows(("part", "value"), [(name, value) for name, value in told if value])


_TURN_COLUMNS = [
    "turn",
    "asked_at",
    "kind",
    "question",
    "reasoning",
    "searches",
    "hits",
    "cypher",
    "answer",
    "latency_s",
    "error",
    "prompt_tokens",
    "completion_tokens",
    "cost",
    "unknown_prices",
    "buttons",
    "other",
    "faults",
]
_CALL_COLUMNS = [
    "turn",
    "tool",
    "label",
    "property",
    "text",
    "query",
    "reconstructed_threshold",
    "reconstructed_top_n",
    "limits_from",
    "rows",
    "result",
    "error",
]


_SHOWN = ["turn", "asked_at", "question", "searches", "cypher", "answer", "latency_s", "error"]


class Turns(Shown, tuple[Turn, ...]):
    """A thread's turns, oldest first."""

    __slots__ = ()

    def table(self) -> Rows:
        """One row a turn, numbered from 0; lists and objects as JSON text."""
        rows = [tuple(_turn_row(at, turn)) for at, turn in enumerate(self)]
        return Rows(tuple(_TURN_COLUMNS), rows)

    def polars(self) -> DataFrame:
        return self.table().polars()

    def calls(self) -> DataFrame:
        """One row a call, in the order of its turn; the found rows as JSON text."""
        rows = [_call_row(at, turn, call) for at, turn in enumerate(self) for call in turn.calls]
        return Rows(tuple(_CALL_COLUMNS), rows).polars()

    def _parts(self) -> Iterable[Rows]:
        yield columns_of(self.table(), _SHOWN)


def _turn_row(at: int, turn: Turn) -> list[Any]:
    found = [retrieval.call.rows for retrieval in turn.retrievals]
    return [
        at,
        turn.asked_at,
        turn.kind,
        turn.question,
        turn.reasoning,
        len(turn.retrievals),
        sum(len(rows) for rows in found if rows is not None),
        len(turn.cypher),
        turn.answer,
        turn.latency,
        turn.error,
        _total(usage.prompt_tokens for usage in turn.usage),
        _total(usage.completion_tokens for usage in turn.usage),
        turn.cost,
        ", ".join(turn.unknown_prices),
        as_json(list(turn.buttons)) if turn.buttons else None,
        ", ".join(event.event_type for event in turn.other),
        "; ".join(turn.faults),
    ]


def _total(counts: Any) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def _call_row(at: int, turn: Turn, call: RecordedCall) -> tuple[Any, ...]:
    retrieval = next((r for r in turn.retrievals if r.call is call), Retrieval(call, None))
    limits = retrieval.limits
    return (
        at,
        call.tool,
        retrieval.label,
        retrieval.property,
        retrieval.text,
        None if call.tool == VECTOR_SEARCH else as_json(_query(call)),
        limits and limits.threshold,
        limits and limits.top_n,
        limits and limits.origin,
        None if call.rows is None else len(call.rows),
        as_json([*(call.rows or ()), *call.unreadable]),
        call.error,
    )


def _query(call: RecordedCall) -> Any:
    """A Cypher text as it is, the arguments of any other tool."""
    return call.args.get("query") if call.tool == CYPHER else dict(call.args)
