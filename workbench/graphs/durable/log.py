"""What a change did, as the log keeps it: the values before and after of all that it touched.

Both are JSON objects: kind of record -> id or name -> values, or null where there was or is
none. Vectors stand under `vectors`, index -> entity -> the base64 of little-endian float32;
counters under `next_ids`; `dropped_vector_indexes` in `after` names those that lost all vectors.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.property_graph.change import Change
from ...core.property_graph.plain import KINDS
from ...core.property_graph.records import Vector
from .layout import LAYOUTS

Side = dict[str, dict[str, Any]]


def packed(embedding: Any) -> str:
    return b64encode(np.asarray(embedding, "<f4").tobytes()).decode()


def unpacked(text: str) -> NDArray[np.float32]:
    return np.frombuffer(b64decode(text), "<f4").astype(np.float32)


def after(change: Change) -> Side:
    """What a change stores and removes."""
    told: Side = {}
    for name, kind in KINDS.items():
        stored = {str(getattr(one, kind.key)): kind.values(one) for one in getattr(change, name)}
        gone = getattr(change, f"dropped_{name}", ())
        if stored or gone:
            told[name] = dict.fromkeys(map(str, gone)) | stored
    for index, entity in change.dropped_vectors:
        told.setdefault("vectors", {}).setdefault(index, {})[str(entity)] = None
    for one in change.vectors:
        there = told.setdefault("vectors", {}).setdefault(one.index, {})
        there[str(one.entity)] = packed(one.embedding)
    if change.dropped_vector_indexes:
        told["dropped_vector_indexes"] = dict.fromkeys(change.dropped_vector_indexes)
    if change.next_ids:
        told["next_ids"] = {str(name): id for name, id in change.next_ids.items()}
    return told


def rebuilt(told: Mapping[str, Any], reason: str) -> Change:
    """The change whose `after` this is."""
    parts: dict[str, Any] = {"next_ids": told.get("next_ids", {}), "reason": reason}
    for name, layout in LAYOUTS.items():
        given = told.get(name, {})
        keys = layout.keys(given)
        records = zip(keys, given.values(), strict=True)
        parts[name] = [layout.kind.record(key, one) for key, one in records if one is not None]
        gone = [key for key, one in zip(keys, given.values(), strict=True) if one is None]
        if gone:
            parts[f"dropped_{name}"] = gone
    emptied = list(told.get("dropped_vector_indexes", ()))
    if emptied:
        parts["dropped_vector_indexes"] = emptied
    parts["vectors"] = [Vector(*key, unpacked(one)) for key, one in _vectors(told) if one]
    parts["dropped_vectors"] = [
        key for key, one in _vectors(told) if one is None and key[0] not in emptied
    ]
    return Change(**parts)


def _vectors(told: Mapping[str, Any]) -> Iterable[tuple[tuple[str, int], str | None]]:
    for index, entities in told.get("vectors", {}).items():
        for entity, one in entities.items():
            yield (index, int(entity)), one


def fit(before: Side, after: Side) -> None:
    """Name on both sides what either names, null where there was none or is none."""
    for name in [name for name, one in before.items() if not one]:
        del before[name]
    for name in after:
        if name in ("next_ids", "dropped_vector_indexes"):
            continue
        was, now = before.setdefault(name, {}), after[name]
        if name == "vectors":
            _fit_vectors(was, now)
            continue
        for key in now:
            was.setdefault(key, None)
    for index, entities in before.get("vectors", {}).items():
        now = after.setdefault("vectors", {}).setdefault(index, {})
        for entity in entities:
            now.setdefault(entity, None)


def _fit_vectors(was: dict[str, Any], now: Mapping[str, Any]) -> None:
    for index, entities in now.items():
        there = was.setdefault(index, {})
        for entity in entities:
            there.setdefault(entity, None)
