"""A graph as a still picture: edges, nodes, the names of the largest, and a legend."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import pi, sqrt

import numpy as np

from ...core.show import on_one_line
from ..picture import Boxes, Dots, Lines, Mark, Picture, Words, fitted
from .scene import Scene
from .values import name_of

# Beyond that many edges a picture is a blot, and its text weighs more than the graph.
DRAWN_EDGES = 4000
NAMED = 24
_COVERED = 0.2  # of the picture, by nodes: more of them hide the edges
_LINE, _INK = "#c4c9cf", "#1f2328"
_LEGEND = 170  # pixels
_LETTER, _LINE_HEIGHT = 6.2, 12  # pixels of names at size 11


@dataclass(frozen=True, slots=True)
class Drawn:
    """What to paint of a scene: ids of nodes and edges, and what tells them apart.

    `legend` are (text, colour) from the top; `left_out` what is not in the scene, and why.
    """

    nodes: Sequence[str]
    edges: Sequence[str]
    layout: str
    colours: Mapping[str, str]
    sizes: Mapping[str, float]
    edge_colours: Mapping[str, str] = field(default_factory=dict)
    pinned: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    legend: Sequence[tuple[str, str]] = ()
    left_out: Sequence[str] = ()


def picture(scene: Scene, drawn: Drawn, *, width: int = 900, height: int = 480) -> Picture:
    """The picture, with the legend at its right and what is not drawn below; `alt` says both."""
    room = width - _LEGEND if drawn.legend else width
    drawn = replace(drawn, sizes=_fitting(drawn.sizes, room * height))
    places = _places(scene, drawn)
    at = dict(zip(drawn.nodes, fitted(places, room, height), strict=True))
    edges = _thinned(scene, drawn)
    marks: list[Mark] = [*_lines(edges, at, drawn), *_discs(at, drawn)]
    marks += [*_names(scene, at, drawn), *_legend(drawn.legend, room)]
    cut = _cut(drawn, len(edges))
    if cut:
        marks.append(Words(8, height - 7, on_one_line(cut, int((width - 16) / _LETTER)), 11))
    return Picture(width, height, marks, "; ".join(filter(None, (_told(drawn), cut))))


def _places(scene: Scene, drawn: Drawn) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    places = scene.positions[drawn.layout]
    found = [drawn.pinned.get(node, places[scene.places[node]]) for node in drawn.nodes]
    return np.array(found, dtype=float).reshape(-1, 2)


def _fitting(sizes: Mapping[str, float], area: int) -> Mapping[str, float]:
    """Radii so small that all discs together cover no more than their share of the area."""
    covered = pi * sum(radius**2 for radius in sizes.values())
    if covered <= _COVERED * area:
        return sizes
    scale = sqrt(_COVERED * area / covered)
    return {node: radius * scale for node, radius in sizes.items()}


def _thinned(scene: Scene, drawn: Drawn) -> list[tuple[str, str, str]]:
    """(id, source, target) of the edges, every so-manieth where there are too many."""
    wanted = frozenset(drawn.edges)
    found = [(e.id, e.source, e.target) for e in scene.edges if e.id in wanted]
    return found[:: -(-len(found) // DRAWN_EDGES) or 1]


def _lines(
    edges: Sequence[tuple[str, str, str]], at: Mapping[str, np.ndarray], drawn: Drawn
) -> Iterator[Lines]:
    of_colour = defaultdict[str, list[np.ndarray]](list)
    for name, source, target in edges:
        ends = np.concatenate([at[source], at[target]])
        of_colour[drawn.edge_colours.get(name, _LINE)].append(ends)
    for colour, ends_of in of_colour.items():
        yield Lines(np.array(ends_of), colour, 1.0 if colour == _LINE else 1.6)


def _discs(at: Mapping[str, np.ndarray], drawn: Drawn) -> Iterator[Dots]:
    """The small ones last, on top; sizes to half a pixel, so that many are one mark."""
    alike = defaultdict[tuple[float, str], list[np.ndarray]](list)
    for node, place in at.items():
        alike[max(1, round(drawn.sizes[node] * 2)) / 2, drawn.colours[node]].append(place)
    for (radius, colour), places in sorted(alike.items(), key=lambda each: -each[0][0]):
        yield Dots(np.array(places), radius, colour)


def _names(scene: Scene, at: Mapping[str, np.ndarray], drawn: Drawn) -> Iterator[Words]:
    """The names of the largest nodes, ties by id, but for those that would cover another."""
    taken: list[tuple[float, float, float]] = []
    largest = sorted(at, key=lambda node: (-drawn.sizes[node], node))
    for node in largest[: 3 * NAMED]:
        x, y = (float(along) for along in at[node])
        text = on_one_line(name_of(scene.nodes[node]), 24)
        half, y = len(text) * _LETTER / 2, y - drawn.sizes[node] - 3
        if len(taken) == NAMED or any(
            abs(x - other) < half + beside and abs(y - line) < _LINE_HEIGHT
            for other, line, beside in taken
        ):
            continue
        taken.append((x, y, half))
        yield Words(x, y, text, 11, _INK, "middle")


def _legend(legend: Sequence[tuple[str, str]], left: int) -> Iterator[Mark]:
    for line, (text, colour) in enumerate(legend[:20]):
        y = 24 + line * 20
        if colour:
            yield Boxes(np.array([[left + 8, y - 10, 12, 12]]), colour)
        yield Words(left + (26 if colour else 8), y, on_one_line(text, 20), 12, _INK)


def _told(drawn: Drawn) -> str:
    return (
        f"A graph of {len(drawn.nodes):,} nodes and {len(drawn.edges):,} edges, "
        f"laid out as {drawn.layout}"
    )


def _cut(drawn: Drawn, lines: int) -> str:
    thinned = f"{lines:,} of {len(drawn.edges):,} edges are drawn"
    return "; ".join([*drawn.left_out, *([] if lines == len(drawn.edges) else [thinned])])
