"""The way of a search, chosen by how many rows its filter lets through."""

from __future__ import annotations

from typing import Literal, NamedTuple

from .estimating import Estimate

# Where comparing the matches alone, gathered, is no faster than a scan under a bitmap: measured at
# 10,000 x 384 (reference, section 19).
FEW = 0.2
# An index passes over the rows that are dead or have no vector, as long as they are no more.
HOLES = 0.2

Filtering = Literal["none", "remembered", "lookup", "scan"]
Searching = Literal["index", "matches", "bitmap"]


class Choice(NamedTuple):
    """How rows are filtered and then searched, and what is expected of it.

    `filtering` is "none", "remembered" (the matches are at hand), "lookup" (positions by value)
    or "scan" (all rows are compared). `searching`: "index" looks among all rows, "matches"
    compares only those that satisfy the filter, "bitmap" scans all rows and leaves out others.
    `rows` are those that the filter is expected to leave; `source` says how that is known.
    """

    filtering: Filtering
    searching: Searching
    rows: float
    selectivity: float
    source: str


def choice(filtering: Filtering, estimate: Estimate, *, size: int, usable: int) -> Choice:
    """Where `usable` of `size` rows can be found at all."""
    share = estimate.selectivity
    searching: Searching = "bitmap"
    if filtering == "none" and size - usable <= HOLES * size:
        searching = "index"
    elif filtering != "none" and share <= FEW:
        searching = "matches"
    return Choice(filtering, searching, share * usable, share, estimate.source)
