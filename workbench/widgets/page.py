"""A view without a kernel: its module in a page of its own, and what survives without scripts.

The page may run its own scripts, known by their hashes, and reach nothing else. In a notebook it
stands in a frame without an origin; beside it stand a picture and a table, which a notebook that
is not trusted keeps when it strips the frame.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from typing import Any

from ..core.frames import encodable
from ..core.show import as_html
from ..core.values import Rows
from . import assets
from .picture import Picture

TABLE_ROWS = 100


@dataclass(frozen=True, slots=True)
class Twin:
    """What is shown of a view where no kernel answers.

    `data` is what `wire.pack` made; `settings`, `actions` and `selected` are those of the view.
    """

    module: str
    title: str
    summary: str
    data: bytes
    settings: Mapping[str, Any]
    actions: Sequence[Mapping[str, Any]]
    selected: Sequence[str]
    table: Rows
    picture: Picture
    height: int


def page(twins: Sequence[Twin], *, linked: bool = False) -> str:
    """A whole HTML document that shows the views, one below the other; it needs no network.

    With `linked`, what is selected in one is selected in all.
    """
    modules = dict.fromkeys(twin.module for twin in twins)
    scripts = [*(assets.script(name) for name in modules), assets.script("host")]
    styles = "".join(dict.fromkeys(assets.style(name) for name in modules))
    told = json.dumps({"linked": linked, "views": [_told(twin) for twin in twins]})
    data = told.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    title = _escaped(" · ".join(twin.title for twin in twins))
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(scripts)}">'
        f'<meta name="viewport" content="width=device-width"><style>{styles}</style>'
        f'<body><script type="application/json" id="workbench-views">{data}</script>'
        + "".join(f'<script type="module">{script}</script>' for script in scripts)
    )


def inline(twins: Sequence[Twin], *, linked: bool = False) -> str:
    """HTML for an output cell: the page in a frame, then pictures and tables, folded."""
    title = _escaped(" · ".join(twin.title for twin in twins))
    height = sum(twin.height for twin in twins)
    document = page(twins, linked=linked).replace("&", "&amp;").replace("'", "&#39;")
    frame = (
        f'<iframe sandbox="allow-scripts allow-downloads" title="{title}" '
        f"style=\"width:100%;height:{height}px;border:0\" srcdoc='{document}'></iframe>"
    )
    return frame + "".join(still(twin) for twin in twins)


def still(twin: Twin) -> str:
    """What needs no script: the summary, which opens to a picture and a table."""
    image = b64encode(twin.picture.svg().encode()).decode()
    return (
        f"<details><summary>{_escaped(twin.summary)}</summary>"
        f'<img src="data:image/svg+xml;base64,{image}" alt="{_escaped(twin.picture.alt)}">'
        f"{as_html(twin.table, shown=TABLE_ROWS)}</details>"
    )


def _escaped(text: str) -> str:
    return escape(encodable(text))


def _told(twin: Twin) -> dict[str, Any]:
    return {
        "module": twin.module,
        "title": twin.title,
        "height": twin.height,
        "settings": dict(twin.settings),
        "actions": list(twin.actions),
        "selected": list(twin.selected),
        "data": b64encode(zlib.compress(twin.data, 9)).decode(),
    }


def _policy(scripts: Sequence[str]) -> str:
    hashes = " ".join(
        f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts
    )
    # Blobs: the layout's worker, and pictures to be saved. Styles: what scripts set on elements.
    return (
        f"default-src 'none'; script-src {hashes}; worker-src blob:; img-src data: blob:; "
        "style-src 'unsafe-inline'"
    )
