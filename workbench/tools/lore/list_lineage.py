"""The members of a lineage."""

from __future__ import annotations

from datetime import datetime

from ...core.lore import Entity, LoreAnswer
from ...core.protocols import AsksWorld
from .descent import descendants
from .edges import edges_to
from .holding import in_setting
from .inquiry import Inquiry

COLUMNS = ("id", "name", "generation")


def list_lineage(
    bench: AsksWorld,
    lineage: str,
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
) -> LoreAnswer:
    """A row for each member of a lineage as the record's MEMBER_OF says, by generation and id.

    `generation` counts steps of PARENT_OF from the founding ancestor, who is 0; null, and last,
    for a member whose descent is not recorded. Descent alone makes nobody a member.

    AmbiguousName, BadInput (no such lineage). Source: reference of the lore engine, sections
    1.2 and 12.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of)
    if inquiry.nowhere:
        return inquiry.answer(COLUMNS, [])
    line = inquiry.entity(lineage)
    edges = in_setting(inquiry, edges_to(inquiry, line, ["MEMBER_OF"]))
    inquiry.note(edges)
    generation = _generations(inquiry, line) if edges else {}
    members = {edge.from_id: edge.from_name or edge.from_id for edge in edges}
    rows = [(member, name, generation.get(member)) for member, name in members.items()]
    rows.sort(key=lambda row: (row[2] is None, row[2] or 0, row[0]))
    return inquiry.answer(COLUMNS, rows)


def _generations(inquiry: Inquiry, lineage: Entity) -> dict[str, int]:
    """How many steps each descendant of the founder stands below them."""
    founder = lineage.properties.get("founding_ancestor")
    if not founder:
        return {}
    kin = descendants(inquiry, inquiry.entity(founder))
    return {founder: 0, **{relative.id: relative.depth for relative in kin.values()}}
