"""What a relational store holds, in one line a system."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from .recognition import Schema, System

_SHOWN = 5  # names in a list before the rest is counted


def summary(schema: Schema) -> list[tuple[str, str | None, str]]:
    """(system, revision, what was found and what is missing), systems that are absent left out.

    Without any system one row says so.
    """
    counted = Counter(schema.tables.values())
    found = [
        (name, system.revision, "; ".join(_told(name, system, schema, counted)))
        for name, system in schema.systems.items()
        if system.state != "absent"
    ]
    return found or [("none", None, f"no table of a known system; {sum(counted.values())} others")]


def _told(name: str, system: System, schema: Schema, counted: Counter[str]) -> Iterator[str]:
    yield f"{system.state} ({system.form})" if system.form else system.state
    if name == "vedana":
        yield f"{sum(counted.values())} tables, {counted['transform meta']} transform steps"
        sizes = sorted({size for size in schema.dimensions.values() if size is not None})
        if sizes:
            yield f"vectors of {' and '.join(map(str, sizes))} dimensions"
    for what in ("missing", "differences", "extra"):
        if names := getattr(system, what):
            yield f"{what}: {_list(names)}"


def _list(names: tuple[str, ...]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
