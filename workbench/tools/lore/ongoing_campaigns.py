from __future__ import annotations

from datetime import datetime

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .campaign_rows import campaigns
from .inquiry import Inquiry


def ongoing_campaigns(
    bench: AsksWorld,
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """Campaigns whose status is ongoing, in the columns and order of `list_campaigns`.

    Source: lore engine, public design.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    return campaigns(inquiry, {"status": "ongoing"})
