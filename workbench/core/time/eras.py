"""Eras and calendars: data of a world, made ready to place times in.

Years count in the numbering of the root era, from 1; `inf` where an end is open or lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple


class Axis(NamedTuple):
    """A line of time with its calendar; None where a year or a month has no known length."""

    id: str
    months_per_year: int | None = None
    days_per_month: int | None = None


class Years(NamedTuple):
    """The outermost years that an era can have, both included.

    An end that is not known lies somewhere between `first` and `last`; an era that still
    runs has the known end `inf`.
    """

    first: int
    last: float
    first_known: bool
    last_known: bool


class Era(NamedTuple):
    """An era: `order` and `axis` are its root's; `own` numbering calls its first year year_1."""

    id: str
    axis: Axis
    root: str
    order: int | None
    years: Years
    own: bool

    @property
    def floating(self) -> bool:
        """Its years are counted from a first year that nobody knows."""
        return self.own and not self.years.first_known


@dataclass(frozen=True)
class Eras:
    """The registered eras of a world, by id."""

    by_id: Mapping[str, Era] = field(default_factory=dict)

    def era(self, path: str) -> Era:
        """The era of that path.

        One that is not registered is a root of unknown order and length on an axis of its
        own, without a calendar; the mark keeps that axis apart from registered ones.
        """
        unregistered = Era(path, Axis(f"~{path}"), path, None, Years(1, inf, True, False), True)
        return self.by_id.get(path, unregistered)

    def root_before(self, root: Era) -> Era | None:
        """The root era that comes last before `root` on its axis; None where none is known."""
        earlier = [
            era
            for era in self.by_id.values()
            if era.id == era.root and era.axis == root.axis and _precedes(era, root)
        ]
        return max(earlier, key=lambda era: era.order or 0, default=None)


def lies_in(path: str, era: str) -> bool:
    """Whether a path names that era or a sub-era of it."""
    return path == era or path.startswith(f"{era}.")


def _precedes(one: Era, other: Era) -> bool:
    return one.order is not None and other.order is not None and one.order < other.order
