"""Rows of the trade log, as answers tell them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from .filters import Clock
from .inquiry import Inquiry
from .knowledge import Knowledge
from .log_windows import real_text
from .seen_logs import seen_trades

COLUMNS = (
    *("id", "lot_id", "good_id", "kind", "buyer_id", "seller_id", "quantity", "quantity_unit"),
    *("currency", "unit_price", "total_price", "in_fiction_time", "occurred_at", "location_id"),
    "secrecy",
)


def trades_of_lots(
    inquiry: Inquiry, lots: Collection[str], clock: Clock, knowledge: Knowledge | None = None
) -> list[dict[str, Any]]:
    """The rows of some lots, listings included, oldest first on that clock; ties by id."""
    if not lots:
        return []
    stored = inquiry.ask("lore/trades_of_lots", lot_ids=sorted(set(lots)))
    return on_clock(inquiry, map(trade, seen_trades(knowledge, stored)), clock)


def trade(stored: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the log in `COLUMNS`, its real time as text."""
    payload = stored["payload"] or {}
    told = {
        **stored,
        "good_id": stored["item_id"],
        "currency": stored["unit"],
        "kind": payload.get("kind") or ("sold" if stored["buyer_id"] else "listed"),
        "quantity_unit": payload.get("quantity_unit"),
        "occurred_at": real_text(stored["occurred_at"]),
    }
    return {name: told[name] for name in COLUMNS}


def on_clock(
    inquiry: Inquiry, rows: Iterable[Mapping[str, Any]], clock: Clock
) -> list[dict[str, Any]]:
    """Log rows oldest first on one clock; what has no time comes first.

    Ties: steps before trades, then by id.
    """
    by_id = sorted((dict(row) for row in rows), key=lambda row: (row["kind"] != "step", row["id"]))
    if clock == "real":
        return sorted(by_id, key=lambda row: row["occurred_at"] or "")
    told = inquiry.clock()
    return sorted(by_id, key=lambda row: told.display_key(row["in_fiction_time"], ""))
