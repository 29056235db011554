"""JSON texts as `jsonb` is to keep them.

PostgreSQL keeps a number's value and its digits behind the point, and no exponent: 1e+23 would
come back as an integer of 24 digits, which is another number than the float that was meant.
Written as 100000000000000000000000.0 it comes back as that float.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ...core.collections.records import SparseVector

_EXPONENT = re.compile(r"\d[eE][+-]?\d")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?[eE][+-]?\d+', re.DOTALL)
_WHOLE = 400  # digits; beyond any float, and left for PostgreSQL to judge


def kept(text: str) -> str:
    """A JSON text with its floats so that `jsonb` gives them back as floats."""
    return _TOKEN.sub(_plain, text) if _EXPONENT.search(text) else text


def _plain(found: re.Match[str]) -> str:
    text = found[0]
    if text[0] == '"' or abs(int(re.split("[eE]", text)[1])) > _WHOLE:
        return text
    plain = format(Decimal(text), "f")
    return plain if "." in plain else f"{plain}.0"


def sparse_texts(sparse: Mapping[str, Sequence[SparseVector | None]], count: int) -> list[Any]:
    """The sparse vectors of each point as one JSON object by name; None where it has none."""
    found: list[dict[str, Any]] = [{} for _ in range(count)]
    for name, vectors in sparse.items():
        for point, vector in zip(found, vectors, strict=True):
            if vector is not None:
                point[name] = {str(int(at)): float(weight) for at, weight in vector.items()}
    return [kept(json.dumps(point)) if point else None for point in found]


def sparse_vectors(texts: Sequence[str | None]) -> dict[str, list[SparseVector | None]]:
    """What `sparse_texts` was given, by name; names that no point has are not there."""
    found: dict[str, list[SparseVector | None]] = {}
    for row, text in enumerate(texts):
        if text is None:
            continue
        for name, vector in json.loads(text).items():
            column = found.setdefault(name, [None] * len(texts))
            column[row] = {int(at): weight for at, weight in vector.items()}
    return found
