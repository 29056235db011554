"""What a rule found, under an id that the next run gives it again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LABELS = {
    "contradiction": "Contradiction",
    "anachronism": "Anachronism",
    "ontology": "OntologyViolation",
    "orphan": "Orphan",
    "cross_store": "OntologyViolation",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`ids` are the nodes that it is about, `edges` and `rows` (`table:id`) what shows it.

    `about` tells apart what several findings of a rule on the same nodes are about (a property,
    a field). `told` are the properties that the reference gives a finding's node.
    """

    rule_id: str
    category: str
    severity: str
    ids: tuple[str, ...]
    edges: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)
    settings: tuple[str, ...] = ()
    confidence: float = 1.0

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def id(self) -> str:
        """SHA-1 over rule, sorted ids, and edges or rows: equal in every run and edge shape."""
        parts = (self.rule_id, *self.ids, *(self.edges or self.rows), *self.about)
        return hashlib.sha1("|".join(parts).encode(), usedforsecurity=False).hexdigest()

    def properties(self) -> dict[str, Any]:
        """As a graph keeps it, without what people add (flagged, acknowledged) and its date."""
        lists = {name: list(getattr(self, name)) for name in ("ids", "edges", "rows", "settings")}
        known = {name: value for name, value in self.told.items() if value is not None}
        named = {"rule_id": self.rule_id, "category": self.category, "severity": self.severity}
        return {**known, **named, **lists, "confidence": self.confidence}
