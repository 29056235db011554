"""Adding, changing and deleting nodes and edges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from ...core.errors import BadInput
from ...core.property_graph.change import Change
from ...core.property_graph.records import EdgeRecord, NodeRecord
from ..changing.draft import Draft
from ..handle import Handle
from ..state.state import State

Answer = TypeVar("Answer")

_NODE_KEYS = ("external_id", "labels", "properties")
_EDGE_KEYS = ("source", "target", "edge_type", "properties")


class Changes:
    """Writes of records: each call is one commit, whole or not at all."""

    _handle: Handle

    def add_node(
        self,
        external_id: str | None = None,
        labels: Iterable[str] | None = None,
        properties: Mapping[str, Any] | None = None,
    ) -> int:
        """Add a node; its id. Without an external id it gets `node:<id>`."""
        return self.drafted(
            "add_node", lambda draft: draft.add_node(external_id, labels, properties)
        )

    def add_nodes(self, nodes: Iterable[Mapping[str, Any]]) -> list[int]:
        """Add nodes given as {external_id, labels, properties}, all or none; their ids."""
        given = [_checked(one, _NODE_KEYS, (), at, "nodes") for at, one in _each(nodes, "nodes")]
        return self.drafted("add_nodes", lambda draft: _all(given, "nodes", draft.add_node))

    def add_edge(
        self,
        source: int,
        target: int,
        edge_type: str,
        properties: Mapping[str, Any] | None = None,
    ) -> int:
        """Add a directed edge; its id. Parallel edges and loops are edges like others."""
        return self.drafted(
            "add_edge", lambda draft: draft.add_edge(source, target, edge_type, properties)
        )

    def add_edges(self, edges: Iterable[Mapping[str, Any]]) -> list[int]:
        """Add edges given as {source, target, edge_type, properties}, all or none; their ids."""
        needed = _EDGE_KEYS[:3]
        given = [
            _checked(one, _EDGE_KEYS, needed, at, "edges") for at, one in _each(edges, "edges")
        ]
        return self.drafted("add_edges", lambda draft: _all(given, "edges", draft.add_edge))

    def update_node(self, node_id: int, **changes: Any) -> NodeRecord:
        """Change external_id=, add_labels=, remove_labels=, set_properties=, remove_properties=.

        The node as it is then. Removals come first: what is both removed and set is set.
        """
        _known(changes, ("external_id", "add_labels", "remove_labels", *_PROPERTIES))
        return self.drafted("update_node", lambda draft: draft.update_node(node_id, **changes))

    def update_edge(self, edge_id: int, **changes: Any) -> EdgeRecord:
        """Change set_properties=, remove_properties=; the edge as it is then."""
        _known(changes, _PROPERTIES)
        return self.drafted("update_edge", lambda draft: draft.update_edge(edge_id, **changes))

    def delete_node(self, node_id: int, *, detach: bool = False) -> None:
        """Remove a node; with `detach` its edges too, else a node with edges is refused.

        A node that owns a variable stays. Its vectors go with it; its id is never used again.
        """
        self.drafted("delete_node", lambda draft: draft.delete_node(node_id, detach=detach))

    def delete_edge(self, edge_id: int) -> None:
        self.drafted("delete_edge", lambda draft: draft.delete_edge(edge_id))

    def drafted(self, reason: str, act: Callable[[Draft], Answer]) -> Answer:
        """Commit what `act` does to a draft, whole or not at all; what it gives.

        It is called again where others commit in between. `reason` is told in the log.
        """
        answers: list[Answer] = []

        def made(state: State) -> Change:
            draft = Draft(state)
            answers.append(act(draft))
            return draft.change(reason) if draft else Change()

        self._handle.commit(made)
        return answers[-1]


_PROPERTIES = ("set_properties", "remove_properties")


def _each(records: Any, what: str) -> Iterable[tuple[int, Any]]:
    if isinstance(records, str | bytes | Mapping) or not isinstance(records, Iterable):
        raise BadInput(f"{what}: expected a list of mappings, seen {records!r}")
    return enumerate(records)


def _all(given: list[dict[str, Any]], what: str, add: Callable[..., int]) -> list[int]:
    """The ids; an error tells which of them it is about."""
    ids = []
    for at, one in enumerate(given):
        try:
            ids.append(add(**one))
        except BadInput as error:
            raise type(error)(f"{what}[{at}]: {error}") from error
    return ids


def _checked(
    record: Any, keys: tuple[str, ...], needed: tuple[str, ...], at: int, what: str
) -> dict[str, Any]:
    if not isinstance(record, Mapping):
        raise BadInput(f"{what}[{at}]: expected a mapping with {', '.join(keys)}, seen {record!r}")
    unknown, missing = set(record) - set(keys), [key for key in needed if key not in record]
    if unknown or missing:
        odd = f"unknown {sorted(map(str, unknown))}" if unknown else f"missing {missing}"
        raise BadInput(f"{what}[{at}]: {odd}; expected {', '.join(keys)}")
    return dict(record)


def _known(changes: Mapping[str, Any], keys: tuple[str, ...]) -> None:
    unknown = sorted(set(changes) - set(keys))
    if unknown:
        raise BadInput(f"unknown argument {unknown[0]!r}; expected some of {', '.join(keys)}")
