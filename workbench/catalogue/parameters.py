"""Parameter types: what each takes, and the form in which a store gets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from math import isnan
from numbers import Integral, Real
from typing import Any
from uuid import UUID

Check = Callable[[Any], Any]

# PostgreSQL cuts a longer name silently, and would then read another table.
_LONGEST_SQL_NAME = 63


@dataclass(frozen=True, slots=True)
class Parameter:
    """One declared parameter; `check` returns the value to send or raises ValueError."""

    name: str
    type: str
    doc: str = ""
    required: bool = True
    default: Any = None
    example: Any = None
    check: Check = field(default=lambda value: value, repr=False, compare=False)

    def __str__(self) -> str:
        """As in a signature: `top_n: int = 10`."""
        shown = f"{self.name}: {self.type}"
        return shown if self.required else f"{shown} = {self.default!r}"


def check_of(type_name: str, kind: str, *, optional: bool = False) -> Check:
    """The check of a type for a store kind; a KeyError where there is no such type."""
    check = {**CHECKS, **_OF_KIND.get(kind, {})}[type_name]
    return (lambda value: None if value is None else check(value)) if optional else check


def _str(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise ValueError


def _int(value: Any) -> int:
    if isinstance(value, Integral) and not isinstance(value, bool):
        return int(value)
    raise ValueError


def _float(value: Any) -> float:
    if not isinstance(value, Real) or isinstance(value, bool):
        raise ValueError
    try:
        number = float(value)
    except OverflowError as error:
        raise ValueError("beyond double precision") from error
    if isnan(number):
        raise ValueError("NaN compares with nothing")
    return number


def _bool(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError


def _uuid(value: Any) -> UUID:
    if isinstance(value, UUID):
        return value
    if isinstance(value, str):
        return UUID(value)
    raise ValueError


def _timestamp(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    raise ValueError


def _json(value: Any) -> Any:
    """Checked here, so that an engine never sees half a document."""
    json.dumps(value, allow_nan=False)
    return value


def _list_of(check: Check) -> Check:
    def each(value: Any) -> list[Any]:
        if isinstance(value, list | tuple):
            return [check(item) for item in value]
        raise ValueError

    return each


def _vector(value: Any) -> Any:
    """One dimension of float32, which is what vector stores keep; text is embedded later."""
    if isinstance(value, str):
        return value
    import numpy

    wide = numpy.asarray(value)
    if wide.dtype.kind not in "fiu" or wide.ndim != 1 or not wide.size:
        raise ValueError
    with numpy.errstate(over="ignore"):  # an overflow becomes inf and is refused below
        vector = wide.astype(numpy.float32)
    if not numpy.isfinite(vector).all():
        raise ValueError("NaN, infinite or beyond single precision")
    return vector


def _vector_as_list(value: Any) -> Any:
    vector = _vector(value)
    return vector if isinstance(vector, str) else vector.tolist()


def _identifier(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError
    if not value or "\0" in value:
        raise ValueError("empty, or with a NUL character")
    return value


def _sql_identifier(value: Any) -> str:
    if len(_identifier(value).encode()) > _LONGEST_SQL_NAME:
        raise ValueError(f"longer than {_LONGEST_SQL_NAME} bytes, which PostgreSQL would cut")
    return str(value)


def _cypher_identifier(value: Any) -> str:
    # Neo4j decodes \uXXXX before it looks for backticks, so an escape could close the quotes.
    if "\\u" in _identifier(value):
        raise ValueError("with \\u, which Cypher engines decode inside names")
    return str(value)


CHECKS: dict[str, Check] = {
    "str": _str,
    "int": _int,
    "float": _float,
    "bool": _bool,
    "uuid": _uuid,
    "timestamp": _timestamp,
    "json": _json,
    "list[str]": _list_of(_str),
    "list[int]": _list_of(_int),
    "list[uuid]": _list_of(_uuid),
    "vector": _vector,
    "identifier": _identifier,
}

# What a type turns into where a kind's drivers would take it for something else: Bolt has
# no UUID and no array of float32.
_OF_KIND: dict[str, dict[str, Check]] = {
    "relational": {"identifier": _sql_identifier},
    "graph": {
        "uuid": lambda value: str(_uuid(value)),
        "list[uuid]": _list_of(lambda value: str(_uuid(value))),
        "vector": _vector_as_list,
        "identifier": _cypher_identifier,
    },
}
