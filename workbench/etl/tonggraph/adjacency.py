"""Where the adjacency beside a file and the file's edges differ."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...core.property_graph.raw_file import RawFile
from .sidecar import Adjacency

Ints = NDArray[np.int64]


def difference(raw: RawFile, adjacency: Adjacency) -> tuple[str, str] | None:
    """The code of a finding and what was seen; None where both tell the same edges.

    Edges newer than all those of the sidecar are how TongGraph leaves it in use.
    """
    edges = _edges(raw)
    ids = [row[0] for row in raw.tables.get("nodes", ()) if type(row[0]) is int]
    slots = max(ids, default=-1) + 1
    if slots == adjacency.slots and _is_of(adjacency, edges):
        return None
    told = _told(adjacency)
    newer = edges[0] > (told[0].max() if told.shape[1] else -1)
    listed, expected = told, edges[:, ~newer]
    if listed.shape != expected.shape or (listed != expected).any():
        return "sidecar-contradicts", _seen(listed, expected)
    if not _ascending(adjacency):
        return "sidecar-contradicts", "the edges of a node do not ascend by id"
    if newer.any() or slots > adjacency.slots:
        seen = f"it lacks {int(newer.sum())} edges and {max(slots - adjacency.slots, 0)} nodes"
        return "sidecar-behind", seen
    if slots < adjacency.slots:
        return "sidecar-contradicts", f"it has {adjacency.slots} nodes, the file {slots}"
    return None


def _edges(raw: RawFile) -> Ints:
    """(3, edges): id, source, target of every row whose ends are numbers, by id."""
    rows = raw.tables.get("edges", ())
    columns = list(zip(*rows, strict=True))[:3]
    if any(set(map(type, column)) != {int} for column in columns):
        rows = [row for row in rows if {type(value) for value in row[:3]} == {int}]
        columns = list(zip(*rows, strict=True))[:3]
    return np.array(columns, np.int64) if columns else np.empty((3, 0), np.int64)


def _is_of(adjacency: Adjacency, edges: Ints) -> bool:
    """Whether the edges make exactly this adjacency."""
    ids, *ends = edges
    for at, (offsets, listed) in zip(ends, _sides(adjacency), strict=True):
        counts = np.diff(offsets)
        if len(at) != len(listed) or (len(at) and not 0 <= at.min() <= at.max() < len(counts)):
            return False
        if (np.bincount(at, minlength=len(counts)) != counts).any():
            return False
        if (ids[np.argsort(at, kind="stable")] != listed).any():
            return False
    return True


def _sides(adjacency: Adjacency) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints]]:
    """Offsets and edge ids, outwards and inwards; numbers too large for an id are negative."""
    out, out_edges, into, in_edges = (part.astype(np.int64) for part in adjacency[1:])
    return (out, out_edges), (into, in_edges)


def _told(adjacency: Adjacency) -> Ints:
    """(3, edges): what the sidecar says of every edge that it lists, by id; -1 for an end
    that it does not tell."""
    nodes = np.arange(adjacency.slots)
    sides = [(edges, np.repeat(nodes, np.diff(at))) for at, edges in _sides(adjacency)]
    ids = np.unique(np.concatenate([edges for edges, _ in sides]))
    found = np.full((3, len(ids)), -1, np.int64)
    found[0] = ids
    for row, (edges, ends) in enumerate(sides, start=1):
        found[row, np.searchsorted(ids, edges)] = ends
    return found


def _ascending(adjacency: Adjacency) -> bool:
    """Whether each node's edges ascend."""
    for offsets, edges in _sides(adjacency):
        falls = np.flatnonzero(np.diff(edges) <= 0) + 1
        if not np.isin(falls, offsets).all():
            return False
    return True


def _seen(listed: Ints, expected: Ints) -> str:
    told = {int(edge[0]): edge[1:].tolist() for edge in listed.T}
    there = {int(edge[0]): edge[1:].tolist() for edge in expected.T}
    differ = sorted(e for e in told.keys() | there.keys() if told.get(e) != there.get(e))
    shown = [f"{e}: {told.get(e, 'none')}, file {there.get(e, 'none')}" for e in differ[:5]]
    return f"{len(differ)} edges have other ends than in the file, as {'; '.join(shown)}"
