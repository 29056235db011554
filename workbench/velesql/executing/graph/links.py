"""The edges and labels of a collection, in the arrays that patterns are laid on."""

from __future__ import annotations

from collections.abc import Iterable
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

_KEPT = 64  # sets of types whose edges are kept apart: more than one application asks for


class Links:
    """The edges that are alive, as one generation of a collection has them."""

    def __init__(self, mirror: Mirror) -> None:
        adjacency = mirror.adjacency
        self._ways = {"out": adjacency.out, "in": adjacency.into}
        labels = mirror.edges.labels
        self._codes, self._names = labels.codes, {one: at for at, one in enumerate(labels.texts)}
        self._typed: dict[tuple[str, tuple[str, ...]], Neighbours] = {}
        self._loops: bool | None = None
        self.point_ranks = _ranks(mirror.points)
        self.edge_ranks = _ranks(mirror.edges.table)

    def neighbours(self, pattern: EdgePattern) -> Neighbours:
        """Those that a relationship of the pattern's types and direction leads to."""
        key = (pattern.direction, tuple(sorted(set(pattern.types))))
        found = self._typed.get(key)
        if found is None:
            if len(self._typed) >= _KEPT:
                self._typed.clear()
            found = self._typed[key] = self._of(*key)
        return found

    @property
    def loops(self) -> bool:
        """Whether an edge leads from a point to itself."""
        if self._loops is None:
            out = self._ways["out"]
            self._loops = bool((_starting(out) == out.points).any())
        return self._loops

    def _of(self, direction: str, types: tuple[str, ...]) -> Neighbours:
        if types:
            return narrowed(self._of(direction, ()), self._typing(types))
        if direction == "both" and "both" not in self._ways:
            self._ways["both"] = _both(self._ways["out"], self._ways["in"])
        return self._ways[direction]

    def _typing(self, types: Iterable[str]) -> Mask:
        wanted = np.zeros(len(self._names) + 1, np.bool_)
        wanted[[self._names[one] for one in types if one in self._names]] = True
        return wanted[self._codes]


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


def _ranks(table: Table) -> Positions:
    """(size,) the place of each row among the ids that are alive."""
    ranks = np.zeros(table.size, np.int64)
    ranks[table.order] = np.arange(table.count)
    return ranks


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


_LINKS: WeakKeyDictionary[Adjacency, Links] = WeakKeyDictionary()
_LABELS: WeakKeyDictionary[Table, Labels] = WeakKeyDictionary()


def links_of(mirror: Mirror) -> Links:
    """Made once a generation: a mirror has another adjacency after every write."""
    adjacency = mirror.adjacency
    found = _LINKS.get(adjacency)
    if found is None:
        found = _LINKS[adjacency] = Links(mirror)
    return found


def labelled(table: Table, label: str) -> Mask:
    """(size,) the points with a label."""
    found = _LABELS.get(table)
    if found is None:
        found = _LABELS[table] = Labels()
    return found.mask(table, label)
