"""What a system gives back to a question, and how that went."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Real
from typing import Any, Literal, NamedTuple

from ..answer import Answer, Step
from ..errors import BadInput
from ..values import Hit, Rows


class TraceStep(NamedTuple):
    """What a system did for a question, in order: kind of step, its text, seconds or None."""

    kind: str
    text: str
    seconds: float | None = None


class Ranking(NamedTuple):
    """Document ids and their scores (higher is better), as the system gave them, in its order."""

    ids: Sequence[str]
    scores: Sequence[float]

    @classmethod
    def by_score(cls, scores: Mapping[str, float], k: int | None = None) -> Ranking:
        """The `k` highest scores (None: all) with their ids, highest first, ties by id."""
        ids = sorted(scores, key=lambda one: (-scores[one], one))[:k]
        return cls(ids, [scores[one] for one in ids])


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. A part that the system does not give is None: it is then not measured.

    `ranking` may be empty, which is an answer that found nothing. `citations` are the ids that
    the text cites, `path` node ids in order, `cost` in the provider's currency. `data` holds
    what else was answered under the names of `Question.expected`.
    """

    ranking: Ranking | None = None
    rows: Rows | None = None
    text: str | None = None
    path: tuple[str, ...] | None = None
    citations: tuple[str, ...] | None = None
    cost: float | None = None
    trace: tuple[TraceStep, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, result: Any) -> Reply:
        """The reply that a result is: a reply, hits, a mapping of scores by id, rows, text.

        Rows of an `Answer` bring its statements as the trace. BadInput for anything else, and
        for a score that is no finite number.
        """
        match result:
            case Reply():
                _check(result.ranking)
                return result
            case str():
                return cls(text=result)
            case Rows():
                return cls(rows=result)
            case Answer():
                return cls(rows=result.rows, trace=steps_of(result.trace))
            case Mapping():
                ranking = Ranking([text_of_id(one) for one in result], list(result.values()))
            case Ranking():
                ranking = result
            case list() | tuple() if all(isinstance(one, Hit) for one in result):
                ids = [text_of_id(hit.id) for hit in result]
                ranking = Ranking(ids, [hit.score for hit in result])
            case _:
                raise BadInput(
                    "a system gives hits (a list of Hit), scores by id, Rows, an Answer, text or a "
                    f"Reply; this one gave {type(result).__name__}: {result!r:.80}"
                )
        _check(ranking)
        return cls(ranking=ranking)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one question went in one repeat (1 is the first).

    A failed one has no reply; `error` says why. `seconds` is wall-clock time of the system
    alone, None where it was not measured.
    """

    question: str
    status: Literal["answered", "failed"]
    repeat: int = 1
    reply: Reply | None = None
    error: str = ""
    seconds: float | None = None

    @property
    def key(self) -> tuple[str, int]:
        return (self.question, self.repeat)


def steps_of(trace: Iterable[Step]) -> tuple[TraceStep, ...]:
    """The statements of an answer as steps, each under the name of its store."""
    return tuple(TraceStep(step.store, step.statement, step.ms / 1000) for step in trace)


def text_of_id(value: Any) -> str:
    """An id as one text; the parts of a compound key with a bar between them."""
    return "|".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _check(ranking: Ranking | None) -> None:
    if ranking is None:
        return
    ids, scores = ranking
    if len(ids) != len(scores):
        raise BadInput(f"a ranking needs a score an id, found {len(ids)} ids, {len(scores)} scores")
    # By kinds, since a look at each of a million scores alone takes a third of a second.
    if all(issubclass(kind, Real) for kind in set(map(type, scores))) and all(
        map(math.isfinite, scores)
    ):
        return
    for one, score in zip(ids, scores, strict=True):
        if not isinstance(score, Real) or not math.isfinite(score):
            raise BadInput(f"the score of {one!r}: expected a finite number, found {score!r}")
