"""Which version of the lore schema a graph has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

SchemaVersion = Literal["empty", "v1.1", "v1.2", "setting", "mixed"]

OF_PLANES = ("exists_in_plane", "located_in_plane")
OF_SETTINGS = ("exists_in_setting", "plane_relations", "planes_with_setting")


def schema_version(census: Mapping[str, int]) -> SchemaVersion:
    """The version that a census of the graph tells.

    v1.2 ties entities to planes (EXISTS_IN or a native LOCATED_IN), the later one to settings
    (EXISTS_IN a Setting, Relation nodes of type LOCATED_IN_PLANE, `Plane.setting_id`); a graph
    of both is `mixed`. `v1.1` has nodes with a `world_id` and no planes at all.
    """
    older = any(census.get(name) for name in OF_PLANES)
    later = any(census.get(name) for name in OF_SETTINGS)
    if older and later:
        return "mixed"
    if older or later:
        return "v1.2" if older else "setting"
    return "v1.1" if census.get("world_ids") and not census.get("planes") else "empty"
