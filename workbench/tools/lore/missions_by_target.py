from __future__ import annotations

from datetime import datetime

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .inquiry import Inquiry
from .mission_candidates import Search
from .mission_search import mission_statuses


def missions_by_target(
    bench: AsksWorld,
    location: str,
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """Missions aimed at a location or region, or at a part of it: id, name, status, by id.

    BadInput where nothing has that id or name. Source: lore engine, public design.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    return mission_statuses(inquiry, Search({"location": location}, sort_by="id"))
