"""What a map of embeddings knows: points, their places, and all that is worth saying of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from . import findings
from .alignment import Alignment, align
from .points import Doubles, Floats, Points
from .projection import Projection
from .queries import Answered
from .trust import Judged, judge

if TYPE_CHECKING:
    import polars

EPS = 1e-4  # of a similarity, below one: texts that differ by a letter are not yet the same
LISTED = 50  # hubs, groups and outliers that the view lists


@dataclass(frozen=True)
class Embedding:
    """Points on their places, `k` neighbours of each, queries, and another model's points.

    What takes long is computed when it is first asked for, once.
    """

    points: Points
    projection: Projection
    k: int
    seed: int
    queries: tuple[Answered, ...] = ()
    alignment: Alignment | None = None

    @cached_property
    def near(self) -> findings.Near:
        return findings.near(self.points, self.k, self.seed)

    @cached_property
    def judged(self) -> Judged:
        return judge(self.points, self.projection.xy, self.k, self.seed)

    @cached_property
    def duplicates(self) -> list[list[int]]:
        return findings.duplicates(self.points, EPS)

    @cached_property
    def frame(self) -> polars.DataFrame:
        """A row a point: id, label, its columns, its place, and what was found of it."""
        import polars

        overlap = self.judged.overlap
        more = {"x": self.projection.xy[:, 0], "y": self.projection.xy[:, 1]}
        if not np.isnan(overlap).all():
            more["neighbour overlap"] = overlap
        if self.alignment is not None:
            for name, values in {
                "moved": self.alignment.moved,
                "kept": self.alignment.kept,
            }.items():
                column = np.full(len(self.points), np.nan)
                column[self.alignment.at] = values
                more[_ALIGNED[name]] = column
        taken = set(self.points.frame.columns)
        new = [polars.Series(_free(name, taken), values) for name, values in more.items()]
        return self.points.frame.with_columns(c.fill_nan(None) for c in new)

    @property
    def columns(self) -> list[str]:
        """The frame's columns beside id, label and place."""
        given = set(self.points.frame.columns)
        places = [name for name in self.frame.columns if name not in given][:2]
        return [name for name in self.frame.columns if name not in ("id", "label", *places)]

    @property
    def measured(self) -> list[str]:
        """The frame's columns that were found here, to colour by."""
        return [name for name in self.columns if name not in self.points.frame.columns]

    def aligned(self, other: Points, k: int | None = None) -> Embedding:
        """The same map with another model's vectors of the same ids."""
        found = align(self.points, other, k or self.k)
        return Embedding(self.points, self.projection, self.k, self.seed, self.queries, found)

    def partners(self) -> Floats:
        """Where the other model's points stand, turned onto this map; NaN for those without."""
        places = np.full((len(self.points), 2), np.nan, np.float32)
        if self.alignment is not None:
            narrow = self.alignment.other[:, : self.points.vectors.shape[1]]
            places[self.alignment.at] = self.projection.place(self.points, narrow)
        return places

    def selected(self, ids: Sequence[str]) -> polars.DataFrame:
        """The rows of points with these ids, in the order of the map."""
        wanted = set(ids)
        kept = [at for at, name in enumerate(self.points.ids) if name in wanted]
        return self.frame[kept]

    def nearest(self, position: int) -> list[list[Any]]:
        """The k nearest of one point: [position, score], best first."""
        if self.near.whole:
            row = self.near.positions[position], self.near.scores[position]
        else:
            found = self.points.index.neighbours(self.points.vectors[[position]], self.k + 1)
            row = found[0][0], found[1][0]
        return [pair for pair in _pairs(*row) if pair[0] != position][: self.k]

    def around(self, vector: Floats, k: int) -> dict[str, Any]:
        """A vector's place, and the k points nearest to it: [position, score], best first."""
        found = self.points.index.neighbours(vector[None], k)
        place = self.projection.place(self.points, vector[None])[0]
        return {
            "x": float(place[0]),
            "y": float(place[1]),
            "hits": _pairs(found[0][0], found[1][0]),
        }


_ALIGNED: Mapping[str, str] = {"moved": "moved", "kept": "neighbours kept"}


def _pairs(positions: Any, scores: Doubles) -> list[list[Any]]:
    pairs = zip(positions.tolist(), scores.tolist(), strict=True)
    return [[at, score] for at, score in pairs if at >= 0]


def _free(name: str, taken: set[str]) -> str:
    """A name that no column of the source has."""
    while name in taken:
        name = f"{name}_"
    taken.add(name)
    return name
