"""Labels and relationship types, for engines on which they share one space of names."""

from __future__ import annotations

from collections.abc import Iterable

from ...core.errors import BadInput
from ...core.values import Edge, Node

IN_USE = (
    "CALL db.labels() YIELD label RETURN 'label' AS kind, label AS name UNION ALL "
    "CALL db.relationshipTypes() YIELD relationshipType "
    "RETURN 'type' AS kind, relationshipType AS name"
)


class Names:
    """The names in use; a name taken by the other kind is refused before anything is sent.

    `may_share`: the engine keeps labels and types apart, and every name is welcome.
    """

    def __init__(
        self, labels: Iterable[str] = (), types: Iterable[str] = (), *, may_share: bool = False
    ) -> None:
        self.labels, self.types = set(labels), set(types)
        self._may_share = may_share

    def admit(self, labels: Iterable[str] = (), types: Iterable[str] = ()) -> None:
        self.labels.update(labels)
        self.types.update(types)
        if self._may_share or self.labels.isdisjoint(self.types):
            return
        both = sorted(self.labels & self.types)
        raise BadInput(
            f"a label and a relationship type may not share a name on this engine: {both}; "
            "rename one of the two, as in LIKES beside Like"
        )


def of(nodes: Iterable[Node], edges: Iterable[Edge]) -> tuple[set[str], set[str]]:
    """The labels of nodes and the types of edges."""
    return {name for node in nodes for name in node.labels}, {edge.type for edge in edges}
