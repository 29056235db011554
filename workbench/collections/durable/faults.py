"""What a collection refuses, by the language's own codes."""

from __future__ import annotations

from ...core.errors import VelesFailed


def fault(code: str, what: str) -> VelesFailed:
    return VelesFailed(f"{what} ({code})", code=code, engine_says=what)


def missing(name: str) -> VelesFailed:
    return fault("VELES-002", f"there is no collection {name!r}: it was dropped, or never made")
