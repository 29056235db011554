"""Values that are stored: what JSON has a word for."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

from ...checking.faults import fault

_BITS = 13_287  # 4,000 digits; Python neither reads nor writes integers of more than 4,300
PAYLOAD = "payload"  # the column that stands for all fields at once


def json_value(value: Any, name: str) -> Any:
    """A bound value, which JSON and PostgreSQL can hold.

    VELES-012 for NaN, infinity, and characters that PostgreSQL does not store.
    """
    try:
        return _json(value, name)
    except RecursionError as error:
        raise fault("VELES-012", f"the value of {name!r} is nested too deep") from error


def fields_of(value: Any) -> dict[str, Any]:
    """The fields of a payload given as a whole: a dict, or a JSON object as text."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError) as error:
            raise fault("VELES-012", f"{PAYLOAD!r} is no JSON: {error}") from error
    if not isinstance(value, Mapping):
        what = f'expected an object as {PAYLOAD!r}, like \'{{"name": "Ida"}}\', saw {value!r:.60}'
        raise fault("VELES-012", what)
    found: dict[str, Any] = json_value(value, PAYLOAD)
    return found


def text_of(fields: Mapping[str, Any]) -> str:
    """A payload as it is stored."""
    return json.dumps(fields, ensure_ascii=False, allow_nan=False)


def _json(value: Any, name: str) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _written(value, name)
    if isinstance(value, str):
        return _text(value, name)
    if isinstance(value, float):
        return _finite(value, name)
    if isinstance(value, list):
        return [_json(one, name) for one in value]
    return {_text(key, name): _json(one, name) for key, one in value.items()}


def _written(value: int, name: str) -> int:
    if value.bit_length() > _BITS:
        raise fault("VELES-012", f"the integer of {name!r} has more than 4,000 digits")
    return value


def _finite(value: float, name: str) -> float:
    if not math.isfinite(value):
        raise fault("VELES-012", f"expected a finite number for {name!r}, saw {value}")
    return value


def _text(value: str, name: str) -> str:
    """PostgreSQL's jsonb holds neither the character 0 nor half a surrogate pair."""
    if "\0" in value or _broken(value):
        what = f"the text of {name!r} holds a character that cannot be stored: {value!r:.60}"
        raise fault("VELES-012", what)
    return value


def _broken(text: str) -> bool:
    """Half a surrogate pair."""
    return not text.isascii() and any("\ud800" <= one <= "\udfff" for one in text)
