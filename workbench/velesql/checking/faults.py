"""Faults of what a text says, by the language's own codes."""

from __future__ import annotations

from ...core.errors import VelesFailed


def fault(code: str, what: str) -> VelesFailed:
    return VelesFailed(f"{what} ({code})", code=code, engine_says=what)
