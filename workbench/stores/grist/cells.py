"""Cells as Grist stores them in SQLite, decoded by the type of their column.

Source: Grist's documentation of column types and `DocStorage` of grist-core, which writes
text, numbers and lists as SQLite values and marshals whatever does not fit its column.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ...core.documents import CellError

LISTS = ("ChoiceList", "RefList", "Attachments")
_LARGEST = 2**63 - 1  # what PostgreSQL's bigint and a graph's integer hold
SEEN = 80  # characters of an unusable value that a report repeats

# A marshalled list starts with its length and a one-letter name of what it stands for. Only
# this fixed prefix is matched: unmarshalling bytes of strangers could crash the process.
_MARSHALLED = re.compile(rb"\[.{4}u\x01\0\0\0([A-Za-z])(?:u.{4}([\w.]{1,80}))?", re.DOTALL)
_OBJECTS = {
    "E": "formula error",
    "P": "formula not calculated yet",
    "C": "hidden by the document's access rules",
    "U": "a value that Grist could not store",
    "L": "a list in a column whose type is not a list",
    "D": "a time in a column whose type is not DateTime",
    "d": "a date in a column whose type is not Date",
}


def decode(raw: Any, kind: str, zone: str) -> Any:
    """A stored cell as a value; see `core.documents.Document`. Blank text is None.

    References stay row numbers. `zone` is the time zone of DateTime columns that name none.
    """
    base, _, detail = kind.partition(":")
    if isinstance(raw, bytes):
        return _opaque(raw)
    if base in LISTS:
        return _list(raw)
    if isinstance(raw, str) and "\0" in raw:
        return _storable(raw)
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    if base == "DateTime":
        return _number(raw, kind, lambda seconds: _moment(seconds, detail or zone))
    read = _NUMBERS.get(base)
    return _number(raw, kind, read) if read else _untyped(raw)


def _opaque(raw: bytes) -> CellError:
    found = _MARSHALLED.match(raw)
    if not found:
        return CellError("a value that does not fit its column's type", f"{len(raw)} stored bytes")
    what = _OBJECTS.get(found[1].decode(), "a value that does not fit its column's type")
    return CellError(what, (found[2] or b"").decode() or f"{len(raw)} stored bytes")


def _list(raw: Any) -> Any:
    if raw is None or raw == "":
        return []
    try:
        found = json.loads(raw)
    except (TypeError, ValueError, RecursionError):
        found = raw
    return [_item(item) for item in found] if isinstance(found, list) else misfit(raw, "list")


def _item(item: Any) -> Any:
    """An item that every store can keep; lists in lists and objects are none."""
    if isinstance(item, str):
        return _storable(item)
    if isinstance(item, float) and not math.isfinite(item):
        return CellError("a number that is not finite", str(item))
    if isinstance(item, int) and abs(item) > _LARGEST:
        return CellError("a number that is too large to be kept")
    if isinstance(item, list | dict):
        return CellError("a list or an object in a list", str(item)[:SEEN])
    return item


def _storable(text: str) -> str | CellError:
    """JSON may escape what no text in UTF-8 holds."""
    if "\0" in text:
        return CellError("text with a NUL character, which no store keeps", text[:SEEN])
    if any("\ud800" <= character <= "\udfff" for character in text):
        return CellError("text with half a character", ascii(text)[:SEEN])
    return text


def _untyped(raw: Any) -> Any:
    if isinstance(raw, float) and not math.isfinite(raw):
        return CellError("a number that is not finite", str(raw))
    return raw


def _number(raw: Any, kind: str, read: Callable[[float], Any]) -> Any:
    if not isinstance(raw, int | float) or not math.isfinite(raw):
        return misfit(raw, kind)
    try:
        return read(raw)
    except (ValueError, OverflowError):
        return misfit(raw, kind)


def misfit(raw: Any, kind: str) -> CellError:
    what = "text" if isinstance(raw, str) else "a number"
    return CellError(f"{what} in a column of type {kind}", str(raw)[:SEEN])


def _truth(raw: float) -> bool:
    if raw not in (0, 1):
        raise ValueError(raw)
    return bool(raw)


def _whole(raw: float) -> int:
    if raw != int(raw) or abs(raw) > _LARGEST:
        raise ValueError(raw)
    return int(raw)


def _day(seconds: float) -> date:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).date()


def _moment(seconds: float, zone: str) -> datetime:
    """The instant in its column's zone; in UTC where this machine does not know the zone."""
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    try:
        return at.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return at


_NUMBERS: dict[str, Callable[[float], Any]] = {
    "Bool": _truth,
    "Int": _whole,
    "Id": _whole,
    "Ref": _whole,
    "Numeric": float,
    "PositionNumber": float,
    "Date": _day,
}
