"""Parts of a graph that no edge joins, and how they stand beside one another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Pairs = NDArray[np.int64]
Near = list[list[int]]

WIDER = 1.5  # a picture is wider than high: about that of a notebook's cell
ASIDE = 1.5  # between two parts, in lengths of an edge


def neighbours(n: int, pairs: Pairs) -> Near:
    """Of each node its neighbours, ascending, each once; edges count both ways, loops do not."""
    both = np.concatenate([pairs, pairs[:, ::-1]])
    both = np.unique(both[both[:, 0] != both[:, 1]], axis=0)
    starts = np.searchsorted(both[:, 0], np.arange(n + 1)).tolist()
    to = both[:, 1].tolist()
    return [to[starts[i] : starts[i + 1]] for i in range(n)]


def components(near: Near) -> list[list[int]]:
    """The parts that edges join, each ascending: the largest first, of equal ones that which has
    the lowest node."""
    seen = bytearray(len(near))
    parts = []
    for start in range(len(near)):
        if seen[start]:
            continue
        seen[start] = 1
        part = [start]
        for i in part:  # grows while it is walked
            fresh = [j for j in near[i] if not seen[j]]
            part.extend(fresh)
            for j in fresh:
                seen[j] = 1
        parts.append(sorted(part))
    return sorted(parts, key=lambda part: (-len(part), part[0]))


def shelves(sizes: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The lower left corner of each box (width, height), none over another: in rows from the top,
    each as long as makes the whole a little wider than high."""
    area = sum((width + ASIDE) * (height + ASIDE) for width, height in sizes)
    longest = max([(WIDER * area) ** 0.5, *(width for width, _ in sizes)], default=0.0)
    corners = []
    x = low = top = 0.0
    for width, height in sizes:
        if x > 0 and x + width > longest:
            x, top = 0.0, low - ASIDE
        corners.append((x, top - height))
        low = min(low, top - height)
        x += width + ASIDE
    return corners
