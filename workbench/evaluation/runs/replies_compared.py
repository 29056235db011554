"""Two outcomes of one question compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ...core.comparison import EPS, Keyed, all_floats, compared
from ...core.evaluation.replies import Outcome, Reply
from ...core.values import Rows
from .encoding import written
from .records import outcome_record
from .verification import State


def state_of(kept: Outcome, now: Outcome) -> State:
    """How far two outcomes are from each other; times and traces do not count.

    Equal is to the last bit. Rankings and rows with the same content differ in their order, or
    in scores by at most 1e-6 (see `core.comparison`) or by more; columns of rows that are all
    floats count as scores. Anything else is "rows differ".
    """
    if _text(kept) == _text(now):
        return "equal"
    if kept.reply is None or now.reply is None or _others(kept.reply) != _others(now.reply):
        return "rows differ"
    found = compared(_keyed(kept.reply), _keyed(now.reply))
    if found.added or found.removed:
        return "rows differ"
    if found.largest_difference > EPS:
        return "scores differ"
    return "scores within eps" if found.same_order else "order differs"


def _text(outcome: Outcome) -> str:
    reply = outcome.reply and replace(outcome.reply, trace=())
    return written(outcome_record(replace(outcome, reply=reply, seconds=None)))


def _others(reply: Reply) -> str:
    """What a reply has beside its ranking and rows, and whether it has these."""
    parts = (reply.text, reply.path, reply.citations, reply.cost, dict(reply.data))
    return written([*parts, reply.ranking is None, reply.rows and reply.rows.columns])


def _keyed(reply: Reply) -> Keyed:
    """Both the ranking and the rows; the kind is part of the key, so that they stay apart."""
    ids, scores = reply.ranking or ((), ())
    keys: list[Any] = [("ranking", one) for one in ids]
    numbers: list[Sequence[float | None]] = [[score] for score in scores]
    if reply.rows is not None:
        more = _keyed_rows(reply.rows)
        keys, numbers = [*keys, *more.keys], [*numbers, *more.scores]
    return Keyed(keys, numbers)


def _keyed_rows(rows: Rows) -> Keyed:
    columns = range(len(rows.columns))
    scored = [at for at in columns if all_floats(row[at] for row in rows.values)]
    plain = [at for at in columns if at not in scored]
    keys = [("row", written([row[at] for at in plain])) for row in rows.values]
    return Keyed(keys, [[row[at] for at in scored] for row in rows.values])
