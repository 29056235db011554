"""What a collection refuses, by the language's own codes."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from ...core.errors import VelesFailed


def fault(code: str, what: str) -> VelesFailed:
    return VelesFailed(f"{what} ({code})", code=code, engine_says=what)


def missing(name: str) -> VelesFailed:
    return fault("VELES-002", f"there is no collection {name!r}: it was dropped, or never made")


def unknown(name: str, known: Iterable[str]) -> VelesFailed:
    """VELES-002 with the nearest name and all that there are."""
    there = sorted(known)
    near = get_close_matches(name, there, 1)
    hint = f"; did you mean {near[0]}?" if near else ""
    all_ = ", ".join(there) or "none"
    return fault("VELES-002", f"there is no collection {name!r}{hint}; there are: {all_}")
