"""What of a graph is seen, and how: the scene, and the actions one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..scene.placement import GIVEN, LAYOUTS
from ..scene.scene import Scene, type_of
from ..scene.values import property_of
from .actions import Action, Focus, State, folded
from .comparing import passes, text_of
from .scales import Legend, coloured, sized

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Look:
    """What is seen, in the order of the scene.

    `colours` (`#rrggbb`) and `sizes` (radius in pixels) are those of the seen nodes,
    `edge_colours` those of the seen edges that have one of their own. Legends speak of all
    nodes that are there, seen or not. `pinned` places are in units of the layout.
    """

    nodes: tuple[str, ...]
    edges: tuple[str, ...]
    colours: Mapping[str, str]
    sizes: Mapping[str, float]
    colour_legend: Legend
    size_legend: Legend
    layout: str
    seed: int = 0
    edge_colours: Mapping[str, str] = field(default_factory=dict)
    pinned: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    focus: Focus | None = None


def reduce(
    scene: Scene, actions: Iterable[Action], settings: Mapping[str, Any] | None = None
) -> Look:
    """The look of a scene after the actions.

    `settings` hold what was there before the first of them: `colour`, `size`, `layout`, `seed`;
    `palettes` (colours of a property's values, by text) and `edge_colour`, the property by
    whose palette edges are coloured.

    There is what was there from the start and what the expands among the actions brought. A
    node that is there is seen unless it is hidden or fails a filter; an edge that is there,
    where both of its ends are seen. With a focus, only what can be reached from its nodes in
    so many steps over seen edges, either way; a focus none of whose nodes is seen has no
    effect. Degrees, colours and sizes are those of all that is there, whatever the filters.
    """
    given = settings or {}
    state = folded(actions, given)
    there = _Present.of(scene, state)
    seen = there.nodes & _passing(scene, state)
    shown = there.edges & _typed(scene, state) & _between(scene, seen)
    focus = _focused(scene, state.focus, seen)
    if focus is not None:
        seen &= _within(scene, focus, shown)
        shown &= _between(scene, seen)
    return _look(scene, state, given, there, (seen, shown, focus))


@dataclass(frozen=True)
class _Present:
    """The nodes and edges that are there, by their place in the scene."""

    nodes: Mask
    edges: Mask

    @classmethod
    def of(cls, scene: Scene, state: State) -> _Present:
        serials = state.serials
        nodes = _filled(len(scene.nodes))
        for node, serial in scene.added.items():
            nodes[scene.places[node]] = serial in serials
        edges: Mask = _between(scene, nodes)
        if scene.edges_added:
            added = [scene.edges_added.get(edge.id, 0) for edge in scene.edges]
            edges &= np.array([serial == 0 or serial in serials for serial in added], dtype=bool)
        return cls(nodes, edges)


def _between(scene: Scene, nodes: Mask) -> Mask:
    """Which edges join two of these nodes."""
    both: Mask = np.logical_and(nodes[scene.ends[:, 0]], nodes[scene.ends[:, 1]])
    return both


def _filled(count: int) -> Mask:
    return np.ones(count, dtype=bool)


def _passing(scene: Scene, state: State) -> Mask:
    """Which nodes are neither hidden nor fail a filter."""
    if not (state.hidden or state.tests or state.types is not None):
        return _filled(len(scene.nodes))
    types = None if state.types is None else frozenset(state.types)
    return np.array(
        [
            node.id not in state.hidden
            and (types is None or type_of(node) in types)
            and all(passes(property_of(node, test.property), test) for test in state.tests)
            for node in scene.nodes.values()
        ],
        dtype=bool,
    )


def _typed(scene: Scene, state: State) -> Mask:
    if state.edges is None:
        return _filled(len(scene.edges))
    types = frozenset(state.edges)
    return np.array([edge.type in types for edge in scene.edges], dtype=bool)


def _focused(scene: Scene, focus: Focus | None, seen: Mask) -> Focus | None:
    if focus is None:
        return None
    ids = [node for node in focus.ids if node in scene.places and seen[scene.places[node]]]
    return Focus(tuple(ids), focus.hops) if ids else None


def _within(scene: Scene, focus: Focus, shown: Mask) -> Mask:
    near = np.zeros(len(scene.nodes), dtype=bool)
    near[[scene.places[node] for node in focus.ids]] = True
    ends = scene.ends[shown]
    for _ in range(focus.hops):
        touched = ends[near[ends].any(axis=1)].ravel()
        if near[touched].all():
            break
        near[touched] = True
    return near


def _look(
    scene: Scene,
    state: State,
    settings: Mapping[str, Any],
    there: _Present,
    outcome: tuple[Mask, Mask, Focus | None],
) -> Look:
    seen, shown, focus = outcome
    colours, colour_legend = _colours(scene, state, settings, there)
    sizes, size_legend = _sizes(scene, state, there)
    nodes = tuple(node for node, kept in zip(scene.nodes, seen.tolist(), strict=True) if kept)
    edges = [edge for edge, kept in zip(scene.edges, shown.tolist(), strict=True) if kept]
    default = GIVEN if GIVEN in scene.positions else LAYOUTS[0]
    known = tuple(scene.positions) or LAYOUTS
    return Look(
        nodes=nodes,
        edges=tuple(edge.id for edge in edges),
        colours={node: colours[node] for node in nodes},
        sizes={node: sizes[node] for node in nodes},
        colour_legend=colour_legend,
        size_legend=size_legend,
        layout=state.layout if state.layout in known else default,
        seed=state.seed,
        edge_colours=_edge_colours(edges, settings),
        pinned={node: at for node, at in state.pinned.items() if node in scene.nodes},
        focus=focus,
    )


def _there(scene: Scene, there: _Present) -> list[str]:
    return [node for node, kept in zip(scene.nodes, there.nodes.tolist(), strict=True) if kept]


def _colours(
    scene: Scene, state: State, settings: Mapping[str, Any], there: _Present
) -> tuple[dict[str, str], Legend]:
    ids = _there(scene, there)
    values = _values(scene, state.colour, ids)
    if state.colour == "degree":
        values = _degrees(scene, there)
    serials = [scene.added.get(node, 0) for node in ids]
    palette = settings.get("palettes", {}).get(state.colour)
    each, legend = coloured(state.colour, values, serials, palette)
    return dict(zip(ids, each, strict=True)), legend


def _sizes(scene: Scene, state: State, there: _Present) -> tuple[dict[str, float], Legend]:
    ids = _there(scene, there)
    values = _degrees(scene, there) if state.size == "degree" else _values(scene, state.size, ids)
    each, legend = sized(state.size, values)
    return dict(zip(ids, each, strict=True)), legend


def _values(scene: Scene, by: str | None, ids: list[str]) -> list[Any]:
    if by is None:
        return [None] * len(ids)
    if by == "type":
        return [type_of(scene.nodes[node]) for node in ids]
    return [property_of(scene.nodes[node], by) for node in ids]


def _degrees(scene: Scene, there: _Present) -> list[int]:
    ends = scene.ends[there.edges]
    degrees = np.bincount(ends.ravel(), minlength=len(scene.nodes))
    found: list[int] = degrees[there.nodes].tolist()
    return found


def _edge_colours(edges: Iterable[Any], settings: Mapping[str, Any]) -> dict[str, str]:
    by = settings.get("edge_colour")
    palette = settings.get("palettes", {}).get(by)
    if not palette:
        return {}
    values = ((edge.id, edge.properties.get(by)) for edge in edges)
    told = ((name, palette.get(text_of(value))) for name, value in values if value is not None)
    return {name: colour for name, colour in told if colour}
