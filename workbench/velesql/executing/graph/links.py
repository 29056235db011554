"""The edges and labels of a collection, in the arrays that patterns are laid on."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from ....collections.mirrors.adjacency import Adjacency, Neighbours
from ....collections.mirrors.mirror import Mirror
from ....collections.mirrors.table import Table
from ...tree.patterns import EdgePattern

Mask = NDArray[np.bool_]
Positions = NDArray[np.int64]

_FEW = 16  # times fewer rows than a table has, of which it is quicker to sort the ids


def neighbours(mirror: Mirror, pattern: EdgePattern) -> Neighbours:
    """Those that a relationship of the pattern's types and direction leads to."""
    adjacency = mirror.adjacency
    if pattern.types:
        texts = mirror.edges.labels.texts
        adjacency = adjacency.labelled(at for at, one in enumerate(texts) if one in pattern.types)
    if pattern.direction == "both":
        return _either_way(adjacency)
    return adjacency.out if pattern.direction == "out" else adjacency.into


def _either_way(adjacency: Adjacency) -> Neighbours:
    found = _BOTH.get(adjacency)
    if found is None:
        found = _BOTH[adjacency] = _both(adjacency.out, adjacency.into)
    return found


def has_loops(mirror: Mirror) -> bool:
    """Whether an edge leads from a point to itself."""
    adjacency = mirror.adjacency
    found = _LOOPS.get(adjacency)
    if found is None:
        out = adjacency.out
        found = _LOOPS[adjacency] = bool((_starting(out) == out.points).any())
    return found


def narrowed(
    neighbours: Neighbours, edges: Mask | None = None, points: Mask | None = None
) -> Neighbours:
    """Those over edges, and those to points, that the masks allow."""
    keep = np.ones(len(neighbours.edges), np.bool_) if edges is None else edges[neighbours.edges]
    if points is not None:
        keep &= points[neighbours.points]
    before = np.zeros(len(keep) + 1, np.int64)
    np.cumsum(keep, out=before[1:])
    return Neighbours(before[neighbours.starts], neighbours.edges[keep], neighbours.points[keep])


def _both(out: Neighbours, into: Neighbours) -> Neighbours:
    """Either way, an edge from a point to itself once."""
    sources, targets = _starting(out), _starting(into)
    other = targets != into.points
    at = np.concatenate((sources, targets[other]))
    order = np.argsort(at, kind="stable")
    starts = np.zeros(len(out.starts), np.int64)
    np.cumsum(np.bincount(at, minlength=len(starts) - 1), out=starts[1:])
    edges = np.concatenate((out.edges, into.edges[other]))[order]
    return Neighbours(starts, edges, np.concatenate((out.points, into.points[other]))[order])


def _starting(neighbours: Neighbours) -> Positions:
    return np.repeat(np.arange(len(neighbours.starts) - 1), np.diff(neighbours.starts))


def ranks(table: Table, rows: Positions) -> tuple[Positions, int]:
    """(n,) numbers that order rows as their ids do, and a bound that they are below."""
    if len(rows) * _FEW < table.size:
        values, found = np.unique(table.keys[rows], return_inverse=True)
        return found, len(values)
    whole = np.zeros(table.size, np.int64)
    whole[table.order] = np.arange(table.count)
    return whole[rows], table.count


class Labels:
    """Which points have which label; points are added as their table grows, and never move."""

    def __init__(self) -> None:
        self._seen = 0
        self._at: dict[str, list[int]] = {}
        self._masks: dict[str, Mask] = {}

    def mask(self, table: Table, label: str) -> Mask:
        """(size,) whether `_labels` has the label, of dead points too."""
        if self._seen < table.size:
            self._see(table)
        found = self._masks.get(label)
        if found is None:
            found = np.zeros(table.size, np.bool_)
            found[self._at.get(label, [])] = True
            if label in self._at:
                self._masks[label] = found
        return found

    def _see(self, table: Table) -> None:
        objects = table.column(("_labels",)).objects
        new: Any = [] if objects is None else objects[self._seen :].tolist()
        for at, labels in enumerate(new, self._seen):
            if type(labels) is list:
                for one in labels:
                    if type(one) is str:
                        self._at.setdefault(one, []).append(at)
        self._seen = table.size
        self._masks.clear()


# What is made once for each adjacency, which is another one after edges change.
_BOTH: WeakKeyDictionary[Adjacency, Neighbours] = WeakKeyDictionary()
_LOOPS: WeakKeyDictionary[Adjacency, bool] = WeakKeyDictionary()
_LABELS: WeakKeyDictionary[Table, Labels] = WeakKeyDictionary()


def labelled(table: Table, label: str) -> Mask:
    """(size,) the points with a label."""
    found = _LABELS.get(table)
    if found is None:
        found = _LABELS[table] = Labels()
    return found.mask(table, label)
