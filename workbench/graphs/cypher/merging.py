"""MERGE: the whole pattern is found, by ascending ids the first one, or made as a whole."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from ...core.errors import BadInput
from ...core.property_graph.protocols import AsksGraph
from ..projecting.loading import quoted
from ..projecting.rows import COMMON, ID
from .applying import assign, create_path
from .expressions import Around, Ref, Row
from .plans import Made, Merge

View = Callable[[], AbstractContextManager[AsksGraph]]
_ROW, _ROWS = "tong_row", "tong_rows"


def merge(step: Merge, rows: list[Row], around: Around, view: View) -> None:
    """Bind the pattern in every row, in order; what one row made, a later one finds."""
    if _one_by_one(step.path):
        for row in rows:
            _merge(step, [row], around, view)
    else:
        _merge(step, rows, around, view)


def _one_by_one(path: list[Made]) -> bool:
    """Whether a row could find what another of the same statement made for other values."""
    return len(path) > 3 or any(one.kind == "edge" and one.direction == "both" for one in path)


def _merge(step: Merge, rows: list[Row], around: Around, view: View) -> None:
    wanted = [_wanted(step.path, row, around) for row in rows]
    found = _found(step.path, rows, wanted, view)
    made: dict[Any, Row] = {}
    for at, row in enumerate(rows):
        key = _key(step.path, row, wanted[at])
        there = found.get(at) or made.get(key)
        if there is not None:
            row.update(there)
            assign(step.on_match, row, around)
            continue
        create_path(step.path, row, around)
        made[key] = {one.name: row[one.name] for one in step.path}
        assign(step.on_create, row, around)


def _wanted(path: list[Made], row: Row, around: Around) -> list[dict[str, Any]]:
    """The properties of each element; BadInput for null, which equals nothing."""
    wanted = []
    for one in path:
        given = {key: value(row, around) for key, value in one.properties.items()}
        empty = next((key for key, value in given.items() if value is None), None)
        if empty is not None:
            raise BadInput(f"MERGE looks for {empty} = null, which equals nothing; leave it out")
        wanted.append(given)
    return wanted


def _key(path: list[Made], row: Row, wanted: list[dict[str, Any]]) -> Any:
    """What two rows have in common that mean the same pattern: 1 equals 1.0, and not true."""
    bound = tuple(row[one.name] for one in path if one.bound)
    given = tuple(
        (key, isinstance(value, bool), value if not isinstance(value, list | dict) else repr(value))
        for one in wanted
        for key, value in sorted(one.items())
    )
    return bound, given


def _found(
    path: list[Made], rows: list[Row], wanted: list[list[dict[str, Any]]], view: View
) -> dict[int, Row]:
    """What is found for a row, by the row's number."""
    told = [
        {"at": at, "b": _bound(path, row), "w": {str(i): one for i, one in enumerate(wanted[at])}}
        for at, row in enumerate(rows)
    ]
    if not told:
        return {}
    with view() as asks:
        matched = asks(_text(path), {_ROWS: told}).values
    first: dict[int, Row] = {}
    for at, *ids in matched:
        refs = {
            one.name: Ref(one.kind, id) for one, id in zip(path, ids, strict=True) if not one.bound
        }
        first.setdefault(at, refs)
    return first


def _bound(path: list[Made], row: Row) -> dict[str, int]:
    ids = {}
    for at, one in enumerate(path):
        if one.bound:
            ref = row[one.name]
            if not isinstance(ref, Ref) or ref.kind != "node":
                raise BadInput(f"MERGE needs {one.name!r} to be a node; it is {ref!r}")
            ids[str(at)] = ref.id
    return ids


def _text(path: list[Made]) -> str:
    names: dict[str, str] = {}
    for at, one in enumerate(path):
        names.setdefault(one.name, f"e{at}")
    bound = {one.name: at for at, one in enumerate(path) if one.bound}
    lines = [f"UNWIND ${_ROWS} AS {_ROW}"]
    for name, at in bound.items():
        lines.append(f"MATCH ({names[name]}:{COMMON} {{{ID}: {_ROW}.b.`{at}`}})")
    pattern = "".join(_written(one, at, names[one.name]) for at, one in enumerate(path))
    ids = [f"{names[one.name]}.{ID}" for one in path]
    told = ", ".join(f"{id} AS i{at}" for at, id in enumerate(ids))
    lines.append(f"MATCH {pattern}")
    lines.append(f"RETURN {_ROW}.at AS at, {told} ORDER BY {', '.join(['at', *ids])}")
    return "\n".join(lines)


def _written(one: Made, at: int, name: str) -> str:
    named = "".join(f":{quoted(label)}" for label in one.named)
    pairs = ", ".join(f"{quoted(key)}: {_ROW}.w.`{at}`.{quoted(key)}" for key in one.properties)
    inside = f"{name}{named}" + (f" {{{pairs}}}" if pairs else "")
    if one.kind == "node":
        return f"({inside})"
    left, right = {"in": ("<-", "-"), "out": ("-", "->"), "both": ("-", "-")}[one.direction]
    return f"{left}[{inside}]{right}"
