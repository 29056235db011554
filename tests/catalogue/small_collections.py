"""What the examples of VelesQL ask for: four places, and what an agent remembers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.catalogue.small_world import DIMENSION, vector
from workbench.bench.veles.opening import collections_of
from workbench.collections.given.edges import edges_of
from workbench.collections.given.points import points_of
from workbench.core.collections.definition import Definition, VectorSpace
from workbench.core.collections.records import Change
from workbench.schema import migrate
from workbench.velesql.store import Veles

PLACES = [
    {"id": 1, "kind": "pier", "title": "a pier of wood"},
    {"id": 2, "kind": "light", "title": "a lamp on the rocks"},
    {"id": 3, "kind": "light", "title": "two lamps, one of them red"},
    {"id": 4, "title": "rocks"},
]
BESIDE = [(2, 1), (3, 2), (4, 3)]
REMEMBERED: dict[str, list[dict[str, Any]]] = {
    "_semantic_memory": [
        {"id": 1, "content": "the lamp is lit at dusk"},
        {"id": 2, "content": "the lamp is out", "expires_at": 1_700_000_000.0},
    ],
    "_episodic_memory": [
        {"id": 1, "description": "the lamp failed", "timestamp": 1_700_000_000.0},
        {"id": 2, "description": "the lamp was mended", "timestamp": 1_700_003_600.0},
    ],
    "_procedural_memory": [
        {"id": 1, "name": "mend the lamp", "confidence": 0.7, "usage_count": 3}
        | {"success_count": 2, "failure_count": 1},
        {"id": 2, "name": "wait", "confidence": 0.2, "usage_count": 9}
        | {"success_count": 0, "failure_count": 9},
    ],
}


@contextmanager
def collections(store: Any, folder: Path) -> Iterator[Veles]:
    """The collections in a new database, filled."""
    migrate(store, ("veles",))
    database = collections_of(store, folder)
    veles = Veles(database)
    try:
        _fill(database, "docs", PLACES, "title")
        edges = [{"source": a, "target": b, "label": "BESIDE"} for a, b in BESIDE]
        database.change("docs", lambda mirror: Change(edges=edges_of(edges, mirror)))
        for name, text in zip(REMEMBERED, ("content", "description", "name"), strict=True):
            _fill(database, name, REMEMBERED[name], text)
        yield veles
    finally:
        veles.close()


def _fill(database: Any, name: str, records: list[dict[str, Any]], text: str) -> None:
    definition = Definition(name, "vector", vectors={"vector": VectorSpace(DIMENSION)})
    database.create(definition)
    points = [{**record, "vector": vector(record[text])} for record in records]
    database.write(name, Change(points=points_of(points, definition)))
