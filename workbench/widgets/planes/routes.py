"""How doors run between planes on the map: curves from box to box, and where their prices stand.

Several doors between two planes run side by side; one that would run through a third plane's
box goes around it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .model import Door, Plane

Points = NDArray[np.floating]

_BESIDE = 30.0  # pixels between doors of the same two planes
_BENDS = (0.0, 45.0, -45.0, 90.0, -90.0, 140.0, -140.0, 200.0, -200.0)
_ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)
_FINE = np.linspace(0, 1, 65)
_ROOM = (6.0, 9.0)  # pixels between a door's end and a box: at its source, at its target
PILL = (7.0, 16.0)  # of a price: pixels a letter, beside its margin; and its height


class Route(NamedTuple):
    """A quadratic curve from (x1, y1) over (cx, cy) to (x2, y2), and the middle of its label."""

    x1: float
    y1: float
    cx: float
    cy: float
    x2: float
    y2: float
    label_x: float
    label_y: float

    def points(self, count: int = 17) -> Points:
        """Points along the curve, (count, 2)."""
        ends = np.array(self[:6]).reshape(3, 2)
        return _curve(ends, np.linspace(0, 1, count))


def label(door: Door) -> str:
    """What stands on a door: its price in tolls; nothing where nobody travels."""
    return f"{door.cost:g}" if door.ways else ""


def routes(planes: Sequence[Plane], doors: Sequence[Door]) -> list[Route]:
    """A route for each door, in their order; a door from a plane to itself is a point on it."""
    at = {plane.id: plane for plane in planes}
    beside: dict[tuple[str, str], list[int]] = {}
    for number, door in enumerate(doors):
        beside.setdefault(_pair(door), []).append(number)
    curves: dict[int, Points] = {}
    for (one, other), group in sorted(beside.items()):
        bend = _bend(at[one], at[other], planes)
        for place, number in enumerate(group):
            offset = bend + (place - (len(group) - 1) / 2) * _BESIDE
            curves[number] = _drawn(doors[number], at, offset)
    taken = [_box(plane, 2.0) for plane in planes]
    found = []
    for number, door in enumerate(doors):
        x, y = _label_place(curves[number], label(door), taken)
        found.append(Route._make([*curves[number].reshape(-1).tolist(), x, y]))
    return found


def _pair(door: Door) -> tuple[str, str]:
    one, other = sorted((door.source, door.target))
    return one, other


def _curve(ends: Points, at: Points) -> Points:
    a, control, b = ends
    t = at[:, None]
    found: Points = (1 - t) ** 2 * a + 2 * t * (1 - t) * control + t**2 * b
    return found


def _drawn(door: Door, at: Mapping[str, Plane], offset: float) -> Points:
    """Start, control and end of a door's curve, cut off at the boxes of its planes."""
    source, target = at[door.source], at[door.target]
    one, other = (at[end] for end in _pair(door))
    ends = _bent(one, other, offset)
    if door.source != one.id:
        ends = ends[::-1]
    outside = ~_inside(_curve(ends, _FINE), source, _ROOM[0])
    outside &= ~_inside(_curve(ends, _FINE), target, _ROOM[1])
    free = np.flatnonzero(outside)
    if len(free) < 2:
        return ends
    return _cut(ends, float(_FINE[free[0]]), float(_FINE[free[-1]]))


def _bent(one: Plane, other: Plane, offset: float) -> Points:
    """From middle to middle; the control point lies twice the offset beside the straight line."""
    a, b = np.array([one.x, one.y]), np.array([other.x, other.y])
    along = b - a
    length = float(np.hypot(*along)) or 1.0
    aside = np.array([-along[1], along[0]]) / length
    return np.array([a, (a + b) / 2 + aside * offset * 2, b])


def _bend(one: Plane, other: Plane, planes: Sequence[Plane]) -> float:
    """The least bend by which the curve keeps clear of all other planes' boxes."""
    others = [plane for plane in planes if plane.id not in (one.id, other.id)]

    def crossed(offset: float) -> int:
        points = _curve(_bent(one, other, offset), _FINE)
        return int(sum(_inside(points, plane, 8.0).sum() for plane in others))

    return min(_BENDS, key=lambda offset: (crossed(offset), abs(offset)))


def _cut(ends: Points, start: float, end: float) -> Points:
    """The part of a quadratic curve between two of its parameters (de Casteljau)."""
    a, control, b = ends

    def blossom(s: float, t: float) -> Points:
        left, right = (1 - s) * a + s * control, (1 - s) * control + s * b
        found: Points = (1 - t) * left + t * right
        return found

    return np.array([blossom(start, start), blossom(start, end), blossom(end, end)])


def _inside(points: Points, plane: Plane, room: float) -> NDArray[np.bool_]:
    half = np.array([plane.width / 2 + room, plane.height / 2 + room])
    inside: NDArray[np.bool_] = np.all(np.abs(points - [plane.x, plane.y]) < half, axis=1)
    return inside


def _box(plane: Plane, room: float) -> tuple[float, float, float, float]:
    return plane.x, plane.y, plane.width / 2 + room, plane.height / 2 + room


def _label_place(
    ends: Points, text: str, taken: list[tuple[float, float, float, float]]
) -> tuple[float, float]:
    """The place along the curve that covers least of what stands there; noted as taken."""
    half = (PILL[0] * len(text) / 2 + 7, PILL[1] / 2 + 1)
    places = [_curve(ends, np.array([along]))[0] for along in _ALONG]

    def covered(place: Points) -> float:
        wide = (half[0] + w - abs(float(place[0]) - x) for x, _, w, _ in taken)
        high = (half[1] + h - abs(float(place[1]) - y) for _, y, _, h in taken)
        return sum(max(0.0, w) * max(0.0, h) for w, h in zip(wide, high, strict=True))

    best = min(places, key=covered)  # the first of equals: nearest to the middle
    if text:
        taken.append((float(best[0]), float(best[1]), *half))
    return float(best[0]), float(best[1])
