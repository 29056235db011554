from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .filters import clock_named
from .inquiry import Inquiry
from .log_windows import Bound
from .market_rows import COLUMNS, Period, lowest_asked, periods_of, prices, where_sold
from .seen_logs import knowledge_of


def market_prices(
    bench: AsksWorld,
    good: str | None = None,
    location: str | None = None,
    since: Bound = None,
    until: Bound = None,
    periods: Sequence[Any] | None = None,
    as_npc: str | None = None,
    *,
    clock: str = "fiction",
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """Prices at which goods were sold, one row a good and currency.

    `location` takes its parts in; since and until keep the sales that are certainly within
    them (times or `{"years_ago": n}`). `periods` (times, or pairs of bounds) adds a row for
    each, and a column `period`, None for the whole. With `as_npc`, only sales and offers
    that the person may know now count. With `clock="real"`, bounds and last_time are real.

    Columns: good_id, currency, quantity_unit, sales, quantity, min_price, max_price, avg_price
    (turnover by quantity, to 4 places), last_price and last_time (on that clock, of equal times
    the highest id), turnover, asking_min (the lowest price asked in lots on offer). Ordered by
    period, good and currency. Nothing is summed over currencies, nor over units of quantity:
    a good sold in several units has a row each, and a warning. Both stores are needed
    (StoreUnavailable). BadInput for a good, place, bound or period that is none.

    Source: lore engine, public design; tables of the storage strategy v1.2.
    """
    told_by = clock_named(clock)
    parts = periods_of(periods, told_by)
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    knowledge = knowledge_of(inquiry, as_npc, None)
    where = where_sold(inquiry, good, location)
    rows = prices(inquiry, where, [Period(None, (since, until)), *parts], told_by, knowledge)
    goods = {row["good_id"] for row in rows}
    asked = lowest_asked(inquiry, goods, where["locations"], knowledge)
    for row in rows:
        now = row["period"] is None
        row["asking_min"] = asked.get((row["good_id"], row["currency"])) if now else None
    columns = (*COLUMNS, "period") if parts else COLUMNS
    return inquiry.answer(columns, [[row[name] for name in columns] for row in rows])
