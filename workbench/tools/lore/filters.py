"""What a caller gives to narrow, order and cut an answer, checked before a store is asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Literal, cast

from ...core.errors import BadInput

Clock = Literal["fiction", "real"]
CLOCKS = ("fiction", "real")


def filters(filter_by: Mapping[str, Any] | None, allowed: Collection[str]) -> dict[str, Any]:
    """The filters that say something; BadInput for a key that there is not."""
    given = filter_by or {}
    if not isinstance(given, Mapping):
        raise BadInput(
            f"filter_by: expected a mapping such as {{'{min(allowed)}': …}}, saw {given!r}"
        )
    if unknown := sorted(str(key) for key in given if key not in allowed):
        raise BadInput(f"filter_by: unknown {', '.join(unknown)}; there are: {', '.join(allowed)}")
    return {key: value for key, value in given.items() if value is not None}


def word(given: Mapping[str, Any], key: str) -> str:
    """The one text that a filter names."""
    value = given[key]
    if isinstance(value, str):
        return value
    raise BadInput(f"{key}: expected one id or name, saw {value!r}")


def words(given: Mapping[str, Any], key: str) -> list[str] | None:
    """The values that a filter allows: one text or a list of texts; None where it is not given."""
    value = given.get(key)
    found = [value] if isinstance(value, str) else value
    if found is None or (
        isinstance(found, list | tuple) and all(isinstance(word, str) for word in found)
    ):
        return None if found is None else list(found)
    raise BadInput(f"{key}: expected a text, or a list of texts of which one holds; saw {value!r}")


def one_of(name: str, value: str, allowed: Collection[str]) -> str:
    """`value`, one of a few words; BadInput names them."""
    if value in allowed:
        return value
    raise BadInput(f"{name}: expected one of {', '.join(allowed)}; saw {value!r}")


def clock_named(clock: str) -> Clock:
    """The clock by which log rows are filtered and ordered."""
    return cast(Clock, one_of("clock", clock, CLOCKS))


def checked_limit(limit: int | None) -> int | None:
    """The most rows to answer, None for all."""
    if limit is None or (isinstance(limit, int) and not isinstance(limit, bool) and limit >= 1):
        return limit
    raise BadInput(f"limit: expected 1 or more, or None for all rows; saw {limit!r}")
