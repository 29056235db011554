"""What a recorded object says otherwise than one that was derived, small enough to keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def difference(recorded: Mapping[str, Any], derived: Mapping[str, Any]) -> dict[str, Any]:
    """The way from `derived` to `recorded`, for `applied`; {} where they are equal.

    `set` are values by name, `drop` names that are not there, `in` differences of objects that
    both have. JSON-ready where `recorded` is.
    """
    both = {
        name: difference(value, derived[name])
        for name, value in recorded.items()
        if isinstance(value, Mapping) and isinstance(derived.get(name), Mapping)
    }
    told = {
        "set": {
            name: value
            for name, value in recorded.items()
            if name not in both and (name not in derived or not _same(value, derived[name]))
        },
        "drop": [name for name in derived if name not in recorded],
        "in": {name: told for name, told in both.items() if told},
    }
    return {name: part for name, part in told.items() if part}


def applied(derived: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """What was recorded, where `told` is its `difference` to `derived`."""
    inside = told.get("in", {})
    kept = {name: one for name, one in derived.items() if name not in told.get("drop", ())}
    return {
        **{n: applied(one, inside[n]) if n in inside else one for n, one in kept.items()},
        **told.get("set", {}),
    }


def _same(one: Any, other: Any) -> bool:
    """Equal and of one kind: 1, 1.0 and True are three values."""
    return bool(type(one) is type(other) and one == other)
