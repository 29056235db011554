"""What a retrieval of context gives, and what it was asked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from ...core.errors import BadInput
from ...core.property_graph.records import Target
from ..traversing.expanding import direction_of
from .matching import Record
from .paging import checked_integer, checked_page
from .text_query import Mode

if TYPE_CHECKING:
    from ..state.state import State

Source: TypeAlias = Literal["text", "vector"]
Key: TypeAlias = tuple[Target, int]  # a node or an edge, and its id


class Part(NamedTuple):
    """What a row owes to one hit: `distance` 0 is the row's own, else so many hops away."""

    source: Source
    seed: Key
    distance: int
    score: float


@dataclass(frozen=True, slots=True)
class ContextHit:
    """A node or an edge of a context; `contributions` add up to `score`, `own` + `inherited`.

    `source_scores` are raw scores of its own hits, of text by BM25. `distance` is that of the
    nearest hit. TongGraph's way (`compat`) has other numbers: hits of others among
    `source_scores`, every distance above 0 as 1.
    """

    kind: Target
    id: int
    score: float
    distance: int
    source_scores: Mapping[Source, float]
    record: Record
    own: float
    inherited: float
    contributions: tuple[Part, ...]

    def row(self) -> dict[str, Any]:
        """The hit as TongGraph's row of six."""
        return {
            "kind": self.kind,
            "id": self.id,
            "score": self.score,
            "distance": self.distance,
            "source_scores": dict(self.source_scores),
            "record": self.record,
        }


def record_of(state: State, key: Key) -> Record | None:
    """The record of a key; None for what a damaged file knows a vector of and nothing else."""
    kind, id = key
    return state.nodes.get(id) if kind == "node" else state.edges.get(id)


def ranked(hits: Iterable[ContextHit], limit: int) -> list[ContextHit]:
    """The best, of equal scores the nearer, then edges, then the lower id."""
    return sorted(hits, key=lambda hit: (-hit.score, hit.distance, hit.kind, hit.id))[:limit]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a retrieval is asked; BadInput where it cannot be answered.

    `text_mode` is the mode of the text search. `labels` are of nodes, `edge_type` of edges,
    `properties` of both.
    """

    text_query: str | None = None
    text_index: str | None = None
    text_mode: Mode = "all"
    vector_query: Iterable[float] | None = None
    vector_index: str | None = None
    labels: Sequence[str] | None = None
    edge_type: str | None = None
    properties: Mapping[str, Any] | None = None
    radius: int = 1
    direction: str = "both"
    limit: int = 20
    text_weight: float = 1.0
    vector_weight: float = 1.0
    graph_weight: float = 0.1
    decay: float = 0.5

    def __post_init__(self) -> None:
        if checked_integer(self.radius, "radius") < 0:
            raise BadInput(f"radius must be non-negative, not {self.radius}")
        checked_page(self.limit, 0, "retrieve_context")
        for what, one, other in (
            ("text", self.text_query or None, self.text_index or None),
            ("vector", self.vector_query, self.vector_index),
        ):
            if (one is None) != (other is None):
                raise BadInput(
                    f"{what}_query and {what}_index must be provided together; seen "
                    f"{what}_query={one!r}, {what}_index={other!r}"
                )
        for name in ("text_weight", "vector_weight", "graph_weight"):
            _check_weight(name, getattr(self, name))
        direction_of(self.direction)
        if not 0 <= self.decay <= 1:
            raise BadInput(f"decay must be from 0 to 1, not {self.decay!r}")

    @property
    def weights(self) -> dict[Source, float]:
        return {"text": self.text_weight, "vector": self.vector_weight}

    @property
    def candidates(self) -> int:
        """How many hits of each source are looked at."""
        return max(4 * self.limit, 20)


def _check_weight(what: str, weight: Any) -> None:
    if isinstance(weight, bool | str) or not math.isfinite(weight) or weight < 0:
        raise BadInput(f"{what} must be a finite number from 0 on, not {weight!r}")
