from __future__ import annotations

from datetime import datetime

from ...core.errors import BadInput
from ...core.lore import Entity, LoreAnswer
from ...core.protocols import AsksWorld
from .inquiry import Inquiry
from .instances import TRADES, instances_of, types_logged_in
from .lot_rows import COLUMNS, lot_rows
from .seen_logs import knowledge_of, seen_instances


def affordable_lots(
    bench: AsksWorld,
    max_price: float,
    currency: str,
    *,
    as_npc: str | None = None,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """Lots on offer at or below a price a unit, in one currency: cheapest first, ties by id.

    The columns of `list_lots`. Prices in other currencies are not converted. With `as_npc`,
    only lots that the person may know now. Source: lore engine, public design.
    """
    if isinstance(max_price, bool) or not isinstance(max_price, int | float):
        raise BadInput(f"max_price: expected a number, saw {max_price!r}")
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    offered = instances_of(inquiry, types_logged_in(inquiry, TRADES), status=["offered"])
    within = [lot for lot in offered if _is_within(lot, max_price, currency)]
    knowledge = knowledge_of(inquiry, as_npc, None)
    seen = seen_instances(knowledge, within)
    seen.sort(key=lambda lot: (lot.properties["asking_price"], lot.id))
    rows = lot_rows(inquiry, seen, knowledge)
    return inquiry.answer(COLUMNS, [[row.get(name) for name in COLUMNS] for row in rows])


def _is_within(lot: Entity, max_price: float, currency: str) -> bool:
    price = lot.properties.get("asking_price")
    return price is not None and price <= max_price and lot.properties.get("currency") == currency
