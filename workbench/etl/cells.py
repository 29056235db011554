"""Cells of a document as what the stores keep: JSON values, ids, texts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ..core.documents import Reference


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
    """The id that a cell holds; None where it is blank, a list, a truth value or a date."""
    shown = cell.shown if isinstance(cell, Reference) else cell
    if isinstance(shown, bool) or not isinstance(shown, str | int | float):
        return None
    return as_text(shown)


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
