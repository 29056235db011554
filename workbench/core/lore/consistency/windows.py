"""Windows that clash, and the pairs among many edges that may."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...time import FALSE, Chronology, Truth
from ..edges import EdgeRecord
from .snapshot import Snapshot

Pair = tuple[EdgeRecord, EdgeRecord]


def clash(clock: Chronology, one: EdgeRecord, other: EdgeRecord) -> Truth:
    """Whether two windows overlap and neither hands over to the other."""
    meet = clock.time_windows_overlap(
        one.valid_from, one.valid_until, other.valid_from, other.valid_until
    )
    return meet & ~hands_over(clock, one, other) if meet.possible else FALSE


def hands_over(clock: Chronology, one: EdgeRecord, other: EdgeRecord) -> Truth:
    """Whether one window ends inside or before the unit in which the other begins.

    Unknown where the end is coarser than the beginning (year_352 and year_352.month_3): the
    day of the hand-over may lie on either side.
    """
    return _ends_in(clock, one.valid_until, other.valid_from) | _ends_in(
        clock, other.valid_until, one.valid_from
    )


def _ends_in(clock: Chronology, end: str | None, start: str | None) -> Truth:
    if end is None or start is None:
        return FALSE
    return clock.time_in_window(end, None, start)


def meeting_pairs(look: Snapshot, edges: Iterable[EdgeRecord]) -> Iterator[Pair]:
    """Pairs whose windows may share a day, each once; the others do not for certain.

    Sorted by start, so that a crowd of edges is not compared each with each.
    """
    keyed = sorted(
        ((look.keys(edge), edge) for edge in edges), key=lambda at: (at[0].from_key, at[1].edge_id)
    )
    lines = {line for keys, _ in keyed for line in (keys.from_line, keys.until_line) if line}
    for at, (keys, edge) in enumerate(keyed):
        for next in range(at + 1, len(keyed)):
            later, other = keyed[next]
            if len(lines) <= 1 and later.from_key > keys.until_key:
                break
            if keys.may_meet(later):
                yield edge, other


def grouped(edges: Iterable[tuple[object, EdgeRecord]]) -> Iterator[Sequence[EdgeRecord]]:
    """Edges with equal keys together; groups of one are left out."""
    groups: dict[object, list[EdgeRecord]] = {}
    for key, edge in edges:
        groups.setdefault(key, []).append(edge)
    return (group for group in groups.values() if len(group) > 1)
