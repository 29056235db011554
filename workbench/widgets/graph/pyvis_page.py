"""A graph as a page of pyvis, made to work where there is no network."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from ...core.show import on_one_line
from ...core.values import Edge
from ..scene.scene import Scene, type_of
from ..scene.values import name_of, plain
from .comparing import text_of
from .exports import clean, distinct, places_of
from .model import Look

# Above that many nodes the physics of vis freezes the page; the places given are kept.
MOVING = 300
# Pixels that a graph of the given places is spread over, by the square root of its nodes.
_APART = 60
# What the template takes from a network whatever `cdn_resources` says; nothing here needs it.
_OUTSIDE = re.compile(
    r"<!-- <link\b.*?-->|<link\b[^>]*\bhref=\"https?://[^>]*>|<script\b[^>]*\bsrc=\"https?://[^>]*>\s*</script>",
    re.DOTALL,
)
_HEADINGS = re.compile(r"<center>\s*<h1>.*?</h1>\s*</center>", re.DOTALL)
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
)


@dataclass(frozen=True, slots=True, repr=False)
class PyvisPage:
    """A page of pyvis: the last line of a cell shows it, `save` writes it."""

    html: str
    title: str
    nodes: int
    edges: int

    def save(self, file: str | Path) -> Path:
        """Write the page, which fetches nothing when it is opened."""
        Path(file).write_text(self.html, encoding="utf-8")
        return Path(file)

    def __repr__(self) -> str:
        return f"PyvisPage: {self.title}: {self.nodes:,} nodes, {self.edges:,} edges"

    def _repr_html_(self) -> str:
        return (
            f'<iframe sandbox="allow-scripts" title="{escape(self.title)}" '
            f'style="width:100%;height:640px;border:0" srcdoc="{escape(self.html)}"></iframe>'
        )


def pyvis_page(scene: Scene, look: Look, title: str) -> PyvisPage:
    """What is seen, in its colours, sizes and places; all texts are text, none is markup."""
    from pyvis.network import Network

    network = Network(height="600px", directed=scene.directed, cdn_resources="in_line")
    names = distinct(look.nodes)
    places = _spread(places_of(scene, look))
    seen = frozenset(look.edges)
    edges = [edge for edge in scene.edges if edge.id in seen]
    # As add_node and add_edge do, which look through all that is there for each.
    network.nodes = [
        {"id": names[name], **_node(scene, look, name), **places[name]} for name in look.nodes
    ]
    network.edges = [_edge(edge, names, scene, look) for edge in edges]
    network.toggle_physics(len(look.nodes) <= MOVING)
    # From the places given the first picture needs no hundreds of hidden steps before it.
    network.toggle_stabilization(False)
    network.set_edge_smooth("continuous")
    html = _offline(network.generate_html(), title)
    return PyvisPage(html, title, len(look.nodes), len(edges))


def _node(scene: Scene, look: Look, name: str) -> dict[str, Any]:
    node = scene.nodes[name]
    return {
        "label": clean(name_of(node)),
        "title": _tip(type_of(node) or name, node.properties),
        "color": look.colours[name],
        "size": look.sizes[name],
        "shape": "dot",
    }


def _edge(edge: Edge, names: Mapping[str, str], scene: Scene, look: Look) -> dict[str, Any]:
    told = {
        "from": names[edge.source],
        "to": names[edge.target],
        "label": clean(edge.type),
        "title": _tip(edge.type, edge.properties),
    }
    told |= {"arrows": "to"} if scene.directed else {}
    colour = look.edge_colours.get(edge.id)
    return {**told, "color": colour} if colour else told


def _tip(head: str, properties: Mapping[str, Any]) -> str:
    """What is shown beside the pointer: a line a property, each cut to a screen's width."""
    lines = [head, *(f"{name}: {text_of(plain(v))}" for name, v in properties.items())]
    text = clean("\n".join(on_one_line(line, 120) for line in lines))
    # Where a title holds "href", pyvis shows titles as HTML, script and all; a joiner of no
    # width leaves the text as it reads.
    return text.replace("href", "h\u2060ref")


def _spread(places: Mapping[str, tuple[float, float]]) -> dict[str, dict[str, float]]:
    """Places in pixels, y downwards, around the middle."""
    if not places:
        return {}
    at = np.array(list(places.values()), dtype=float)
    low, high = at.min(axis=0), at.max(axis=0)
    span = float((high - low).max()) or 1.0
    at = (at - (low + high) / 2) / span * _APART * np.sqrt(len(at))
    told = np.round(at, 1).tolist()
    return {name: {"x": x, "y": -y} for name, (x, y) in zip(places, told, strict=True)}


def _offline(html: str, title: str) -> str:
    bare = _HEADINGS.sub("", _OUTSIDE.sub("", html))
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{escape(clean(title))}</title>"
    )
    return bare.replace('<meta charset="utf-8">', f'<meta charset="utf-8">{head}', 1)
