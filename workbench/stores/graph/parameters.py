"""Python values to what the driver sends rightly."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from neo4j import time as temporal
from pytz import FixedOffset

_PLAIN = frozenset({type(None), bool, int, float, str, bytes})


def sendable(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters for the driver; times of day and datetimes with a zone get its offset.

    The driver asks a `zoneinfo` zone about its own datetime class, which CPython 3.11
    answers with a wrong offset or a crash, and cannot send a time of day with any zone.
    """
    if _PLAIN.issuperset(map(type, parameters.values())):
        return dict(parameters)
    return {name: sent(value) for name, value in parameters.items()}


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
