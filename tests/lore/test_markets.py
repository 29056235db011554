"""Prices, sales and lots over both stores, against what the files say."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import polars
import pytest

from tests.asker import WorldAsker
from tests.lore.log_files import FILES, day, ends, instances, log, sold, year
from workbench.core.errors import BadInput
from workbench.tools import lore

LOTS = instances("market_lot")
GOODS = sorted({row["item_id"] for row in log("trade_log")})


def priced(rows: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """Prices by good and currency, by polars."""
    keys = ("id", "item_id", "unit", "quantity", "unit_price", "total_price", "in_fiction_time")
    frame = polars.DataFrame([{k: row[k] for k in keys} for row in rows])
    grouped = frame.group_by("item_id", "unit").agg(
        sales=polars.len(),
        quantity=polars.col("quantity").sum(),
        min_price=polars.col("unit_price").min(),
        max_price=polars.col("unit_price").max(),
        turnover=polars.col("total_price").sum(),
    )
    return {(row["item_id"], row["unit"]): row for row in grouped.iter_rows(named=True)}


def assert_priced(found: list[dict[str, Any]], rows: list[dict[str, Any]]) -> None:
    expected = priced(rows)
    assert [(row["good_id"], row["currency"]) for row in found] == sorted(expected)
    for row in found:
        wanted = expected[row["good_id"], row["currency"]]
        for name in ("sales", "quantity", "min_price", "max_price", "turnover"):
            assert row[name] == pytest.approx(wanted[name]), (row["good_id"], name)
        average = wanted["turnover"] / wanted["quantity"]
        assert row["avg_price"] == pytest.approx(average, abs=0.00006)
        of_good = [
            r for r in rows if (r["item_id"], r["unit"]) == (row["good_id"], row["currency"])
        ]
        last = max(of_good, key=lambda r: (day(r["in_fiction_time"]), r["id"]))
        assert (row["last_price"], row["last_time"]) == (
            last["unit_price"],
            last["in_fiction_time"],
        )


def test_all_goods_are_priced_by_currency_from_sales_alone(world_bench: WorldAsker) -> None:
    answer = lore.market_prices(world_bench)
    assert_priced(list(answer), sold())
    assert {row["good_id"]: row["quantity_unit"] for row in answer} == {
        row["item_id"]: row["payload"]["quantity_unit"] for row in sold()
    }


def test_the_lowest_price_asked_is_that_of_the_lots_on_offer(world_bench: WorldAsker) -> None:
    asked: dict[tuple[str, str], list[float]] = defaultdict(list)
    for lot in LOTS.values():
        if lot["status"] == "offered":
            asked[ends(lot["id"], "CONTAINS")[0], lot["currency"]].append(lot["asking_price"])
    found = {
        (r["good_id"], r["currency"]): r["asking_min"] for r in lore.market_prices(world_bench)
    }
    assert any(asked.values())
    assert found == {key: min(asked[key], default=None) for key in found}


@pytest.mark.parametrize("good", GOODS[:3])
def test_a_window_and_a_place_narrow_the_sales(world_bench: WorldAsker, good: str) -> None:
    inside = FILES.parts("loc_bellgate")
    rows = [r for r in sold(good) if r["location_id"] in inside]
    answer = lore.market_prices(world_bench, good, "loc_bellgate")
    assert_priced(list(answer), rows) if rows else None
    assert len(answer) == len({r["unit"] for r in rows})


def test_a_window_in_the_story_keeps_whole_days(world_bench: WorldAsker) -> None:
    since, until = "bell_age.year_376.month_3", "bell_age.year_377.month_9.day_27"
    answer = lore.market_prices(world_bench, "mat_pickled_eel", since=since, until=until)
    rows = sold("mat_pickled_eel")
    inside = [r for r in rows if (376, 3) <= day(r["in_fiction_time"]) <= (377, 9, 27)]
    assert 0 < len(inside) < len(rows)
    assert_priced(list(answer), inside)


def test_periods_add_a_row_each_beside_the_whole(world_bench: WorldAsker) -> None:
    periods = ["bell_age.year_376", ["bell_age.year_377", "bell_age.year_378"]]
    answer = lore.market_prices(world_bench, "mat_pickled_eel", periods=periods)
    of_years = {
        None: lambda y: True,
        "bell_age.year_376": lambda y: y == 376,
        "bell_age.year_377 to bell_age.year_378": lambda y: y in (377, 378),
    }
    assert answer.column("period") == list(of_years)
    for row in answer:
        kept = of_years[row["period"]]
        eel = sold("mat_pickled_eel")
        assert_priced([row], [r for r in eel if kept(year(r["in_fiction_time"]))])


def test_the_real_clock_takes_real_bounds_and_tells_a_real_last_time(
    world_bench: WorldAsker,
) -> None:
    given = {"since": "2026-02-14T00:00:00Z", "until": "2026-02-17T23:59:59Z"}
    (row,) = lore.market_prices(world_bench, "mat_pickled_eel", **given, clock="real")
    eel = sold("mat_pickled_eel")
    rows = [r for r in eel if given["since"] <= r["occurred_at"] <= given["until"]]
    last = max(rows, key=lambda r: (r["occurred_at"], r["id"]))
    assert (row["sales"], row["last_time"]) == (len(rows), last["occurred_at"])
    assert row["last_price"] == last["unit_price"]


def test_a_setting_keeps_its_own_sales(world_bench: WorldAsker) -> None:
    answer = lore.market_prices(world_bench, setting="margin")
    assert_priced(list(answer), [r for r in sold() if r["world_id"] == "margin"])
    assert len(lore.market_prices(world_bench, setting="nowhere")) == 0


def test_a_character_prices_only_the_sales_that_he_may_know(world_bench: WorldAsker) -> None:
    npc = "per_jonquil_varrowmere"
    seen = lore.query_as_npc(world_bench, npc, "current", kind="trade").column("id")
    known = [row for row in sold() if str(row["id"]) in seen]
    assert 0 < len(known) < len(sold())
    assert_priced(list(lore.market_prices(world_bench, as_npc=npc)), known)
    bought = lore.trades_by_buyer(world_bench, as_npc=npc)
    assert bought.column("id") == [row["id"] for row in known]


@pytest.mark.parametrize("side", ["buyer", "seller", None])
def test_trades_of_a_party_are_its_sales_in_the_order_of_the_log(
    world_bench: WorldAsker, side: str | None
) -> None:
    party = "fac_ropewalkers"
    sides = [f"{side}_id"] if side else ["buyer_id", "seller_id"]
    rows = [r for r in sold() if party in [r[name] for name in sides]]
    answer = lore.trades_by_party(world_bench, party, side)
    assert answer.column("id") == [row["id"] for row in rows]
    assert answer.column("total_price") == [row["total_price"] for row in rows]
    assert answer.column("occurred_at") == [row["occurred_at"] for row in rows]


@pytest.mark.parametrize("side", ["buyer", "seller"])
def test_totals_are_by_party_and_currency_highest_first(world_bench: WorldAsker, side: str) -> None:
    totals: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row in sold():
        totals[row[f"{side}_id"], row["unit"]].append(row["total_price"])
    answer = lore.trades_by_party(world_bench, side=side, aggregate="sum_total")
    found = {(r["party_id"], r["currency"]): (r["sum_total"], r["sales"]) for r in answer}
    assert found == {k: (pytest.approx(sum(v)), len(v)) for k, v in totals.items()}
    order = [(-row["sum_total"], row["party_id"]) for row in answer]
    assert order == sorted(order)
    assert answer.meta.warnings == ("several_currencies:blots,marks,receipts",)


def test_a_currency_is_a_filter_and_never_converted(world_bench: WorldAsker) -> None:
    given = {"side": "seller", "unit": "marks", "aggregate": "sum_total"}
    answer = lore.trades_by_party(world_bench, **given)
    assert (set(answer.column("currency")), answer.meta.warnings) == ({"marks"}, ())
    buyer = answer.column("party_id")[0]
    assert lore.trades_by_buyer(world_bench, buyer).rows == (
        lore.trades_by_party(world_bench, buyer, "buyer").rows
    )


@pytest.mark.parametrize("status", [None, "offered", ["sold", "withdrawn"]])
def test_lots_come_newest_listed_first(world_bench: WorldAsker, status: Any) -> None:
    kept = [lot for lot in LOTS.values() if status is None or lot["status"] in status]
    tide = {lot["id"]: lot["setting"] == "tidewheel" for lot in kept}
    listed = {lot["id"]: day(lot["listed"]) for lot in kept}
    answer = lore.list_lots(world_bench, status)
    order = [(tide[i], listed[i]) for i in answer.column("id")]
    assert sorted(answer.column("id")) == sorted(listed)
    assert order == sorted(order, reverse=True)
    for row in answer:
        lot = LOTS[row["id"]]
        assert row["good_id"] == ends(lot["id"], "CONTAINS")[0]
        assert (row["asking_price"], row["currency"]) == (lot["asking_price"], lot["currency"])


def test_affordable_lots_are_on_offer_in_one_currency_cheapest_first(
    world_bench: WorldAsker,
) -> None:
    answer = lore.affordable_lots(world_bench, 20, "marks")
    kept = [lot for lot in LOTS.values() if lot["status"] == "offered"]
    kept = [lot for lot in kept if lot["currency"] == "marks" and lot["asking_price"] <= 20]
    kept.sort(key=lambda lot: (lot["asking_price"], lot["id"]))
    assert answer.column("id") == [lot["id"] for lot in kept]


def test_a_lot_tells_its_trades_listings_included(world_bench: WorldAsker) -> None:
    (row,) = lore.get_lot(world_bench, "LOT-0019")
    rows = [r for r in log("trade_log") if r["lot_id"] == "LOT-0019"]
    rows.sort(key=lambda r: (day(r["in_fiction_time"]), r["id"]))
    assert [t["id"] for t in row["trades"]] == [r["id"] for r in rows]
    assert row["trades"][0]["kind"] == "listed"
    assert row["offered_by"] == ends("LOT-0019", "OFFERED_BY")[0]
    (unsold,) = lore.get_lot(world_bench, "LOT-0041")
    assert unsold["trades"] == []


@pytest.mark.parametrize(
    ("tool", "call", "says"),
    [
        ("market_prices", {"good": "mat_nothing"}, "'mat_nothing': expected the id"),
        ("market_prices", {"periods": [3]}, "periods: expected a list of pairs"),
        ("market_prices", {"since": "last year"}, "last year"),
        ("market_prices", {"clock": "tide"}, "clock: expected one of fiction, real"),
        ("trades_by_party", {"side": "thief"}, "side: expected one of buyer, seller"),
        ("trades_by_party", {"aggregate": "sum_total"}, "side: expected one of"),
        ("trades_by_party", {"side": "buyer", "aggregate": "mean"}, "expected one of sum_total"),
        (
            "affordable_lots",
            {"max_price": "8", "currency": "marks"},
            "max_price: expected a number",
        ),
        ("get_lot", {"id": "MSN-001"}, "expected the id of a TradeLogEntry or TradeLot"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    world_bench: WorldAsker, tool: str, call: dict[str, Any], says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        getattr(lore, tool)(world_bench, **call)
