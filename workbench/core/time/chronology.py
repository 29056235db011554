"""Canonical time of one world: its eras, its events' dates, and what time it is there.

world = Chronology(eras_of(document), events={"evt_flood": "bell_age.year_377"})
str(world.time_in_window("bell_age.year_345", "bell_age.year_340", None))  # 'true'
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from functools import lru_cache, partial
from typing import Any

from ..errors import TimeSyntaxError
from . import predicates, sort_keys
from .current import since_time
from .eras import Eras
from .extent import Events, Extent, Unresolved, resolve
from .parse import CURRENT, Time, parse_time
from .truth import Truth

When = str | Time | Unresolved | None
"""A time as stored or asked. A text that is none answers unknown, with the reason."""


class Chronology:
    """Answers about times as they are stored. `current` is what `current` stands for."""

    def __init__(
        self, eras: Eras, *, events: Events | None = None, current: str | Time | None = None
    ) -> None:
        self.eras = eras
        self._resolve = lru_cache(maxsize=1 << 16)(
            partial(_extent, eras=eras, events=dict(events or {}))
        )
        self._current = _checked(current)

    def at(self, current: str | Time | None) -> Chronology:
        """The same world at another current time, or at none; TimeSyntaxError for no time."""
        other = copy(self)
        other._current = _checked(current)
        return other

    def extent(self, time: str | Time) -> Extent | Unresolved:
        """Where a time lies, or why it cannot be placed: bad text, outside its era, unknown."""
        if not isinstance(time, str | Time):  # what a file holds, perhaps unhashable
            return _extent(time, eras=self.eras, events={})
        if time in ("current", CURRENT) and self._current is not None:
            return self._resolve(self._current)
        return self._resolve(time)

    def before(self, one: str | Time, other: str | Time) -> Truth:
        """Whether `one` ends before `other` starts; false where it cannot start before it."""
        return predicates.before(self.extent(one), self.extent(other))

    def time_in_window(self, at: When, valid_from: When, valid_until: When) -> Truth:
        """Whether all of `at` lies in the window, both ends included, None an open end.

        True where both ends are open, false where the window ends before it starts.
        "At some moment of T" is `time_windows_overlap(T, T, valid_from, valid_until)`.
        """
        return predicates.in_window(self._read(at), self._window(valid_from, valid_until))

    def time_windows_overlap(
        self, a_from: When, a_until: When, b_from: When, b_until: When
    ) -> Truth:
        """Whether two windows share a day; symmetric; unknown across axes."""
        return predicates.overlap(self._window(a_from, a_until), self._window(b_from, b_until))

    def window_is_empty(self, valid_from: When, valid_until: When) -> Truth:
        """Whether the window ends before it starts."""
        return predicates.is_empty(self._window(valid_from, valid_until))

    def window_keys(self, valid_from: When, valid_until: When) -> sort_keys.WindowKeys:
        """The integers by which a store filters windows; of a time T: `window_keys(T, T)`."""
        return sort_keys.window_keys(self._window(valid_from, valid_until))

    def display_key(self, time: When, tie: str) -> sort_keys.DisplayKey:
        """Sorts for display: open, placed in order, the rest by text; `tie` is an id."""
        return sort_keys.display_key(self._read(time), tie)

    def since(self, since: str | Mapping[str, Any]) -> Time | Unresolved:
        """A canonical time, or the year `{"years_ago": n}` before the current one."""
        return since_time(since, self.extent(CURRENT), self.eras)

    def _window(self, valid_from: When, valid_until: When) -> predicates.Window:
        return self._read(valid_from), self._read(valid_until)

    def _read(self, time: When) -> Extent | Unresolved | None:
        return time if time is None or isinstance(time, Unresolved) else self.extent(time)


def _checked(current: str | Time | None) -> Time | None:
    if current is None or isinstance(current, Time):
        return None if current == CURRENT else current
    return _checked(parse_time(current))


def _extent(time: str | Time, *, eras: Eras, events: Events) -> Extent | Unresolved:
    try:
        parsed = time if isinstance(time, Time) else parse_time(time)
    except TimeSyntaxError as error:
        return Unresolved(str(time), str(error))
    return resolve(parsed, eras, events)
