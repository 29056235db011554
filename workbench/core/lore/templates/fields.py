"""The fields of a template, and what is a value of one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ...errors import TimeSyntaxError
from ...time import CURRENT, parse_time

FieldType = Literal["string", "number", "integer", "boolean", "enum", "time", "entity"]
TYPES: tuple[FieldType, ...] = (
    "string", "number", "integer", "boolean", "enum", "time", "entity",
)  # fmt: skip

# What each type takes beside `type`, `required` and `default`.
OPTIONS: Mapping[FieldType, frozenset[str]] = {
    "string": frozenset({"max_length"}),
    "number": frozenset({"min", "max"}),
    "integer": frozenset({"min", "max"}),
    "boolean": frozenset(),
    "enum": frozenset({"values"}),
    "time": frozenset(),
    "entity": frozenset({"label"}),
}


@dataclass(frozen=True, slots=True)
class Field:
    """`min` and `max` are inclusive, `max_length` counts characters, `label` is that of an entity.

    `default` stands where an instance leaves the field out; None is none.
    """

    name: str
    type: FieldType
    required: bool = False
    default: Any = None
    min: float | None = None
    max: float | None = None
    values: tuple[str, ...] = ()
    max_length: int | None = None
    label: str | None = None

    def mistyped(self, value: Any) -> str:
        """What was expected and seen, where the value is of another type; '' where it fits."""
        if _IS[self.type](value):
            return ""
        return f"{self.name}: expected {_CALLED[self.type]}, saw {value!r:.60}"

    def outside(self, value: Any) -> str:
        """Which bound a value of the right type breaks; '' where none."""
        if self.values and value not in self.values:
            return f"{self.name}: expected one of {', '.join(self.values)}, saw {value!r:.60}"
        if self.min is not None and value < self.min:
            return f"{self.name}: expected {self.min:g} or more, saw {value}"
        if self.max is not None and value > self.max:
            return f"{self.name}: expected {self.max:g} or less, saw {value}"
        if self.max_length is not None and len(value) > self.max_length:
            return f"{self.name}: expected {self.max_length} characters or less, saw {len(value)}"
        return ""

    def no_time(self, value: Any) -> str:
        """Why a time cannot be stored; '' for one that can, and for values of other types."""
        fault = uncanonical(value) if self.type == "time" else ""
        return fault and f"{self.name}: {fault}"


def uncanonical(value: Any) -> str:
    """Why a value cannot be stored as a time: no canonical one, or `current`, which moves on."""
    try:
        moves = parse_time(value) == CURRENT
    except TimeSyntaxError as error:
        return str(error)
    return (
        "expected a time that stays, saw 'current'; write the time that it meant" if moves else ""
    )


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _real(value: Any) -> bool:
    return _whole(value) or (isinstance(value, float) and math.isfinite(value))


def _text(value: Any) -> bool:
    return isinstance(value, str)


_IS = {
    "string": _text,
    "number": _real,
    "integer": _whole,
    "boolean": lambda value: isinstance(value, bool),
    "enum": _text,
    "time": _text,
    "entity": _text,
}
_CALLED = {
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "enum": "a text",
    "time": "a time as text",
    "entity": "the id of an entity",
}
