"""Before, in a window, overlapping: answers about resolved times, three-valued.

Two times compare by their own years in one floating era, by numbers in one root era, by the
order of the root eras on one axis, else not at all. A window includes both its ends; an end
that is None is open. Tree rule: a bare era as an end holds all that its name holds, so that
the test of that end is true whatever the spans.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from .extent import Extent, Span, Unresolved
from .truth import FALSE, TRUE, Truth, unknown

Resolved = Extent | Unresolved
Window = tuple[Resolved | None, Resolved | None]


def before(one: Resolved, other: Resolved) -> Truth:
    """Whether `one` ends before `other` starts; false where it cannot start before it."""
    spans = _side_by_side(one, other)
    if isinstance(spans, Truth):
        return spans
    a, b = spans
    if a.hi < b.lo:
        return TRUE
    if a.lo >= b.hi or (a.exact and b.exact and a.lo >= b.lo):
        return FALSE
    return unknown(f"{one.text} may or may not end before {other.text} starts")


def in_window(at: Resolved | None, window: Window) -> Truth:
    """Whether all of `at` lies in the window; None is no time, of which nothing is known."""
    start, end = window
    if start is None and end is None:
        return TRUE
    if is_empty(window).value:
        return FALSE
    if at is None:
        return unknown("no time to ask for")
    return _at_or_after(at, start) & _at_or_before(at, end)


def overlap(one: Window, other: Window) -> Truth:
    """Whether two windows share a day; symmetric."""
    if is_empty(one).value or is_empty(other).value:
        return FALSE
    if one == (None, None) or other == (None, None):
        return TRUE
    rift = _rift([*one, *other])
    if rift:
        return unknown(rift)
    return _reaches(one[1], other[0]) & _reaches(other[1], one[0])


def is_empty(window: Window) -> Truth:
    """Whether the window ends before it starts."""
    start, end = window
    return ~_reaches(end, start)


def _at_or_after(at: Resolved, start: Resolved | None) -> Truth:
    if start is None or _holds(start, at):
        return TRUE
    spans = _side_by_side(at, start)
    if isinstance(spans, Truth):
        return spans
    a, s = spans
    if a.lo >= s.latest_start:
        return TRUE
    return FALSE if a.hi < s.lo else unknown(f"part of {at.text} may precede {start.text}")


def _at_or_before(at: Resolved, end: Resolved | None) -> Truth:
    if end is None or _holds(end, at):
        return TRUE
    spans = _side_by_side(at, end)
    if isinstance(spans, Truth):
        return spans
    a, e = spans
    if a.hi <= e.earliest_end:
        return TRUE
    return FALSE if a.lo > e.hi else unknown(f"part of {at.text} may follow {end.text}")


def _reaches(end: Resolved | None, start: Resolved | None) -> Truth:
    """Whether an end falls on or after a start."""
    if end is None or start is None or _holds(end, start) or _holds(start, end):
        return TRUE
    spans = _side_by_side(end, start)
    if isinstance(spans, Truth):
        return spans
    e, s = spans
    if e.earliest_end >= s.latest_start:
        return TRUE
    return FALSE if e.hi < s.lo else unknown(f"{end.text} may end before {start.text}")


def _holds(era: Resolved, at: Resolved) -> bool:
    """The tree rule."""
    if isinstance(era, Unresolved) or isinstance(at, Unresolved):
        return False
    return era.bare and at.lies_in(era.paths[-1])


def _side_by_side(one: Resolved, other: Resolved) -> tuple[Span, Span] | Truth:
    """Two spans whose positions compare, or unknown with the reason why none do."""
    if isinstance(one, Unresolved):
        return unknown(one.why)
    if isinstance(other, Unresolved):
        return unknown(other.why)
    if one.local and other.local and one.floating == other.floating:
        return one.local, other.local
    reason = "" if one.root == other.root else _incomparable(one, other)
    return unknown(reason) if reason else (one.span, other.span)


def _incomparable(one: Extent, other: Extent) -> str:
    if one.axis != other.axis:
        return _different_axes(one, other)
    lost = [time.root for time in (one, other) if time.order is None]
    return f"the order of {' and '.join(lost)} is unknown" if lost else ""


def _rift(bounds: Iterable[Resolved | None]) -> str:
    """Two bounds on different axes; an era and what its name holds are never apart."""
    known = [bound for bound in bounds if isinstance(bound, Extent)]
    for one, other in combinations(known, 2):
        if one.axis != other.axis and not (_holds(one, other) or _holds(other, one)):
            return _different_axes(one, other)
    return ""


def _different_axes(one: Extent, other: Extent) -> str:
    return f"{one.text} and {other.text} lie on different axes ({one.axis}, {other.axis})"
