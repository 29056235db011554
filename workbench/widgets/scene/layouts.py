"""Where nodes stand: layouts of a graph given by its ends, the same for the same graph."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...core.errors import BadInput
from .layered import layered
from .stress import spread

NAMES = ("force", "layered", "circular", "grid")
GAP = 40.0  # units between neighbours: about what a labelled node needs in pixels

Ends = NDArray[np.integer]
Positions = NDArray[np.float64]


def layout(name: str, ids: Sequence[str], ends: Ends, seed: int = 0) -> Positions:
    """Positions (n, 2) of the nodes `ids` in the layout of that name, y upwards.

    `ends` is (m, 2): source and target of each edge as indices of `ids`; loops and parallel
    edges may be among them. The same arguments give the same bytes; only "force", which parts
    nodes of one place by chance, heeds the seed. BadInput for another name or ends outside ids.
    """
    n = len(ids)
    if name not in NAMES:
        raise BadInput(f"expected a layout of {', '.join(NAMES)}, got {name!r}")
    pairs = _pairs(ends, n)
    if name == "circular":
        return circular(n)
    if name == "grid":
        return grid(n)
    return GAP * (layered(n, pairs) if name == "layered" else spread(n, pairs, seed))


def circular(n: int) -> Positions:
    """On a circle, clockwise from the top in the order of the ids; one node in the middle."""
    turn = 2 * np.pi * np.arange(n) / max(n, 1)
    radius = 0.0 if n == 1 else GAP * n / (2 * np.pi)
    return radius * np.column_stack([np.sin(turn), np.cos(turn)])


def grid(n: int) -> Positions:
    """In rows as in writing, as many to the row as there are rows or one more."""
    columns = max(1, int(np.ceil(np.sqrt(n))))
    at = np.arange(n)
    return GAP * np.column_stack([at % columns, -(at // columns)]).astype(float)


def _pairs(ends: Ends, n: int) -> NDArray[np.int64]:
    pairs = np.asarray(ends, dtype=np.int64).reshape(-1, 2)
    if pairs.size and (pairs.min() < 0 or pairs.max() >= n):
        seen = f"{pairs.min()} to {pairs.max()}"
        raise BadInput(f"expected ends of edges among the {n} nodes, got indices {seen}")
    return pairs
