"""Sales by who bought or sold."""

from __future__ import annotations

from typing import NamedTuple

from ...core.errors import BadInput
from ...core.lore import LoreAnswer
from .filters import one_of
from .inquiry import Inquiry
from .knowledge import Knowledge
from .market_rows import where_sold
from .mission_search import warn_of_currencies
from .seen_logs import seen_trades
from .trade_rows import COLUMNS, trade

SIDES, SUM = ("buyer", "seller"), "sum_total"
TOTALS = ("party_id", "sum_total", "sales", "currency")


class Sales(NamedTuple):
    """The sales of a party (None: of all) on a side (None: on either), of a good, in a currency."""

    party: str | None = None
    side: str | None = None
    good: str | None = None
    unit: str | None = None
    aggregate: str | None = None

    def checked(self) -> Sales:
        """BadInput for a side or an aggregate that there is not."""
        if self.side is not None:
            one_of("side", self.side, SIDES)
        if self.aggregate is not None:
            one_of("aggregate", self.aggregate, (SUM,))
        if self.aggregate is not None and self.side is None:
            raise BadInput(
                f"side: expected one of {', '.join(SIDES)} with an aggregate, which counts each "
                "sale for one of them; saw None"
            )
        return self


def sales(inquiry: Inquiry, asked: Sales, knowledge: Knowledge | None) -> LoreAnswer:
    """Rows by id, or sums by party and currency, highest first, ties by id."""
    given = {
        **where_sold(inquiry, asked.good, None),
        "party": None if asked.party is None else inquiry.entity(asked.party).id,
        "side": asked.side or "either",
        "units": None if asked.unit is None else [asked.unit],
    }
    if asked.aggregate is None or knowledge is not None:
        rows = seen_trades(knowledge, inquiry.ask("lore/trades_sold", **given))
        if asked.aggregate is None:
            return inquiry.answer(COLUMNS, [[trade(row)[name] for name in COLUMNS] for row in rows])
        given["ids"] = [row["id"] for row in rows]
    totals = list(inquiry.ask("lore/trade_totals", **given))
    warn_of_currencies(inquiry, (row["currency"] for row in totals))
    return inquiry.answer(TOTALS, [[row[name] for name in TOTALS] for row in totals])
