"""A page of a list of threads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from uuid import UUID

from .annotations import Annotations
from .frames import as_json
from .show import Shown
from .values import Rows

if TYPE_CHECKING:
    import polars

Order = Literal["activity", "priority", "relevance"]
_COLUMNS = (
    *("thread_id", "created_at", "active_at", "interface", "contact_id", "external_id"),
    *("review", "priority", "tags", "comments", "matches", "excerpt"),
)


class Cursor(NamedTuple):
    """Where a page ended: its order, and the last row's key in it."""

    order: str
    descending: bool
    weight: float
    active_at: datetime
    thread_id: UUID


@dataclass(frozen=True, slots=True)
class ListedThread:
    """One thread of a list.

    `created_at` is of the application's clock, `active_at` of the database's, so their
    difference means nothing. `matches` counts the messages that a search found, `excerpt` is
    from the best of them, its words between « and ».
    """

    thread_id: UUID
    created_at: datetime
    active_at: datetime
    thread_config: Any
    contact_id: str | None
    external_id: str | None
    annotations: Annotations = field(default_factory=Annotations)
    matches: int = 0
    excerpt: str = ""

    @property
    def interface(self) -> str:
        """What the thread's settings call it by: interface, channel or source; else ""."""
        settings = self.thread_config if isinstance(self.thread_config, Mapping) else {}
        named = (settings.get(key) for key in ("interface", "channel", "source"))
        found = next((value for value in named if value), "")
        if isinstance(found, Mapping):
            found = found.get("name") or found.get("type") or found
        return as_json(found) or ""

    @property
    def review(self) -> str:
        return self.annotations.review

    @property
    def priority(self) -> str:
        return self.annotations.priority

    @property
    def tags(self) -> tuple[str, ...]:
        return self.annotations.tags


@dataclass(frozen=True, repr=False)
class ThreadPage(Shown):
    """Rows in the order asked for; `next` continues the list, None at its end.

    `next` holds the last row's key: a page asked for by it neither repeats nor skips a thread
    where others were added meanwhile. `total` counts all that match, asked when first read.
    """

    rows: tuple[ListedThread, ...]
    next: Cursor | None
    _count: Callable[[], int] = field(repr=False, compare=False)

    @cached_property
    def total(self) -> int:
        return self._count()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[ListedThread]:
        return iter(self.rows)

    def __getitem__(self, index: int) -> ListedThread:
        return self.rows[index]

    def table(self) -> Rows:
        """One row a thread; `tags` joined by commas, `comments` counted."""
        return Rows(_COLUMNS, [_cells(row) for row in self.rows])

    def polars(self) -> polars.DataFrame:
        return self.table().polars()

    def _parts(self) -> Iterable[str | Rows]:
        yield self.table()
        if self.next:
            yield "more follow: ask again with after=page.next"


def _cells(row: ListedThread) -> tuple[Any, ...]:
    return (
        *(row.thread_id, row.created_at, row.active_at, row.interface),
        *(row.contact_id, row.external_id, row.review, row.priority),
        *(", ".join(row.tags), len(row.annotations.comments), row.matches, row.excerpt),
    )
