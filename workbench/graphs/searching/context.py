"""Retrieval of context: hits of words and of vectors, and what lies around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...core.property_graph.records import Target
from ..changing.rules import checked_labels
from ..traversing.expanding import direction_of
from ..traversing.mirror import Mirror
from . import context_original
from .context_hits import ContextHit, Key, Part, Source, Wanted, ranked, record_of
from .filters import Filters
from .matching import Record
from .paging import known
from .text_query import Candidates
from .text_search import search_text
from .vector_search import search_vector

if TYPE_CHECKING:
    from ..state.state import State

_NEXT = 0.5  # what each further hit around a row counts of what it would alone


def retrieve_context(
    state: State,
    *,
    compat: bool = False,
    candidates: Candidates | None = None,
    **options: Any,
) -> list[ContextHit]:
    """Hits of a text query and of a vector query, fused, with the nodes within `radius` of them.

    Options are those of `Wanted`: text_query with text_index, vector_query with vector_index,
    labels, edge_type, properties, radius, direction, limit, weights, decay, text_mode.

    A hit's own score is the sum over the sources of weight times score, divided by the best
    score of that source (none below 0). A row inherits of each other hit around it
    graph_weight x decay^(distance - 1) x the hit's own score: of the one that gives most all of
    it, of each further one half as much as it would be before, so that no node inherits more
    than 2 graph_weight of the best hit around it. The ends of an edge are at distance 1 of it.
    What neither is a hit nor inherits anything is left out. All that is returned passes the
    filters; labels are of nodes, `edge_type` of the edges that are found or walked. Best first,
    of equal scores the nearer, then edges, then the lower id.

    `compat` gives TongGraph's rows: simple scores, contributions of all hits summed up, one
    distance for every hop, filters for hits alone; `decay` and `text_mode` are not for it.
    """
    wanted = Wanted(**options | {"labels": checked_labels(options.get("labels"))})
    if compat:
        return context_original.retrieved(state, wanted, candidates)
    return ranked(_Fusing(state, wanted, candidates).hits(), wanted.limit)


class _Fusing:
    def __init__(self, state: State, wanted: Wanted, candidates: Candidates | None) -> None:
        self._state, self._wanted, self._candidates = state, wanted, candidates
        self._filters = Filters.of(wanted.labels, wanted.edge_type, wanted.properties)

    def hits(self) -> Iterator[ContextHit]:
        raw: dict[Source, dict[Key, float]] = {"text": self._texts(), "vector": self._vectors()}
        own = _own(raw, self._wanted.weights)
        around = self._around({key: own[key] for key in own if record_of(self._state, key)})
        for key in {**own, **around}:
            record = record_of(self._state, key)
            if record is not None and self._filters.accept(record):
                yield _hit(key, record, raw, own.get(key, []), around.get(key, []))

    def _texts(self) -> dict[Key, float]:
        wanted = self._wanted
        if not wanted.text_query or not wanted.text_index:
            return {}
        index = known(self._state.text_indexes, wanted.text_index, "full-text index")
        found = search_text(
            self._state,
            index.name,
            wanted.text_query,
            mode=wanted.text_mode,
            limit=wanted.candidates,
            candidates=self._candidates,
            **self._of(index.target),
        )
        return {(hit.kind, hit.id): hit.score for hit in found}

    def _vectors(self) -> dict[Key, float]:
        wanted = self._wanted
        if wanted.vector_query is None or not wanted.vector_index:
            return {}
        index = known(self._state.vector_indexes, wanted.vector_index, "vector index")
        found = search_vector(
            self._state,
            index.name,
            wanted.vector_query,
            limit=wanted.candidates,
            **self._of(index.target),
        )
        return {(hit.kind, hit.id): hit.score for hit in found}

    def _of(self, target: Target) -> dict[str, Any]:
        """The filters that records of this kind can have."""
        wanted = self._wanted
        if target == "node":
            return {"labels": wanted.labels, "properties": wanted.properties}
        return {"edge_type": wanted.edge_type, "properties": wanted.properties}

    def _around(self, own: Mapping[Key, list[Part]]) -> dict[Key, list[Part]]:
        """What nodes inherit of the hits around them; those that inherit nothing are left out."""
        given: dict[Key, list[list[Part]]] = {}
        for seed, parts in own.items():
            for distance, node in self._near(seed):
                share = self._wanted.graph_weight * self._wanted.decay ** (distance - 1)
                shares = [p._replace(distance=distance, score=p.score * share) for p in parts]
                if inherited := [part for part in shares if part.score]:
                    given.setdefault(("node", node), []).append(inherited)
        return {key: _halved(seeds) for key, seeds in given.items()}

    def _near(self, seed: Key) -> Iterator[tuple[int, int]]:
        """Nodes within the radius, by their true distance."""
        kind, id = seed
        wanted, layers, starts = self._wanted, list[list[int]](), [id]
        if not wanted.radius:
            return
        if kind == "edge":
            starts = list(dict.fromkeys(int(end[0]) for end in self._state.edges.ends([id])))
            layers.append(starts)
        if more := wanted.radius - len(layers):
            way = direction_of(wanted.direction)
            layers += Mirror(self._state).layers(starts, way, wanted.edge_type, more)
        for distance, layer in enumerate(layers, 1):
            yield from ((distance, node) for node in layer)


def _own(
    raw: Mapping[Source, Mapping[Key, float]], weights: Mapping[Source, float]
) -> dict[Key, list[Part]]:
    """The parts of each hit's own score."""
    own: dict[Key, list[Part]] = {}
    for source, scores in raw.items():
        best = max(scores.values(), default=0.0)
        for key, score in scores.items():
            share = max(score, 0.0) / best if best > 0 else 0.0
            own.setdefault(key, []).append(Part(source, key, 0, weights[source] * share))
    return own


def _halved(seeds: list[list[Part]]) -> list[Part]:
    order = sorted(seeds, key=lambda parts: (-_total(parts), parts[0].distance, parts[0].seed))
    return [
        part._replace(score=part.score * _NEXT**place)
        for place, parts in enumerate(order)
        for part in parts
    ]


def _hit(
    key: Key,
    record: Record,
    raw: Mapping[Source, Mapping[Key, float]],
    own: list[Part],
    around: list[Part],
) -> ContextHit:
    sources: dict[Source, float] = {s: scores[key] for s, scores in raw.items() if key in scores}
    distance = 0 if own else min(part.distance for part in around)
    parts = _total(own), _total(around)
    return ContextHit(*key, sum(parts), distance, sources, record, *parts, (*own, *around))


def _total(parts: Iterable[Part]) -> float:
    return sum(part.score for part in parts)
