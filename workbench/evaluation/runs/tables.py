"""The tables of a run: its questions, rankings, replies, scores, times and traces."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from ...core.errors import BadInput
from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Outcome, Reply
from ...core.evaluation.run import Run
from ...core.evaluation.scores import Measured
from ...core.frames import encodable
from .encoding import written
from .records import rows_record

if TYPE_CHECKING:
    import polars

VERIFIED = ("questions", "rankings", "replies", "scores")
APART = ("timing", "trace")  # another run of equal replies takes another time
NAMES = (*VERIFIED, *APART)


def tables(run: Run, names: Sequence[str] = NAMES) -> dict[str, polars.DataFrame]:
    """Tables by name; rows in the order of the run's questions and outcomes."""
    makers = {
        "questions": lambda: _questions(run.questions),
        "rankings": lambda: _rankings(run.outcomes),
        "replies": lambda: _replies(run.outcomes),
        "scores": lambda: _scores(run.scores, run.outcomes),
        "timing": lambda: _timing(run.outcomes),
        "trace": lambda: _trace(run.outcomes),
    }
    return {name: makers[name]() for name in names}


def _questions(questions: Sequence[Question]) -> polars.DataFrame:
    import polars

    plain = ("id", "text", "answer", "scenario", "context")
    columns = {name: [_text(getattr(one, name)) for one in questions] for name in plain}
    columns["judgements"] = [_pairs(one.judgements) for one in questions]
    columns["expected"] = [written(dict(one.expected)) for one in questions]
    columns["extra"] = [written(dict(one.extra)) for one in questions]
    return polars.DataFrame(columns, schema=dict.fromkeys(columns, polars.String))


def _pairs(judgements: Mapping[str, int]) -> str:
    return encodable(json.dumps(list(judgements.items()), ensure_ascii=False, default=int))


def _text(text: str | None) -> str | None:
    return text if text is None else encodable(text)


def _rankings(outcomes: Sequence[Outcome]) -> polars.DataFrame:
    """In columns throughout: a run may rank millions."""
    import numpy as np
    import polars

    kept = [(o, o.reply.ranking) for o in outcomes if o.reply and o.reply.ranking is not None]
    lengths = np.array([len(ranking.ids) for _, ranking in kept], dtype=np.int64)
    place = np.repeat(np.arange(len(kept)), lengths)
    starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    questions = polars.Series([o.question for o, _ in kept], dtype=polars.String)
    repeats = np.array([o.repeat for o, _ in kept], dtype=np.int32)
    total = int(lengths.sum())
    scores = chain.from_iterable(ranking.scores for _, ranking in kept)
    ids = list(chain.from_iterable(ranking.ids for _, ranking in kept))
    return polars.DataFrame(
        {
            "question": questions.gather(place),
            "repeat": repeats[place],
            "rank": (np.arange(1, total + 1) - starts).astype(np.int32),
            "id": polars.Series(ids, dtype=polars.String),
            "score": np.fromiter(scores, dtype=np.float64, count=total),
        }
    )


def _replies(outcomes: Sequence[Outcome]) -> polars.DataFrame:
    import polars

    schema = {
        **_keys(),
        "status": polars.String,
        "error": polars.String,
        "ranked": polars.Int64,
        "text": polars.String,
        "rows": polars.String,
        "path": polars.List(polars.String),
        "citations": polars.List(polars.String),
        "cost": polars.Float64,
        "data": polars.String,
    }
    rows = [(o.question, o.repeat, o.status, _text(o.error), *_parts(o.reply)) for o in outcomes]
    return polars.DataFrame(rows, schema=schema, orient="row")


def _parts(reply: Reply | None) -> tuple[Any, ...]:
    if reply is None:
        return (None,) * 7
    return (
        None if reply.ranking is None else len(reply.ranking.ids),
        _text(reply.text),
        None if reply.rows is None else written(rows_record(reply.rows)),
        None if reply.path is None else list(reply.path),
        None if reply.citations is None else list(reply.citations),
        reply.cost,
        written(dict(reply.data)),
    )


def _scores(scores: Mapping[str, Measured], outcomes: Sequence[Outcome]) -> polars.DataFrame:
    import polars

    schema = {
        **_keys(),
        "measure": polars.String,
        "value": polars.Float64,
        "low": polars.Float64,
        "high": polars.Float64,
        "apart": polars.String,
    }
    keys = [outcome.key for outcome in outcomes]
    rows = [row for measure, found in scores.items() for row in _score_rows(measure, found, keys)]
    return polars.DataFrame(rows, schema=schema, orient="row")


def _score_rows(
    measure: str, found: Measured, keys: Sequence[tuple[str, int]]
) -> Iterator[tuple[Any, ...]]:
    there = {**found.values, **found.apart}
    if without := [key for key in keys if key not in there]:
        raise BadInput(f"{measure}: expected a value or a reason for the outcome {without[0]}")
    for key in dict.fromkeys((*keys, *there)):  # questions without an outcome come last
        low, high = found.ranges.get(key, (None, None))
        yield (*key, measure, found.values.get(key), low, high, found.apart.get(key))


def _timing(outcomes: Sequence[Outcome]) -> polars.DataFrame:
    import polars

    rows = [(o.question, o.repeat, o.seconds) for o in outcomes]
    return polars.DataFrame(rows, schema={**_keys(), "seconds": polars.Float64}, orient="row")


def _trace(outcomes: Sequence[Outcome]) -> polars.DataFrame:
    import polars

    schema = {
        **_keys(),
        "step": polars.Int32,
        "kind": polars.String,
        "text": polars.String,
        "seconds": polars.Float64,
    }
    traced = [(o, o.reply.trace) for o in outcomes if o.reply]
    rows = [(*o.key, at, *step) for o, trace in traced for at, step in enumerate(trace, 1)]
    return polars.DataFrame(rows, schema=schema, orient="row")


def _keys() -> dict[str, Any]:
    import polars

    return {"question": polars.String, "repeat": polars.Int32}
