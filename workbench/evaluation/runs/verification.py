"""What was found when a run was made again, or measured again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from ...core.evaluation.replies import Outcome
from ...core.show import Shown
from ...core.values import Rows

State = Literal["equal", "scores within eps", "order differs", "scores differ", "rows differ"]
STATES: tuple[State, ...] = (
    "equal",
    "scores within eps",
    "order differs",
    "scores differ",
    "rows differ",
)


class Difference(NamedTuple):
    """One question that went otherwise: the outcome that the run keeps, and the one of now."""

    question: str
    repeat: int
    state: State
    kept: Outcome
    now: Outcome


class ScoreChange(NamedTuple):
    """One value that a measure no longer has; text is the reason of a question told apart."""

    measure: str
    question: str
    repeat: int
    kept: float | str
    now: float | str


class Change(NamedTuple):
    """A version or a setting that is another one now; None where it was or is not there."""

    what: str
    kept: Any
    now: Any


@dataclass(frozen=True, slots=True, repr=False)
class Verification(Shown):
    """How a run held. `asked` says whether the system was, else its kept replies were measured.

    `files` are data files whose bytes are not those of the manifest. `other_bytes` are tables
    that are written otherwise now, which equal replies are under another version of polars.
    `differences` are replies, in the run's order, `scores` values of measures, `unmeasured`
    measures that were given as objects and are not known by name, `changes` of versions, code
    and settings, which may explain the rest.
    """

    run: str
    asked: bool
    outcomes: int
    files: tuple[str, ...] = ()
    other_bytes: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    scores: tuple[ScoreChange, ...] = ()
    unmeasured: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def state(self) -> State:
        """The furthest that a reply is from what is kept, in the order of `STATES`."""
        return max((one.state for one in self.differences), key=STATES.index, default="equal")

    @property
    def equal(self) -> bool:
        """Files untouched, replies and scores as they were. What was not measured is not."""
        return not (self.files or self.differences or self.scores)

    def _parts(self) -> Iterable[str | Rows]:
        yield "\n".join(self._lines())
        if self.differences:
            told = [(d.question, d.repeat, d.state, *_both(d)) for d in self.differences]
            yield Rows(("question", "repeat", "state", "kept", "now"), told)
        if self.scores:
            yield Rows(ScoreChange._fields, self.scores)
        if self.changes:
            yield Rows(Change._fields, self.changes)

    def _lines(self) -> Iterable[str]:
        how = "asked again" if self.asked else "kept replies measured again"
        yield f"run {self.run}: {self._verdict()} ({self.outcomes} outcomes, {how})"
        states = Counter(one.state for one in self.differences)
        if states:
            yield "replies: " + ", ".join(f"{states[one]} {one}" for one in STATES if states[one])
        if self.scores:
            yield f"scores: {len(self.scores)} changed"
        if self.files:
            yield f"files changed since they were written: {', '.join(self.files)}"
        if self.unmeasured:
            yield f"not measured again, give them as measures=: {', '.join(self.unmeasured)}"

    def _verdict(self) -> str:
        if not self.equal:
            return "DIFFERS"
        if self.other_bytes:
            return f"equal in content, other bytes in {', '.join(self.other_bytes)}"
        return "equal, byte for byte"


def _both(one: Difference) -> tuple[str, str]:
    return _told(one.kept), _told(one.now)


def _told(outcome: Outcome) -> str:
    """The part of an outcome that a line has room for."""
    reply = outcome.reply
    if reply is None:
        return outcome.error
    if reply.text is not None:
        return reply.text
    if reply.ranking is not None:
        pairs = zip(reply.ranking.ids, reply.ranking.scores, strict=True)
        return ", ".join(f"{one} {score:.6g}" for one, score in list(pairs)[:5])
    return str(reply.rows and list(reply.rows.values)[:3])
