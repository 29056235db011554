"""Labels and relationship types, for engines on which they share one space of names."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ...core.errors import BadInput
from ...core.values import Edge, Node
from .records import check_edge, check_node

IN_USE = (
    "CALL db.labels() YIELD label RETURN 'label' AS kind, label AS name UNION ALL "
    "CALL db.relationshipTypes() YIELD relationshipType "
    "RETURN 'type' AS kind, relationshipType AS name"
)


class Names:
    """The names in use; a name that the engine cannot take is refused before it is sent.

    `may_share`: the engine keeps labels and types apart. `unfit`: characters that no name of
    either kind may have.
    """

    def __init__(
        self,
        labels: Iterable[str] = (),
        types: Iterable[str] = (),
        *,
        may_share: bool = False,
        unfit: str = "",
    ) -> None:
        self.labels, self.types = set(labels), set(types)
        self._may_share, self._unfit = may_share, frozenset(unfit)

    def admit(self, labels: Collection[str] = (), types: Collection[str] = ()) -> None:
        """BadInput where one of these cannot be a new label or relationship type."""
        for name in (*labels, *types):
            if not name.strip():
                raise BadInput(
                    f"a label or type is not blank on this engine, found {name!r}; rename it"
                )
            if not self._unfit.isdisjoint(name):
                raise BadInput(
                    f"a label or relationship type on this engine has none of the characters "
                    f"{' '.join(sorted(self._unfit))}, found {name!r}; rename it"
                )
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
    """The labels of nodes and the types of edges; BadInput where a record is none."""
    labels, types = set[str](), set[str]()
    for node in nodes:
        check_node(node)
        labels.update(node.labels)
    for edge in edges:
        check_edge(edge)
        types.add(edge.type)
    return labels, types
