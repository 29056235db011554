"""Values as JSON that is the same for equal values, and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from hashlib import blake2b, sha256
from math import isfinite
from typing import Any
from uuid import UUID

from ..core.errors import BadInput
from ..core.values import Edge, Node, Path


def tagged(value: Any) -> Any:
    """A value in JSON's types; those that JSON lacks become `{"$<type>": …}`.

    Equal values give equal results: -0.0 is 0.0, a time with an offset is told in UTC, sets
    are sorted. Element ids of edges are left out, for an engine gives new ones to a copy.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value + 0.0 if isfinite(value) else {"$float": str(value)}
    if isinstance(value, list | tuple):
        return [tagged(item) for item in value]
    if isinstance(value, dict):
        plain = {str(key): tagged(item) for key, item in value.items()}
        return {"$map": plain} if _looks_tagged(plain) else plain
    if isinstance(value, Node | Edge | Path):
        return _graph_value(value)
    return _tagged_scalar(value)


def _graph_value(value: Node | Edge | Path) -> dict[str, Any]:
    if isinstance(value, Node):
        return {"$node": [value.id, sorted(value.labels), tagged(dict(value.properties))]}
    if isinstance(value, Edge):
        ends = [value.source, value.type, value.target]
        return {"$edge": [*ends, tagged(dict(value.properties))]}
    return {"$path": [[tagged(part) for part in parts] for parts in (value.nodes, value.edges)]}


def _tagged_scalar(value: Any) -> Any:
    if isinstance(value, datetime):
        aware = value.astimezone(UTC) if value.tzinfo else value
        return {"$timestamp": aware.isoformat()}
    if isinstance(value, bytes | bytearray | memoryview):
        return {"$bytes": bytes(value).hex()}
    if isinstance(value, timedelta):
        return {"$seconds": str(Decimal(value // timedelta(microseconds=1)).scaleb(-6))}
    if isinstance(value, date | time):
        return {f"${type(value).__name__}": value.isoformat()}
    if isinstance(value, set | frozenset):
        return {"$set": sorted((tagged(item) for item in value), key=text_of)}
    if type(value).__name__ == "ndarray":
        return {"$vector": [tagged(item) for item in value.tolist()]}
    if hasattr(value, "dtype"):
        return tagged(value.item())
    return {f"${type(value).__name__.lower()}": str(value)}


def untagged(value: Any) -> Any:
    """The value that `tagged` told, for every type that a parameter can have."""
    if isinstance(value, list):
        return [untagged(item) for item in value]
    if not isinstance(value, dict):
        return value
    if not _looks_tagged(value):
        return {key: untagged(item) for key, item in value.items()}
    ((tag, content),) = value.items()
    if tag not in _BACK:
        raise BadInput(f"a parameter of type {tag} cannot be given again; edit the capsule")
    return _BACK[tag](content)


def _vector(content: list[Any]) -> Any:
    import numpy

    return numpy.array([untagged(item) for item in content], dtype=numpy.float32)


_BACK: dict[str, Callable[[Any], Any]] = {
    "$float": float,
    "$map": lambda content: {key: untagged(item) for key, item in content.items()},
    "$timestamp": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$time": time.fromisoformat,
    "$seconds": lambda content: timedelta(microseconds=int(Decimal(content).scaleb(6))),
    "$bytes": bytes.fromhex,
    "$uuid": UUID,
    "$decimal": Decimal,
    "$vector": _vector,
}


def _looks_tagged(value: dict[str, Any]) -> bool:
    return len(value) == 1 and next(iter(value)).startswith("$")


def text_of(value: Any) -> str:
    """Tagged JSON as compact text, keys sorted."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(value: Any) -> str:
    """16 hexadecimal digits for a value; among 10,000 rows two share one by chance 3 in 10^12."""
    return blake2b(_bytes(text_of(tagged(value))), digest_size=8).hexdigest()


def fingerprint(text: str) -> str:
    """SHA-256 of a text."""
    return sha256(_bytes(text)).hexdigest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
