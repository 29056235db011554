"""Canonical time as text: `bell_age.year_340.month_3.day_10`, `bell_age`, `current`.

    time     := "current" | era_path [ "." units ]
    units    := year | month | year "." month | month "." day | year "." month "." day
              | "event_" slug
    era_path := slug { "." slug }
    slug     := [a-z0-9][a-z0-9_]*, not all digits, not starting with year_ month_ day_ event_

A number is 1 or more, without leading zeros. `current` begins no longer path.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ..errors import TimeSyntaxError

_SLUG = r"(?!(?:year|month|day|event)_)(?![0-9]+(?![a-z0-9_]))[a-z0-9][a-z0-9_]*"
_NUMBER = "[1-9][0-9]*"
_TIME = re.compile(
    rf"(?!current\.)(?P<era>{_SLUG}(?:\.{_SLUG})*)"
    rf"(?:\.event_(?P<event>{_SLUG})"
    rf"|(?:\.year_(?P<year>{_NUMBER}))?"
    rf"(?:\.month_(?P<month>{_NUMBER})(?:\.day_(?P<day>{_NUMBER}))?)?)"
)
_LONGEST = 1000  # characters; far over any path, far under the digits that int() refuses
_EXPECTED = (
    "expected an era in lower case, then .year_N, .month_N, .day_N or .event_ID "
    "(numbers from 1, without leading zeros), or `current`"
)
_TO_DO = "write it like bell_age.year_340 or bell_age.year_340.month_3.day_10"


@dataclass(frozen=True, slots=True)
class Time:
    """A canonical time as written: units that are not said are None; `str()` writes it again.

    Two times are equal where they are written alike, which is not where they fall together.
    """

    era: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    event: str | None = None

    @property
    def bare(self) -> bool:
        """An era without units."""
        return self.year is None and self.month is None and self.event is None

    def __str__(self) -> str:
        units = {"year": self.year, "month": self.month, "day": self.day, "event": self.event}
        said = [f"{unit}_{value}" for unit, value in units.items() if value is not None]
        return ".".join([self.era, *said])


CURRENT = Time("current")


def parse_time(text: object) -> Time:
    """The time that a text writes; TimeSyntaxError names the part where it stops being one."""
    if not isinstance(text, str):
        raise TimeSyntaxError(f"{_EXPECTED}; saw {text!r} ({type(text).__name__}); {_TO_DO}")
    return _parsed(text)


@lru_cache(maxsize=1 << 14)
def _parsed(text: str) -> Time:
    found = _TIME.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        raise TimeSyntaxError(f"{_EXPECTED}; saw {_fault(text)}; {_TO_DO}")
    year, month, day = (int(n) if n else None for n in found.group("year", "month", "day"))
    return Time(found["era"], year, month, day, found["event"])


def _fault(text: str) -> str:
    """The text and its first part that cannot stand where it stands."""
    if len(text) > _LONGEST:
        return f"{len(text)} characters, {text[:40]!r}…"
    if not text:
        return "an empty text"
    parts = text.split(".")
    for end, part in enumerate(parts, 1):
        if not _TIME.fullmatch(".".join(parts[:end])):
            return f"{text!r}, where {part!r} fits nowhere"
    return repr(text)
