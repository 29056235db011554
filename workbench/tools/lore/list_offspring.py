"""The children of a person."""

from __future__ import annotations

from datetime import datetime

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .descent import PARENT_OF
from .edges import edges_from
from .holding import in_setting
from .inquiry import Inquiry

COLUMNS = ("id", "name", "edge_id")


def list_offspring(
    bench: AsksWorld,
    person: str,
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
) -> LoreAnswer:
    """A row for each PARENT_OF edge from a person, by child and edge id.

    AmbiguousName, BadInput (no such person). Source: reference of the lore engine, section 12.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of)
    if inquiry.nowhere:
        return inquiry.answer(COLUMNS, [])
    edges = in_setting(inquiry, edges_from(inquiry, inquiry.entity(person), [PARENT_OF]))
    inquiry.note(edges)
    rows = sorted((edge.to_id, edge.to_name or edge.to_id, edge.edge_id) for edge in edges)
    return inquiry.answer(COLUMNS, rows)
