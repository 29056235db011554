"""The moments at which anything changes, and the eras they lie in, set out on one line.

Years are not to scale: each moment gets room, and so does each era, also one of which nobody
knows the length. Eras whose place in time nobody knows stand apart, behind the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from math import inf
from typing import Any, NamedTuple

from ...core.time import Chronology, Era, Extent, Time

Window = tuple[str | None, str | None]

# Shares of the line: of an era beside one for each of its moments, of the gap before what
# stands apart.
_ERA, _GAP = 14.0, 5.0
_BEYOND = 0.05  # of the line: how far the first and the last era reach beyond their moments


class Moment(NamedTuple):
    """A time as it is asked for, and its `place` from 0 to 1. `apart`: why nobody can say where
    it lies among the others; "" where it stands in order."""

    time: str
    axis: str
    root: str
    apart: str
    place: float


class Band(NamedTuple):
    """An era on the line, from `start` to `end`; sub-eras lie in lower lanes than their root.

    `told` says what is known of its length and place; `sure` is False where that is not all.
    """

    id: str
    name: str
    axis: str
    lane: int
    start: float
    end: float
    told: str
    sure: bool


class _Found(NamedTuple):
    time: str
    axis: str
    root: str
    apart: str
    order: float
    at: tuple[float, float, float]


def changes(clock: Chronology, windows: Iterable[Window]) -> list[str]:
    """Canonical times at which a window begins, or has ended; each once, unordered.

    A window includes its last day, so it has ended in the next year, month or day. Of what
    lies nobody knows where in its era, the time itself.
    """
    found: dict[str, None] = {}
    for start, end in windows:
        for bound, told in ((start, _first), (end, _after)):
            extent = clock.extent(bound) if bound else None
            if isinstance(extent, Extent) and (time := told(clock, extent)):
                found[time] = None
    return list(found)


def boundaries(clock: Chronology, axes: Iterable[str]) -> list[str]:
    """Where the eras of some axes begin and have ended; the bare era where nobody knows."""
    wanted = set(axes)
    eras = [era.id for era in clock.eras.by_id.values() if era.axis.id in wanted]
    return changes(clock, ((era, era) for era in eras))


def set_out(clock: Chronology, times: Iterable[str], axes: list[str]) -> list[Moment]:
    """The times in order, each with its place; those of the first axis come first.

    What cannot be placed in any era (it is outside its own) is left out.
    """
    resolved = (clock.extent(time) for time in dict.fromkeys(times))
    found = [_found(extent) for extent in resolved if isinstance(extent, Extent)]
    rank = {axis: at for at, axis in enumerate(axes)}
    found.sort(key=lambda one: (rank.get(one.axis, len(rank)), one.axis, *_order(one)))
    places = _places(found)
    return [Moment(*one[:4], place) for one, place in zip(found, places, strict=True)]


def bands(
    clock: Chronology, moments: list[Moment], names: Mapping[str, str] | None = None
) -> list[Band]:
    """The eras in which any of the moments lies, roots first, then by where they start."""
    named, found = names or {}, list[Band]()
    eras = {m.root: clock.eras.era(m.root) for m in moments}
    eras |= {era.id: era for era in clock.eras.by_id.values() if era.root in eras}
    for era in sorted(eras.values(), key=lambda era: (era.id.count("."), era.id)):
        inside = [at for at, moment in enumerate(moments) if _lies_in(clock, moment, era)]
        if inside:
            start, end = _edges(moments, inside)
            name = named.get(era.id) or era.id.rpartition(".")[2].replace("_", " ")
            told, sure = _told(era)
            lane = _lane(found, era, start, end)
            found.append(Band(era.id, name, era.axis.id, lane, start, end, told, sure))
    return found


def _first(clock: Chronology, extent: Extent) -> str | None:
    """The first year, month or day: of the precision in which the time was told."""
    if not extent.span.exact:
        return extent.text if extent.paths else None
    return _written(extent, extent.span.lo[1:])


def _after(clock: Chronology, extent: Extent) -> str | None:
    """The first year, month or day that is over; None where that is not known or never."""
    if not extent.span.exact or extent.span.hi[1] == inf:
        return None if extent.span.exact else extent.text
    axis = clock.eras.era(extent.root).axis
    year, month, day = extent.span.hi[1:]
    units = _units(extent)
    if units == 3 and day < (axis.days_per_month or inf):
        return _written(extent, (year, month, day + 1), units)
    if units >= 2 and month < (axis.months_per_year or inf):
        return _written(extent, (year, month + 1, 1), units)
    if year + 1 > clock.eras.era(extent.root).years.last:
        return None  # the next era begins, and is there by itself
    return _written(extent, (year + 1, 1, 1), units)


def _units(extent: Extent) -> int:
    """1 for a time of a year or more, 2 for a month, 3 for a day."""
    lo, hi = extent.span.lo, extent.span.hi
    return 1 if lo[1:3] != hi[1:3] else 2 if lo[3] != hi[3] else 3


def _written(extent: Extent, at: tuple[float, ...], units: int | None = None) -> str:
    kept = units or _units(extent)
    year, month, day = (int(n) if place < kept else None for place, n in enumerate(at))
    return str(Time(extent.root, year, month, day))


def _found(extent: Extent) -> _Found:
    apart, era = "", extent.paths[0]
    if extent.order is None:
        apart = f"nobody knows when {extent.root} was"
    elif not extent.span.exact and era != extent.root:
        apart = f"nobody knows when in {extent.root} this was"
    _, year, month, day = extent.span.lo
    order = inf if extent.order is None else extent.order
    root = era if apart and extent.order is not None else extent.root
    return _Found(extent.text, extent.axis, root, apart, order, (year, month, day))


def _order(one: _Found) -> tuple[Any, ...]:
    return (bool(one.apart), one.order, one.root, one.at, one.time)


def _places(found: list[_Found]) -> list[float]:
    """From 0 to 1: eras get room for their moments and some for themselves."""
    at, places = 0.0, list[float]()
    for number, (_, section) in enumerate(groupby(found, lambda one: (one.axis, bool(one.apart)))):
        at += _GAP if number else 0.0
        for _, era in groupby(section, lambda one: one.root):
            moments = list(era)
            room = _ERA + len(moments)
            places += [at + room * share for share in _shares(moments)]
            at += room
    return [place / at for place in places] if at else places


def _shares(moments: list[_Found]) -> list[float]:
    """Within an era, half by number, half by date: the years of few changes keep some room."""
    count = len(moments)
    dates = [one.at[0] + one.at[1] / 100 + one.at[2] / 10_000 for one in moments]
    span = dates[-1] - dates[0]
    steps = [at / (count - 1) if count > 1 else 0.5 for at in range(count)]
    if not span:
        return [_inside(step, count) for step in steps]
    dated = [(date - dates[0]) / span for date in dates]
    return [_inside((a + b) / 2, count) for a, b in zip(steps, dated, strict=True)]


def _inside(share: float, count: int) -> float:
    """Half a step from each end, so that neighbouring eras do not share a place."""
    margin = 0.5 / (count + 1)
    return margin + share * (1 - 2 * margin)


def _lies_in(clock: Chronology, moment: Moment, era: Era) -> bool:
    extent = clock.extent(moment.time)
    if not isinstance(extent, Extent):
        return False
    if era.id in (extent.root, moment.root) or moment.apart:
        return era.id == moment.root
    if extent.lies_in(era.id):
        return True
    known = era.years.first_known and era.years.last_known
    return known and extent.root == era.root and _within(extent, era)


def _within(extent: Extent, era: Era) -> bool:
    return era.years.first <= extent.span.lo[1] <= extent.span.hi[1] <= era.years.last


def _edges(moments: list[Moment], inside: list[int]) -> tuple[float, float]:
    """Half-way to the moments before and after, less far to those of another group."""
    first, last = moments[inside[0]], moments[inside[-1]]
    before = moments[inside[0] - 1] if inside[0] else None
    after = moments[inside[-1] + 1] if inside[-1] + 1 < len(moments) else None
    return first.place - _reach(first, before), last.place + _reach(last, after)


def _reach(moment: Moment, neighbour: Moment | None) -> float:
    to_end = min(moment.place, 1 - moment.place)
    if neighbour is None:
        return min(_BEYOND, to_end)
    same = (moment.axis, bool(moment.apart)) == (neighbour.axis, bool(neighbour.apart))
    return abs(moment.place - neighbour.place) * (0.5 if same else 0.25)


def _lane(found: list[Band], era: Era, start: float, end: float) -> int:
    """Roots above; below them the first lane in which a sub-era crosses no other."""
    if era.id == era.root:
        return 0
    lane = 1
    while any(b.lane == lane and b.start < end and start < b.end for b in found):
        lane += 1
    return lane


def _told(era: Era) -> tuple[str, bool]:
    years, whole = era.years, era.id == era.root
    if era.order is None:
        return "order and length unknown" if years.last == inf else "order unknown", False
    if not years.first_known:
        return "first and last year lost", False
    if not years.last_known:
        return "length unknown", False
    if years.last == inf:
        return ("still running" if whole else f"from year {years.first}, still running"), True
    if whole:
        return f"{years.last:.0f} years", True
    return f"years {years.first} to {years.last:.0f}", True
