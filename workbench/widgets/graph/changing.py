"""What brings nodes and edges into a graph view: expands and live updates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Self

from ...core.answer import Step
from ...core.errors import BadInput, NotSupported
from ...core.values import Edge, Node
from ..scene.placement import placed
from ..scene.scene import Scene, merge, name_of_ends
from ..scene.scene import there as nodes_there
from .actions import folded, understood
from .expansion import Asked, Budget, Choice, Direction, Found, Kind, Neighbours, Refused, expanded


class Changes:
    """Methods that change a view's scene."""

    scene: Scene
    data: bytes
    actions: list[dict[str, Any]]
    trace: tuple[Step, ...]
    _left: dict[int, str]
    _neighbours: Neighbours | None
    _budget: Budget

    def _packed(self) -> bytes:
        raise NotImplementedError

    def expand(
        self,
        id: str,
        type: str | None = None,
        direction: Direction = "both",
        limit: int | None = None,
    ) -> Self:
        """Fetch neighbours of a node, at most `limit` that are not here yet.

        `type` and `direction` are those of the edges. BadInput, with the counts, where there
        are more than the view's budget and neither type nor limit is given, and where there
        are more than it takes at all.
        """
        details = {"id": id, "type": type, "direction": direction, "limit": limit}
        found = self._expanded(Asked.of(details))
        if isinstance(found, Refused):
            raise BadInput(found.reason)
        if isinstance(found, Choice):
            counts = ", ".join(f"{n:,} {way} by {kind}" for kind, way, n in found.counts)
            raise BadInput(
                f"{id!r} has {found.total:,} neighbours ({counts}): give a type or a limit"
            )
        return self

    def expand_asked(self, details: Mapping[str, Any]) -> dict[str, Any]:
        """What the browser is told: `needs` a choice, `refused`, or how much was added."""
        before = self._counts()
        found = self._expanded(Asked.of(details))
        if isinstance(found, Refused):
            return {"refused": found.reason}
        if isinstance(found, Choice):
            counts = [{"type": t, "direction": d, "count": n} for t, d, n in found.counts]
            told = {"counts": counts, "total": found.total, "limit": self._budget.limit}
            return {"needs": "choice", **told}
        nodes, edges = self._counts()
        added = {"nodes": nodes - before[0], "edges": edges - before[1]}
        return {**added, "left_out": found.left_out or None}

    def update(self, nodes: Iterable[Node] = (), edges: Iterable[Edge] = ()) -> Self:
        """Put these in place of the nodes of their ids and of the edges of theirs; others come new.

        An edge without id is the first of its ends and type. Nobody who has a place moves.
        """
        known = {edge.id for edge in self.scene.edges}
        named = [_named(edge, known) for edge in edges]
        new = {node.id: node for node in nodes}
        renewed = {name: new.get(name, node) for name, node in self.scene.nodes.items()}
        self.scene = placed(merge(replace(self.scene, nodes=renewed), new.values(), named))
        self.data = self._packed()
        return self

    @property
    def left_out(self) -> tuple[str, ...]:
        """What is not here, and why: cut by the limit, or left by expands that hold now."""
        left = (
            f"{action['id']}: {self._left[action['serial']]}"
            for action in self.actions
            if understood(action) and action["do"] == "expand" and self._left.get(action["serial"])
        )
        return (*self.scene.left_out, *dict.fromkeys(left))

    def _counts(self) -> tuple[int, int]:
        """How many nodes and edges are there: not those of expands that were undone."""
        serials, scene = {0, *folded(self.actions, {}).serials}, self.scene
        nodes = sum(scene.added.get(node, 0) in serials for node in scene.nodes)
        return nodes, sum(scene.edges_added.get(edge.id, 0) in serials for edge in scene.edges)

    def _expanded(self, asked: Asked) -> Found | Choice | Refused:
        if self._neighbours is None:
            raise NotSupported(
                "this view was made of data alone and has no store to ask for neighbours; make "
                "it by a bench: bench.see.graph(…)"
            )
        active = folded(self.actions, {}).serials
        there = nodes_there(self.scene, active)
        found = expanded(self.scene, asked, self._neighbours, self._budget, there)
        self.trace += found.steps
        if isinstance(found, Found):
            self._take(asked, found, active)
        return found

    def _take(self, asked: Asked, found: Found, active: set[int]) -> None:
        serial = 1 + max((0, *active, *self.scene.added.values(), *self.scene.edges_added.values()))
        self._left[serial] = found.left_out
        self.scene = placed(
            merge(self.scene, found.nodes, found.edges, serial=serial, active=active), asked.id
        )
        self.data = self._packed()
        self.actions = [*self.actions, _action(asked.id, asked.kind, found.limit, serial)]


def _action(node: str, kind: Kind, limit: int, serial: int) -> dict[str, Any]:
    action = {"do": "expand", "id": node, "type": kind.type, "direction": kind.direction}
    return {**action, "limit": limit, "serial": serial}


def _named(edge: Edge, known: set[str]) -> Edge:
    name = name_of_ends(edge.source, edge.type, edge.target)
    return edge if edge.id or name not in known else replace(edge, id=name)
