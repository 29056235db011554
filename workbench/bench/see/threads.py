"""Conversations of a bench, or such as are at hand, in the explorer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ... import tools
from ...core.annotations import fold
from ...core.errors import BadInput
from ...core.show import on_one_line
from ...core.thread_list import ListedThread
from ...core.threads import Thread
from ...core.values import Event
from ...tools.search_limits import search_limits
from ...widgets.threads.alignment import compared
from ...widgets.threads.comparison import ThreadComparison
from ...widgets.threads.model import TITLE_WIDTH, Contents, Listing, Row, Source, row_of
from ...widgets.threads.turns import contents_of
from ...widgets.threads.widget import ThreadExplorer

if TYPE_CHECKING:
    from ..bench import Bench

# Rows asked for at a time: more make one answer slow, fewer make many.
_PAGE = 500
# A list shows this many at first, and carries the events of so many for when there is no kernel.
LISTED, CARRIED = 500, 25
_EVENTS = 1_000_000


def threads(
    bench: Bench | None,
    source: Iterable[Thread] | None = None,
    *,
    limit: int = LISTED,
    carried: int = CARRIED,
    **filters: Any,
) -> ThreadExplorer:
    """The first `limit` threads that match, by the filters and orders of `tools.threads`.

    The events of the first `carried` are in the view, for when no kernel answers; its summary
    says what was left out. `source` are threads at hand, which need no bench and are all shown.
    """
    if source is not None:
        if filters:
            raise BadInput(f"expected filters of a bench's threads, not of a source: {[*filters]}")
        return ThreadExplorer(_given(source))
    store = _needed(bench)
    if limit < 1 or carried < 0:
        raise BadInput(f"expected a limit of 1 or more and 0 or more carried: {limit}, {carried}")
    found = _listing(store, limit, filters)
    inside = _contents(store, [row.thread_id for row in found.rows[:carried]])
    return ThreadExplorer(Listing(found.rows, found.total, inside), _source(store, limit, filters))


def thread(bench: Bench | None, source: UUID | str | Thread) -> ThreadExplorer:
    """One thread, by its id or at hand. BadInput where there is no such thread."""
    if isinstance(source, Thread):
        behind = None if bench is None else _source(bench, LISTED, {})
        return ThreadExplorer(_given([source]), behind)
    store = _needed(bench)
    found = _given([tools.thread(store, source)])
    return ThreadExplorer(found, _source(store, LISTED, {}))


def compare_threads(
    bench: Bench | None, a: UUID | str | Thread, b: UUID | str | Thread
) -> ThreadComparison:
    """Two threads side by side, their steps aligned; what differs is told b against a."""
    one, other = (thread(bench, side) for side in (a, b))
    return ThreadComparison(compared(one.contents(), other.contents()))


def _needed(bench: Bench | None) -> Bench:
    if bench is None:
        raise BadInput(
            "expected a bench that holds the threads, found none: ask bench.see, or give threads "
            "at hand, as see.threads(source=[…])"
        )
    return bench


def _source(bench: Bench, limit: int, filters: Mapping[str, Any]) -> Source:
    return Source(
        page=lambda asked: _listing(bench, limit, {**filters, **asked}),
        contents=lambda thread_id: contents_of(tools.thread(bench, thread_id)),
        replay=lambda thread_id: tools.replay_thread(bench, thread_id),
    )


def _given(threads: Iterable[Thread]) -> Listing:
    found = list(threads)
    rows = tuple(row_of(thread, fold(thread.events)) for thread in found)
    inside = [contents_of(thread) for thread in found]
    return Listing(rows, len(rows), {thread.thread_id: thread for thread in inside})


def _listing(bench: Bench, limit: int, filters: Mapping[str, Any]) -> Listing:
    rows: list[Row] = []
    after, total = None, 0
    while len(rows) < limit:
        size = min(_PAGE, limit - len(rows))
        page = tools.threads(bench, page_size=size, after=after, **filters)
        rows += _rows(bench, page.rows)
        after = page.next
        if after is None:
            total = len(rows)
            break
        total = page.total
    return Listing(tuple(rows), total)


def _rows(bench: Bench, listed: Sequence[ListedThread]) -> Iterator[Row]:
    ids = [thread.thread_id for thread in listed]
    asked = bench.ask("vedana/thread_digests", row_limit=len(ids) or 1, thread_ids=ids)
    digests = {row["thread_id"]: row for row in asked.rows}
    for thread in listed:
        digest = digests.get(thread.thread_id, {})
        yield Row(
            thread_id=str(thread.thread_id),
            active_at=thread.active_at,
            interface=thread.interface,
            contact=thread.contact_id or "",
            title=on_one_line(digest.get("title") or "", TITLE_WIDTH),
            events=digest.get("events", 0),
            turns=digest.get("turns", 0),
            errors=digest.get("errors", 0),
            comments=len(thread.annotations.comments),
            priority=thread.priority,
            review=thread.review,
            tags=thread.tags,
            types=tuple(digest.get("types", ())),
            text=thread.excerpt,
        )


def _contents(bench: Bench, ids: Sequence[str]) -> dict[str, Contents]:
    """Of many threads in one read, of those that it gives whole."""
    if not ids:
        return {}
    asked = [UUID(name) for name in ids]
    rows = bench.ask("vedana/thread_events_of", row_limit=_EVENTS, thread_ids=asked).rows
    events: dict[UUID, list[Event]] = {name: [] for name in asked}
    for row in rows:
        events[row["thread_id"]].append(Event.of(row))
    last = rows[-1]["thread_id"] if rows.truncated else None
    whole = [name for name in asked if last is None or name < last]
    limits = search_limits(bench)
    read = [contents_of(Thread(name, {}, tuple(events[name]), limits)) for name in whole]
    return {thread.thread_id: thread for thread in read}
