"""Colours that people with and without colour vision deficiency tell apart, on light and on dark.

The same tables as `front/colours.mjs`; a colour is a CSS text such as "#0072b2".
"""

from __future__ import annotations

from math import isnan

# Okabe and Ito (2008) without black, which a dark ground swallows; a violet in its place.
CATEGORICAL = (
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#8844dd",
)  # fmt: skip
OTHER = "#666c72"

# Cividis (Nuñez, Anderton, Renslow 2018) at 0, 1/16, … 1.
SEQUENTIAL = (
    "#00224e", "#002e6a", "#1a386f", "#32436d", "#434e6c", "#535a6d", "#61656f", "#6f7073",
    "#7d7c78", "#8b8778", "#9a9376", "#aaa073", "#bbad6d", "#ccba64", "#ddc858", "#efd748",
    "#fee838",
)  # fmt: skip


def categorical(n: int) -> str:
    """The colour of the nth kind; kinds beyond those that can be told apart share the grey."""
    return CATEGORICAL[n] if 0 <= n < len(CATEGORICAL) else OTHER


def sequential(share: float) -> str:
    """The colour of a share from 0 to 1; outside it the nearest end, for NaN the grey."""
    if isnan(share):
        return OTHER
    at = min(1.0, max(0.0, share)) * (len(SEQUENTIAL) - 1)
    low = min(int(at), len(SEQUENTIAL) - 2)
    return _mixed(SEQUENTIAL[low], SEQUENTIAL[low + 1], at - low)


def number(colour: str) -> int:
    """The colour as the painters take it: 0xRRGGBB."""
    return int(colour.removeprefix("#"), 16)


def _mixed(start: str, end: str, share: float) -> str:
    pairs = zip(_parts(start), _parts(end), strict=True)
    # Half goes up, as in JavaScript's Math.round.
    return "#" + "".join(f"{int(a + (b - a) * share + 0.5):02x}" for a, b in pairs)


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
