"""What every search is told besides its query: which index, how many rows, after how many."""

from __future__ import annotations

from collections.abc import Mapping
from operator import index
from typing import Any, TypeVar

from ...core.errors import BadInput

Index = TypeVar("Index")


def known(indexes: Mapping[str, Index], name: str, what: str) -> Index:
    """The index of this name; BadInput that names those that there are."""
    if name in indexes:
        return indexes[name]
    there = ", ".join(sorted(indexes)) or "there is none"
    raise BadInput(f'{what} "{name}" not found; expected one of: {there}')


def checked_page(limit: Any, offset: Any, what: str) -> None:
    """BadInput where `limit` is no integer above 0 or `offset` none from 0 on."""
    if checked_integer(limit, "limit") < 1:
        raise BadInput(f"{what} limit must be greater than zero, not {limit}")
    if checked_integer(offset, "offset") < 0:
        raise BadInput(f"{what} offset must be zero or more, not {offset}")


def checked_integer(value: Any, what: str) -> int:
    """The integer that a value is, also one of NumPy's; BadInput where it is none."""
    if isinstance(value, bool):
        raise BadInput(f"{what} is an integer, not {value!r}")
    try:
        return index(value)
    except TypeError as error:
        raise BadInput(f"{what} is an integer, not {value!r}") from error
