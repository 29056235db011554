"""What the browser may ask of an explorer that has a store behind it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...core.errors import BadInput
from ..page import page
from . import packing, verdicts
from .alignment import compared
from .model import Contents, Listing, Row, Source

if TYPE_CHECKING:
    from ..view import Answers
    from .widget import ThreadExplorer

Asked = Mapping[str, Any]


def answers(view: ThreadExplorer) -> Answers:
    """Blocks of bytes come as base64, as messages are JSON."""
    return {
        "page": lambda asked: _block(_page(view, asked["filters"])),
        "thread": lambda asked: _block(_alone(view, str(asked["thread"]))),
        "replay": lambda asked: verdicts.told(source_of(view).replay(str(asked["thread"]))),
        "compare": lambda asked: _compared(view, str(asked["a"]), str(asked["b"])),
        "redacted": lambda asked: page([_redacted(view, asked).twin()]),
    }


def _page(view: ThreadExplorer, filters: Asked) -> Listing:
    """The threads that a store finds; filters that are empty do not count."""
    given = {name: value for name, value in filters.items() if value not in ("", None, False)}
    return source_of(view).page(given)


def contents(view: ThreadExplorer, thread_id: str) -> Contents:
    """What is carried, else what the source reads."""
    if thread_id in view.listing.contents:
        return view.listing.contents[thread_id]
    return source_of(view).contents(thread_id)


def source_of(view: ThreadExplorer) -> Source:
    """What the view may ask; BadInput where it has only what it carries."""
    if view.source is None:
        there = len(view.listing.contents)
        raise BadInput(
            f"expected a thread among the {there} that this view carries, for it has no store to "
            "ask; make it anew with bench.see.threads(…) or bench.see.thread(id)"
        )
    return view.source


def _alone(view: ThreadExplorer, thread_id: str) -> Listing:
    """A thread as it is now: it may have new events."""
    found = source_of(view).contents(thread_id)
    moment = found.events[-1].at if found.events else None
    row = next((row for row in view.listing.rows if row.thread_id == thread_id), None)
    if row is None and moment is not None:
        row = Row(thread_id, moment)
    return Listing((row,) if row else (), 1, {thread_id: found})


def _compared(view: ThreadExplorer, a: str, b: str) -> str:
    told = compared(contents(view, a), contents(view, b))
    return b64encode(packing.comparison(told)).decode()


def _redacted(view: ThreadExplorer, asked: Asked) -> ThreadExplorer:
    return view.redacted(names=[name for name in asked.get("names", ()) if name])


def _block(listing: Listing) -> str:
    return b64encode(packing.packed(listing)).decode()
