"""Orders of times: for a reader's eye, and as integers by which a graph store filters windows.

The integers of a window are stored with its edge, those of the asked time or window are
parameters (a time is the window from and until itself):

    (r.from_line <> $until_line OR r.from_key <= $until_key) AND
    (r.until_line <> $from_line OR r.until_key >= $from_key)

keeps every window that holds the time or shares a day with the window, or may do so; the
predicates then tell which. Keys compare on one line only: an axis, or one root era whose
order on it is unknown. They follow from the eras and event dates: new data, new keys.
"""

from __future__ import annotations

from math import inf
from typing import NamedTuple

from .extent import Extent, Position, Unresolved
from .predicates import Window

NEVER_AFTER, NEVER_BEFORE = -(1 << 62), 1 << 62  # the keys of an open start, an open end
_YEAR_BITS, _MONTH_BITS, _DAY_BITS = 24, 10, 10  # 63 with 19 for the order of the era


class WindowKeys(NamedTuple):
    """The earliest day on which a window can start, the latest on which it can end.

    A line is "" where the end is open or cannot be placed: such an end excludes nothing.
    """

    from_line: str
    from_key: int
    until_line: str
    until_key: int

    def may_meet(self, asked: WindowKeys) -> bool:
        """The filter above, of a stored window: False only where the predicates say false."""
        starts = self.from_line != asked.until_line or self.from_key <= asked.until_key
        ends = self.until_line != asked.from_line or self.until_key >= asked.from_key
        return starts and ends


OPEN = WindowKeys("", NEVER_AFTER, "", NEVER_BEFORE)


def window_keys(window: Window) -> WindowKeys:
    """The keys of a window; an end on another axis than the other makes both exclude nothing."""
    start, end = window
    if isinstance(start, Extent) and isinstance(end, Extent) and start.axis != end.axis:
        return OPEN
    keys = OPEN
    if isinstance(start, Extent):
        keys = keys._replace(from_line=_line(start), from_key=_packed(start.span.lo))
    if isinstance(end, Extent):
        keys = keys._replace(until_line=_line(end), until_key=_packed(end.span.hi))
    return keys


def _line(time: Extent) -> str:
    return time.axis if time.order is not None else f"{time.axis}/{time.root}"


def _packed(position: Position) -> int:
    """Years, months and days past their bits count as the last: equal keys, never swapped."""
    order, year, month, day = position
    packed = int(order)
    for value, bits in ((year, _YEAR_BITS), (month, _MONTH_BITS), (day, _DAY_BITS)):
        packed = (packed << bits) + int(min(value, (1 << bits) - 1))
    return packed


DisplayKey = tuple[int, str, Position | tuple[()], str]


def display_key(time: Extent | Unresolved | None, tie: str) -> DisplayKey:
    """Sorts open ends first, then by axis, era (unknown order last) and first day.

    What cannot be placed comes last, by its text. `tie` (an id) decides between equals.
    """
    if time is None:
        return 0, "", (), tie
    if isinstance(time, Unresolved):
        return 2, time.text, (), tie
    _, year, month, day = time.span.lo
    return 1, time.axis, (inf if time.order is None else time.order, year, month, day), tie
