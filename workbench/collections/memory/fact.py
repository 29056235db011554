"""A fact, and how its point holds it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ...core.errors import BadInput
from . import confidence as trust
from .area import EXPIRES

LONGEST, LARGEST = 2 * 1024, 64 * 1024  # bytes of a fact and of its metadata
FACT, ENTITY = "Fact", "Entity"  # labels, for patterns of the language
NAME = "_entity"  # the field with the name of an entity
_OWN = ("content", "confidence", "created_at", EXPIRES)


@dataclass(frozen=True, slots=True)
class Fact:
    """A remembered text.

    `score` is the similarity to what was asked, `ranked_by` the number that put it in its place.
    Times are Unix seconds, `expires_at` None where it has no end.
    """

    id: int
    text: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
    confidence: float = trust.FIRST
    created_at: float | None = None
    expires_at: float | None = None
    score: float | None = None
    ranked_by: float | None = None

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def date(self) -> str:
        """The day that it is of: `date` of its metadata, else the UTC day it was remembered."""
        said = self.metadata.get("date")
        if isinstance(said, str) and said:
            return said
        if self.created_at is None or not math.isfinite(self.created_at):
            return "undated"
        return datetime.fromtimestamp(self.created_at, UTC).date().isoformat()


def fact_of(
    id: int,
    payload: Mapping[str, Any],
    *,
    score: float | None = None,
    ranked_by: float | None = None,
) -> Fact:
    """The fact of a payload."""
    return Fact(
        id,
        payload.get("content", ""),
        metadata_of(payload),
        trust.of(payload),
        payload.get("created_at"),
        payload.get(EXPIRES),
        score,
        ranked_by,
    )


def metadata_of(payload: Mapping[str, Any]) -> dict[str, Any]:
    """What was given with a fact or an entity; nothing that the memory keeps for itself."""
    return {k: v for k, v in payload.items() if not _is_own(k)}


def own_of(payload: Mapping[str, Any]) -> dict[str, Any]:
    """What the memory keeps for itself."""
    return {k: v for k, v in payload.items() if _is_own(k)}


def _is_own(key: str) -> bool:
    return key in _OWN or key.startswith("_")


def checked_metadata(metadata: Mapping[str, Any]) -> Mapping[str, Any]:
    """BadInput for reserved keys, what JSON has no word for, and more than 64 KiB of it."""
    if not isinstance(metadata, Mapping):
        raise BadInput(f"metadata: expected a dict, saw {metadata!r:.60}")
    for key in metadata:
        if not isinstance(key, str) or _is_own(key):
            others = f"other than {', '.join(_OWN)}, and without _ in front"
            raise BadInput(f"metadata: the key {key!r:.60} is reserved; expected texts {others}")
    try:
        size = len(json.dumps(dict(metadata), ensure_ascii=False, allow_nan=False).encode())
    except (TypeError, ValueError, RecursionError) as error:
        raise BadInput(f"metadata: expected what JSON has words for; {error}") from error
    if size > LARGEST:
        raise BadInput(f"metadata: expected at most {LARGEST} bytes of JSON, saw {size}")
    return metadata


def stored(text: str, old: Mapping[str, Any], now: float) -> dict[str, Any]:
    """The payload of a text, with what the payload of an earlier one says."""
    first = {"confidence": trust.FIRST, "created_at": now}
    return {**first, **old, "content": text, "_labels": _labels(old, FACT)}


def stored_entity(name: str, old: Mapping[str, Any]) -> dict[str, Any]:
    """The payload of an entity, with what its earlier payload says."""
    return {**old, NAME: name, "_labels": _labels(old, ENTITY)}


def _labels(old: Mapping[str, Any], label: str) -> list[str]:
    there = old.get("_labels")
    kept: Iterable[str] = there if isinstance(there, list) else ()
    return sorted({*kept, label})
