"""When the ways between planes are open: many windows asked about one time at once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..time import Chronology, Extent
from ..time.extent import Position

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

OPEN, NOT_YET_OPEN, CLOSED, TIME_UNKNOWN = range(4)

Window = tuple[str | None, str | None]
_FALSE, _UNKNOWN, _TRUE = range(3)  # so that Kleene's "and" is the smaller


class _Exact(NamedTuple):
    """First and last day of a time that compares by numbers with every other of its axis."""

    axis: str
    first: Position
    last: Position


class PlaneWindows:
    """Windows, in their order, each decided as the chronology would, most of them at once.

    An exact bound is kept as its rank among all of them, so that an exact time is compared with
    every bound as integers. The chronology decides the windows that have another bound (an
    era, a lost date, an event), and all of them at a time that is not exact.
    """

    def __init__(self, windows: Iterable[Window], clock: Chronology) -> None:
        import numpy as np

        distinct: dict[Window, int] = {}
        self._place = np.array([distinct.setdefault(w, len(distinct)) for w in windows], np.intp)
        self._windows = list(distinct)
        self._starts = _Bounds([start for start, _ in self._windows], clock, last=False)
        self._ends = _Bounds([end for _, end in self._windows], clock, last=True)
        self._odd = np.flatnonzero(self._starts.odd | self._ends.odd).tolist()
        empty = [clock.window_is_empty(*window).value is True for window in self._windows]
        self._empty = np.array(empty, bool)

    def states(self, at_time: str, clock: Chronology) -> Array:
        """`OPEN`, `NOT_YET_OPEN`, `CLOSED` or `TIME_UNKNOWN` of each window.

        `clock` is the chronology of the windows, perhaps at another current time.
        """
        import numpy as np

        at = _exact(clock.extent(at_time))
        if at is None:
            found = [decided(at_time, window, clock) for window in self._windows]
            return np.array(found, np.int8)[self._place]
        started, lasts = self._starts.reached_by(at), self._ends.not_passed_by(at)
        both = np.minimum(started, lasts)
        both[self._empty] = _FALSE
        states = np.array([CLOSED, TIME_UNKNOWN, OPEN], np.int8)[both]
        states[(both == _FALSE) & (started == _FALSE)] = NOT_YET_OPEN
        for odd in self._odd:
            states[odd] = decided(at_time, self._windows[odd], clock)
        return states[self._place]


def decided(at_time: str, window: Window, clock: Chronology) -> int:
    """The state of one window, as the chronology has it."""
    holds = clock.time_in_window(at_time, *window).value
    if holds is not False:
        return OPEN if holds else TIME_UNKNOWN
    early = clock.time_in_window(at_time, window[0], None).value is False
    return NOT_YET_OPEN if early else CLOSED


class _Bounds:
    """One end of every window: ranks of the exact ones, and which are open or odd."""

    def __init__(self, bounds: Sequence[str | None], clock: Chronology, *, last: bool) -> None:
        import numpy as np

        placed = [None if bound is None else _exact_bound(bound, clock) for bound in bounds]
        marks = [(p.axis, p.last if last else p.first) if p else None for p in placed]
        self._marks = sorted({mark for mark in marks if mark})
        ranks = {mark: rank for rank, mark in enumerate(self._marks)}
        self._ranks = np.array([ranks[mark] if mark else -1 for mark in marks], np.int64)
        self._axes = np.array([mark[0] if mark else "" for mark in marks], object)
        self._open = np.array([bound is None for bound in bounds], bool)
        self.odd = np.array([p is None for p in placed], bool) & ~self._open

    def reached_by(self, at: _Exact) -> Array:
        """Of starts: true where all of the time is at or after it, false where none is."""
        true = self._ranks < bisect_right(self._marks, (at.axis, at.first))
        false = self._ranks >= bisect_right(self._marks, (at.axis, at.last))
        return self._kleene(at.axis, true, false)

    def not_passed_by(self, at: _Exact) -> Array:
        """Of ends: true where all of the time is at or before it, false where none is."""
        true = self._ranks >= bisect_left(self._marks, (at.axis, at.last))
        false = self._ranks < bisect_left(self._marks, (at.axis, at.first))
        return self._kleene(at.axis, true, false)

    def _kleene(self, axis: str, true: Array, false: Array) -> Array:
        import numpy as np

        found = np.full(len(self._ranks), _UNKNOWN, np.int8)
        found[true] = _TRUE
        found[false] = _FALSE
        found[self._axes != axis] = _UNKNOWN
        found[self._open] = _TRUE
        return found


def _exact(time: Any) -> _Exact | None:
    """A time known to the day at both ends, told under one name, on the line of its axis."""
    if not isinstance(time, Extent) or time.order is None or len(time.paths) > 1:
        return None
    return _Exact(time.axis, time.span.lo, time.span.hi) if time.span.exact else None


def _exact_bound(bound: str, clock: Chronology) -> _Exact | None:
    """A bare era is none: what its name holds is inside it, whatever the spans."""
    time = clock.extent(bound)
    return None if isinstance(time, Extent) and time.bare else _exact(time)
