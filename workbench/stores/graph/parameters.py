"""Python values to what the driver sends rightly."""

from __future__ import annotations

import datetime
import marshal
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from neo4j import time as temporal
from pytz import FixedOffset

from ...core.errors import BadParameters
from ...core.lexis import tokens

_PLAIN = frozenset({type(None), bool, int, float, str, bytes})


def bound(text: str, parameters: Mapping[str, Any] | None) -> dict[str, Any]:
    """Parameters for the driver; BadParameters where they are not those that `text` uses."""
    given, used = parameters or {}, _names(text)
    if not isinstance(given, Mapping):
        raise BadParameters(f"parameters are a dict of values by name, found {given!r:.60}")
    # A name such as `$1` or one between backticks is the engine's to check.
    unknown = {
        name for name in given.keys() - used if not isinstance(name, str) or name.isidentifier()
    }
    if unknown or not used <= given.keys():
        uses = ", ".join(f"${name}" for name in sorted(used)) or "no parameters"
        raise BadParameters(
            f"the text uses {uses}, but the parameters given are: "
            f"{', '.join(map(str, given)) or 'none'}"
        )
    return sendable(given)


@lru_cache(maxsize=1024)
def _names(text: str) -> frozenset[str]:
    found = (token for token in tokens("graph", text) if token["name"])
    # `:$any(…)` and `:$all(…)` are Neo4j's dynamic labels.
    return frozenset(token["name"] for token in found if text[token.end() :][:1] != "(")


def sendable(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters for the driver; times of day and datetimes with a zone get its offset.

    The driver asks a `zoneinfo` zone about its own datetime class, which CPython 3.11
    answers with a wrong offset or a crash, and cannot send a time of day with any zone.
    """
    if plain_bytes(parameters) is not None:
        return dict(parameters)
    return {name: sent(value) for name, value in parameters.items()}


def plain_bytes(values: Mapping[str, Any]) -> int | None:
    """About the bytes of values that are text, numbers, lists and maps alone; None for others.

    `marshal` walks them in C, 20 times faster than we could, and refuses all other values.
    """
    try:
        return len(marshal.dumps(values, 2))  # type: ignore[arg-type]  # what it refuses is told
    except ValueError:
        return None


def sent(value: Any) -> Any:
    fit = _FITS.get(type(value))
    return value if fit is None else fit(value)


def is_zoned(value: Any) -> bool:
    """True for a datetime with a zone, and a list that holds one."""
    if isinstance(value, list | tuple):
        return any(is_zoned(item) for item in value)
    return isinstance(value, datetime.datetime) and value.utcoffset() is not None


def _list(values: list[Any] | tuple[Any, ...]) -> list[Any] | tuple[Any, ...]:
    if _PLAIN.issuperset(map(type, values)):
        return values
    return [sent(value) for value in values]


def _map(values: dict[str, Any]) -> dict[str, Any]:
    return {name: sent(value) for name, value in values.items()}


def _datetime(value: datetime.datetime) -> datetime.datetime:
    offset = value.utcoffset()
    return value if offset is None else value.replace(tzinfo=datetime.timezone(offset))


def _time(value: datetime.time) -> datetime.time | temporal.Time:
    offset = value.utcoffset()
    if offset is None:
        return value.replace(tzinfo=None)
    zone = FixedOffset(offset // datetime.timedelta(minutes=1))
    nanos = value.microsecond * 1000
    return temporal.Time(value.hour, value.minute, value.second, nanos, zone)


_FITS: dict[type, Callable[[Any], Any]] = {
    list: _list,
    tuple: _list,
    dict: _map,
    datetime.datetime: _datetime,
    datetime.time: _time,
}
