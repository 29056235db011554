"""What is taken out of a graph view: a part of the graph, its ids, its difference to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..scene.diff import PALETTE, PROPERTY, diff
from ..scene.part import part, present
from ..scene.placement import laid_out, placed
from ..scene.scene import Scene
from ..scene.sources import scene_of
from .actions import folded
from .model import Look
from .pyvis_page import PyvisPage, pyvis_page

if TYPE_CHECKING:
    from ..scene.sources import Source
    from .widget import GraphView


class CypherIds(NamedTuple):
    """A condition on a node `n` and the parameters it names, to stand behind WHERE."""

    text: str
    parameters: dict[str, Any]


class Takes:
    """Methods that read a view and leave it as it is."""

    scene: Scene
    actions: list[dict[str, Any]]
    selected: list[str]
    settings: dict[str, Any]

    @property
    def look(self) -> Look:
        raise NotImplementedError

    def present(self) -> Scene:
        """All that is there, seen or not: without what undone expands brought."""
        return present(self.scene, folded(self.actions, {}).serials)

    def subgraph(self) -> Scene:
        """The selected nodes and the edges among them; where none is selected, all that is seen.

        It has `rows()`, `networkx()` and `polars()`.
        """
        look = self.look
        chosen = [node for node in self.selected if node in self.scene.nodes]
        return part(self.scene, chosen or look.nodes, None if chosen else look.edges)

    def cypher_ids(self, name: str = "n") -> CypherIds:
        """A condition that finds the nodes of `subgraph()` again, with its parameters.

        By their property `id`; those without one by the engine's element id.
        """
        nodes = self.subgraph().nodes.values()
        own = [node.properties["id"] for node in nodes if node.properties.get("id") is not None]
        elements = [node.id for node in nodes if node.properties.get("id") is None]
        parts: list[tuple[str, str, list[Any]]] = [
            (f"{name}.id IN $ids", "ids", own),
            (f"elementId({name}) IN $elements", "elements", elements),
        ]
        used = [each for each in parts if each[2]] or parts[:1]
        text = " OR ".join(condition for condition, _, _ in used)
        return CypherIds(f"({text})" if len(used) > 1 else text, {key: ids for _, key, ids in used})

    def diff(self, other: GraphView | Source) -> GraphView:
        """A view of both graphs: what `other` has more, less, or otherwise than this one.

        Nodes are the same by id, edges by their ends and type. Nodes keep their places.
        """
        from .widget import GraphView

        after = other.present() if isinstance(other, GraphView) else scene_of(other)
        scene = placed(diff(self.present(), after))
        settings = {**self.settings, "colour": PROPERTY, "edge_colour": PROPERTY}
        settings["palettes"] = {PROPERTY: PALETTE}
        title = f"{self.settings['title']}: differences"
        return GraphView(laid_out(scene), title=title, settings=settings)

    def pyvis(self) -> PyvisPage:
        """What is seen as a page of pyvis, for those who know it; it fetches nothing."""
        return pyvis_page(self.scene, self.look, str(self.settings["title"]))
