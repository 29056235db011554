"""Rows of files added to a graph, in one change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from ...core.errors import BadInput
from .rows import EdgeRow, NodeRow


class AddsRecords(Protocol):
    """A change in the making that checks what it is given."""

    def add_node(
        self,
        external_id: str | None = None,
        labels: Any = None,
        properties: Mapping[str, Any] | None = None,
    ) -> int: ...

    def add_edge(
        self,
        source: int,
        target: int,
        edge_type: str,
        properties: Mapping[str, Any] | None = None,
    ) -> int: ...

    def id_of(self, external_id: str) -> int | None: ...


def add_nodes(rows: Iterable[NodeRow], draft: AddsRecords) -> list[int]:
    """Add nodes in their order: their ids. BadInput with file and line for the first bad one."""
    return [_added(one.where, draft.add_node, *one[1:]) for one in rows]


def add_edges(rows: Iterable[EdgeRow], draft: AddsRecords) -> list[int]:
    """Add edges in their order: their ids. BadInput with file and line for the first bad one."""
    return [_added_edge(one, draft) for one in rows]


def _added_edge(row: EdgeRow, draft: AddsRecords) -> int:
    ends = [_node(end, row.where, draft) for end in (row.source, row.target)]
    return _added(row.where, draft.add_edge, *ends, row.edge_type, row.properties)


def _added(where: str, add: Callable[..., int], *values: Any) -> int:
    try:
        return int(add(*values))
    except BadInput as error:
        raise BadInput(f"{where}: {error}") from error


def _node(end: str | int, where: str, draft: AddsRecords) -> int:
    if isinstance(end, int):
        return end
    found = draft.id_of(end)
    if found is None:
        raise BadInput(
            f"{where}: unknown node reference {end!r}: no node has this external id. Import the "
            "nodes first; where ends are internal ids, say ends='id'."
        )
    return found
