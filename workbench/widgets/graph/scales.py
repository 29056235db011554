"""Colours and sizes of nodes by their type, degree or a property, and the legends of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Any, Literal, NamedTuple

from ..scene import colours
from ..scene.values import is_number
from .comparing import in_units, text_of

# Radii in pixels: of the least and the most, and of all where nothing tells them apart.
LEAST, MOST, EVEN = 4.0, 14.0, 6.0
OTHERS, NONE = "(others)", "(none)"


class Entry(NamedTuple):
    """One line of a legend: what, its colour as `#rrggbb`, and how many nodes have it."""

    label: str
    colour: str
    nodes: int


@dataclass(frozen=True, slots=True)
class Legend:
    """What colours or sizes mean: `entries` of kinds, or a scale from `low` to `high`."""

    by: str | None
    kind: Literal["one", "kinds", "scale"]
    entries: tuple[Entry, ...] = ()
    low: float | None = None
    high: float | None = None


def coloured(
    by: str | None, values: Sequence[Any], serials: Sequence[int], palette: Mapping[str, str] | None
) -> tuple[list[str], Legend]:
    """The colour of each value and the legend.

    Numbers alone are a scale. Else values are kinds, most frequent first, ties by text; those
    that only expands brought come after, in that order. The first eight have colours of their
    own, the rest and what is missing the grey one. A `palette` gives colours by text instead.
    """
    if by is None:
        return [colours.categorical(0)] * len(values), Legend(by, "one")
    told = [value for value in values if value is not None]
    if palette is None and told and all(map(is_number, told)):
        return _shades(by, values)
    texts = [None if value is None else text_of(value) for value in values]
    order = list(palette) if palette else _ranked(texts, serials)
    colour = palette or {kind: colours.categorical(at) for at, kind in enumerate(order)}
    each = [colours.OTHER if text is None else colour.get(text, colours.OTHER) for text in texts]
    return each, Legend(by, "kinds", tuple(_entries(colour, texts)))


def sized(by: str | None, values: Sequence[Any]) -> tuple[list[float], Legend]:
    """The radius of each value and the legend: areas grow with numbers; no number, the least."""
    told = [value for value in values if is_number(value)]
    if by is None or not told:
        return [EVEN] * len(values), Legend(by, "one")
    low, high = min(told), max(told)
    legend = Legend(by, "scale", low=low, high=high)
    return [_radius(value, low, high) for value in values], legend


def _radius(value: Any, low: float, high: float) -> float:
    if not is_number(value):
        return LEAST
    return EVEN if low == high else LEAST + (MOST - LEAST) * sqrt(_share(value, low, high))


def _shades(by: str, values: Sequence[Any]) -> tuple[list[str], Legend]:
    told = [value for value in values if value is not None]
    low, high = min(told), max(told)
    each = [_shade(value, low, high) for value in values]
    missing = len(values) - len(told)
    entries = (Entry(NONE, colours.OTHER, missing),) if missing else ()
    return each, Legend(by, "scale", entries, low, high)


def _shade(value: float | None, low: float, high: float) -> str:
    if value is None:
        return colours.OTHER
    return colours.sequential(0.5 if low == high else _share(value, low, high))


def _share(value: float, low: float, high: float) -> float:
    if isfinite(high - low):
        return (value - low) / (high - low)
    return (value / 2 - low / 2) / (high / 2 - low / 2)  # farther apart than a float can tell


def _ranked(texts: Sequence[str | None], serials: Sequence[int]) -> list[str]:
    first, count = dict[str, int](), Counter[str]()
    for text, serial in zip(texts, serials, strict=True):
        if text is not None:
            first[text] = min(serial, first.get(text, serial))
            count[text] += serial == 0
    return sorted(first, key=lambda text: (-count[text], first[text], in_units(text)))


def _entries(colour: Mapping[str, str], texts: Sequence[str | None]) -> Iterator[Entry]:
    """The kinds with a colour of their own, then the rest as one, then what is missing."""
    count = Counter(texts)
    missing = count.pop(None, 0)
    own = [kind for kind in colour if colour[kind] != colours.OTHER and count[kind]]
    yield from (Entry(kind, colour[kind], count[kind]) for kind in own)
    others = sum(count.values()) - sum(count[kind] for kind in own)
    if others:
        yield Entry(OTHERS, colours.OTHER, others)
    if missing:
        yield Entry(NONE, colours.OTHER, missing)
