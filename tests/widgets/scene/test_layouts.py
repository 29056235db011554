"""Layouts: the same for the same graph, near to its distances, downwards in layers."""

from __future__ import annotations

from itertools import combinations
from time import process_time

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import shortest_path
from scipy.spatial.distance import pdist

from workbench.core.errors import BadInput
from workbench.widgets.scene.components import components, neighbours, shelves
from workbench.widgets.scene.layered import longest_paths, opened
from workbench.widgets.scene.layouts import NAMES, circular, grid, layout
from workbench.widgets.scene.ordering import by_layer, crossings, ordered
from workbench.widgets.scene.pivots import pivot_distances, pivot_mds
from workbench.widgets.scene.straightening import spaced
from workbench.widgets.scene.stress import fanned


def _laid(name: str, n: int, ends: object, seed: int = 0) -> np.ndarray:
    return layout(name, [f"n{i}" for i in range(n)], np.array(ends, dtype=int), seed)


def _grown(n: int) -> np.ndarray:
    """A scale-free graph of n nodes and about 2 n edges, shuffled as stores would give it."""
    ends = np.array(nx.barabasi_albert_graph(n, 2, seed=1).edges())
    return np.random.default_rng(5).permutation(ends)


ODD = {
    "nothing": (0, np.zeros((0, 2))),
    "one node": (1, np.zeros((0, 2))),
    "one node with a loop": (1, [[0, 0]]),
    "two nodes apart": (2, np.zeros((0, 2))),
    "two nodes and parallel edges": (2, [[0, 1], [1, 0], [0, 1]]),
    "three parts and a loop": (7, [[0, 1], [1, 2], [3, 4], [5, 5]]),
    "all joined": (9, list(combinations(range(9), 2))),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("case", ODD)
def test_every_node_has_a_place_of_its_own(name: str, case: str) -> None:
    n, ends = ODD[case]
    placed = _laid(name, n, ends)
    assert placed.shape == (n, 2)
    assert np.isfinite(placed).all()
    assert n < 2 or pdist(placed).min() > 1


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("n", [60, 2000, 4000])
def test_the_same_graph_and_seed_give_the_same_bytes(name: str, n: int) -> None:
    ends = _grown(n)
    assert _laid(name, n, ends, 3).tobytes() == _laid(name, n, ends.copy(), 3).tobytes()


def test_another_seed_gives_another_force_layout() -> None:
    ends = _grown(60)
    assert not np.array_equal(_laid("force", 60, ends, 1), _laid("force", 60, ends, 2))


@pytest.mark.parametrize("name", NAMES)
def test_ten_thousand_nodes_and_twice_as_many_edges_take_less_than_four_seconds_of_work(
    name: str,
) -> None:
    ends = _grown(10_000)
    began = process_time()
    _laid(name, 10_000, ends)
    assert process_time() - began < 4  # 0.4 s alone on two idle cores, threads added up


def test_deep_graphs_are_laid_out_as_fast() -> None:
    began = process_time()
    _laid("layered", 10_000, [(i, i + 1) for i in range(9_999)])
    _laid("force", 10_000, [(i, i + 1) for i in range(9_999)])
    assert process_time() - began < 8


def test_thousands_of_small_parts_are_laid_out_as_fast() -> None:
    began = process_time()
    placed = _laid("force", 9_999, [(i, i + 1) for i in range(9_999) if i % 3 < 2])
    assert process_time() - began < 4
    assert pdist(placed[:300]).min() > 10


def test_an_unknown_layout_and_ends_outside_the_nodes_are_refused() -> None:
    with pytest.raises(BadInput, match="expected a layout of force, layered, circular, grid"):
        _laid("organic", 2, [[0, 1]])
    with pytest.raises(BadInput, match="among the 2 nodes, got indices 0 to 2"):
        _laid("grid", 2, [[0, 2]])


# Pivot MDS


def _classical(distances: np.ndarray) -> np.ndarray:
    """Classical MDS of all distances, by the definition: eigenvectors of -½ J D² J."""
    n = len(distances)
    centring = np.eye(n) - np.ones((n, n)) / n
    values, vectors = np.linalg.eigh(-0.5 * centring @ distances**2 @ centring)
    return vectors[:, :-3:-1] * np.sqrt(values[:-3:-1])


def test_with_all_nodes_as_pivots_it_is_classical_mds() -> None:
    near = neighbours(62, np.array(_path_with_branches()))
    pivots, distances = pivot_distances(near, 62)
    between = np.empty((62, 62))
    between[:, pivots] = distances
    assert np.allclose(pdist(pivot_mds(between)), pdist(_classical(between)), atol=1e-6)


def _path_with_branches() -> list[tuple[int, int]]:
    return [(i, i + 1) for i in range(40)] + [(10, 41)] + [(i, i + 1) for i in range(41, 61)]


def test_distances_to_pivots_are_shortest_paths_and_pivots_are_far_apart() -> None:
    ends = _grown(300)
    matrix = np.zeros((300, 300))
    matrix[ends[:, 0], ends[:, 1]] = 1
    true = shortest_path(matrix, directed=False, unweighted=True)
    pivots, distances = pivot_distances(neighbours(300, ends), 20)
    assert np.array_equal(distances, true[:, pivots])
    for k in range(1, 20):
        assert true[pivots[:k], pivots[k]].min() == true[pivots[:k]].min(axis=0).max()


def test_a_path_is_laid_straight_with_its_own_lengths() -> None:
    near = neighbours(30, np.array([(i, i + 1) for i in range(29)]))
    placed = pivot_mds(pivot_distances(near, 30)[1])
    assert np.allclose(np.abs(np.diff(placed[:, 0])), 1, atol=0.02)
    assert np.abs(placed[:, 1]).max() < 1e-3


def test_few_pivots_come_near_to_all() -> None:
    graph = nx.convert_node_labels_to_integers(nx.grid_2d_graph(15, 15))
    near = neighbours(225, np.array(graph.edges()))
    few, all_of_them = (pivot_mds(pivot_distances(near, k)[1]) for k in (25, 225))
    assert np.corrcoef(pdist(few), pdist(all_of_them))[0, 1] > 0.97


# The force layout's start


def test_distances_on_the_picture_follow_those_in_the_graph() -> None:
    graph = nx.convert_node_labels_to_integers(nx.grid_2d_graph(12, 12))
    placed = _laid("force", 144, list(graph.edges()))
    lengths = dict(nx.all_pairs_shortest_path_length(graph))
    true = [lengths[a][b] for a, b in combinations(range(144), 2)]
    assert np.corrcoef(pdist(placed), true)[0, 1] > 0.95


def test_parts_that_no_edge_joins_do_not_overlap() -> None:
    ends = [*nx.cycle_graph(30).edges(), *((a + 30, b + 30) for a, b in nx.star_graph(9).edges())]
    placed = _laid("force", 44, ends)  # and four nodes alone
    boxes = [placed[:30], placed[30:40], placed[40:]]
    for one, other in combinations(boxes, 2):
        apart = (one.max(axis=0) < other.min(axis=0)) | (other.max(axis=0) < one.min(axis=0))
        assert apart.any()


def test_leaves_stand_in_a_fan_around_their_hub() -> None:
    near = neighbours(10, np.array([(0, i) for i in range(1, 10)]))
    placed = fanned(np.zeros((10, 2)), near)
    away = np.hypot(*(placed[1:] - placed[0]).T)
    assert np.allclose(away, 0.8)
    assert pdist(placed[1:]).min() == pytest.approx(2 * 0.8 * np.sin(np.pi / 9))


def test_parts_come_largest_first_and_each_ascending() -> None:
    near = neighbours(7, np.array([[6, 2], [2, 5], [0, 1], [3, 3]]))
    assert components(near) == [[2, 5, 6], [0, 1], [3], [4]]


def test_boxes_on_shelves_do_not_overlap() -> None:
    sizes = [(9.0, 4.0), (3.0, 3.0), (3.0, 1.0), (2.0, 2.0), (1.0, 1.0)]
    corners = shelves(sizes)
    boxes = [(x, y, x + w, y + h) for (x, y), (w, h) in zip(corners, sizes, strict=True)]
    for a, b in combinations(boxes, 2):
        assert a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1]


# Layers


@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=60))
@settings(max_examples=60, deadline=None)
def test_without_cycles_every_edge_goes_down(pairs: list[tuple[int, int]]) -> None:
    ends = np.array([sorted(pair) for pair in pairs if pair[0] != pair[1]], int).reshape(-1, 2)
    placed = _laid("layered", 20, ends)
    assert (placed[ends[:, 0], 1] > placed[ends[:, 1], 1]).all()
    assert pdist(placed).min() > 39.9


@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=60))
@settings(max_examples=60, deadline=None)
def test_cycles_are_opened_by_turning_edges_and_others_are_left(
    pairs: list[tuple[int, int]],
) -> None:
    ends = np.array([pair for pair in pairs if pair[0] != pair[1]], int).reshape(-1, 2)
    turned = opened(15, ends)
    assert nx.is_directed_acyclic_graph(nx.DiGraph(turned.tolist()))
    assert np.array_equal(np.sort(turned, axis=1), np.sort(ends, axis=1))
    if nx.is_directed_acyclic_graph(nx.DiGraph(ends.tolist())):
        assert np.array_equal(turned, ends)


def test_one_edge_of_a_ring_is_turned() -> None:
    ring = np.array([(i, (i + 1) % 12) for i in range(12)])
    assert (opened(12, ring) != ring).any(axis=1).sum() == 1


def test_layers_are_longest_paths_and_sources_stand_above_what_they_lead_to() -> None:
    down = np.array([[0, 1], [1, 2], [0, 2], [2, 3], [4, 3]])
    assert longest_paths(6, down).tolist() == [0, 1, 2, 3, 2, 0]


def _brute(order: list[np.ndarray], edges: np.ndarray) -> int:
    place = {int(v): (level, at) for level, vs in enumerate(order) for at, v in enumerate(vs)}
    spans = [(place[int(a)], place[int(b)]) for a, b in edges]
    return sum(
        p[0][0] == q[0][0] and (p[0][1] - q[0][1]) * (p[1][1] - q[1][1]) < 0
        for p, q in combinations(spans, 2)
    )


def _layers(seed: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    layer = np.repeat(np.arange(5), 12)
    tops = chance.integers(0, 48, 110)
    bottoms = (tops // 12 + 1) * 12 + chance.integers(0, 12, 110)
    return layer, np.unique(np.column_stack([tops, bottoms]), axis=0)


@pytest.mark.parametrize("seed", range(5))
def test_crossings_are_counted_as_by_looking_at_every_pair(seed: int) -> None:
    layer, edges = _layers(seed)
    order = by_layer(layer)
    assert crossings(order, edges) == _brute(order, edges) > 100


@pytest.mark.parametrize("seed", range(5))
def test_the_order_has_far_fewer_crossings_than_that_by_index(seed: int) -> None:
    layer, edges = _layers(seed)
    order = ordered(layer, edges)
    assert [sorted(nodes.tolist()) for nodes in order] == [n.tolist() for n in by_layer(layer)]
    assert crossings(order, edges) < 0.75 * crossings(by_layer(layer), edges)


def test_an_order_without_crossings_is_left() -> None:
    edges = np.array([[0, 2], [0, 3], [1, 4]])
    order = ordered(np.array([0, 0, 1, 1, 1]), edges)
    assert [nodes.tolist() for nodes in order] == [[0, 1], [2, 3, 4]]


def test_places_are_the_nearest_that_keep_the_order_and_the_room() -> None:
    assert spaced(np.array([0.0, 5.0, 9.0])).tolist() == [0, 5, 9]
    assert spaced(np.array([3.0, 3.0, 3.0])).tolist() == [2, 3, 4]
    assert spaced(np.array([5.0, 0.0, 9.0])).tolist() == [2, 3, 9]
    assert spaced(np.zeros(0)).tolist() == []


def test_a_tree_is_drawn_without_a_crossing_and_parents_above_children() -> None:
    tree = nx.bfs_tree(nx.balanced_tree(3, 3), 0)
    ends = np.random.default_rng(2).permutation(np.array(tree.edges()))
    placed = _laid("layered", 40, ends)
    middle = [placed[[b for a, b in ends if a == i], 0].mean() for i in range(13)]
    assert np.allclose(middle, placed[:13, 0])
    for (a, b), (c, d) in combinations(ends, 2):
        if placed[a, 1] == placed[c, 1]:
            assert (placed[a, 0] - placed[c, 0]) * (placed[b, 0] - placed[d, 0]) >= 0


# Circle and grid


def test_the_circle_begins_at_the_top_and_goes_clockwise() -> None:
    placed = circular(4)
    radius = 40 * 4 / (2 * np.pi)
    assert np.allclose(placed, radius * np.array([[0, 1], [1, 0], [0, -1], [-1, 0]]), atol=1e-9)
    assert circular(1).tolist() == [[0, 0]]


@pytest.mark.parametrize(("n", "columns"), [(4, 2), (5, 3), (9, 3), (10, 4)])
def test_the_grid_is_read_like_a_page(n: int, columns: int) -> None:
    assert grid(n).tolist() == [[40.0 * (i % columns), -40.0 * (i // columns)] for i in range(n)]
