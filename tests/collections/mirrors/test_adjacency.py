"""Neighbours are those that the edges say."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tests.collections.mirrors.worlds import World
from workbench.collections.mirrors.adjacency import Adjacency, Neighbours
from workbench.collections.mirrors.mirror import Mirror
from workbench.core.collections.records import Change, Delta, Edges, Points


def listed(mirror: Mirror, ways: Neighbours) -> list[list[tuple[int, int]]]:
    """Of every point its edges and the points at their other ends, by position."""
    assert len(ways.starts) == mirror.points.size + 1
    pairs = list(zip(ways.edges.tolist(), ways.points.tolist(), strict=True))
    starts = ways.starts.tolist()
    return [pairs[a:b] for a, b in pairwise(starts)]


def brute(mirror: Mirror, ends: int, labels: str = "AB") -> list[list[tuple[int, int]]]:
    found: list[list[tuple[int, int]]] = [[] for _ in range(mirror.points.size)]
    rows = mirror.edges
    for at in np.flatnonzero(rows.table.alive).tolist():
        both = [mirror.points.position(one[at]) for one in (rows.sources, rows.targets)]
        if min(both) >= 0 and rows.labels.value(at) in labels:
            found[both[ends]].append((at, both[1 - ends]))
    return found


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("ids", ["integer", "text"])
def test_neighbours_follow_any_changes(seed: int, ids: str) -> None:
    world = World(seed, ids)
    for _ in range(50):
        world.step()
        mirror, adjacency = world.mirror, world.mirror.adjacency
        assert listed(mirror, adjacency.out) == brute(mirror, 0)
        assert listed(mirror, adjacency.into) == brute(mirror, 1)
        only = adjacency.labelled([mirror.edges.label("A")])
        assert listed(mirror, only.out) == brute(mirror, 0, "A")
        assert listed(mirror, only.into) == brute(mirror, 1, "A")
        assert adjacency.labelled([mirror.edges.label("A")]) is only


def graph(points: list[int], pairs: list[tuple[int, int]]) -> Mirror:
    world = World(0)
    sources, targets = [one[0] for one in pairs], [one[1] for one in pairs]
    count = len(pairs)
    edges = Edges(list(range(count)), sources, targets, ["A"] * count, ["{}"] * count)
    change = Change(points=Points(points, ["{}"] * len(points)), edges=edges)
    world.mirror.apply(Delta(1, change))
    return world.mirror


def test_an_edge_waits_for_the_point_that_it_lacks() -> None:
    mirror = graph([1, 2], [(1, 2), (1, 7)])
    assert mirror.adjacency.out.edges.tolist() == [0]
    mirror.apply(Delta(2, Change(points=Points([7], ["{}"]))))
    assert mirror.adjacency.out.edges.tolist() == [0, 1]
    assert mirror.adjacency.into.degrees(np.array([0, 1, 2])).tolist() == [0, 1, 1]


def test_points_without_edges_come_and_go_without_a_new_sort() -> None:
    mirror = graph([1, 2, 3], [(1, 2)])
    before = mirror.adjacency
    mirror.apply(Delta(2, Change(dropped=[3], points=Points([4], ["{}"]))))
    assert mirror.adjacency.out.edges is before.out.edges
    assert listed(mirror, mirror.adjacency.out) == brute(mirror, 0)
    assert mirror.adjacency is not before


def test_a_point_comes_and_goes_between_two_questions() -> None:
    mirror = graph([1, 2], [(1, 2)])
    assert mirror.adjacency.out.edges.tolist() == [0]
    mirror.apply(Delta(2, Change(points=Points([3], ["{}"]))))
    mirror.apply(Delta(3, Change(dropped=[3], points=Points([4], ["{}"]))))
    assert listed(mirror, mirror.adjacency.out) == brute(mirror, 0)


def test_a_dropped_point_takes_its_edges_along() -> None:
    mirror = graph([1, 2, 3], [(1, 2), (2, 3), (3, 3)])
    mirror.apply(Delta(2, Change(dropped=[2])))
    assert mirror.edges.table.ids[mirror.edges.table.order].tolist() == [2]
    assert isinstance(mirror.adjacency, Adjacency)
    assert mirror.adjacency.out.points.tolist() == [2]
