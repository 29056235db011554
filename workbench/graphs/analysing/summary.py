"""What a graph holds, in counts and samples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.property_graph.records import Scalar
from ..state import State
from ..state.properties import Column

_SAMPLES = 3
_NAMES = {bool: "bool", int: "int", float: "float", str: "string"}


def schema(state: State) -> dict[str, list[dict[str, Any]]]:
    """Labels and edge types with counts; properties with types, counts and samples.

    `{labels, edge_types, node_properties, edge_properties}`, each list ascending by name;
    samples are up to three distinct values, as `{type, value}`, in the order of ids.
    """
    return {
        "labels": _counts(state.nodes.labels()),
        "edge_types": _counts(state.edges.types()),
        "node_properties": _properties(state.nodes.property_columns()),
        "edge_properties": _properties(state.edges.property_columns()),
    }


def stats(state: State, *, persistence_mode: str = "postgresql") -> dict[str, Any]:
    """How many records there are of each kind, and of each label and type.

    `segment` tells how many edges lie in the mirror's columns, and how many came since.
    """
    kept = state.edges.in_columns()
    return {
        "persistence_mode": persistence_mode,
        "nodes": len(state.nodes),
        "edges": len(state.edges),
        "variables": len(state.variables),
        "factors": len(state.factors),
        "evidence": len(state.evidence),
        "traces": len(state.traces),
        "labels": _counts(state.nodes.labels()),
        "edge_types": _counts(state.edges.types()),
        "fulltext_indexes": len(state.text_indexes),
        "vector_indexes": len(state.vector_indexes),
        "vectors": sum(len(table) for table in state.vectors.values()),
        "segment": {"base_edges": kept, "delta_edges": len(state.edges) - kept},
    }


def _counts(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    return [{"name": name, "count": counts[name]} for name in sorted(counts)]


def _properties(columns: Mapping[str, Column]) -> list[dict[str, Any]]:
    return [_property(key, columns[key]) for key in sorted(columns)]


def _property(key: str, column: Column) -> dict[str, Any]:
    there = np.flatnonzero(np.bincount(column.codes, minlength=len(column.values)))
    return {
        "key": key,
        "types": sorted({_type(column.values[code]) for code in there.tolist()}),
        "count": len(column.ids),
        "samples": [
            {"type": _type(value), "value": value}
            for value in (column.values[code] for code in _first(column.codes))
        ],
    }


def _first(codes: NDArray[np.int32]) -> list[int]:
    """The first distinct codes, as many as there are samples."""
    found: list[int] = []
    while len(codes) and len(found) < _SAMPLES:
        found.append(int(codes[0]))
        codes = codes[codes != codes[0]]
    return found


def _type(value: Scalar) -> str:
    return _NAMES[type(value)]
