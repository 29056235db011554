"""Retrieval of context as TongGraph does it (reference, section 10)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from ..traversing.expanding import direction_of
from ..traversing.mirror import Mirror
from .context_hits import ContextHit, Key, Part, Source, Wanted, ranked, record_of
from .matching import Record
from .text_query import Candidates
from .text_search import search_text
from .vector_search import search_vector

if TYPE_CHECKING:
    from ..state.state import State


def retrieved(state: State, wanted: Wanted, candidates: Candidates | None) -> list[ContextHit]:
    """Its rows: every hit adds to itself and to all nodes within the radius alike."""
    parts: dict[Key, list[Part]] = {}
    sources: dict[Key, dict[Source, float]] = {}
    for source, seed, score in _found(state, wanted, candidates):
        if record_of(state, seed) is None:
            continue
        weighted = score * wanted.weights[source]
        given = [(seed, 0), *((("node", node), 1) for node in _near(state, wanted, seed))]
        for key, distance in given:
            part = Part(source, seed, distance, weighted + wanted.graph_weight / (distance + 1))
            parts.setdefault(key, []).append(part)
            best = sources.setdefault(key, {})
            best[source] = max(best.get(source, score), score)
    records = ((key, record_of(state, key)) for key in parts)
    hits = (_hit(key, one, parts[key], sources[key]) for key, one in records if one is not None)
    return ranked(hits, wanted.limit)


def _found(
    state: State, wanted: Wanted, candidates: Candidates | None
) -> Iterator[tuple[Source, Key, float]]:
    filters = {
        "labels": wanted.labels,
        "edge_type": wanted.edge_type,
        "properties": wanted.properties,
        "limit": wanted.candidates,
    }
    if wanted.text_query and wanted.text_index:
        for text in search_text(
            state,
            wanted.text_index,
            wanted.text_query,
            ranking="simple",
            candidates=candidates,
            **filters,  # type: ignore[arg-type]
        ):
            yield "text", (text.kind, text.id), text.score
    if wanted.vector_query is not None and wanted.vector_index:
        for vector in search_vector(
            state,
            wanted.vector_index,
            wanted.vector_query,
            **filters,  # type: ignore[arg-type]
        ):
            yield "vector", (vector.kind, vector.id), vector.score


def _near(state: State, wanted: Wanted, seed: Key) -> Iterator[int]:
    """Nodes within the radius of a node, of an edge those of both its ends one after another."""
    kind, id = seed
    starts = [id] if kind == "node" else [int(end[0]) for end in state.edges.ends([id])]
    for start in starts if wanted.radius else ():
        layers = Mirror(state).layers([start], direction_of(wanted.direction), None, wanted.radius)
        yield from chain.from_iterable(layers)


def _hit(key: Key, record: Record, parts: list[Part], sources: dict[Source, float]) -> ContextHit:
    own = sum(part.score for part in parts if not part.distance)
    inherited = sum(part.score for part in parts if part.distance)
    score, distance = sum(part.score for part in parts), min(part.distance for part in parts)
    return ContextHit(*key, score, distance, sources, record, own, inherited, tuple(parts))
