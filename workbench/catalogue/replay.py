"""A capsule run again and compared with what it recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from ..core.answer import Answer
from ..core.comparison import EPS, Keyed, compared
from .capsule import Question, question_of

Verdict = Literal["equal", "order differs", "scores within eps", "rows differ"]


class _Comparison(NamedTuple):
    verdict: Verdict
    added: int = 0
    removed: int = 0
    largest_difference: float = 0.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Replay:
    """How a second run compares with the recorded one.

    Rows are told apart by their columns that are no scores: `added` came, `removed` went.
    `largest_difference` is that of two scores of one row. `note` says what a verdict could
    not be decided by.
    """

    verdict: Verdict
    added: int
    removed: int
    largest_difference: float
    note: str
    engine_then: str
    engine_now: str
    text_changed: bool


def replay(
    capsule: Mapping[str, Any], ask: Callable[[Question], Answer], *, eps: float = EPS
) -> Replay:
    """Asks the capsule's question again and compares the answers.

    The verdict is "equal"; "order differs": the same rows, scores within `eps`; "scores
    within eps": the same rows in the same order; else "rows differ". BadInput for what is
    no capsule.
    """
    now = ask(question_of(capsule)).capsule()
    return Replay(
        *_compared(capsule["result"], now["result"], eps),
        engine_then=_engine(capsule),
        engine_now=_engine(now),
        text_changed=capsule["text_hash"] != now["text_hash"],
    )


def _engine(capsule: Mapping[str, Any]) -> str:
    engine = capsule["engine"]
    extensions = [f"{name} {version}" for name, version in sorted(engine["extensions"].items())]
    return ", ".join([f"{engine['name']} {engine['version']}", *extensions])


def _compared(then: Mapping[str, Any], now: Mapping[str, Any], eps: float) -> _Comparison:
    if then["hash"] == now["hash"]:
        return _Comparison("equal")
    if then["hash_any_order"] == now["hash_any_order"]:
        return _Comparison("order differs")
    if then["columns"] != now["columns"]:
        note = f"columns were {then['columns']}, are {now['columns']}"
        return _Comparison("rows differ", now["count"], then["count"], note=note)
    if "rows" not in then or "rows" not in now:
        grown = now["count"] - then["count"]
        note = "counts only: a result is too large for the capsule to hold its rows"
        return _Comparison("rows differ", max(grown, 0), max(-grown, 0), note=note)
    return _compared_by_row(then, now, eps)


def _compared_by_row(then: Mapping[str, Any], now: Mapping[str, Any], eps: float) -> _Comparison:
    found = compared(_keyed(then), _keyed(now))
    added, removed, difference = len(found.added), len(found.removed), found.largest_difference
    cut = then["truncated"] != now["truncated"]
    if cut or added or removed or difference > eps:
        note = "the row limit cuts one of the two results" if cut else ""
        return _Comparison("rows differ", added, removed, difference, note)
    verdict: Verdict = "scores within eps" if found.same_order else "order differs"
    return _Comparison(verdict, largest_difference=difference)


def _keyed(result: Mapping[str, Any]) -> Keyed:
    return Keyed(result["keys"], [[_number(value) for value in row] for row in result["floats"]])


def _number(value: Any) -> float | None:
    """A recorded score; NaN and infinity are told as text in JSON."""
    return float(value["$float"]) if isinstance(value, dict) else value
