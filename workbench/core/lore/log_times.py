"""In-fiction times of log rows: which lie in a window, and in which order they are told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..time import TRUE, Chronology, Truth, When


@dataclass(frozen=True, slots=True)
class LogTimes:
    """Times that a question is about, in the order of `ranks`: the newest has rank 0.

    Times that sort alike (a year and its first day) share a rank. "" stands for rows without
    a time. `undecided` counts the rows of which nobody can say whether they are in the window.
    """

    times: tuple[str, ...] = ()
    ranks: tuple[int, ...] = ()
    undecided: int = 0


def log_times(
    rows: Mapping[str, int],
    clock: Chronology,
    window: tuple[When, When] = (None, None),
    *,
    limit: int | None = None,
) -> LogTimes:
    """The times whose rows certainly lie in the window, newest first.

    `rows` counts the rows of each time. With a `limit`, no more times than its rows need;
    times that share a rank with the last of these are kept, for a row's id decides there.
    """
    kept, undecided = list[str](), 0
    for time, count in rows.items():
        holds = _lies_in(time, clock, window)
        undecided += count if holds.value is None else 0
        if holds.value:
            kept.append(time)
    ranked = _enough(newest_first(kept, clock), rows, limit)
    times, ranks = tuple(time for time, _ in ranked), tuple(rank for _, rank in ranked)
    return LogTimes(times, ranks, undecided)


def newest_first(times: Iterable[str], clock: Chronology) -> list[tuple[str, int]]:
    """Each time with its rank: the latest first, then what cannot be placed, then no time ("")."""
    keyed = sorted(((clock.display_key(time or None, ""), time) for time in times), reverse=True)
    order = [[(k, t) for k, t in keyed if k[0] == kind] for kind in (1, 2, 0)]
    found: list[tuple[str, int]] = []
    rank, last = -1, None
    for key, time in (pair for part in order for pair in part):
        rank += key != last
        last = key
        found.append((time, rank))
    return found


def _enough(
    ranked: list[tuple[str, int]], rows: Mapping[str, int], limit: int | None
) -> list[tuple[str, int]]:
    if limit is None:
        return ranked
    told, last = 0, -1
    for at, (time, rank) in enumerate(ranked):
        if told >= limit and rank != last:
            return ranked[:at]
        told, last = told + rows[time], rank
    return ranked


def _lies_in(time: str, clock: Chronology, window: tuple[When, When]) -> Truth:
    return TRUE if window == (None, None) else clock.time_in_window(time or None, *window)
