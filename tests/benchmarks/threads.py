"""What a person waits for in a deployment of 100,000 threads and a million events."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from pathlib import Path

import workbench as wb
from workbench.bench.bench import Bench
from workbench.tools import make_context, threads

from .conversations import COMMON, RARE
from .deployment import build
from .measure import Figure, seconds, seconds_quick

PAGES, CONTEXTS = 30, 200
_SECONDS = 10  # spent on one figure, after which a few more do not change its median
_LONG_THREADS = """
SELECT thread_id FROM thread_events GROUP BY thread_id HAVING count(*) = 30
ORDER BY thread_id LIMIT 20
"""


def figures(folder: Path) -> list[Figure]:
    """On a bench of its own, filled first."""
    with wb.open(folder / "deployment", linger=0.0) as bench:
        made = seconds(lambda: build(bench.relational))
        return [
            Figure(
                "the synthetic deployment, by COPY", f"{made:.0f} s", "", "<= 180 s", made <= 180
            ),
            *_pages(bench),
            _contexts(bench),
        ]


def _pages(bench: Bench) -> list[Figure]:
    """The first page and the next; searches for a word of many threads, of few, of none."""
    first = threads(bench)
    pages = {
        "thread list, first page of 20": lambda: threads(bench),
        "  the second page": lambda: threads(bench, after=first.next),
        "  by priority": lambda: threads(bench, order="priority"),
        "  of one interface": lambda: threads(bench, interface="widget"),
    }
    searches = {
        "full-text page, a word in every hundredth sentence": lambda: threads(bench, search=COMMON),
        "  a rare word": lambda: threads(bench, search=RARE),
        "  both words": lambda: threads(bench, search=f"{COMMON} {RARE}"),
    }
    assert len(first) == len(threads(bench, search=COMMON)) == 20
    return [
        *(_within(name, page, PAGES, 50) for name, page in pages.items()),
        *(_within(name, page, PAGES, 150) for name, page in searches.items()),
    ]


def _contexts(bench: Bench) -> Figure:
    found = bench.sql(_LONG_THREADS).rows.column("thread_id")
    assert len(make_context(bench, found[0]).events) == 30
    turns = iter(found * (CONTEXTS // len(found) + 1))
    return _within(
        "make_context of 30 events", lambda: make_context(bench, next(turns)), CONTEXTS - 5, 3
    )


def _within(what: str, action: Callable[[], object], times: int, allowed: float) -> Figure:
    """The median in milliseconds, after a few to warm up; of fewer where these take long."""
    warm = max(seconds_quick(action) for _ in range(3))
    enough = max(3, min(times, int(_SECONDS / warm)))
    taken = statistics.median(seconds_quick(action) for _ in range(enough)) * 1000
    return Figure(what, f"{taken:.1f} ms", "", f"<= {allowed:.0f} ms", taken <= allowed)
