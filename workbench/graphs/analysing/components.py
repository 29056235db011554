"""Which nodes hang together."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components as labelled

from ..state.adjacency import Half
from ..state.columns import Ids
from ..traversing.expanding import Whole, type_of
from ..traversing.mirror import discovered
from ..traversing.walking import Walked, expands


def connected_components(graph: Walked, edge_type: str | None = None) -> list[list[int]]:
    """The weakly connected components, by their smallest ids.

    Inside each the nodes stand in breadth-first order from its smallest id, outgoing edges
    before incoming; a node without edges is one of its own.
    """
    whole = expands(graph).whole(type_of(edge_type))
    slots = whole.adjacency.slots.find(whole.nodes)
    single = whole.nodes[slots < 0].tolist()
    joined = _joined(whole, slots[slots >= 0], edge_type) if len(single) < len(slots) else []
    return sorted([*joined, *([id] for id in single)], key=lambda component: component[0])


def _joined(whole: Whole, slots: Ids, edge_type: str | None) -> list[list[int]]:
    """The components of the nodes that have slots.

    They are searched all at once, each from its smallest slot: none gets in another's way.
    """
    both = whole.adjacency.half("both", edge_type)
    labels = _labels(both)
    _, first = np.unique(labels[slots], return_index=True)
    starts = slots[first]
    order = np.concatenate([starts, *discovered(both, starts, starts)])
    rank = np.empty(int(labels.max()) + 1, np.int64)
    rank[labels[starts]] = np.arange(len(starts))
    belongs = rank[labels[order]]
    ids = whole.adjacency.slots.named(order[np.argsort(belongs, kind="stable")]).tolist()
    ends = np.cumsum(np.bincount(belongs)).tolist()
    return [ids[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _labels(both: Half) -> Ids:
    """A number for each slot, the same for those that hang together."""
    count = len(both.offsets) - 1
    parts = (np.ones(len(both.neighbors)), both.neighbors, both.offsets.astype(np.int32))
    _, labels = labelled(csr_array(parts, shape=(count, count)), directed=False)
    found: Ids = labels.astype(np.int64)
    return found
