"""A scene cut to what a person and a browser can take, never in silence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .scene import Scene


def limited(scene: Scene, limit: int) -> Scene:
    """The `limit` nodes with the most ends of edges, ties by id, and the edges among them.

    The nodes keep their order. `left_out` tells how many nodes and edges are not shown.
    """
    if len(scene.nodes) <= limit:
        return scene
    ids, degrees = list(scene.nodes), scene.degrees()
    order = sorted(range(len(ids)), key=lambda at: (-degrees[at], ids[at]))
    keep = np.zeros(len(ids), dtype=bool)
    keep[order[:limit]] = True
    both = np.flatnonzero(keep[scene.ends].all(axis=1))
    edges = tuple(scene.edges[at] for at in both.tolist())
    nodes = {ids[at]: scene.nodes[ids[at]] for at in np.flatnonzero(keep).tolist()}
    told = (
        f"the {limit:,} of {len(ids):,} nodes with the most edges are shown, "
        f"with {len(edges):,} of {len(scene.edges):,} edges"
    )
    return replace(
        scene,
        nodes=nodes,
        edges=edges,
        positions={name: places[keep] for name, places in scene.positions.items()},
        left_out=(*scene.left_out, told),
    )
