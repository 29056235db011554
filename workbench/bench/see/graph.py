"""The graph of anything that has nodes and edges, expanded from the bench's graph store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...core.answer import Answer
from ...core.errors import BadInput
from ...core.protocols import Asks
from ...core.values import Node
from ...widgets.graph.expansion import Budget, Kind
from ...widgets.graph.widget import GraphView
from ...widgets.scene.limits import limited
from ...widgets.scene.placement import GIVEN, LAYOUTS, laid_out
from ...widgets.scene.sources import scene_of

if TYPE_CHECKING:
    from ...core.answer import Step
    from ...widgets.scene.sources import Source

LIMIT = 5000


def graph(
    bench: Asks | None,
    source: Source | str,
    /,
    *,
    title: str = "Graph",
    colour_by: str | None = "type",
    size_by: str | None = "degree",
    layout: str | None = None,
    seed: int = 0,
    limit: int = LIMIT,
    expand: bool | Mapping[str, int] = True,
    parameters: Mapping[str, Any] | None = None,
) -> GraphView:
    """A view of the graph in `source`; see `widgets.scene.sources.scene_of` for what it may be.

    A text is Cypher, which the bench is asked with `parameters`. Above `limit` nodes, those
    with the most edges are kept, ties by id, and the view says so. `layout` is "force",
    "layered", "circular", "grid", or "given" where the nodes tell x and y, which then is the
    first. A double click expands a node from the bench's graph; `expand` as a dict sets the
    budget (`ask_above`, `refuse_above`, `limit`), False switches it off.
    """
    rows, trace = _read(bench, source, parameters)
    if type(seed) is not int or seed < 0:
        raise BadInput(f"seed: expected 0 or a larger whole number, got {seed!r}")
    scene = laid_out(limited(scene_of(rows), _checked(limit)), seed=seed)
    if layout is not None and layout not in scene.positions:
        known = ", ".join((*LAYOUTS, GIVEN))
        raise BadInput(f"expected a layout of {known}, got {layout!r} ({GIVEN} needs x and y)")
    settings = {"colour": colour_by, "size": size_by, "seed": seed}
    settings |= {} if layout is None else {"layout": layout}
    asks = StoredNeighbours(bench) if bench is not None and expand is not False else None
    view = GraphView(scene, title=title, settings=settings, neighbours=asks, budget=_budget(expand))
    view.trace = trace
    return view


class StoredNeighbours:
    """The neighbours of a node in the graph that a bench asks, by queries of the catalogue.

    A node is found by its label and its property `id`; one without that property by the
    engine's element id; one of which only an id is known, or whose id is no element's with
    neighbours, is looked for among all nodes, once.
    """

    def __init__(self, asks: Asks) -> None:
        self._asks = asks
        self._elements: dict[str, str] = {}

    def counts(self, node: Node) -> Answer:
        found = self._ask("graph/neighbour_counts", node)
        certain = node.properties.get("id") is not None or node.id in self._elements
        if certain or any(row["neighbours"] for row in found.rows):
            return found
        # Ids of frames and of networkx are no element ids: to find none looks like no neighbours.
        _, steps = self._looked_for(node)
        again = self._ask("graph/neighbour_counts", node)
        return replace(again, trace=(*found.trace, *steps, *again.trace))

    def some(self, node: Node, kind: Kind, limit: int) -> Answer:
        wanted = {"type": kind.type, "direction": kind.direction, "limit": limit}
        return self._ask("graph/neighbours", node, row_limit=limit, **wanted)

    def _ask(self, name: str, node: Node, **given: Any) -> Answer:
        own = node.properties.get("id")
        if own is not None and node.labels:
            return self._asks.ask(name, label=node.labels[0], id=own, **given)
        element, steps = self._element(node, own)
        answer = self._asks.ask(f"{name}_of_element", element=element, **given)
        return replace(answer, trace=(*steps, *answer.trace))

    def _element(self, node: Node, own: Any) -> tuple[str, tuple[Step, ...]]:
        """A node's element id, and what was asked to know it."""
        if node.id in self._elements:
            return self._elements[node.id], ()
        if own is None and (node.labels or node.properties):
            return node.id, ()
        return self._looked_for(node)

    def _looked_for(self, node: Node) -> tuple[str, tuple[Step, ...]]:
        own = node.properties.get("id")
        found = self._asks.ask("graph/elements_of_id", id=node.id if own is None else own)
        if len(found) != 1:
            seen = "none" if not len(found) else "several"
            raise BadInput(f"expected one node of the id {node.id!r} in the graph, found {seen}")
        self._elements[node.id] = found.rows[0]["element"]
        return self._elements[node.id], found.trace


def _read(
    bench: Asks | None, source: Source | str, parameters: Mapping[str, Any] | None
) -> tuple[Source, tuple[Step, ...]]:
    if not isinstance(source, str):
        if parameters is not None:
            raise BadInput(f"parameters are those of Cypher text, got a {type(source).__name__}")
        return source, getattr(source, "trace", ())
    if bench is None:
        raise BadInput(
            "a text is Cypher, and there is no store to ask: open a bench and use "
            "bench.see.graph(text), or give rows, a networkx graph or a frame"
        )
    answer = bench.cypher(source, **(parameters or {}))
    return answer, answer.trace


def _checked(limit: int) -> int:
    if type(limit) is not int or limit < 1:
        raise BadInput(f"limit: expected 1 or more nodes, got {limit!r}")
    return limit


def _budget(expand: bool | Mapping[str, int]) -> Budget:
    if isinstance(expand, bool):
        return Budget()
    known = ", ".join(Budget.__slots__)
    if not isinstance(expand, Mapping) or not set(expand) <= set(Budget.__slots__):
        seen = ", ".join(map(str, expand)) if isinstance(expand, Mapping) else repr(expand)
        raise BadInput(f"expand: expected True, False, or some of {known}, got {seen}")
    for name, count in expand.items():
        least = 0 if name == "ask_above" else 1
        if type(count) is not int or count < least:
            raise BadInput(f"expand: expected {least} or more for {name}, got {count!r}")
    return Budget(**expand)
