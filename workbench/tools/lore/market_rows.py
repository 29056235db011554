"""Prices of goods over windows of time, and what is asked for them now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ...core.errors import BadInput
from .below import place_and_parts
from .filters import Clock
from .inquiry import Inquiry
from .instances import TRADES, in_record, types_logged_in
from .knowledge import Knowledge
from .log_windows import real_text
from .row_times import Window, played_rows, time_counts, told_rows
from .seen_logs import seen_instances, seen_trades

COLUMNS = (
    *("good_id", "currency", "quantity_unit", "sales", "quantity", "min_price", "max_price"),
    *("avg_price", "last_price", "last_time", "turnover", "asking_min"),
)


class Period(NamedTuple):
    """A window with its name; the whole question has none."""

    name: str | None
    window: Window


class Offer(NamedTuple):
    """A lot on offer."""

    id: str
    good_id: str
    currency: str
    asking_price: float | None
    location_id: str | None


def where_sold(inquiry: Inquiry, good: str | None, location: str | None) -> dict[str, Any]:
    """The sales asked about as the statements take them: ids in place of names."""
    return {
        "goods": None if good is None else [inquiry.entity(good).id],
        "locations": (
            None if location is None else place_and_parts(inquiry, inquiry.entity(location))
        ),
        "world": inquiry.setting,
    }


def periods_of(periods: Iterable[Any] | None, clock: Clock) -> list[Period]:
    """Each period as a time, which is the window from and until itself, or a pair of bounds."""
    found = []
    for period in periods or ():
        if isinstance(period, str) and clock == "fiction":
            found.append(Period(period, (period, period)))
        elif isinstance(period, list | tuple) and len(period) == 2:
            found.append(Period(f"{period[0]} to {period[1]}", (period[0], period[1])))
        else:
            raise BadInput(
                "periods: expected a list of pairs [since, until], or in the fiction of times; "
                f"saw {period!r}"
            )
    return found


def prices(
    inquiry: Inquiry,
    where: Mapping[str, Any],
    windows: Sequence[Period],
    clock: Clock,
    knowledge: Knowledge | None,
) -> list[dict[str, Any]]:
    """One row a window, good, currency and unit of quantity, of the sales that may be known."""
    counts = time_counts(inquiry, "lore/sale_times", where) if clock == "fiction" else {}
    seen = {} if knowledge is None else {"ids": _seen(inquiry, where, knowledge)}
    rows = []
    for period in windows:
        if clock == "real":
            chosen = played_rows(period.window)
        else:
            chosen = told_rows(inquiry, counts, period.window)
        found = inquiry.ask("lore/market_prices", **where, **chosen, **seen)
        rows += [_row(row, period, clock) for row in found]
    _warn_of_units(inquiry, rows)
    return rows


def lowest_asked(
    inquiry: Inquiry,
    goods: Collection[str],
    places: Collection[str] | None,
    knowledge: Knowledge | None,
) -> dict[tuple[str, str], float]:
    """The lowest price asked for by good and currency, of the lots on offer at some places."""
    if not goods:
        return {}
    lots = inquiry.ask(
        "lore/lots_offered",
        goods=sorted(goods),
        types=types_logged_in(inquiry, TRADES),
        setting=inquiry.setting,
    )
    offers = [Offer(*(row[name] for name in Offer._fields)) for row in lots if _held(inquiry, row)]
    lowest: dict[tuple[str, str], float] = {}
    for offer in seen_instances(knowledge, offers):
        if offer.asking_price is not None and (places is None or offer.location_id in places):
            key = offer.good_id, offer.currency
            lowest[key] = min(offer.asking_price, lowest.get(key, offer.asking_price))
    return lowest


def _held(inquiry: Inquiry, row: Mapping[str, Any]) -> bool:
    return in_record(inquiry, row) and in_record(inquiry, row, "place_")


def _seen(inquiry: Inquiry, where: Mapping[str, Any], knowledge: Knowledge) -> list[int]:
    return [row["id"] for row in seen_trades(knowledge, inquiry.ask("lore/trades_sold", **where))]


def _row(row: Mapping[str, Any], period: Period, clock: Clock) -> dict[str, Any]:
    last = real_text(row["last_at"]) if clock == "real" else row["last_time"]
    return {**row, "last_time": last, "period": period.name}


def _warn_of_units(inquiry: Inquiry, rows: Iterable[Mapping[str, Any]]) -> None:
    units: dict[str, set[str]] = {}
    for row in rows:
        units.setdefault(row["good_id"], set()).add(row["quantity_unit"])
    several = sorted(good for good, found in units.items() if len(found) > 1)
    if several:
        inquiry.warnings.append(f"several_quantity_units:{','.join(several)}")
