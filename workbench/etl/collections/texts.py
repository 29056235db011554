"""Payloads as JSON texts that PostgreSQL keeps."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from .batch import Fault

_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")
# What msgspec refuses of what the standard library reads: halves of surrogate pairs, numbers
# beyond a float64, deeper nesting. Those are looked at one by one.
_UNSURE = (msgspec.DecodeError, UnicodeEncodeError, RecursionError)


def read_payloads(given: Sequence[Any], faults: dict[int, Fault], part: str = "payload") -> Any:
    """A JSON object as text for each record, "{}" for those without; faults are added by place."""
    texts = ["{}"] * len(given)
    for at, payload in enumerate(given):
        found = "{}" if payload is None else _text(payload)
        if isinstance(found, Fault):
            faults.setdefault(at, found._replace(part=part))
        else:
            texts[at] = found
    return texts


def unstorable(text: str) -> str:
    """Why PostgreSQL keeps no such text; "" where it does."""
    if "\0" in text:
        return "PostgreSQL keeps no text with the character U+0000"
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return f"half a surrogate pair is no character, saw {text[error.start]!r}"
    return ""


def _text(payload: Any) -> str | Fault:
    if isinstance(payload, str):
        return payload if _is_plain(payload) else _looked_at(payload, payload)
    if not isinstance(payload, Mapping):
        return Fault("payload", "expected a JSON object", repr(payload)[:80])
    try:
        text = json.dumps(dict(payload), ensure_ascii=False, allow_nan=False, default=_said)
    except (TypeError, ValueError, RecursionError) as error:
        return Fault("payload", f"JSON has no word for a value: {error}", repr(payload)[:80])
    if "\\u0000" in text or not _encodes(text):
        return _looked_at(text, payload)
    return text


def _is_plain(text: str) -> bool:
    """Surely a JSON object that can be kept."""
    try:
        return type(msgspec.json.decode(text)) is dict and "\\u0000" not in text
    except _UNSURE:
        return False


def _looked_at(text: str, payload: object) -> str | Fault:
    try:
        value = json.loads(text, parse_constant=_no_number)
        said = json.dumps(value, ensure_ascii=False, allow_nan=False)
        said.encode()
    except (ValueError, RecursionError) as error:
        return Fault("payload", f"no JSON that can be kept: {error}", str(payload)[:80])
    if not isinstance(value, dict):
        return Fault("payload", "expected a JSON object", text[:80])
    if _NUL.search(said):
        what = "PostgreSQL keeps no text with the character U+0000"
        return Fault("payload", what, text[:80])
    return text


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _said(value: Any) -> Any:
    """What is no JSON and has a usual form as text; numpy's numbers are those of Python."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"a {type(value).__name__} has no form in JSON")


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")
