"""Where a canonical time lies: outer bounds in its root era, and how far they are known."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import NamedTuple

from ..errors import TimeSyntaxError
from .eras import Axis, Era, Eras, Years, lies_in
from .parse import CURRENT, Time, parse_time

Position = tuple[float, float, float, float]
"""Order of the root era (0 where unknown), year, month, day; `inf` for a last one unknown."""


class Span(NamedTuple):
    """First and last day, both included, between which a time lies.

    Its start falls between `lo` and `latest_start`, its end between `earliest_end` and `hi`.
    """

    lo: Position
    latest_start: Position
    earliest_end: Position
    hi: Position

    @property
    def exact(self) -> bool:
        return self.lo == self.latest_start and self.earliest_end == self.hi


class Extent(NamedTuple):
    """A resolved time. `span` compares within `root`, and on `axis` where `order` is known.

    `local` compares within `floating`, an era whose own years are counted from a lost start;
    `paths` are the eras that hold the time by name (two for an event: as told, as dated).
    """

    text: str
    paths: tuple[str, ...]
    bare: bool
    axis: str
    root: str
    order: int | None
    span: Span
    floating: str = ""
    local: Span | None = None

    def lies_in(self, era: str) -> bool:
        """By name alone, whatever the spans."""
        return any(lies_in(path, era) for path in self.paths)


class Unresolved(NamedTuple):
    """A time that cannot be placed, and why."""

    text: str
    reason: str

    @property
    def why(self) -> str:
        return f"{self.text}: {self.reason}"


Events = Mapping[str, str | None]
"""When each event occurred, by its id."""


def resolve(
    time: Time, eras: Eras, events: Events, *, through: tuple[str, ...] = ()
) -> Extent | Unresolved:
    """Where a time lies. `through` are the events on whose time it hangs already."""
    if time == CURRENT:
        return Unresolved(str(time), "nothing says what the current time is")
    if time.event is not None:
        return _event(time, time.event, eras, events, through)
    era = eras.era(time.era)
    reason = _outside_era(time, era) or _outside_calendar(time, era.axis)
    return Unresolved(str(time), reason) if reason else _placed(time, era)


def _outside_era(time: Time, era: Era) -> str:
    if time.year is None:
        return ""
    first, last = era.years.first, era.years.last
    if era.own:
        first, last = 1, last - first + 1
    if first <= time.year <= last:
        return ""
    years = f"{first} to {last}" if last < inf else f"from {first}"
    return f"year {time.year} is outside {era.id} (years {years})"


def _outside_calendar(time: Time, axis: Axis) -> str:
    if (time.month or 1) > (axis.months_per_year or inf):
        return f"month {time.month} is outside a year of {axis.months_per_year} months"
    if (time.day or 1) > (axis.days_per_month or inf):
        return f"day {time.day} is outside a month of {axis.days_per_month} days"
    return ""


def _placed(time: Time, era: Era) -> Extent:
    order, local = era.order or 0, None
    if era.floating:
        length = era.years.last - era.years.first + 1
        local = _span(time, _years(time.year, Years(1, length, True, False)), 0, era.axis)
    span = _span(time, _years_in_root(time, era), order, era.axis)
    floating = era.id if era.floating else ""
    return Extent(
        str(time), (era.id,), time.bare, era.axis.id, era.root, era.order, span, floating, local
    )


def _years_in_root(time: Time, era: Era) -> Years:
    if era.floating and time.year is not None:
        return era.years._replace(first_known=False, last_known=False)
    if era.own and time.year is not None:
        return _years(time.year + era.years.first - 1, era.years)
    return _years(time.year, era.years)


def _years(year: int | None, whole: Years) -> Years:
    return whole if year is None else Years(year, year, True, True)


def _span(time: Time, years: Years, order: int, axis: Axis) -> Span:
    """A month or day narrows one year only; without a year it may fall in any."""
    anchored = years.first == years.last and time.year is not None
    month, day = (time.month, time.day) if anchored else (None, None)
    lo = (order, years.first, month or 1, day or 1)
    hi = (
        order,
        years.last,
        month or axis.months_per_year or inf,
        day or axis.days_per_month or inf,
    )
    loose = time.month is not None and time.year is None
    return Span(
        lo,
        lo if years.first_known and not loose else hi,
        hi if years.last_known and not loose else lo,
        hi,
    )


def _event(
    time: Time, event: str, eras: Eras, events: Events, through: tuple[str, ...]
) -> Extent | Unresolved:
    """The event's own time, if it can lie in the era under which the event is named."""
    occurred = events.get(event)
    if occurred is None or event in through:
        why = "is dated by itself" if occurred else "has no known time"
        return Unresolved(str(time), f"event {event} {why}")
    try:
        dated = resolve(parse_time(occurred), eras, events, through=(*through, event))
    except TimeSyntaxError as error:
        return Unresolved(str(time), f"event {event} has no canonical time: {error}")
    if isinstance(dated, Unresolved):
        return Unresolved(str(time), f"event {event} occurred {dated.text}: {dated.reason}")
    if _apart(dated, eras.era(time.era)):
        return Unresolved(str(time), f"event {event} occurred {dated.text}, not in {time.era}")
    return dated._replace(text=str(time), paths=(time.era, *dated.paths))


def _apart(dated: Extent, era: Era) -> bool:
    """Whether a time lies outside an era for certain."""
    if dated.lies_in(era.id):
        return False
    span = _placed(Time(era.id), era).span
    return dated.root != era.root or dated.span.hi < span.lo or dated.span.lo > span.hi
