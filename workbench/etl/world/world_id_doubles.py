"""One node in place of several that the old model kept for one id, one a world."""

from __future__ import annotations

from collections.abc import Sequence

from .stores import AsksAndTells


def merge_doubles(tells: AsksAndTells, label: str, id: str, world_ids: Sequence[str]) -> None:
    """The node of the first world stays, with the edges of all and every property.

    Where two of them differ in a property, that of the earlier world holds; `world_id` becomes
    the list of all.
    """
    keep, *others = world_ids
    found = tells.ask("lore/entities_with_ids", label=label, ids=[id]).rows
    held = {row["properties"]["world_id"]: row["properties"] for row in found}
    properties = {
        name: value
        for world_id in reversed(world_ids)
        for name, value in held[world_id].items()
        if not name.startswith("@")
    }
    for other in others:
        _move_edges(tells, label, id, keep, other)
        last = other == others[-1]
        own = {**properties, "world_id": list(world_ids) if last else keep}
        named = {"label": label, "id": id, "keep": keep, "drop": other}
        tells.tell("lore/drop_double", properties=own, **named)


def _move_edges(tells: AsksAndTells, label: str, id: str, keep: str, drop: str) -> None:
    asked = tells.ask("lore/edge_types_at_double", label=label, id=id, world_id=drop)
    named = {"label": label, "id": id, "keep": keep, "drop": drop}
    for type in [row["type"] for row in asked.rows]:
        tells.tell("lore/move_edges_from", type=type, **named)
        tells.tell("lore/move_edges_to", type=type, **named)
