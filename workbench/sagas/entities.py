"""Nodes and edges as sagas find them in a graph, and the form in which they store them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from ..core.lore import Entity
from .stores import Stores, asked


def entity(stores: Stores, id: str) -> Entity | None:
    """The node of an id, whatever its label; None where there is none."""
    rows = list(asked(stores, "lore/entity", id=id))
    rows = rows or list(asked(stores, "lore/node_of_any_label", id=id))
    if not rows:
        return None
    row = rows[0]
    settings = tuple(row["settings"] or ())
    return Entity(row["id"], row["label"], row["name"] or row["id"], settings, row["properties"])


def made_id(*parts: str | None) -> str:
    """An edge id that the same edge always gets: `rel_` and 12 hex digits."""
    text = "|".join(part or "" for part in parts)
    return "rel_" + hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:12]


def home(stores: Stores, setting: str) -> tuple[str, str]:
    """Label and id of the node that an entity of a setting EXISTS_IN, in this graph's version."""
    found = stores.world()
    plane = found.settings[setting].default_plane
    return ("Plane", plane) if found.schema == "v1.2" and plane else ("Setting", setting)


def changed(now: Mapping[str, Any], stored: Mapping[str, Any]) -> set[str]:
    """The properties that are no longer as they were stored."""
    return {name for name, value in stored.items() if now.get(name) != value}
