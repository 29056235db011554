"""A graph view in words, as a table, and as what its still picture paints."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from ...core.values import Rows
from ..picture import Picture
from ..scene import colours
from ..scene.scene import Scene, type_of
from ..scene.still import Drawn, picture
from ..scene.values import as_json, name_of
from .model import Look
from .scales import Legend

# A notebook with larger outputs opens slowly and is refused by some hosts.
LARGE = 5_000_000


class Tells:
    """What every view tells, of a graph view."""

    scene: Scene
    data: bytes

    @property
    def look(self) -> Look:
        raise NotImplementedError

    @property
    def left_out(self) -> tuple[str, ...]:
        raise NotImplementedError

    def title(self) -> str:
        raise NotImplementedError

    def _counts(self) -> tuple[int, int]:
        raise NotImplementedError

    def summary(self) -> str:
        """One line: how much is seen of how much, what was left out, and whether it weighs much."""
        look, there = self.look, self._counts()
        nodes = _of(len(look.nodes), there[0], "node")
        edges = _of(len(look.edges), there[1], "edge")
        told = [f"{self.title()}: {nodes}, {edges}", *self.left_out]
        if (size := weight(self.data)) > LARGE:
            told.append(
                f"this output adds about {size / 1e6:.1f} MB to the notebook: limit the graph, or "
                "save it as a page"
            )
        return "; ".join(told)

    def table(self) -> Rows:
        """A row for each node that is seen, with the number of seen edges at it."""
        return table(self.scene, self.look)

    def picture(self) -> Picture:
        return picture(self.scene, drawn(self.look, self.left_out), height=480)


def weight(data: bytes) -> int:
    """About how many bytes the data takes in a saved notebook: compressed, then as base64."""
    if len(data) < LARGE * 3 // 4:
        return len(data)
    return len(zlib.compress(data, 6)) * 4 // 3


def table(scene: Scene, look: Look) -> Rows:
    """A row for each node that is seen: id, type, name, seen edges at it, properties as JSON."""
    seen = frozenset(look.edges)
    count = dict.fromkeys(look.nodes, 0)
    for edge in scene.edges:
        if edge.id in seen:
            for end in {edge.source, edge.target}:
                count[end] += 1
    nodes = [scene.nodes[node] for node in look.nodes]
    rows = [(n.id, type_of(n), name_of(n), count[n.id], as_json(n.properties)) for n in nodes]
    return Rows(("id", "type", "name", "edges", "properties"), rows)


def drawn(look: Look, left_out: Sequence[str] = ()) -> Drawn:
    return Drawn(
        look.nodes,
        look.edges,
        look.layout,
        look.colours,
        look.sizes,
        look.edge_colours,
        look.pinned,
        [*_colours(look.colour_legend), *_sizes(look.size_legend)],
        left_out,
    )


def _of(seen: int, all_: int, what: str) -> str:
    some = f"{seen:,}" if seen == all_ else f"{seen:,} of {all_:,}"
    return f"{some} {what}{'' if all_ == 1 else 's'}"


def _colours(legend: Legend) -> list[tuple[str, str]]:
    if legend.kind == "one":
        return []
    told = [(f"colour: {legend.by}", "")]
    if legend.low is not None and legend.high is not None:
        for share in (0.0, 0.5, 1.0):
            value = legend.low * (1 - share) + legend.high * share
            told.append((f"{value:g}", colours.sequential(share)))
    return told + [(f"{e.label or '(no type)'} · {e.nodes:,}", e.colour) for e in legend.entries]


def _sizes(legend: Legend) -> list[tuple[str, str]]:
    if legend.low is None or legend.high is None:
        return []
    return [(f"size: {legend.by}", ""), (f"{legend.low:g} to {legend.high:g}", "")]
