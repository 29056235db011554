"""Points on the earth."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ....collections.mirrors.column import Column
from ...tree.values import Operator
from ..names import floats
from .comparison import compare, numeric
from .logic import UNKNOWN, Mask, Truths, doubled, everywhere, judged

RADIUS = 6_371_000.0  # metres, as the language says

Degrees = NDArray[np.float64]


def geo_distance(
    point: tuple[Column, Column],
    centre: tuple[float | None, float | None],
    operator: Operator,
    metres: float | None,
    *,
    compat: bool,
) -> Truths:
    """Metres from a centre, over a sphere; UNKNOWN where the value is no point."""
    latitudes, longitudes = point
    known = numeric(latitudes) & numeric(longitudes)
    latitude, longitude = centre
    if latitude is None or longitude is None or metres is None:
        return everywhere(UNKNOWN, len(known)) if not compat else np.zeros(len(known), np.uint8)
    distances = haversine(latitudes.numbers, longitudes.numbers, latitude, longitude)
    truths = compare(floats(distances), operator, metres, compat=compat)
    return np.where(known, truths, np.uint8(0) if compat else UNKNOWN)


def haversine(
    latitudes: Degrees, longitudes: Degrees, latitude: float, longitude: float
) -> Degrees:
    """(n,) metres along great circles."""
    phi, other = np.radians(latitudes), np.radians(latitude)
    half = np.sin((phi - other) / 2) ** 2
    half += np.cos(phi) * np.cos(other) * np.sin(np.radians(longitudes - longitude) / 2) ** 2
    distances: Degrees = 2 * RADIUS * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return distances


def geo_box(
    point: tuple[Column, Column],
    corners: tuple[float | None, float | None, float | None, float | None],
    *,
    compat: bool,
) -> Truths:
    """Borders included; nothing is in a box whose low corner is above the high one."""
    latitudes, longitudes = point
    known = numeric(latitudes) & numeric(longitudes)
    south, west, north, east = corners
    if south is None or west is None or north is None or east is None:
        return everywhere(UNKNOWN, len(known)) if not compat else np.zeros(len(known), np.uint8)
    inside = _from_to(latitudes.numbers, south, north) & _from_to(longitudes.numbers, west, east)
    inside &= known
    return doubled(inside) if compat else judged(inside, ~known)


def _from_to(numbers: Degrees, low: float, high: float) -> Mask:
    return (numbers >= low) & (numbers <= high)
