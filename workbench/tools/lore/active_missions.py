from __future__ import annotations

from datetime import datetime

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .inquiry import Inquiry
from .mission_candidates import Search
from .mission_search import mission_statuses


def active_missions(
    bench: AsksWorld,
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """Missions under way, by their status: id, name, status, by id.

    Source: lore engine, public design.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    return mission_statuses(inquiry, Search({"status": "active"}, sort_by="id"))
