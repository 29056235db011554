"""What restricts a search: labels, the edge type and properties of what is found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...core.errors import BadInput
from ...core.property_graph.records import Properties, Scalar, Target
from ..changing.rules import checked_labels, checked_properties, checked_text
from .matching import Record

if TYPE_CHECKING:
    from ..state.state import State


@dataclass(frozen=True, slots=True)
class Filters:
    """All of `labels` and `properties` are needed; a property's type has to agree too."""

    labels: tuple[str, ...] = ()
    edge_type: str | None = None
    properties: Properties | None = None

    @classmethod
    def of(
        cls,
        labels: Iterable[str] | None,
        edge_type: str | None,
        properties: Mapping[str, Any] | None,
    ) -> Filters:
        """BadInput for what can be no label, type or property."""
        if edge_type is not None:
            checked_text(edge_type, "edge_type")
        return cls(checked_labels(labels), edge_type, checked_properties(properties))

    def __bool__(self) -> bool:
        return bool(self.labels or self.edge_type is not None or self.properties)

    def fit(self, target: Target, what: str) -> None:
        """BadInput where `what`, an index of nodes or of edges, has nothing of that kind."""
        if target == "node" and self.edge_type is not None:
            raise BadInput(f"edge_type cannot be used with a node {what}; filter by labels")
        if target == "edge" and self.labels:
            raise BadInput(f"labels cannot be used with an edge {what}; filter by edge_type")

    def accept(self, record: Record) -> bool:
        """Whether a node, or an edge, has all of it; what the other kind alone has is no bar."""
        if not self:
            return True
        if hasattr(record, "labels"):
            if any(label not in record.labels for label in self.labels):
                return False
        elif self.edge_type is not None and record.edge_type != self.edge_type:
            return False
        return all(
            key in record.properties and _same(record.properties[key], value)
            for key, value in (self.properties or {}).items()
        )

    def survivors(self, state: State, target: Target) -> NDArray[np.int64]:
        """Ascending ids of all nodes, or edges, that are accepted."""
        found: list[NDArray[np.int64]] = []
        if target == "node":
            found += [state.nodes.with_label(label) for label in dict.fromkeys(self.labels)]
        elif self.edge_type is not None:
            found.append(state.edges.of_type(self.edge_type))
        held = state.nodes if target == "node" else state.edges
        for key, value in (self.properties or {}).items():
            ids = [held.with_property(key, same) for same in _spellings(value)]
            found.append(np.sort(np.concatenate(ids)))
        if not found:
            return held.ids()
        return reduce(lambda a, b: np.intersect1d(a, b, assume_unique=True), found)


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _spellings(value: Scalar) -> tuple[Scalar, ...]:
    """Zero has two signs, which an index of properties tells apart and equality does not."""
    return (0.0, -0.0) if isinstance(value, float) and value == 0 else (value,)
