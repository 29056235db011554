"""Who descends from a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .descent import Mode, descendants, kin_rows
from .inquiry import Inquiry

COLUMNS = ("id", "name", "depth", "path")


def descendants_of(
    bench: AsksWorld,
    person: str | Sequence[str],
    max_depth: int | None = None,
    exact_depth: int | None = None,
    *,
    mode: Mode = "any",
    setting: str | None = None,
    as_of: str | datetime | None = None,
) -> LoreAnswer:
    """A row for each descendant of a person, by depth and id, the person excepted.

    `depth` is the smallest number of generations, `path` the ids on that way, both ends
    included. Of a list of persons, mode `any` gives the relatives of at least one, mode `all`
    those of every one; depth and path are then of the nearest. `exact_depth` keeps one depth.

    AmbiguousName, BadInput (no such person, a depth below 1). Source: reference of the lore
    engine, section 12; only PARENT_OF counts.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of)
    if inquiry.nowhere:
        return inquiry.answer(COLUMNS, [])
    depths = (max_depth, exact_depth)
    return inquiry.answer(COLUMNS, kin_rows(inquiry, descendants, person, depths=depths, mode=mode))
