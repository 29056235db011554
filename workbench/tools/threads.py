"""The threads that match, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, get_args
from uuid import UUID

from ..core.annotations import NONE, PRIORITIES, Annotations, annotations_of
from ..core.errors import BadInput
from ..core.protocols import Asks
from ..core.thread_list import Cursor, ListedThread, Order, ThreadPage
from .whole import whole

_REVIEWS = ("Pending", "Complete", NONE)
# Without these, to read threads from the newest event on would sort all events, and look up each.
_RECENT = {
    "thread_events_conversation_thread_id_created_at_event_id_idx",
    "thread_events_conversation_created_at_thread_id_event_id_idx",
    "threads_created_at_thread_id_idx",
}
_QUICK = {"since", "until"}
# Annotations of one page: more than any page has, and whoever has more is told.
_MOST = 1_000_000
Row = dict[str, Any]


def threads(
    bench: Asks,
    *,
    search: str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    thread_id: str | None = None,
    interface: str | None = None,
    contact: str | None = None,
    tags: Sequence[str] = (),
    review: str | None = None,
    priority: str | None = None,
    order: Order = "activity",
    descending: bool = True,
    page_size: int = 20,
    after: Cursor | None = None,
) -> ThreadPage:
    """One page of the threads that match all that is given; `after=page.next` continues.

    A thread's activity is its newest event that is not `jims.backoffice.*`, without one its
    creation. `since` and `until` bound it in the database's naive time; a day as `until` is
    included whole. One message must hold all of `search`, which is written as on the web.
    `thread_id` is a part of the id; any of `tags` suffices; `review` is "Pending", "Complete"
    or "-", `priority` "High", "Medium", "Low" or "-". Orders "priority" and, with a search,
    "relevance" go on by activity; ties by thread id. Source: Vedana,
    jims_backoffice/states/jims.py ThreadListState; `vedana/thread_page` says what differs.
    """
    given = {
        "search": search,
        "since": _moment("since", since),
        "until": _moment("until", until, whole_day=True),
        "thread_id": thread_id,
        "interface": interface,
        "contact": contact,
        "tags": [tags] if isinstance(tags, str) else list(tags),
        "review": review,
        "priority": priority,
    }
    filters = {name: value for name, value in given.items() if value not in (None, "", [])}
    listing = _Listing(bench, filters, order, descending)
    _check(listing, page_size, after)
    found = listing.rows(after, page_size + 1)
    shown = listing.shown(found[:page_size])
    following = listing.cursor(found[page_size - 1]) if len(found) > page_size else None
    return ThreadPage(shown, following, listing.count)


@dataclass(frozen=True, slots=True)
class _Listing:
    """One selection of threads in one order."""

    bench: Asks
    filters: Mapping[str, Any]
    order: str
    descending: bool

    def rows(self, after: Cursor | None, count: int) -> list[Row]:
        """The next `count` rows, by the way that reads least."""
        if self.order == "relevance" or not self.filters.keys() <= {*_QUICK, "interface"}:
            return self._any(after, count)
        if not self._has_indexes():
            return self._any(after, count)
        if self.order == "priority":
            return self._by_priority(after, count)
        found = self._recent(after, count, **self.filters)
        if len(found) < count and "interface" in self.filters:
            return self._any(after, count)  # it is rare, or the end is near
        return found

    def shown(self, rows: Sequence[Row]) -> tuple[ListedThread, ...]:
        """The rows with their annotations and, after a search, what it found in them."""
        ids = [row["thread_id"] for row in rows]
        left, found = self._left(ids), self._matches(ids)
        return tuple(_listed(row, left, found.get(row["thread_id"], {})) for row in rows)

    def cursor(self, row: Row) -> Cursor:
        key = (row["weight"], row["active_at"], row["thread_id"])
        return Cursor(self.order, self.descending, *key)

    def count(self) -> int:
        count: int = self.bench.ask("vedana/thread_count", **self.filters).rows[0]["threads"]
        return count

    def _any(self, after: Cursor | None, count: int, **more: Any) -> list[Row]:
        asked = {**self.filters, "order": self.order, "descending": self.descending, **more}
        if after:
            asked["after_weight"] = after.weight
        return self._page("vedana/thread_page", after, count, asked)

    def _recent(self, after: Cursor | None, count: int, **more: Any) -> list[Row]:
        asked = {"descending": self.descending, **more}
        return self._page("vedana/thread_page_recent", after, count, asked)

    def _page(
        self, name: str, after: Cursor | None, count: int, asked: Mapping[str, Any]
    ) -> list[Row]:
        at = {"after_at": after.active_at, "after_id": after.thread_id} if after else {}
        return list(self.bench.ask(name, row_limit=count, page_size=count, **asked, **at).rows)

    def _by_priority(self, after: Cursor | None, count: int) -> list[Row]:
        """Threads with an open comment are few and ranked; all others follow by activity."""
        found: list[Row] = []
        for ranked in (True, False) if self.descending else (False, True):
            start = after
            if after and (after.weight >= 0) != ranked:
                if ranked == self.descending:
                    continue  # the page before was past these
                start = None
            rest = count - len(found)
            if ranked:
                found += self._any(start, rest, ranked=True) if rest else []
            else:
                found += islice(self._unranked(start, count), rest)
        return found

    def _unranked(self, after: Cursor | None, count: int) -> Iterator[Row]:
        """The threads without an open comment, by activity."""
        if "interface" in self.filters:
            yield from self._any(after, count, ranked=False)
            return
        while rows := self._recent(after, count, **self.filters):
            left = self._left([row["thread_id"] for row in rows])
            for row in rows:
                if left.get(row["thread_id"], Annotations()).priority == NONE:
                    yield {**row, "weight": -1.0}
            if len(rows) < count:
                return
            after = self.cursor(rows[-1])

    def _left(self, ids: list[UUID]) -> dict[UUID, Annotations]:
        name = "vedana/thread_annotations"
        return annotations_of(whole(self.bench, name, row_limit=_MOST, thread_ids=ids))

    def _matches(self, ids: list[UUID]) -> dict[UUID, Row]:
        if "search" not in self.filters:
            return {}
        search = self.filters["search"]
        found = self.bench.ask(
            "vedana/thread_matches", row_limit=len(ids) or 1, thread_ids=ids, search=search
        )
        return {row["thread_id"]: row for row in found.rows}

    def _has_indexes(self) -> bool:
        missing = self.bench.ask("vedana/missing_indexes").rows.column("name")
        return _RECENT.isdisjoint(missing)


def _listed(row: Row, left: Mapping[UUID, Annotations], found: Row) -> ListedThread:
    thread = row["thread_id"]
    return ListedThread(
        thread_id=thread,
        created_at=row["created_at"],
        active_at=row["active_at"],
        thread_config=row["thread_config"],
        contact_id=row["contact_id"],
        external_id=row["external_id"],
        annotations=left.get(thread, Annotations()),
        matches=found.get("matches", 0),
        excerpt=found.get("excerpt", ""),
    )


def _check(listing: _Listing, page_size: int, after: Cursor | None) -> None:
    allowed = {"review": _REVIEWS, "priority": (*PRIORITIES[::-1], NONE)}
    for name, values in allowed.items():
        if (seen := listing.filters.get(name)) not in (None, *values):
            raise BadInput(f"{name}: expected {', '.join(values)}, found {seen!r}")
    if listing.order not in get_args(Order):
        raise BadInput(f"order: expected {', '.join(get_args(Order))}, found {listing.order!r}")
    if listing.order == "relevance" and "search" not in listing.filters:
        raise BadInput("order: relevance is to a search, and none is given; give search=")
    if page_size < 1:
        raise BadInput(f"page_size: expected 1 or more, found {page_size}")
    if after and (after.order, after.descending) != (listing.order, listing.descending):
        raise BadInput(
            f"after: this cursor is of a list by {after.order}, descending={after.descending}; "
            "ask with the same order, or without after"
        )


def _moment(name: str, value: date | str | None, *, whole_day: bool = False) -> datetime | None:
    """A point in time; a day is its first moment or, where it is to count whole, the next's."""
    if isinstance(value, str) and value:
        value = _read(name, value)
    if isinstance(value, datetime):
        if value.tzinfo:
            raise BadInput(f"{name}: event times are naive, of the database's clock; found {value}")
        return value
    if value is None or value == "":
        return None
    if not isinstance(value, date):
        raise BadInput(f"{name}: expected a day or a moment, found {value!r}")
    if whole_day and value == date.max:
        return datetime.max
    return datetime.combine(value, datetime.min.time()) + timedelta(days=int(whole_day))


def _read(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"{name}: expected a day or a moment in ISO form, found {text!r}") from error
