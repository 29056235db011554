"""Which rows of a log a question is about, on either clock, as parameters of its statements.

In-fiction times do not sort as text (year_99 comes after year_340, eras have an order of their
own), so SQL cannot choose or order rows by comparing them. The distinct times of the rows that
pass all other filters are read first; the chronology judges and orders each of them once; then
rows are asked for by the list of times with their ranks, which PostgreSQL hashes. Measured on
200,000 events of 41,000 distinct days: a second of our own time at first and half of it once the
chronology knows them, 0.2 s of the store's; of one faction (500 events), 15 ms in all. Real
times are compared by SQL.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...core.lore.log_times import log_times
from .inquiry import Inquiry
from .log_windows import Bound, fiction_window, real_window

Window = tuple[Bound, Bound]


def time_counts(inquiry: Inquiry, query: str, where: Mapping[str, Any]) -> dict[str, int]:
    """The number of rows by in-fiction time, "" for none, as a query of such times tells it."""
    return {row["in_fiction_time"]: row["found"] for row in inquiry.ask(query, **where)}


def told_rows(
    inquiry: Inquiry, counts: Mapping[str, int], window: Window, *, limit: int | None = None
) -> dict[str, Any]:
    """`times` and `ranks` of the rows that certainly lie in the window, newest first.

    No more than the first `limit` rows need. Rows of which nobody can say are counted as
    undecided.
    """
    clock = inquiry.clock()
    found = log_times(counts, clock, fiction_window(inquiry, clock, *window), limit=limit)
    inquiry.undecided += found.undecided
    return {"times": list(found.times), "ranks": list(found.ranks)}


def played_rows(window: Window) -> dict[str, Any]:
    """`since` and `until` of the rows played in the window."""
    since, until = real_window(*window)
    return {"since": since, "until": until}
