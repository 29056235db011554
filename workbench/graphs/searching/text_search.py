"""Full-text search over the records of a state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...core.errors import BadInput
from ...core.property_graph.records import Target
from .counting import Counts, Statistics, held, of_all, of_found
from .filters import Filters
from .matching import match
from .paging import checked_page, known
from .ranking import (
    RANKINGS,
    Contribution,
    Ranking,
    bm25,
    bm25_scores,
    simple,
    simple_scores,
)
from .text_query import Candidates, Mode, TextQuery

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
    found = candidates and candidates(asked)
    table = (
        of_all(state, asked, filters)
        if found is None
        else of_found(state, asked, filters, found, ranking)
    )
    scores = _scores(table, asked, ranking)
    best = np.lexsort((table.ids, -scores))[offset : offset + limit].tolist()
    return [
        _hit(state, int(table.ids[at]), float(scores[at]), asked, ranking, table.statistics)
        for at in best
    ]


def _scores(table: Counts, query: TextQuery, ranking: Ranking) -> NDArray[np.float64]:
    if ranking == "simple":
        return simple_scores(table, query)
    return bm25_scores(table, query)


def _hit(
    state: State,
    id: int,
    score: float,
    query: TextQuery,
    ranking: Ranking,
    statistics: Statistics,
) -> TextHit:
    """What is shown is looked at once more, field by field."""
    index = query.index
    one = match(held(state, index.target).get(id), query)
    fields = tuple(name for name in index.properties if name in one.counts)
    parts = simple(one, query) if ranking == "simple" else bm25(one, query, statistics)
    return TextHit(index.target, id, score, fields, tuple(parts))
