"""One rule at work on a snapshot: it decides, counts what it cannot decide, and tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ...time import Truth
from ..confidence import confidence
from ..edges import EdgeRecord
from .finding import Finding
from .rules import Rule
from .snapshot import Snapshot


@dataclass
class Check:
    """`undecided` counts the cases that the rule could neither affirm nor deny."""

    rule: Rule
    look: Snapshot
    undecided: int = 0

    def holds(self, truth: Truth) -> bool:
        """Whether it is true for certain; unknown is no violation, and is counted."""
        if truth.value is None:
            self.undecided += 1
        return truth.value is True

    def found(
        self,
        ids: Iterable[str],
        edges: Iterable[EdgeRecord] = (),
        *,
        rows: Iterable[str] = (),
        about: Iterable[str] = (),
        told: Mapping[str, Any],
    ) -> Finding:
        """A finding of this rule about these nodes, which these edges or rows show.

        `told` are the properties that the reference gives a finding of its category.
        """
        shown = {edge.edge_id: edge for edge in edges}
        named = tuple(sorted(set(ids)))
        return Finding(
            self.rule.id,
            self.rule.category,
            self.rule.severity,
            named,
            tuple(sorted(shown)),
            tuple(rows),
            tuple(about),
            told,
            self.look.settings_of(named),
            min((self.confidence(edge) for edge in shown.values()), default=1.0),
        )

    def confidence(self, edge: EdgeRecord) -> float:
        """What the least of its sources gives it; 1.0 where none is known."""
        known = confidence(edge, self.look.sources)
        return edge.extraction_confidence if known is None else known

    def name(self, id: str) -> str:
        entity = self.look.entities.get(id)
        return entity.name if entity else id


def written(edge: EdgeRecord) -> str:
    """An edge in one line: ends, type, window."""
    window = f" [{edge.valid_from or '…'}, {edge.valid_until or '…'}]"
    dated = edge.valid_from is not None or edge.valid_until is not None
    return f"{edge.from_id} {edge.type} {edge.to_id}{window if dated else ''}"
