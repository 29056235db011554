"""Whether a change can be stored, and why PostgreSQL did not take one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain
from typing import Any

import numpy as np

from ...core.collections.definition import MAX_ID, Definition, Id
from ...core.collections.records import Change, Points
from ...core.errors import BadInput, QueryFailed
from .faults import fault

_MOST_DIGITS = 131_071  # before the point, of a number in jsonb


def check(change: Change, definition: Definition) -> None:
    """VELES-023 for an id out of range, VELES-014, 004 and 005 for a vector that does not fit."""
    points, edges = change.points, change.edges
    check_ids(chain(change.dropped_edges, edges.ids))
    if definition.ids == "integer":
        check_ids(chain(change.dropped, points.ids, edges.sources, edges.targets))
    for name, (rows, present) in points.vectors.items():
        space = definition.vectors.get(name)
        if space is None:
            there = ", ".join(definition.vectors) or "none"
            raise fault("VELES-014", f"{definition.name!r} has no vectors {name!r}, but: {there}")
        if rows.shape != (len(points), space.dimension) or len(present) != len(points):
            raise fault(
                "VELES-004",
                f"{definition.name!r}, vectors {name!r}: expected ({len(points)}, "
                f"{space.dimension}) numbers, found {rows.shape}",
            )
        _check_finite(name, points, rows)


def check_ids(ids: Iterable[Any]) -> None:
    for id in ids:
        if not 0 <= id <= MAX_ID:
            raise fault("VELES-023", f"id {id}: expected an integer from 0 to {MAX_ID}")


def _check_finite(name: str, points: Points, rows: Any) -> None:
    finite = np.isfinite(rows).all(axis=1)
    if not finite.all():
        at = int(np.argmin(finite))
        raise fault(
            "VELES-005",
            f"id {points.ids[at]!r}, vectors {name!r}: expected finite numbers, found "
            "NaN or infinity",
        )


def refusal(error: BadInput | QueryFailed, change: Change) -> Exception:
    """VELES-012 with the id whose text PostgreSQL cannot hold; the error where there is none."""
    for what, id, text in _texts(change):
        if why := _unstorable(text):
            return fault("VELES-012", f"{what} {id!r}: {why}; nothing was stored")
    if isinstance(error, BadInput) or "json" in error.engine_says:
        return fault("VELES-012", f"the change cannot be stored: {error}")
    return error


def _texts(change: Change) -> Iterator[tuple[str, Id, str]]:
    points, edges = change.points, change.edges
    for id, payload in zip(points.ids, points.payloads, strict=True):
        yield "id", id, json.dumps(id)
        yield "id", id, payload
    for id, label, properties in zip(edges.ids, edges.labels, edges.properties, strict=True):
        yield "edge", id, json.dumps(label)
        yield "edge", id, properties


def _unstorable(text: str) -> str:
    """Why `jsonb` cannot hold a JSON text; "" where nothing is seen to be wrong."""
    try:
        value = json.loads(text, parse_constant=_no_number, parse_float=_number)
        said = json.dumps(value, ensure_ascii=False)
    except (ValueError, RecursionError) as error:
        return f"its JSON cannot be read: {error}"
    if "\\u0000" in said:
        return "PostgreSQL keeps no text with the character U+0000"
    try:
        said.encode()
    except UnicodeEncodeError as error:
        return f"half a surrogate pair is no character, found {said[error.start]!r}"
    return ""


def _number(text: str) -> float:
    if Decimal(text).adjusted() > _MOST_DIGITS:
        raise ValueError(f"{text} is larger than PostgreSQL's numbers")
    return float(text)


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")
