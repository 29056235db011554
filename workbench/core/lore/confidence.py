"""How far a relation can be trusted.

Source: reference of the lore engine, section 1.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .edges import EdgeRecord

RELIABILITY: Mapping[str, float] = {
    "canonical": 1.0,
    "factional": 0.75,
    "rumor": 0.5,
    "dialogue": 0.4,
    "fanon": 0.3,
}


def reliability(said: Any) -> float | None:
    """What a source's reliability weighs: a word of the list above, or a number; else None."""
    if isinstance(said, str):
        return RELIABILITY.get(said)
    return float(said) if isinstance(said, int | float) else None


def confidence(edge: EdgeRecord, sources: Mapping[str, float]) -> float | None:
    """The smallest, over the edge's known sources, of extraction times reliability.

    `sources` tells the reliability of each. None where no source of the edge is known.
    """
    each = edge.props.get("extraction_confidences") or ()
    if len(each) != len(edge.sources):
        each = [edge.extraction_confidence] * len(edge.sources)
    found = [
        extraction * sources[source]
        for source, extraction in zip(edge.sources, each, strict=True)
        if source in sources
    ]
    return min(found, default=None)
