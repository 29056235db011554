"""A map of embeddings as a still picture."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..picture import Boxes, Dots, Lines, Mark, Picture, Words, fitted
from ..scene.colours import OTHER, categorical, sequential
from .columns import coded
from .model import Embedding
from .points import Floats

WIDTH, HEIGHT, LEGEND = 720, 460, 180
DOTS = 5_000  # more would weigh more than they show
_RAMP = 8
QUERY, GOLDEN, HIT = "#d55e00", "#b3261e", "#1f2328"


def still(map_: Embedding, colour: str | None, alt: str) -> Picture:
    """The points, coloured by a column, with queries (squares) and golden points (ringed)."""
    xy = map_.projection.xy
    shown = np.linspace(0, len(xy) - 1, min(len(xy), DOTS)).astype(int)
    queries = _query_places(map_)
    places = fitted(np.concatenate([xy, queries]).astype(float), WIDTH - LEGEND, HEIGHT)
    marks: list[Mark] = []
    if map_.alignment is not None:
        marks.append(_arrows(map_, places[: len(xy)], shown))
    radius = float(np.clip(60 / np.sqrt(max(1, len(shown))), 1.2, 5))
    marks += _points(map_, colour, places[shown], shown, radius)
    marks += _golden(map_, places, radius)
    corners = np.column_stack([places[len(xy) :] - 5, np.full((len(queries), 2), 10.0)])
    marks.append(Boxes(corners, QUERY))
    marks += _shapes() if len(queries) else []
    if len(shown) < len(xy):
        alt = f"{alt} {len(shown):,} of them are drawn."
    marks.append(Words(8, HEIGHT - 8, map_.projection.told, 10, "#59636e"))
    return Picture(WIDTH, HEIGHT, marks, alt)


def _query_places(map_: Embedding) -> Floats:
    vectors = [one.query.vector for one in map_.queries]
    if not vectors:
        return np.zeros((0, 2), np.float32)
    places = map_.projection.place(map_.points, np.stack(vectors))
    return places[np.isfinite(places).all(axis=1)]


def _points(
    map_: Embedding, colour: str | None, places: Floats, shown: Floats, radius: float
) -> list[Mark]:
    marks: list[Mark] = []
    for name, tone, mask in _kinds(map_, colour, shown):
        marks.append(Dots(places[mask], radius, tone))
        if name:
            y = 20 + 16 * sum(isinstance(m, Words) for m in marks)
            marks.append(Dots(np.array([[WIDTH - LEGEND + 8, y - 4]]), 4, tone))
            marks.append(Words(WIDTH - LEGEND + 18, y, name[:24]))
    return marks


def _kinds(
    map_: Embedding, colour: str | None, shown: Floats
) -> list[tuple[str, str, NDArray[np.bool_]]]:
    """The name, colour and mask of each kind of points: categories, or steps of a ramp."""
    if colour is None:
        return [("", categorical(0), np.ones(len(shown), bool))]
    told, columns = coded(0, map_.frame[colour])
    codes: Any = (
        np.asarray(columns["c0"])[shown] if told["kind"] != "text" else np.zeros(len(shown))
    )
    if told["kind"] == "category":
        names = list(columns["d0"])
        found = [
            (names[n] or "none", categorical(n), codes == n) for n in range(min(8, len(names)))
        ]
        return [*found, ("other", OTHER, codes >= 8)] if len(names) > 8 else found
    if told["kind"] == "text":
        return [("", categorical(0), codes == 0)]
    span = told["high"] - told["low"] or 1.0
    step = np.clip((codes - told["low"]) / span * _RAMP, 0, _RAMP - 1) // 1
    ends = [f"{told['low'] + span * n / _RAMP:.3g}" for n in range(_RAMP)]
    ramp = [
        (f"{ends[n]} …", sequential(0.2 + 0.8 * (n + 0.5) / _RAMP), step == n) for n in range(_RAMP)
    ]
    return [*ramp, ("none", OTHER, np.isnan(codes))] if np.isnan(codes).any() else ramp


def _golden(map_: Embedding, places: Floats, radius: float) -> list[Mark]:
    golden = [g.position for q in map_.queries for g in q.golden if g.position is not None]
    hits = [at for q in map_.queries for at, _ in q.hits]
    return [
        Dots(places[hits], radius + 1.5, HIT),
        Dots(places[golden], radius + 4, GOLDEN),
        Dots(places[golden], radius + 1, "#ffffff"),
    ]


def _shapes() -> list[Mark]:
    """What the marks of queries mean, below the legend of colours."""
    x, y = WIDTH - LEGEND + 8, HEIGHT - 60
    told = [
        Words(x + 12, y + 16 * n + 4, what)
        for n, what in enumerate(("query", "retrieved", "golden"))
    ]
    golden = np.array([[x, y + 32]])
    return [
        Boxes(np.array([[x - 5, y - 5, 10, 10]]), QUERY),
        Dots(np.array([[x, y + 16]]), 5, HIT),
        Dots(golden, 6, GOLDEN),
        Dots(golden, 3, "#ffffff"),
        *told,
    ]


def _arrows(map_: Embedding, places: Floats, shown: Floats) -> Mark:
    """From each point to its partner; the places of partners are fitted as the points' are."""
    xy, partners = map_.projection.xy.astype(float), map_.partners().astype(float)
    moved = (partners - xy)[shown]
    span = np.ptp(xy, axis=0).max() or 1.0
    scale = np.ptp(places, axis=0).max() / span
    ends = np.column_stack([places[shown], places[shown] + moved * scale * [1, -1]])
    return Lines(ends[np.isfinite(ends).all(axis=1)], "#c4c9ce", 0.8)
