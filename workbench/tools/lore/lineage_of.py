"""The lineages of a person."""

from __future__ import annotations

from datetime import datetime

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .descent import ancestors
from .edges import edges_from
from .holding import away, in_setting
from .inquiry import Inquiry

COLUMNS = ("lineage_id", "basis")


def lineage_of(
    bench: AsksWorld,
    person: str,
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
) -> LoreAnswer:
    """A row for each lineage and each basis on which it is a person's, by lineage and basis.

    `header`: the record's MEMBER_OF says so. `blood`: the person is the lineage's founding
    ancestor, or descends from them. Often both hold, and either may without the other.

    AmbiguousName, BadInput (no such person). Source: reference of the lore engine, sections
    1.2 and 12.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of)
    if inquiry.nowhere:
        return inquiry.answer(COLUMNS, [])
    found = inquiry.entity(person)
    edges = in_setting(inquiry, edges_from(inquiry, found, ["MEMBER_OF"]))
    headers = [edge for edge in edges if edge.to_label == "Lineage"]
    inquiry.note(headers)
    forebears = {found.id, *ancestors(inquiry, found)}
    rows = {(edge.to_id, "header") for edge in headers} | {
        (lineage.id, "blood")
        for lineage in inquiry.entities("Lineage")
        if lineage.properties.get("founding_ancestor") in forebears and not away(inquiry, lineage)
    }
    return inquiry.answer(COLUMNS, sorted(rows))
