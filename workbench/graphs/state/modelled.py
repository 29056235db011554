"""A state of records that are at hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from ...core.property_graph.change import Model
from ...core.property_graph.columns import Loaded, VectorColumns
from ...core.property_graph.records import Vector
from .columns import edge_columns, node_columns
from .state import State


def state_of_model(model: Model, generation: int = 0) -> State:
    """What `model` holds, whose sequences ascend, as a state of that generation."""
    rest = replace(model, nodes=(), edges=(), vectors=(), log=(), metadata={})
    columns = node_columns(model.nodes), edge_columns(model.edges)
    return State.of(Loaded(generation, *columns, _by_index(model.vectors), rest))


def _by_index(vectors: Iterable[Vector]) -> dict[str, VectorColumns]:
    found: defaultdict[str, list[Vector]] = defaultdict(list)
    for vector in vectors:
        found[vector.index].append(vector)
    return {
        name: VectorColumns(
            np.array([one.entity for one in held], np.int64),
            np.array([one.embedding for one in held], np.float32),
        )
        for name, held in found.items()
    }
