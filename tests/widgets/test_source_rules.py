"""What no source of a view may hold: markup made of data, code made of text, anything fetched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

WIDGETS = Path(__file__).resolve().parents[2] / "workbench" / "widgets"
BUILT = {"static", "node_modules", "build.mjs"}
SOURCES = sorted(
    file
    for file in WIDGETS.rglob("*")
    if file.suffix in {".mjs", ".css"} and not BUILT & set(file.relative_to(WIDGETS).parts)
)
MARKUP = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|setHTML|srcdoc"
MARKUP += r"|createContextualFragment|XSLTProcessor"
CODE = r"\beval\(|new Function|\bFunction\(|javascript:|import\(|importScripts"
FETCHED = r"\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|RTCPeer|@import\s+url"
KEPT = r"localStorage|sessionStorage|indexedDB|document\.cookie"
# Names of XML vocabularies, which are never fetched.
VOCABULARIES = (
    "http://www.w3.org/",
    "http://gexf.net/",
    "http://graphml.graphdrawing.org/",
)


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(WIDGETS)))
def test_views_make_no_markup_run_no_text_and_fetch_nothing(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert re.findall(f"{MARKUP}|{CODE}|{FETCHED}|{KEPT}", text) == []


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(WIDGETS)))
def test_views_name_no_address_but_those_of_vocabularies(file: Path) -> None:
    named = re.findall(r"""(?:https?:)?//[\w.-]+\.\w+/[^\s"'`]*""", file.read_text("utf-8"))
    assert [address for address in named if not address.startswith(VOCABULARIES)] == []


def test_links_are_made_for_downloads_only() -> None:
    told = {f.name: re.findall(r"\bhref\b(?!\))", f.read_text("utf-8")) for f in SOURCES}
    assert {name for name, found in told.items() if found} <= {"dom.mjs"}
