"""Scores that flow along edges."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ...core.errors import BadInput
from ..state.columns import Ids, ids_of
from ..traversing.expanding import (
    Expands,
    Steps,
    bad_weight,
    count_of,
    fraction_of,
    ids_in,
    key_of,
    nodes_of,
    type_of,
)
from ..traversing.walking import Walked, expands

Combine: TypeAlias = Literal["sum", "clamped", "noisy_or"]
COMBINE: tuple[Combine, ...] = ("sum", "clamped", "noisy_or")
_ORIGINALS_REGION = 10_000  # nodes that TongGraph's local_propagate looks at, and no more


@dataclass(frozen=True)
class Flow:
    """How a score flows: `edge_property` times `damping` of it along each outgoing edge.

    Parallel edges all count, a missing property is 1. What arrives at a node is added up:
    a score, which may exceed 1; `clamped` holds it at 1, and `noisy_or` takes it for the
    chance that any of independent causes works, for seeds and weights in [0, 1]. `compat`
    keeps the nodes that TongGraph lists although nothing arrived there.
    """

    edge_property: str = "probability"
    damping: float = 1.0
    edge_type: str | None = None
    combine: Combine = "sum"
    compat: bool = False

    def __post_init__(self) -> None:
        fraction_of(self.damping, "damping")
        type_of(self.edge_type)
        key_of(self.edge_property, "edge_property")
        if not isinstance(self.combine, str) or self.combine not in COMBINE:
            raise BadInput(f"combine is one of {', '.join(COMBINE)}, not {self.combine!r}")


_FLOW = Flow()


def propagate(
    graph: Walked, seeds: Mapping[int, float], steps: int, flow: Flow = _FLOW
) -> dict[int, float]:
    """What seeds hold and what has reached each node in so many steps, by ascending id.

    Nodes that received nothing are left out, the seeds never. BadInput names an edge whose
    property is no weight.
    """
    walked, count = expands(graph), count_of(steps, "steps")
    start = _seeds(walked, seeds, flow)
    return _Flowing(walked, flow, keep_zero_edges=False).run(start, count)


def local_propagate(
    graph: Walked,
    seeds: Mapping[int, float],
    radius: int = 2,
    query_nodes: Iterable[int] | None = None,
    flow: Flow = _FLOW,
) -> dict[int, float]:
    """As `propagate` in `radius` steps, inside the region around seeds and query nodes alone.

    The region is what lies within `radius` hops of them, either way, whatever the type; with
    `compat` it ends at 10,000 nodes, as TongGraph's does without a word.
    """
    walked, hops = expands(graph), count_of(radius, "radius")
    start = _seeds(walked, seeds, flow)
    given = () if query_nodes is None else ids_in(query_nodes, "query_nodes")
    asked = nodes_of(walked, given, "query_nodes")
    region = _region(walked, list(dict.fromkeys([*start, *asked])), hops, capped=flow.compat)
    return _Flowing(walked, flow, region, keep_zero_edges=flow.compat).run(start, hops)


def _seeds(graph: Expands, seeds: Mapping[int, float], flow: Flow) -> dict[int, float]:
    """Seeds by ascending id."""
    most = 1.0 if flow.combine == "noisy_or" else math.inf
    if not isinstance(seeds, Mapping):
        raise BadInput(f"seeds must be a mapping of node ids to scores, not {seeds!r}")
    for id, score in seeds.items():
        number = isinstance(score, int | float | np.number) and not isinstance(score, bool)
        if not number or not math.isfinite(score) or not 0 <= score <= most:
            wanted = "in [0, 1]" if most == 1 else "finite and non-negative"
            raise BadInput(f"the score of seed {id} must be {wanted}, not {score!r}")
    found = nodes_of(graph, list(seeds), "seeds")
    return dict(sorted(zip(found, map(float, seeds.values()), strict=True)))


def _region(graph: Expands, starts: list[int], hops: int, *, capped: bool) -> Ids:
    found = chain(starts, *graph.layers(starts, "both", None, hops))
    return np.sort(ids_of(islice(found, _ORIGINALS_REGION) if capped else found))


class _Scores(NamedTuple):
    """Scores of nodes, whose ids ascend."""

    ids: Ids
    scores: NDArray[np.float64]


class _Flowing:
    def __init__(
        self, graph: Expands, flow: Flow, inside: Ids | None = None, *, keep_zero_edges: bool
    ) -> None:
        self._graph, self._flow, self._inside = graph, flow, inside
        self._keep_zero_edges = keep_zero_edges

    def run(self, seeds: dict[int, float], rounds: int) -> dict[int, float]:
        held = dict(seeds)
        now = _Scores(ids_of(seeds), np.array([*seeds.values()], float))
        for _ in range(rounds):
            now = self._round(now)
            if not len(now.ids):
                break
            for id, score in zip(now.ids.tolist(), now.scores.tolist(), strict=True):
                held[id] = self._added(held.get(id, 0.0), score)
        return dict(sorted(held.items()))

    def _added(self, before: float, arrived: float) -> float:
        if self._flow.combine == "noisy_or":
            return 1 - (1 - before) * (1 - arrived)
        total = before + arrived
        return min(1.0, total) if self._flow.combine == "clamped" else total

    def _round(self, now: _Scores) -> _Scores:
        """What arrives at each node in one step."""
        steps = self._weighed(now)
        shares = now.scores[np.searchsorted(now.ids, steps.origins)] * steps.weights
        ids, place = np.unique(steps.targets, return_inverse=True)
        arrived = self._combined(shares * self._flow.damping, place, len(ids))
        some = np.ones(len(ids), np.bool_) if self._flow.compat else arrived > 0
        return _Scores(ids[some], arrived[some])

    def _weighed(self, now: _Scores) -> Steps:
        """The edges that the flow takes; BadInput where one of them has no weight."""
        flow = self._flow
        steps = self._graph.steps(now.ids.tolist(), "out", flow.edge_type, flow.edge_property)
        if self._inside is not None:
            steps = _chosen(steps, np.isin(steps.targets, self._inside))
        bad = steps.edges[np.isnan(steps.weights)]
        if len(bad):
            raise bad_weight(self._graph, int(bad[0]), flow.edge_property)
        above = steps.edges[steps.weights > 1]
        if flow.combine == "noisy_or" and len(above):
            raise BadInput(f"edge {above[0]} has a {flow.edge_property} above 1: no chance is")
        return steps if self._keep_zero_edges else _chosen(steps, steps.weights > 0)

    def _combined(
        self, shares: NDArray[np.float64], place: NDArray[np.int64], count: int
    ) -> NDArray[np.float64]:
        """What arrives at each of `count` places, added in the order of nodes and edges."""
        if self._flow.combine == "noisy_or":
            missed = np.ones(count)
            np.multiply.at(missed, place, 1 - shares)
            return 1 - missed
        arrived = np.bincount(place, weights=shares, minlength=count).astype(np.float64)
        return np.clip(arrived, None, 1) if self._flow.combine == "clamped" else arrived


def _chosen(steps: Steps, chosen: NDArray[np.bool_]) -> Steps:
    origins, edges, targets, weights = steps
    return Steps(origins[chosen], edges[chosen], targets[chosen], weights[chosen])
