from __future__ import annotations

from datetime import datetime

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .inquiry import Inquiry
from .party_trades import Sales, sales
from .seen_logs import knowledge_of


def trades_by_party(
    bench: AsksWorld,
    party: str | None = None,
    side: str | None = None,
    good: str | None = None,
    unit: str | None = None,
    aggregate: str | None = None,
    *,
    as_npc: str | None = None,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """Sales of a person or faction (None: of everyone) as buyer, seller or either.

    `unit` is the currency. Without an aggregate, rows in the order of
    the log: id, lot_id, good_id, kind, buyer_id, seller_id, quantity, quantity_unit,
    currency, unit_price, total_price, in_fiction_time, occurred_at, location_id, secrecy.
    `aggregate="sum_total"` gives party_id, sum_total, sales and currency for each party on
    that side, highest first; currencies are never summed, and several are a warning. Listings
    that found no buyer are no sales. With `as_npc`, only what the person may know now.

    BadInput for a party or good there is not, a side other than buyer and seller, or none
    where there is an aggregate. Source: lore engine, public design.
    """
    asked = Sales(party, side, good, unit, aggregate).checked()
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    return sales(inquiry, asked, knowledge_of(inquiry, as_npc, None))
