from __future__ import annotations

from datetime import datetime

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .inquiry import Inquiry
from .party_trades import Sales, sales
from .seen_logs import knowledge_of


def trades_by_buyer(
    bench: AsksWorld,
    buyer: str | None = None,
    good: str | None = None,
    unit: str | None = None,
    aggregate: str | None = None,
    *,
    as_npc: str | None = None,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """What a person or faction bought: `trades_by_party` on the side of the buyer.

    Source: lore engine, public design.
    """
    asked = Sales(buyer, "buyer", good, unit, aggregate).checked()
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    return sales(inquiry, asked, knowledge_of(inquiry, as_npc, None))
