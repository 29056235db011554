"""Cells of a document as what the stores keep: JSON values, ids, texts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ..core.documents import Reference

# A row of a B-tree of PostgreSQL takes 2704 bytes; an edge's key is two ids, two nouns, a label.
LONGEST_KEY, LONGEST_ID, LONGEST_LABEL = 2600, 1000, 200
TOO_LONG = "dropped: too long for a key"


def plain(cell: Any) -> Any:
    """A JSON value: dates in ISO form, a reference as what it shows, None where blank.

    A list stays a list, also with one item; an empty one is blank.
    """
    if isinstance(cell, list):
        return [plain(item) for item in cell if item is not None] or None
    if isinstance(cell, Reference):
        return cell.row if cell.shown is None else plain(cell.shown)
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    return cell


def as_text(cell: Any) -> str | None:
    """What a reader sees; None where blank."""
    value = plain(cell)
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(str(as_text(item)) for item in value)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def as_id(cell: Any) -> str | None:
    """The id that a cell holds; None where it is blank, too long, a list, a truth value, a date."""
    shown = cell.shown if isinstance(cell, Reference) else cell
    if isinstance(shown, bool) or not isinstance(shown, str | int | float):
        return None
    node_id = as_text(shown)
    return node_id if node_id and fits(LONGEST_ID, node_id) else None


def fits(size: int, *texts: str) -> bool:
    """Whether the texts together have at most `size` bytes in UTF-8."""
    return sum(len(text.encode()) for text in texts) <= size


def unembeddable(cell: Any) -> str:
    """Why a filled cell of an embeddable attribute gets no vector; empty where it gets one."""
    shown = cell.shown if isinstance(cell, Reference) else cell
    if not isinstance(shown, str):
        return "not text"
    try:
        UUID(shown)
    except ValueError:
        return ""
    return "a UUID"
