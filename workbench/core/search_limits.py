"""Which limits a recorded vector search ran under: not recorded, so told from the data model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

# The settings EMBEDDINGS_THRESHOLD and EMBEDDINGS_TOP_N as Vedana ships them.
DEFAULT_THRESHOLD, DEFAULT_TOP_N = 0.8, 10


class SearchLimits(NamedTuple):
    """A hit exceeds `threshold`; at most `top_n` come.

    `kind` is anchor or edge. `origin` says where the two numbers come from: the data model
    as it is now, or the engine's fallback for a pair that the model does not know.
    """

    kind: str
    threshold: float
    top_n: int
    origin: Literal["data model", "fallback"]

    def contradiction(self, rows: Iterable[Mapping[str, Any]]) -> str:
        """What in recorded rows shows that they were found under other limits, or ''."""
        scores = [row.get("similarity") for row in rows]
        low = [s for s in scores if isinstance(s, float) and s <= self.threshold]
        if low:
            return f"a similarity of {min(low):g} was recorded at a threshold of {self.threshold:g}"
        if len(scores) > self.top_n:
            return f"{len(scores)} rows were recorded at a limit of {self.top_n}"
        return ""


FALLBACK = SearchLimits("anchor", DEFAULT_THRESHOLD, DEFAULT_TOP_N, "fallback")


@dataclass(frozen=True, slots=True)
class LimitsInForce:
    """The limits of every pair of label and property that the data model makes searchable.

    `unknown` is why they cannot be told, '' where they can. Source: Vedana,
    vedana_core/rag_agent.py, whose lookup prefers the edge where both kinds have a pair.
    """

    by_pair: Mapping[tuple[str, str], SearchLimits] = field(default_factory=dict)
    unknown: str = ""

    def of(self, label: str, name: str) -> SearchLimits | None:
        """The limits of a pair, the engine's fallback for a foreign one; None if unknown."""
        return None if self.unknown else self.by_pair.get((label, name), FALLBACK)


def limits_in_force(indices: Iterable[Mapping[str, Any]]) -> LimitsInForce:
    """From the rows of `vedana/data_model_vector_indices`."""
    return LimitsInForce(
        {
            (row["label"], row["property"]): SearchLimits(
                row["kind"], row["threshold"], row["top_n"], "data model"
            )
            for row in indices
        }
    )
