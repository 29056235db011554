"""A property graph, or records of one, as JSON lines.

A whole graph is one file: a line that names the format, then a line a record with its `kind`,
by kind and id ascending, then a line that counts them, so that half a file is known for one.
Numbers come back as they were: a float has its shortest digits, a vector's are the float64 of
its float32.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ...core.errors import BadInput
from ...core.property_graph.change import Model
from ...core.property_graph.plain import KINDS, vector_values
from ...core.property_graph.records import EdgeRecord, NodeRecord

FORMAT, VERSION = "polystore-workbench property graph", 1
SINGULAR = {
    "nodes": "node",
    "edges": "edge",
    "text_indexes": "text_index",
    "vector_indexes": "vector_index",
    "variables": "variable",
    "factors": "factor",
    "evidence": "evidence",
    "traces": "trace",
    "posteriors": "posterior",
}  # what a line of a kind says that it is; beside them there are "vector" and "log"
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def export_jsonl(model: Model, path: str | os.PathLike[str]) -> int:
    """Write all that a graph holds; the number of records. `import_jsonl` gives it back.

    A file of that name is replaced once the new one is whole.
    """
    head = {"format": FORMAT, "version": VERSION}
    told = {"next_ids": dict(model.next_ids), "metadata": dict(model.metadata)}
    return _write(path, _whole({**head, **told}, model)) - 2


def export_nodes_jsonl(nodes: Iterable[NodeRecord], path: str | os.PathLike[str]) -> int:
    """Write nodes, a line each: id, external id, labels, properties; how many."""
    kind = KINDS["nodes"]
    return _write(path, ({"id": one.id, **kind.values(one)} for one in nodes))


def export_edges_jsonl(
    edges: Iterable[EdgeRecord], path: str | os.PathLike[str], *, external_ids: Mapping[int, str]
) -> int:
    """Write edges, a line each, their ends by id and by external id too; how many.

    Ids are those of the graph that they leave; another finds the ends by their external ids.
    """
    return _write(path, (_edge(one, external_ids) for one in edges))


def export_rows_jsonl(rows: Iterable[Mapping[str, Any]], path: str | os.PathLike[str]) -> int:
    """Write rows of a query, a line each; nodes and edges in them as objects; how many."""
    return _write(path, (_jsonable(row) for row in rows))


def _whole(head: Mapping[str, Any], model: Model) -> Iterator[Mapping[str, Any]]:
    yield head
    count = 0
    for record in _records(model):
        yield record
        count += 1
    yield {"kind": "end", "records": count}


def _records(model: Model) -> Iterator[Mapping[str, Any]]:
    for name, kind in KINDS.items():
        for one in getattr(model, name):
            yield {"kind": SINGULAR[name], kind.key: getattr(one, kind.key), **kind.values(one)}
    for vector in model.vectors:
        yield {"kind": "vector", **vector_values(vector)}
    for entry in model.log:
        fields = ("seq", "op", "object_id", "payload", "created_at")
        yield {"kind": "log", **{field: getattr(entry, field) for field in fields}}


def _edge(edge: EdgeRecord, external_ids: Mapping[int, str]) -> dict[str, Any]:
    return {
        "id": edge.id,
        **KINDS["edges"].values(edge),
        "source_external_id": external_ids[edge.source],
        "target_external_id": external_ids[edge.target],
    }


def _jsonable(value: Any) -> Any:
    if isinstance(value, NodeRecord):
        return {"id": value.id, **KINDS["nodes"].values(value)}
    if isinstance(value, EdgeRecord):
        return {"id": value.id, **KINDS["edges"].values(value)}
    if isinstance(value, Mapping):
        return {key: _jsonable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_jsonable(one) for one in value]
    return value


def _write(path: str | os.PathLike[str], lines: Iterable[Mapping[str, Any]]) -> int:
    """Write lines beside the file and then in its place; how many."""
    target = Path(path)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    count = 0
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            for line in lines:
                file.write(_line(line, target) + "\n")
                count += 1
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return count


def _line(value: Mapping[str, Any], target: Path) -> str:
    try:
        line = _ENCODER.encode(value)
        line.encode()
    except (ValueError, TypeError) as error:
        raise BadInput(
            f"{target.name}: expected text and finite numbers to write, found {error} in "
            f"{value!r:.200}. No file was written."
        ) from error
    return line
