"""Ids as they are stored."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from typing import Any

from ...core.collections.definition import MAX_ID, Definition, Id
from ...core.errors import BadInput


def ids_of(given: Iterable[Any], definition: Definition, *, distinct: bool = True) -> list[Id]:
    """Integers from 0 to 2^64 - 1, or texts, as the collection has them; numpy's are taken too.

    BadInput for another type, and, where they are to be `distinct`, for one that stands twice.
    """
    stored = _integer if definition.ids == "integer" else _text
    ids = [stored(one, definition) for one in given]
    if distinct and len(set(ids)) < len(ids):
        seen: set[Id] = set()
        twice = next(one for one in ids if one in seen or seen.add(one))  # type: ignore[func-returns-value]
        raise BadInput(f"expected each id once, saw {twice!r} twice; which of the two is it?")
    return ids


def _integer(value: Any, definition: Definition) -> int:
    try:
        number = operator.index(value)
    except TypeError:
        number = -1
    if not 0 <= number <= MAX_ID or isinstance(value, bool):
        hint = "" if not isinstance(value, str) else "; make it with ids='text' for ids like these"
        what = f"{definition.name}: expected an integer id from 0 to 2^64 - 1, saw {value!r}"
        raise BadInput(what + hint)
    return number


def _text(value: Any, definition: Definition) -> str:
    if not isinstance(value, str) or not value:
        raise BadInput(f"{definition.name}: expected a text as id, saw {value!r}")
    return value
