"""Records of a graph from files and into files, under TongGraph's names of calls."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ...core.property_graph.records import EdgeRecord, NodeRecord
from ...etl.tonggraph import adding, exporting, rows
from ...graphs.calls.changes import Changes
from ...graphs.calls.records import Records, found

if TYPE_CHECKING:
    from ...etl.tonggraph.rows import Ends


class Exports(Records):
    """Writes records to files; a file of that name is replaced once the new one is whole."""

    def export(self, path: str | os.PathLike[str]) -> int:
        """Write everything: `property_graphs.read(path, name)` gives it back. How many records."""
        return exporting.export_jsonl(self.model(), path)

    def export_nodes_jsonl(
        self, path: str | os.PathLike[str], nodes: Iterable[int] | None = None
    ) -> int:
        """Write nodes, all where none are named, a line each; how many."""
        chosen: list[NodeRecord] = _chosen(self.state.nodes, nodes, "node")
        return exporting.export_nodes_jsonl(chosen, path)

    def export_edges_jsonl(
        self, path: str | os.PathLike[str], edges: Iterable[int] | None = None
    ) -> int:
        """Write edges, all where none are named, a line each with external ids; how many."""
        state = self.state
        chosen: list[EdgeRecord] = _chosen(state.edges, edges, "edge")
        ends = {end for edge in chosen for end in (edge.source, edge.target)}
        nodes: list[NodeRecord] = _chosen(state.nodes, ends, "node")
        names = {node.id: node.external_id for node in nodes}
        return exporting.export_edges_jsonl(chosen, path, external_ids=names)

    def export_query_rows_jsonl(
        self, path: str | os.PathLike[str], rows: Iterable[Mapping[str, Any]]
    ) -> int:
        """Write rows of a query, a line each; how many."""
        return exporting.export_rows_jsonl(rows, path)


class Imports(Changes):
    """Adds records of files: each call is one commit, whole or not at all."""

    def import_nodes_csv(self, path: str | os.PathLike[str]) -> list[int]:
        """Add the nodes of a CSV; their ids. BadInput names the line. See `etl.tonggraph.rows`."""
        given = list(rows.node_rows(path))
        return self.drafted("import_nodes", lambda draft: adding.add_nodes(given, draft))

    def import_edges_csv(
        self, path: str | os.PathLike[str], *, ends: Ends = "external_id"
    ) -> list[int]:
        """Add the edges of a CSV; their ids. `ends` are external ids, or with "id" ids."""
        given = list(rows.edge_rows(path, ends=ends))
        return self.drafted("import_edges", lambda draft: adding.add_edges(given, draft))

    import_nodes_jsonl = import_nodes_csv  # the file's own ending tells its form
    import_edges_jsonl = import_edges_csv


def _chosen(there: Any, ids: Iterable[int] | None, kind: str) -> list[Any]:
    """Records of these ids, all where none are named; RecordNotFound for one that is not there."""
    return list(there) if ids is None else [found(there.get(id), kind, id) for id in ids]
