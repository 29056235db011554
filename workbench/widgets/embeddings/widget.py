"""EmbeddingMap: vectors as points, with what the picture hides said beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ...core.errors import BadInput
from ...core.values import Rows
from ..page import Twin
from ..picture import Picture
from ..view import Answers, View
from .model import Embedding
from .packing import packed, sampled
from .points import Floats
from .reports import Reports
from .still import still

Embed = Callable[[str], Floats]
TWIN_POINTS = 20_000  # some 1 MB of a notebook


class EmbeddingMap(Reports, View):
    """Points on a plane, their true neighbours, queries, and how far the picture may be trusted.

    `embed` makes a vector of a text that is searched for; without it a text is looked for in
    labels and columns alone. A page without a kernel holds at most `twin_points` points.
    """

    module = "embeddings"
    height = 600

    def __init__(
        self,
        map_: Embedding,
        *,
        colour: str | None = None,
        embed: Embed | None = None,
        twin_points: int = TWIN_POINTS,
    ) -> None:
        self.map, self._embed, self._twin_points = map_, embed, twin_points
        settings = {"meaning": embed is not None}
        super().__init__(data=packed(map_), settings=settings)
        if colour is not None:
            self.colour_by(colour)

    def title(self) -> str:
        return "Embeddings"

    def summary(self) -> str:
        left = "".join(f", {told}" for told in self.map.points.left_out)
        return f"{len(self.map.points):,} points{left}; {self.map.projection.told}"

    def table(self) -> Rows:
        """A row a point with its columns and place; those that are selected come first."""
        frame, wanted = self.map.frame, set(self.selected)
        order = sorted(range(len(frame)), key=lambda at: self.map.points.ids[at] not in wanted)
        return Rows(tuple(frame.columns), frame[order].rows())

    def picture(self) -> Picture:
        return still(self.map, self.coloured, f"{self.summary()}.")

    def answers(self) -> Answers:
        return {"near": lambda asked: self.map.nearest(int(asked["at"])), "meaning": self._meaning}

    def twin(self) -> Twin:
        whole, kept = super().twin(), sampled(self.map, self._twin_points)
        if kept is None:
            return whole
        told = f"{whole.summary}; {len(kept):,} of the points are on this page"
        return replace(whole, data=packed(self.map, kept), summary=told)

    def _meaning(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        if self._embed is None:
            raise BadInput("no embedder: open the map with bench.see.embeddings(…)")
        return self.map.around(self._embed(str(asked["text"])), int(asked.get("k", self.map.k)))
