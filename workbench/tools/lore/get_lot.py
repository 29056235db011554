from __future__ import annotations

from datetime import datetime

from ...core.errors import StoreUnavailable
from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .filters import clock_named
from .inquiry import Inquiry
from .instances import TRADES, instance_of, types_logged_in
from .lot_rows import COLUMNS, lot_rows
from .mission_rows import SQL_DOWN
from .seen_logs import knowledge_of, seen_instances
from .trade_rows import trades_of_lots

DETAILS = (*COLUMNS, "quantity_unit", "listed", "offered_by", "location_id", "trades")


def get_lot(
    bench: AsksWorld,
    id: str,
    *,
    clock: str = "fiction",
    as_npc: str | None = None,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """One lot with its trades, listings included, oldest first on the clock.

    The columns of `list_lots` with quantity_unit, listed, offered_by, location_id and trades[].
    No row where the lot is of another setting, or not for `as_npc` to know now. BadInput where
    no lot has the id; trades None, with a warning, where the relational store is down.

    Source: lore engine, public design.
    """
    told_by = clock_named(clock)
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    lot = instance_of(inquiry, id, types_logged_in(inquiry, TRADES))
    knowledge = knowledge_of(inquiry, as_npc, None)
    here = setting is None or setting in lot.settings
    seen = seen_instances(knowledge, [lot] if here else [])
    rows = lot_rows(inquiry, seen, knowledge)
    try:
        trades = trades_of_lots(inquiry, [row["id"] for row in rows], told_by, knowledge)
        rows = [{**row, "trades": trades} for row in rows]
    except StoreUnavailable:
        inquiry.warnings.append(SQL_DOWN)
    return inquiry.answer(DETAILS, [[row.get(name) for name in DETAILS] for row in rows])
