"""The map of planes at one moment as a still picture, with the eras below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from ...core.show import on_one_line
from ..picture import Boxes, Lines, Mark, Picture, Words
from ..scene.colours import CATEGORICAL, OTHER
from .model import Atlas, Door, Plane
from .routes import Route, label, routes

WIDTH, MARGIN, ERAS = 1000, 24, 92
_INK, _FAINT, _PALE, _BOX = "#1f2328", "#59636e", "#d8dee4", "#f6f8fa"
_UNSURE = "#9a6700"


def still(atlas: Atlas, moment: int, path: Sequence[int] = ()) -> Picture:
    """The map at a moment; `path` are the legs of a way, drawn strongly."""
    right = max((plane.x + plane.width / 2 for plane in atlas.planes), default=1.0)
    low = max((plane.y + plane.height / 2 for plane in atlas.planes), default=1.0)
    scale = min(1.0, (WIDTH - 2 * MARGIN) / right)
    height = round(MARGIN + 30 + low * scale + 30 + ERAS)
    marks = [
        Words(MARGIN, MARGIN + 4, _when(atlas, moment), 15, _INK),
        *_scaled(_map(atlas, moment, path), scale),
        *_eras(atlas, moment, height - ERAS),
    ]
    return Picture(WIDTH, height, marks, in_words(atlas, moment))


def in_words(atlas: Atlas, moment: int) -> str:
    """Planes with who is there, doors by state: the picture for those who do not see it."""
    counts = atlas.counts(moment)
    there = "; ".join(f"{p.name}: {told(counts[p.id])}" for p in atlas.planes)
    states = atlas.door_states(moment)
    doors = ", ".join(
        f"{states.count(state)} {state.replace('_', ' ')}" for state in dict.fromkeys(states)
    )
    return f"Planes at {_when(atlas, moment)}. {there}. Doors: {doors or 'none'}."


def _when(atlas: Atlas, moment: int) -> str:
    return ", ".join(filter(None, (atlas.moments[moment].time, atlas.knowledge)))


def told(count: Mapping[str, int]) -> str:
    sure, maybe = count.get("true", 0), count.get("unknown", 0)
    return f"{sure} here" + (f", {maybe} perhaps" if maybe else "")


def colours(doors: Sequence[Door]) -> dict[str, str]:
    """A colour for each type of door, in order of their names."""
    types = sorted({door.type for door in doors})
    return {t: CATEGORICAL[at] if at < 6 else OTHER for at, t in enumerate(types)}


def _map(atlas: Atlas, moment: int, path: Sequence[int]) -> Iterator[Mark]:
    by_type, gone = colours(atlas.doors), {leg // 2 for leg in path}
    states = atlas.door_states(moment)
    drawn = routes(atlas.planes, atlas.doors)
    for at, (door, route) in enumerate(zip(atlas.doors, drawn, strict=True)):
        colour = by_type[door.type] if states[at] == "open" else _PALE
        colour = _UNSURE if states[at] == "time_unknown" else colour
        width = 4.0 if at in gone else 1.8 if states[at] == "open" else 1.2
        yield from _door(door, route, colour, width)
        if states[at] != "open" or not label(door):
            continue
        yield Boxes(np.array([(route.label_x - 9, route.label_y - 8, 18, 15)]), "#ffffff")
        yield Words(route.label_x, route.label_y + 4, label(door), 10, _FAINT, "middle")
    counts = atlas.counts(moment)
    for plane in atlas.planes:
        yield from _plane(plane, told(counts[plane.id]))


def _plane(plane: Plane, count: str) -> Iterator[Mark]:
    left, top = plane.x - plane.width / 2, plane.y - plane.height / 2
    yield Boxes(np.array([(left, top, plane.width, plane.height)]), _FAINT)
    inner = (left + 1, top + 1, plane.width - 2, plane.height - 2)
    yield Boxes(np.array([inner]), _BOX)
    fits = int((plane.width - 16) / 7.4)
    yield Words(plane.x, plane.y - 7, on_one_line(plane.name, fits), 13, _INK, "middle")
    yield Words(plane.x, plane.y + 14, count, 11, _FAINT, "middle")


def _door(door: Door, route: Route, colour: str, width: float) -> Iterator[Mark]:
    points = route.points()
    pieces = np.hstack([points[:-1], points[1:]])
    dashed = door.secrecy != "public" or not door.ways
    yield Lines(pieces[::2] if dashed else pieces, colour, width)
    if door.ways in ("forward", "both"):
        yield Lines(_head(points[-2], points[-1]), colour, width)
    if door.ways in ("backward", "both"):
        yield Lines(_head(points[1], points[0]), colour, width)


def _head(before: np.ndarray, tip: np.ndarray) -> np.ndarray:
    """Two short lines back from the tip of an arrow."""
    back = before - tip
    back = back / (np.hypot(*back) or 1.0) * 8
    turned = np.array([-back[1], back[0]]) * 0.55
    return np.array([[*tip, *(tip + back + turned)], [*tip, *(tip + back - turned)]])


def _scaled(marks: Iterator[Mark], scale: float) -> Iterator[Mark]:
    """Moved below the title; what is written keeps a size that can be read."""
    shift = np.array([MARGIN, MARGIN + 26])
    both = np.concatenate([shift, shift])
    for mark in marks:
        match mark:
            case Lines(ends, colour, width):
                yield Lines(ends * scale + both, colour, width)
            case Boxes(corners, colour):
                yield Boxes(corners * scale + np.array([*shift, 0, 0]), colour)
            case Words(x, y, text, size, colour, anchor):
                at = np.array([x, y]) * scale + shift
                yield Words(at[0], at[1], text, max(7.5, size * scale), colour, anchor)


def _eras(atlas: Atlas, moment: int, top: float) -> Iterator[Mark]:
    room = WIDTH - 2 * MARGIN
    for band in atlas.bands:
        left, width = MARGIN + band.start * room, (band.end - band.start) * room
        y = top + 18 * min(band.lane, 2)
        yield Boxes(np.array([(left, y, width - 1, 16)]), "#dbe7f3" if band.sure else "#f3e3c3")
        text = band.name if band.sure else f"{band.name}?"
        if (fits := int(width / 5.7)) >= 4:
            yield Words(left + 4, y + 12, on_one_line(text, fits), 10, _INK)
    here = MARGIN + atlas.moments[moment].place * room
    yield Lines(np.array([(here, top - 6, here, top + 58)]), "#b3261e", 2)
    yield Words(MARGIN, top + 76, "? its order or its length nobody knows", 10, _UNSURE)
