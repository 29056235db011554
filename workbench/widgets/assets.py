"""The bundles that run in the browser: built from each `view.mjs`, committed, never fetched."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ..core.errors import AssetsMissing

STATIC = Path(__file__).parent / "static"


@cache
def script(name: str) -> str:
    """The bundled module of a view, or of `host`, as text that may stand in a script element."""
    file = STATIC / f"{name}.mjs"
    if not file.is_file():
        raise AssetsMissing(
            f"expected the bundle {file.name} beside {STATIC.name}/, found none: install the "
            "package again, or, in a checkout, run `npm ci && npm run build` in workbench/widgets"
        )
    return file.read_text(encoding="utf-8")


@cache
def style(name: str) -> str:
    """The bundled style sheet of a view; empty where it has none."""
    file = STATIC / f"{name}.css"
    return file.read_text(encoding="utf-8") if file.is_file() else ""
