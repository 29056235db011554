"""The explorer of threads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from ...core.drift import ThreadReplay
from ...core.values import Rows
from ..picture import Picture
from ..view import Answers, View
from . import answering, packing, still, verdicts
from .alignment import compared
from .comparison import ThreadComparison
from .model import Contents, Listing, Source
from .redaction import Redaction


class ThreadExplorer(View):
    """A list of threads, and each as chat and waterfall.

    Without a kernel it opens those threads whose contents it carries; `source` answers for the
    others. A redacted explorer has no source.
    """

    module, height = "threads", 640

    def __init__(self, listing: Listing, source: Source | None = None, **meta: Any) -> None:
        super().__init__()
        self.source, self._meta = source, meta
        self._show(listing)

    @property
    def opened(self) -> str:
        """The thread that is open; at first the first that is carried, "" where none is."""
        named = [action["thread"] for action in self.actions if action.get("do") == "open"]
        return str(named[-1]) if named else next(iter(self.listing.contents), "")

    def open(self, thread_id: Any) -> Self:
        """Open a thread; what is not yet here is read. BadInput where that cannot be."""
        self._show(self.listing.with_contents(self.contents(thread_id)))
        self.actions = [{"do": "open", "thread": str(thread_id)}]
        return self

    def contents(self, thread_id: Any = None) -> Contents:
        """Events and turns of a thread, of the open one if None."""
        return answering.contents(self, str(thread_id or self.opened))

    def replay(self, thread_id: Any = None) -> ThreadReplay:
        """Run a thread's recorded queries again (the open one's if None) and show each verdict."""
        found = answering.source_of(self).replay(str(thread_id or self.opened))
        self._show(self.listing.with_contents(verdicts.marked(self.contents(thread_id), found)))
        return found

    def compare(self, other: Any, thread_id: Any = None) -> ThreadComparison:
        """The open thread (or `thread_id`) beside another, their steps aligned."""
        pair = compared(self.contents(thread_id), self.contents(other))
        return ThreadComparison(pair, **self._meta)

    def redacted(self, *patterns: str, names: Iterable[str] | str = ()) -> ThreadExplorer:
        """A copy to be shared, with placeholders (see `redaction`) and no source to ask.

        `patterns` are regular expressions and `names` texts that are taken out besides.
        """
        redaction = Redaction(patterns, names=names)
        view = ThreadExplorer(redaction.listing(self.listing), redacted=redaction.counts)
        view.selected = redaction.ids(self.selected)
        view.actions = [{**a, "thread": redaction.text(a["thread"])} for a in self.actions]
        return view

    def title(self) -> str:
        return f"Thread {self.opened}" if self.listing.alone else "Threads"

    def summary(self) -> str:
        return still.summary(self.listing) + ("; redacted" if "redacted" in self._meta else "")

    def table(self) -> Rows:
        return still.table(self.listing)

    def picture(self) -> Picture:
        return still.picture(self.listing, self.opened)

    def answers(self) -> Answers:
        return answering.answers(self) if self.source else {}

    def _show(self, listing: Listing) -> None:
        self.listing, self.data = listing, packing.packed(listing, **self._meta)
