"""What `current` means to a question, and times told as years ago."""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import isinf
from typing import Any, NamedTuple

from ..errors import BadInput
from .eras import Eras
from .extent import Extent, Unresolved
from .parse import CURRENT, Time, parse_time

_AGO = re.compile(r"\d+_years?_ago")  # by the grammar an era, by intent never one


class Current(NamedTuple):
    """The current time, and who said so: argument, session, setting or now."""

    time: Time
    source: str


def current_time(
    world_time: str | None = None,
    *,
    session: str | None = None,
    setting: str | None = None,
    now: str | None = None,
) -> Current | None:
    """The first that is given of: the argument of a question, the session's override, the
    setting's `current_era`, the graph's `:Now`; None where none is.

    `current` itself says nothing, so the next is asked. TimeSyntaxError where the one that
    decides is no canonical time: another one's answer would pass for the asked one's.
    """
    said = {"argument": world_time, "session": session, "setting": setting, "now": now}
    for source, text in said.items():
        if text is not None and parse_time(text) != CURRENT:
            return Current(parse_time(text), source)
    return None


def since_time(
    since: str | Mapping[str, Any], current: Extent | Unresolved, eras: Eras
) -> Time | Unresolved:
    """A canonical time, or the year that lies `{"years_ago": n}` before the current one.

    Counting goes on in the root era before by order, as far as its length is known;
    Unresolved where it is not, or where the current year is not known. BadInput: no such form.
    """
    if isinstance(since, str) and not _AGO.fullmatch(since):
        return parse_time(since)
    years = since.get("years_ago") if isinstance(since, Mapping) else None
    whole = isinstance(years, int) and not isinstance(years, bool) and years >= 0
    if years is None or not whole or set(since) != {"years_ago"}:
        raise BadInput(
            'expected since as a canonical time or {"years_ago": n} with n of 0 or more, '
            f"saw {since!r}; write e.g. bell_age.year_411"
        )
    return current if isinstance(current, Unresolved) else _years_before(current, years, eras)


def _years_before(current: Extent, years: int, eras: Eras) -> Time | Unresolved:
    span = current.local or current.span
    if span.lo[1] != span.hi[1]:
        return Unresolved(current.text, "names no single year to count back from")
    era, year = eras.era(current.floating or current.root), int(span.lo[1]) - years
    while year < 1:
        earlier = None if current.floating else eras.root_before(era)
        if earlier is None or isinf(earlier.years.last):
            return Unresolved(current.text, f"{years} years before it, no year is known")
        era, year = earlier, year + int(earlier.years.last)
    return Time(era.id, year=year)
