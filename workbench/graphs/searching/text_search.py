"""Full-text search over the records of a state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.errors import BadInput
from ...core.property_graph.records import Target
from .filters import Filters
from .matching import Match, is_answer, match
from .paging import checked_page, known
from .ranking import (
    RANKINGS,
    Contribution,
    Ranking,
    Statistics,
    bm25,
    bm25_score,
    simple,
    simple_score,
)
from .text_query import Candidates, Found, Mode, TextQuery

if TYPE_CHECKING:
    from ..state.state import State


@dataclass(frozen=True, slots=True)
class TextHit:
    """A record that answers; `contributions` add up to its score."""

    kind: Target
    id: int
    score: float
    matched_fields: tuple[str, ...]
    contributions: tuple[Contribution, ...] = ()

    def row(self) -> dict[str, Any]:
        """The hit as TongGraph's row of four."""
        return {
            "kind": self.kind,
            "id": self.id,
            "score": self.score,
            "matched_fields": list(self.matched_fields),
        }


def search_text(
    state: State,
    name: str,
    query: str,
    *,
    mode: Mode = "all",
    labels: Iterable[str] | None = None,
    edge_type: str | None = None,
    properties: Mapping[str, Any] | None = None,
    limit: int = 20,
    offset: int = 0,
    ranking: Ranking = "bm25",
    candidates: Candidates | None = None,
) -> list[TextHit]:
    """The records that an index finds, best first, of equal scores the lower id first.

    `all` and `any` ask for terms wherever they stand in a record, `prefix` for what begins with
    each of them, `phrase` for whole terms that follow one another within one field, `substring`
    for the text within one field wherever it begins and ends (TongGraph's phrase in memory).
    `bm25` counts over all records with text in the index, whatever the filters; `simple` is
    TongGraph's score. `candidates` spares going through all records, and changes no answer.
    """
    index = known(state.text_indexes, name, "full-text index")
    asked, filters = TextQuery.of(index, query, mode), Filters.of(labels, edge_type, properties)
    checked_page(limit, offset, "full-text search")
    filters.fit(index.target, "full-text index")
    if ranking not in RANKINGS:
        raise BadInput(f"ranking is one of {', '.join(RANKINGS)}, not {ranking!r}")
    matches, statistics = _matches(state, asked, filters, candidates and candidates(asked))
    scores = [_score(one, asked, ranking, statistics) for one in matches]
    order = sorted(range(len(matches)), key=lambda i: (-scores[i], matches[i].record.id))
    return [
        _hit(matches[i], scores[i], asked, simple(matches[i], asked))
        if ranking == "simple"
        else _hit(matches[i], scores[i], asked, bm25(matches[i], asked, statistics))
        for i in order[offset : offset + limit]
    ]


def _matches(
    state: State, query: TextQuery, filters: Filters, found: Found | None
) -> tuple[list[Match], Statistics]:
    """All answers that the filters accept, and the numbers of the whole index."""
    if found is None:
        return _of_all(state, query, filters)
    return _of_candidates(state, query, filters, found)


def _of_all(state: State, query: TextQuery, filters: Filters) -> tuple[list[Match], Statistics]:
    documents = length = 0
    frequencies, matches = [0] * len(query.shown), list[Match]()
    for record in state.nodes if query.index.target == "node" else state.edges:
        one = match(record, query)
        documents += one.length > 0
        length += one.length
        if not one.counts:
            continue
        _count(frequencies, one)
        if is_answer(one, query) and filters.accept(record):
            matches.append(one)
    return matches, Statistics(documents, length, frequencies)


def _of_candidates(
    state: State, query: TextQuery, filters: Filters, found: Found
) -> tuple[list[Match], Statistics]:
    """The same, of records that may be answers; those that a filter stops are not looked at.

    Those with a phrase are still to be counted, as are all that the tables are unsure of.
    """
    held = state.nodes if query.index.target == "node" else state.edges
    frequencies = [0] if query.phrase else list(found.frequencies)
    uncounted = found.entities if query.phrase else found.unsure
    chosen, matches = found.entities, list[Match]()
    if filters:
        survivors = filters.survivors(state, query.index.target)
        chosen = chosen[np.isin(chosen, np.union1d(survivors, uncounted))]
    count = set(uncounted.tolist())
    for id in chosen.tolist():
        record = held.get(id)
        if record is None:
            continue
        one = match(record, query)
        if id in count:
            _count(frequencies, one)
        if is_answer(one, query) and filters.accept(record):
            matches.append(one)
    return matches, Statistics(found.documents, found.length, frequencies)


def _count(frequencies: list[int], match: Match) -> None:
    for i, total in enumerate(match.totals):
        frequencies[i] += total > 0


def _score(match: Match, query: TextQuery, ranking: Ranking, statistics: Statistics) -> float:
    if ranking == "simple":
        return simple_score(match, query)
    return bm25_score(match, query, statistics)


def _hit(
    match: Match, score: float, query: TextQuery, contributions: Sequence[Contribution]
) -> TextHit:
    fields = tuple(name for name in query.index.properties if name in match.counts)
    return TextHit(query.index.target, match.record.id, score, fields, tuple(contributions))
