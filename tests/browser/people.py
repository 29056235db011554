"""Six people and their ties as a graph view, and where things stand on its page."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from workbench.core.values import Edge, Node
from workbench.widgets.graph.widget import GraphView
from workbench.widgets.scene.placement import laid_out
from workbench.widgets.scene.scene import Scene

PageOf = Callable[[GraphView], Page]
PEOPLE = {
    "valjean": ("Valjean", "Convict", 64),
    "javert": ("Javert", "Police", 52),
    "cosette": ("Cosette", "Child", 8),
    "fantine": ("Fantine", "Mother", 25),
    "marius": ("Marius", "Student", 21),
    "eponine": ("Éponine", "Child", 16),
}
TIES = [
    ("javert", "HUNTS", "valjean"),
    ("valjean", "SPARES", "javert"),
    ("valjean", "RAISES", "cosette"),
    ("fantine", "BEARS", "cosette"),
    ("cosette", "MARRIES", "marius"),
    ("eponine", "LOVES", "marius"),
]


def people() -> GraphView:
    nodes = [
        Node(i, (kind,), {"name": name, "age": age}) for i, (name, kind, age) in PEOPLE.items()
    ]
    ties = [Edge(*tie, properties={"since": 1815 + n}) for n, tie in enumerate(TIES)]
    return GraphView(laid_out(Scene.of([*nodes, *ties])), title="Misérables")


def ready(page: Page) -> Page:
    """The page with its layout at rest, and the keyboard on the picture."""
    page.wait_for_selector("[data-ready][data-laid]", state="attached")
    picture(page).focus()
    return page


def picture(page: Page) -> Locator:
    return page.get_by_role("application")


def at(page: Page, what: str, place: int) -> tuple[float, float]:
    """Where a node or an edge (`toScreen`, `edgeToScreen`) is on the page, in CSS pixels."""
    x, y = page.evaluate(
        """([what, i]) => {
            const stage = document.querySelector(".wb-stage");
            const { x, y } = stage.workbenchPainter[what](i);
            const box = stage.getBoundingClientRect();
            return [x + box.left, y + box.top];
        }""",
        [what, place],
    )
    return x, y


def spoken(page: Page) -> Locator:
    return page.get_by_role("status")


def shown(page: Page, nodes: int, edges: int) -> None:
    stage = page.locator(".wb-stage")
    expect(stage).to_have_attribute("data-nodes", str(nodes))
    expect(stage).to_have_attribute("data-edges", str(edges))
