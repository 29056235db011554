"""Where nodes stand in every layout: computed once, kept when more come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import pi, sqrt

import numpy as np

from .scene import Positions, Scene
from .values import is_number, property_of

LAYOUTS = ("force", "layered", "circular", "grid")
GIVEN = "given"
# Successive points of a spiral at this angle never line up (Vogel 1979).
_GOLDEN = pi * (3 - sqrt(5))


def laid_out(scene: Scene, *, seed: int = 0, names: Sequence[str] = LAYOUTS) -> Scene:
    """The scene with places in these layouts, and in `given` where every node tells its own.

    The same seed gives the same places. A layout of that name that is there already stays.
    """
    from .layouts import layout

    found = dict(scene.positions)
    given = given_places(scene)
    if given is not None:
        found.setdefault(GIVEN, given)
    for name in names:
        if name not in found:
            found[name] = layout(name, list(scene.nodes), scene.ends, seed)
    return replace(scene, positions=found)


def given_places(scene: Scene) -> Positions | None:
    """The places that the nodes' properties x and y tell; None where one of them does not."""
    pairs = []
    for node in scene.nodes.values():
        x, y = property_of(node, "x"), property_of(node, "y")
        if not (is_number(x) and is_number(y)):
            return None
        pairs.append((float(x), float(y)))
    return np.array(pairs) if pairs else None


def placed(scene: Scene, around: str | None = None) -> Scene:
    """The scene with a place, in each of its layouts, for nodes that have none yet.

    They stand in a spiral around the node they were asked for, else around the first
    neighbour that has a place, else around the middle; the others do not move.
    """
    known = min((len(places) for places in scene.positions.values()), default=len(scene.nodes))
    if known == len(scene.nodes):
        return scene
    parents = _parents(scene, known, around)
    moved = {
        name: np.vstack([places, _spirals(places, parents)])
        for name, places in scene.positions.items()
    }
    return replace(scene, positions=moved)


def _parents(scene: Scene, known: int, around: str | None) -> list[int]:
    """Of each node behind the first `known`, which of those it stands near; -1 for none."""
    centre = scene.places[around] if around is not None else -1
    near = dict.fromkeys(range(known, len(scene.nodes)), centre)
    if centre < 0:
        for source, target in scene.ends.tolist():
            for new, old in ((source, target), (target, source)):
                if new >= known > old and near[new] < 0:
                    near[new] = old
    return list(near.values())


def _spirals(places: Positions, parents: Sequence[int]) -> Positions:
    middle, step = _middle(places), _spacing(places) * 0.35
    turn: dict[int, int] = {}
    found = []
    for parent in parents:
        n = turn[parent] = turn.get(parent, 0) + 1
        centre = places[parent] if parent >= 0 else middle
        reach = step * sqrt(n + 1)
        found.append(
            (centre[0] + reach * np.cos(n * _GOLDEN), centre[1] + reach * np.sin(n * _GOLDEN))
        )
    return np.array(found, dtype=places.dtype if places.size else float)


def _middle(places: Positions) -> Positions:
    return (places.min(axis=0) + places.max(axis=0)) / 2 if len(places) else np.zeros(2)


def _spacing(places: Positions) -> float:
    """About how far neighbours stand from each other; 1 where nothing tells."""
    if len(places) < 2:
        return 1.0
    span = places.max(axis=0) - places.min(axis=0)
    return float(max(span) / sqrt(len(places))) or 1.0
