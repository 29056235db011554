"""The pictures of docs/gallery.md: views of the sample data, and small files of their screens."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page

import workbench as wb
from workbench.cli.sample import shipped
from workbench.widgets.view import View

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "gallery"
WANTED = bool(os.environ.get("GALLERY"))
WIDTH, HEIGHT = 900, 560
LARGEST = 60_000  # bytes
CLIP = {"x": 0.0, "y": 0.0, "width": float(WIDTH), "height": float(HEIGHT)}


@contextmanager
def sample_views(folder: Path) -> Iterator[Mapping[str, View]]:
    """Every view of what ships with the workbench, on benches of its own in `folder`."""
    with wb.open(folder / "lights", linger=0.0) as lights, wb.open(folder / "world") as world:
        lights.load_grist(shipped("data/lights"))
        lights.load_threads(shipped("data/lights") / "threads.jsonl")
        world.load_world()
        first = lights.threads(search="lamp storm", interface="reflex").rows[0]
        isles = "MATCH (a)-[r]->(b) RETURN a, r, b"
        wrecked = "MATCH (s:ship)-[w:SHIP_wrecked_near_LIGHTHOUSE]->(l) RETURN s, w, l"
        yield {
            "graph": lights.see.graph(isles, title="The Tarrow Isles"),
            "planes": world.see.planes(),
            "threads": lights.see.threads(limit=50, carried=50).open(first.thread_id),
            "embeddings": lights.see.embeddings(
                "rag_anchor_embeddings",
                queries={"circus": "circus animals rescued from a steamer"},
                golden={"circus": "ship:meridian"},
                colour="node_type",
            ),
            "query": lights.see.query(lights.cypher(wrecked), show="graph"),
            "evaluation": lights.see.runs(),
        }


def keep(name: str, shot: Page | Locator) -> None:
    """Write a screen into docs/gallery, in so few colours that it is small; only when asked."""
    if not WANTED:
        return
    taken = shot.screenshot(clip=CLIP) if isinstance(shot, Page) else shot.screenshot()  # type: ignore[arg-type]
    with Image.open(BytesIO(taken)) as image:
        full = image.convert("RGB").crop((0, 0, min(image.width, WIDTH), min(image.height, HEIGHT)))
    for colours in (128, 64, 32, 16):
        small = full.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        out = BytesIO()
        small.save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            break
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.png").write_bytes(out.getvalue())
