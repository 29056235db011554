"""What the tables of a run hold, as values again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Outcome, Ranking, Reply, TraceStep
from ...core.evaluation.scores import Measured
from .encoding import read
from .records import rows_of

if TYPE_CHECKING:
    import polars

Frames = Mapping[str, "polars.DataFrame"]


def questions_of(frames: Frames) -> tuple[Question, ...]:
    return tuple(
        Question(
            **{
                **row,
                "judgements": dict(json.loads(row["judgements"])),
                "expected": read(row["expected"]),
                "extra": read(row["extra"]),
            }
        )
        for row in frames["questions"].iter_rows(named=True)
    )


def outcomes_of(frames: Frames) -> tuple[Outcome, ...]:
    """The outcomes, each with its part of the rankings, which lie in the same order."""
    replies = frames["replies"].to_dicts()
    ranked = [row.pop("ranked") for row in replies]
    rankings = _rankings_of(frames["rankings"], ranked)
    seconds = frames["timing"]["seconds"].to_list()
    traces = _traces_of(frames["trace"])
    return tuple(
        _outcome(row, ranking, traces.get((row["question"], row["repeat"]), ()), took)
        for row, ranking, took in zip(replies, rankings, seconds, strict=True)
    )


def scores_of(frames: Frames, told: Mapping[str, Mapping[str, int]]) -> dict[str, Measured]:
    """What each measure found, in the order of `told`, which has its counts."""
    parts: dict[str, tuple[dict[Any, Any], dict[Any, Any], dict[Any, Any]]]
    parts = {measure: ({}, {}, {}) for measure in told}
    for question, repeat, measure, value, low, high, apart in frames["scores"].iter_rows():
        values, aparts, ranges = parts[measure]
        key = (question, repeat)
        if value is None:
            aparts[key] = apart
            continue
        values[key] = value
        if low is not None:
            ranges[key] = (low, high)
    return {measure: Measured(measure, *parts[measure], told=told[measure]) for measure in told}


def _rankings_of(frame: polars.DataFrame, ranked: Sequence[int | None]) -> Iterator[Ranking | None]:
    ids, scores = frame["id"].to_list(), frame["score"].to_list()
    ends = accumulate(length or 0 for length in ranked)
    for length, end in zip(ranked, ends, strict=True):
        at = slice(end - (length or 0), end)
        yield None if length is None else Ranking(ids[at], scores[at])


def _outcome(
    row: Mapping[str, Any],
    ranking: Ranking | None,
    trace: Sequence[TraceStep],
    seconds: float | None,
) -> Outcome:
    outcome = Outcome(row["question"], row["status"], row["repeat"], None, row["error"], seconds)
    if row["data"] is None:
        return outcome
    reply = Reply(
        ranking=ranking,
        rows=None if row["rows"] is None else rows_of(read(row["rows"])),
        text=row["text"],
        path=None if row["path"] is None else tuple(row["path"]),
        citations=None if row["citations"] is None else tuple(row["citations"]),
        cost=row["cost"],
        trace=tuple(trace),
        data=read(row["data"]),
    )
    return replace(outcome, reply=reply)


def _traces_of(frame: polars.DataFrame) -> dict[tuple[str, int], list[TraceStep]]:
    found: dict[tuple[str, int], list[TraceStep]] = {}
    for question, repeat, _, kind, text, seconds in frame.iter_rows():
        found.setdefault((question, repeat), []).append(TraceStep(kind, text, seconds))
    return found
