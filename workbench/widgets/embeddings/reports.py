"""What a map of embeddings answers in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core.errors import BadInput
from ...core.values import Rows
from . import findings
from .model import EPS, LISTED, Embedding
from .queries import hit_rows, why_rows

if TYPE_CHECKING:
    import polars

    from .widget import EmbeddingMap


class Reports:
    """Reports as rows, the selection as a frame, and what is set from Python."""

    map: Embedding
    selected: list[str]
    actions: list[dict[str, Any]]

    def selection(self) -> polars.DataFrame:
        """The selected points: id, label, columns, places `x` and `y`, in the order of the map."""
        return self.map.selected(self.selected)

    @property
    def polygon(self) -> list[tuple[float, float]]:
        """The corners of the last lasso or rectangle, in the map's units; none without one."""
        drawn = [a["polygon"] for a in self.actions if a["do"] == "area"]
        return [(float(x), float(y)) for x, y in drawn[-1]] if drawn else []

    @property
    def coloured(self) -> str | None:
        """The column that the points are coloured by."""
        by = [a["by"] for a in self.actions if a["do"] == "colour"]
        return by[-1] if by else None

    def colour_by(self, column: str | None) -> None:
        """Colour the points by a column: numbers by a ramp, others by kind; None for one colour."""
        if column is not None and column not in self.map.columns:
            there = ", ".join(self.map.columns)
            raise BadInput(f"no column {column!r} to colour by; there are: {there}")
        kept = [a for a in self.actions if a["do"] not in ("colour", "hide")]
        self.actions = [*kept, {"do": "colour", "by": column}]

    def trust(self) -> Rows:
        """How far the picture may be trusted: each number, what it means, how it was computed."""
        return self.map.judged.trust.rows()

    def neighbours(self, id_: str) -> Rows:
        """The k nearest of a point by its vector, best first."""
        if id_ not in self.map.points.at:
            raise BadInput(f"no point has the id {id_!r}")
        found = self.map.nearest(self.map.points.at[id_][0])
        ids, labels = self.map.points.ids, self.map.points.labels
        return Rows(("id", "label", "score"), [(ids[at], labels[at], s) for at, s in found])

    def duplicates(self, eps: float = EPS) -> Rows:
        """Groups of points whose vectors have a cosine similarity of 1 - eps or more."""
        groups = self.map.duplicates if eps == EPS else findings.duplicates(self.map.points, eps)
        return findings.duplicate_rows(self.map.points, groups)

    def hubs(self, most: int = LISTED) -> Rows:
        """Points that are among the k nearest of the most others: they crowd out answers."""
        return findings.hub_rows(self.map.points, self.map.near, most)

    @property
    def hubness(self) -> float | None:
        """The skewness of k-occurrence: about 0 without hubs, above 1 with clear ones."""
        return findings.skewness(findings.occurrences(self.map.near))

    def outliers(self, most: int = LISTED) -> Rows:
        """Points whose k nearest are farthest away."""
        return findings.outlier_rows(self.map.points, self.map.near, most)

    def hits(self) -> Rows:
        """What the queries retrieve, best first, and which of it is golden."""
        return hit_rows(self.map.points, self.map.queries)

    def why(self) -> Rows:
        """Each golden point of each query: rank, score, and why it was missed."""
        return why_rows(self.map.points, self.map.queries)

    def align(self, other: EmbeddingMap) -> EmbeddingMap:
        """This map with arrows to where another model, turned onto this one, has the points."""
        from .widget import EmbeddingMap

        return EmbeddingMap(self.map.aligned(other.map.points), colour="moved")

    def moved(self) -> Rows:
        """How far each point moved to the other model, and which neighbours it kept.

        BadInput where the map was not aligned with one.
        """
        if self.map.alignment is None:
            raise BadInput("no other model: align with `view.align(other)` or `against=`")
        return self.map.alignment.rows(self.map.points)
