"""The nodes and edges of a result as a drawing."""

from __future__ import annotations

import numpy as np

from ...core.frames import graph_values
from ...core.values import Edge, Rows
from ..scene.limits import limited
from ..scene.placement import laid_out
from ..scene.scene import Collected, Scene, type_of
from ..scene.values import name_of
from ..wire import Column

# A look at the result; for more there is the graph view.
NODES_SHOWN = 1_000


def scene_of(rows: Rows) -> Scene:
    """Every node and edge in the rows, paths and lists opened, with places; at most 1,000 nodes."""
    met = Collected()
    for value in graph_values(rows):
        if isinstance(value, Edge):
            met.edge(value)
        else:
            met.node(value)
    scene = limited(Scene(met.nodes, tuple(met.edges.values())), NODES_SHOWN)
    return laid_out(scene, names=("force",)) if scene.nodes else scene


def columns(scene: Scene) -> dict[str, Column]:
    """One row a node (`node_id node_type node_label x y`), one an edge (`edge_id edge_type …`)."""
    places = scene.positions.get("force", np.zeros((0, 2)))
    return {
        "node_id": list(scene.nodes),
        "node_type": [type_of(node) for node in scene.nodes.values()],
        "node_label": [name_of(node) for node in scene.nodes.values()],
        "x": places[:, 0].astype("f4"),
        "y": places[:, 1].astype("f4"),
        "edge_id": [edge.id for edge in scene.edges],
        "edge_type": [edge.type for edge in scene.edges],
        "source": scene.ends[:, 0].astype("u4"),
        "target": scene.ends[:, 1].astype("u4"),
    }
