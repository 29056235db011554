"""Eras, event dates and settings as they will be: the files' own, and others' in the graph."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from ...core.protocols import Asks
from ...core.time import Chronology, eras_of
from .entries import Entries
from .present import MANY


def chronology(asks: Asks, entries: Entries, gone: Collection[str]) -> Chronology:
    """The clock of the world after the load; `gone` are ids of nodes that it removes."""
    axes, eras, events = (
        _all(asks, entries, gone, label, query)
        for label, query in (
            ("Calendar", "lore/calendars"),
            ("Era", "lore/eras"),
            ("Event", "lore/event_times"),
        )
    )
    dated = {event["id"]: event["occurred"] for event in events if event.get("occurred")}
    return Chronology(eras_of({"axes": axes, "eras": eras}), events=dated)


def homes(asks: Asks, entries: Entries, gone: Collection[str]) -> dict[str, str | None]:
    """The settings of the world after the load, with their default planes."""
    found = _all(asks, entries, gone, "Setting", "lore/settings")
    return {setting["id"]: setting.get("default_plane") for setting in found}


def _all(
    asks: Asks, entries: Entries, gone: Collection[str], label: str, query: str
) -> list[dict[str, Any]]:
    own = [dict(r.properties) for r in entries.nodes.values() if r.label == label]
    there = asks.ask(query, row_limit=MANY).rows
    return own + [r for r in there if r["id"] not in entries.nodes and r["id"] not in gone]
