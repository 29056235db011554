from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .campaign_rows import FILTERS, campaigns
from .filters import filters
from .inquiry import Inquiry


def list_campaigns(
    bench: AsksWorld,
    filter_by: Mapping[str, Any] | None = None,
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """Campaigns: instances of any template that logs into `campaign_event`.

    `filter_by` takes id, theater, status, setting_id, faction (it mustered), location (they
    fought there or at a part of it), since and until (the campaign certainly shares a day with
    them). Columns: id, name, theater, status, started, ended, sides[] of {faction_id, side,
    person_count, valid_from, valid_until}, by faction. Oldest first, ties by id. BadInput for
    a filter or a name there is not.

    Source: lore engine, public design.
    """
    given = filters(filter_by, FILTERS)
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    return campaigns(inquiry, given)
