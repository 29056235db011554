"""The nearest persons from whom two persons descend."""

from __future__ import annotations

from datetime import datetime

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .descent import ancestors
from .inquiry import Inquiry

COLUMNS = ("id", "name", "depth_a", "depth_b")


def common_ancestors(
    bench: AsksWorld,
    a: str,
    b: str,
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
) -> LoreAnswer:
    """A row for each common ancestor of the smallest sum of both depths, by id.

    Nobody is an ancestor of themselves: of a parent and a child, the answer is the parent's
    parents. No row where there is none.

    AmbiguousName, BadInput (no such person). Source: reference of the lore engine, section 12.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of)
    if inquiry.nowhere:
        return inquiry.answer(COLUMNS, [])
    of_a = ancestors(inquiry, inquiry.entity(a))
    of_b = ancestors(inquiry, inquiry.entity(b))
    sums = {i: of_a[i].depth + of_b[i].depth for i in of_a.keys() & of_b.keys()}
    nearest = min(sums.values(), default=None)
    rows = (
        (i, of_a[i].name, of_a[i].depth, of_b[i].depth) for i in sorted(sums) if sums[i] == nearest
    )
    return inquiry.answer(COLUMNS, rows)
