"""Neighbours, layers, breadth-first orders and seeded walks, in TongGraph's exact orders.

Each call takes a state, or anything that `Expands`. Directions are out or outgoing, in or
incoming, both or all; with both, what outgoing edges lead to comes first. A node that is not
there is a BadInput "node N not found".
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from itertools import chain
from typing import TypeAlias

from ...core.errors import BadInput
from ..state import State
from .expanding import Expands, count_of, direction_of, ids_in, node_of, nodes_of, type_of
from .mirror import Mirror

Walked: TypeAlias = State | Expands
_WORD = 2**64


def expands(graph: Walked) -> Expands:
    return Mirror(graph) if isinstance(graph, State) else graph


def neighbors(
    graph: Walked, node_id: int, direction: str = "out", edge_type: str | None = None
) -> list[int]:
    """The nodes next to a node, in the order of first sight along ascending edges.

    A loop makes a node its own neighbour.
    """
    walked, way, kind = expands(graph), direction_of(direction), type_of(edge_type)
    steps = walked.steps([node_of(walked, node_id, "node_id")], way, kind)
    return list(dict.fromkeys(steps.targets.tolist()))


def k_hop(
    graph: Walked, start: int, hops: int, direction: str = "out", edge_type: str | None = None
) -> list[int]:
    """Nodes at distance 1 to `hops` in the order of discovery, without the start."""
    walked, way, kind = expands(graph), direction_of(direction), type_of(edge_type)
    starts, most = [node_of(walked, start, "start")], count_of(hops, "hops")
    layers = walked.layers(starts, way, kind, most)
    return layers[0] if len(layers) == 1 else list(chain.from_iterable(layers))


def frontier(
    graph: Walked,
    starts: Iterable[int],
    steps: int,
    direction: str = "out",
    edge_type: str | None = None,
) -> list[int]:
    """The nodes first discovered at exactly this many steps from the starts.

    The starts without repeats for 0 steps; none where the graph is exhausted before.
    """
    walked, way, kind = expands(graph), direction_of(direction), type_of(edge_type)
    held, count = nodes_of(walked, ids_in(starts, "starts"), "starts"), count_of(steps, "steps")
    if not count:
        return held
    layers = walked.layers(held, way, kind, count)
    return layers[-1] if len(layers) == count else []


def bfs(
    graph: Walked,
    start: int,
    direction: str = "out",
    edge_type: str | None = None,
    max_depth: int | None = None,
) -> list[int]:
    """The start and what is reached from it in the order of discovery, to this depth inclusive."""
    depth = None if max_depth is None else count_of(max_depth, "max_depth")
    walked, way, kind = expands(graph), direction_of(direction), type_of(edge_type)
    starts = [node_of(walked, start, "start")]
    return [*starts, *chain.from_iterable(walked.layers(starts, way, kind, depth))]


def random_walk(
    graph: Walked,
    start: int,
    steps: int,
    direction: str = "out",
    edge_type: str | None = None,
    *,
    seed: int | None = None,
) -> list[int]:
    """The start and where each step leads; it ends early where no edge does.

    A seed (0 to 2**64 - 1) makes TongGraph's very walk; without one the clock is the seed.
    """
    walked, way, kind = expands(graph), direction_of(direction), type_of(edge_type)
    path, count = [node_of(walked, start, "start")], count_of(steps, "steps")
    state = time.time_ns() % _WORD if seed is None else count_of(seed, "seed")
    if state >= _WORD:
        raise BadInput(f"seed must be below 2**64, not {seed!r}")
    for _ in range(count):
        found = list(dict.fromkeys(walked.steps(path[-1:], way, kind).targets.tolist()))
        if not found:
            break
        state = (state * 6364136223846793005 + 1442695040888963407) % _WORD
        path.append(found[(state ^ (state >> 33)) % len(found)])
    return path
