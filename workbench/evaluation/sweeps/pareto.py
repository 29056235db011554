"""Which points no other point beats."""

from __future__ import annotations

from collections.abc import Sequence


def non_dominated(points: Sequence[Sequence[float]]) -> list[int]:
    """Places of the points that no other dominates, in the order given; lower is better.

    A point dominates another that is nowhere better and somewhere worse. Equal points do not
    dominate each other: all of them are kept or none is.
    """
    front: list[int] = []
    for place in sorted(range(len(points)), key=lambda one: tuple(points[one])):
        if not any(_dominates(points[kept], points[place]) for kept in front):
            front.append(place)  # whoever dominates a point sorts before it
    return sorted(front)


def _dominates(one: Sequence[float], other: Sequence[float]) -> bool:
    return tuple(one) != tuple(other) and all(a <= b for a, b in zip(one, other, strict=True))
