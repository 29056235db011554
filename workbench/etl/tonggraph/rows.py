"""Nodes and edges of CSV and JSONL files that others wrote, to be added to a graph.

The columns are TongGraph's. Its importer took every end that reads as a number for an internal
id; here an end is an external id, unless the caller says that it is an id, and a file is added
whole or not at all: whoever adds the rows does it in one change.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from ...core.errors import BadInput
from .delimited import csv_rows
from .forms import is_id
from .importing import lines

Ends: TypeAlias = Literal["external_id", "id"]
_NODE_COLUMNS = {"id", "external_id", "labels", "properties"}
_DIGITS = re.compile("[0-9]{1,18}")
_ENDS = ("source_external_id", "target_external_id")
_EDGE_COLUMNS = {"id", "source", "target", "edge_type", "type", "properties", *_ENDS}


class NodeRow(NamedTuple):
    """A node to be added; `where` is its file and line."""

    where: str
    external_id: str | None
    labels: list[str]
    properties: dict[str, Any]


class EdgeRow(NamedTuple):
    """An edge to be added, its ends by external id (text) or by id (int)."""

    where: str
    source: str | int
    target: str | int
    edge_type: str
    properties: dict[str, Any]


def node_rows(path: str | os.PathLike[str]) -> Iterator[NodeRow]:
    """The nodes of a `.csv` or `.jsonl` file; an `id` in it is not read, nodes get new ones.

    CSV: `external_id`, `labels` (A|B), `properties` (a JSON object); every other column is a
    property of its name, read as JSON where that gives a scalar, else as text; empty cells are
    left out. JSONL: an object a line with those fields, labels as a list.
    """
    for where, row in _rows(path, _NODE_COLUMNS):
        name = row.get("external_id")
        if not (name is None or isinstance(name, str)):
            raise BadInput(f"{where}, external_id: expected a text, found {name!r}")
        yield NodeRow(where, name or None, _labels(row, where), _properties(row, where))


def edge_rows(path: str | os.PathLike[str], *, ends: Ends = "external_id") -> Iterator[EdgeRow]:
    """The edges of a `.csv` or `.jsonl` file: `source`, `target`, `edge_type` or `type`.

    The ends are external ids, or with `ends="id"` ids of the graph that takes them. What
    `export_edges_jsonl` wrote names both, and is read by either.
    """
    if ends not in ("external_id", "id"):
        raise BadInput(f"ends: expected 'external_id' or 'id', found {ends!r}")
    for where, row in _rows(path, _EDGE_COLUMNS):
        type = row.get("edge_type") or row.get("type")
        if not isinstance(type, str):
            raise BadInput(f"{where}: expected a text as edge_type or type, found {type!r}")
        source, target = (_end(row, name, ends, where) for name in ("source", "target"))
        yield EdgeRow(where, source, target, type, _properties(row, where))


def _end(row: Mapping[str, Any], name: str, ends: Ends, where: str) -> str | int:
    value: Any = row.get(name)
    if ends == "id":
        if is_id(value) or (isinstance(value, str) and _DIGITS.fullmatch(value)):
            return int(value)
        raise BadInput(f"{where}, {name}: expected an id (digits), found {value!r}")
    value = row.get(f"{name}_external_id") or value
    if isinstance(value, str) and value:
        return value
    raise BadInput(
        f"{where}, {name}: expected the external id of a node, found {value!r}; where ends are "
        "internal ids, say ends='id'"
    )


def _labels(row: Mapping[str, Any], where: str) -> list[str]:
    labels = row.get("labels") or []
    if not isinstance(labels, list) or not all(isinstance(one, str) for one in labels):
        raise BadInput(f"{where}, labels: expected a list of texts, found {labels!r:.200}")
    return labels


def _properties(row: Mapping[str, Any], where: str) -> dict[str, Any]:
    given = row.get("properties") or {}
    if not isinstance(given, dict):
        raise BadInput(f"{where}, properties: expected a JSON object, found {given!r:.200}")
    return given


def _rows(path: str | os.PathLike[str], columns: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a file, each with where it stands."""
    file = Path(path)
    if file.suffix == ".csv":
        return csv_rows(file, columns)
    if file.suffix in (".jsonl", ".ndjson"):
        return ((f"{file.name}, line {number}", row) for number, row in lines(file))
    raise BadInput(f"{file.name}: expected a file named .csv, .jsonl or .ndjson")
