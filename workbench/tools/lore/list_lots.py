from __future__ import annotations

from datetime import datetime

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .filters import words
from .inquiry import Inquiry
from .instances import TRADES, instances_of, types_logged_in
from .lot_rows import COLUMNS, lot_rows, newest_listed
from .seen_logs import knowledge_of, seen_instances


def list_lots(
    bench: AsksWorld,
    status: str | list[str] | None = None,
    *,
    as_npc: str | None = None,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """Lots of a status (offered, sold, withdrawn; None: of any), newest listed first, ties by id.

    A lot is an instance of any template that logs into `trade_log`; the older type
    TradeLogEntry is one too. Columns: id, name, good_id, asking_price, currency, quantity,
    status. With `as_npc`, only lots that the person may know now.

    Source: lore engine, public design.
    """
    wanted = words({"status": status}, "status")
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    found = instances_of(inquiry, types_logged_in(inquiry, TRADES), status=wanted)
    knowledge = knowledge_of(inquiry, as_npc, None)
    seen = seen_instances(knowledge, found)
    rows = lot_rows(inquiry, newest_listed(inquiry, seen), knowledge)
    return inquiry.answer(COLUMNS, [[row.get(name) for name in COLUMNS] for row in rows])
