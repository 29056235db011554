"""A part of a scene."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

import numpy as np

from .scene import Scene


def present(scene: Scene, serials: Collection[int]) -> Scene:
    """Without what expands brought that are not among these serials: they were undone."""
    kept = {0, *serials}
    nodes = [name for name in scene.nodes if scene.added.get(name, 0) in kept]
    edges = {edge.id for edge in scene.edges if scene.edges_added.get(edge.id, 0) in kept}
    return part(scene, nodes, edges)


def part(scene: Scene, nodes: Iterable[str], edges: Collection[str] | None = None) -> Scene:
    """These nodes and the edges among them, or only those of these ids, in the scene's order."""
    wanted, named = frozenset(nodes), None if edges is None else frozenset(edges)
    keep = np.array([node in wanted for node in scene.nodes], dtype=bool)
    kept = tuple(
        edge
        for edge in scene.edges
        if edge.source in wanted and edge.target in wanted and (named is None or edge.id in named)
    )
    return replace(
        scene,
        nodes={name: node for name, node in scene.nodes.items() if name in wanted},
        edges=kept,
        positions={name: places[keep] for name, places in scene.positions.items()},
        added={},
        edges_added={},
    )
