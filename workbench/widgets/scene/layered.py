"""Layers from top to bottom: every edge of a graph without cycles goes down.

Sugiyama, Tagawa and Toda (1981): cycles are opened, layers are longest paths, edges that skip
layers get bends in them, orders follow the barycentre of neighbours, places the orders.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .components import Pairs
from .ordering import ordered
from .straightening import straightened

BENDS = 30_000  # of long edges; where more were needed, long edges have no say in the order
WIDER = 1.6  # than high, so that a wide graph is not a line

Positions = NDArray[np.float64]


def layered(n: int, pairs: Pairs) -> Positions:
    """Positions (n, 2): y is minus the layer, stretched where layers are wide; in a layer nodes
    are at least 1 apart. Nodes without edges are in the top layer."""
    if not n:
        return np.zeros((0, 2))
    down = np.unique(opened(n, pairs[pairs[:, 0] != pairs[:, 1]]), axis=0)
    layer = longest_paths(n, down)
    layer, segments = _bent(layer, down)
    order = ordered(layer, segments)
    across = straightened(layer, order, segments)
    gap = max(1.0, float(np.ptp(across)) / WIDER / max(int(layer.max()), 1))
    return np.column_stack([across, -gap * layer])[:n]


def opened(n: int, pairs: Pairs) -> Pairs:
    """The edges with those turned that lead back to a node from which the walk came, so that
    no cycle is left; the walk begins at nodes that no edge leads to, then at the lowest."""
    following: list[list[int]] = [[] for _ in range(n)]
    for at, end in enumerate(pairs[:, 1].tolist()):
        following[int(pairs[at, 0])].append(end)
    entered = np.bincount(pairs[:, 1], minlength=n).tolist()
    state = [0] * n  # 1: on the way, 2: done
    done_at = [0] * n
    clock = 0
    for start in [*(i for i in range(n) if not entered[i]), *range(n)]:
        clock = _walk(start, following, state, done_at, clock)
    finished = np.array(done_at)
    back = finished[pairs[:, 0]] < finished[pairs[:, 1]]
    return np.where(back[:, None], pairs[:, ::-1], pairs)


def _walk(
    start: int, following: list[list[int]], state: list[int], done_at: list[int], clock: int
) -> int:
    """Depth first from the start; notes when each node is done. An edge leads back where its end
    is done later than its source."""
    if state[start]:
        return clock
    state[start] = 1
    way = [(start, iter(following[start]))]
    while way:
        node, ends = way[-1]
        fresh = next((end for end in ends if not state[end]), None)
        if fresh is not None:
            state[fresh] = 1
            way.append((fresh, iter(following[fresh])))
            continue
        way.pop()
        clock += 1
        done_at[node] = clock
    return clock


def longest_paths(n: int, down: Pairs) -> NDArray[np.int64]:
    """The layer of each node: one below the lowest that leads to it; sources stand right above
    what they lead to, nodes without edges in layer 0."""
    following: list[list[int]] = [[] for _ in range(n)]
    for source, target in down.tolist():
        following[source].append(target)
    waiting = np.bincount(down[:, 1], minlength=n).tolist()
    sources = [i for i in range(n) if not waiting[i]]
    layer = [0] * n
    ready = list(sources)
    for node in ready:  # grows while it is walked
        for end in following[node]:
            layer[end] = max(layer[end], layer[node] + 1)
            waiting[end] -= 1
            if not waiting[end]:
                ready.append(end)
    for node in sources:
        layer[node] = min((layer[end] for end in following[node]), default=1) - 1
    return np.array(layer)


def _bent(layer: NDArray[np.int64], down: Pairs) -> tuple[NDArray[np.int64], Pairs]:
    """The layers with those of bends behind them, and edges of one layer's length each."""
    span = layer[down[:, 1]] - layer[down[:, 0]]
    short = down[span == 1]
    long = down[span > 1]
    if int((span - 1).sum()) > BENDS:
        return layer, short
    layers, segments = layer.tolist(), short.tolist()
    for source, target in long.tolist():
        before = source
        for level in range(layers[source] + 1, layers[target]):
            layers.append(level)
            segments.append([before, len(layers) - 1])
            before = len(layers) - 1
        segments.append([before, target])
    return np.array(layers), np.array(segments, dtype=np.int64).reshape(-1, 2)
