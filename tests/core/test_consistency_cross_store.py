"""Rules that hold logs against the graph, each on a case and on a near miss."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.core.small_snapshots import edge, entity, outcome, snapshot, table, year
from workbench.core.lore.consistency import Snapshot

LOT = entity("d1", type="TradeLot")
MISSION = entity("d1", type="QuietErrand", status="completed")


def found(rule: str, look: Snapshot) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(finding.ids, finding.rows) for finding in outcome(rule, look).findings]


def test_a_lot_that_no_trade_row_names_is_found() -> None:
    for lots, expected in (([], [(("d1",), ())]), ([("d1",)], [])):
        look = snapshot(LOT, rows={"lore/lots_traded": table("lot_id", rows=lots)})
        assert found("X1", look) == expected


def test_a_completed_mission_without_its_step_is_found() -> None:
    none = {"lore/missions_completed": table("mission_id", rows=[])}
    assert found("X2", snapshot(MISSION, rows=none)) == [(("d1",), ())]
    assert found("X2", snapshot(entity("d1", type="QuietErrand", status="active"), rows=none)) == []


def army(size: int, *musters: Any, time: str | None = "340") -> Snapshot:
    names = ("id", "campaign_id", "faction_id", "in_fiction_time", "army_size")
    row = (69, "d1", "f1", year(time), size)
    return snapshot(*musters, rows={"lore/armies": table(*names, rows=[row])})


MUSTER = edge("a", "INVOLVES", "d1 f1", ("340", "342"), person_count=800)


@pytest.mark.parametrize(("size", "passes"), [(880, True), (720, True), (881, False), (719, False)])
def test_an_army_may_differ_by_exactly_ten_percent(size: int, passes: bool) -> None:
    expected = [] if passes else [(("d1", "f1"), ("campaign_event:69",))]
    assert found("X3", army(size, MUSTER)) == expected


def test_an_army_is_the_sum_of_the_musters_that_hold_at_the_time() -> None:
    second = edge("b", "INVOLVES", "d1 f1", ("341", "342"), person_count=200)
    assert found("X3", army(1000, MUSTER, second, time="341")) == []
    assert found("X3", army(1000, MUSTER, second, time="340")) != []
    assert found("X3", army(800, MUSTER, time="343")) != []  # nothing is declared any more


def test_an_army_at_an_unknown_time_is_undecided() -> None:
    for time in (None, "unnumbered"):
        look = outcome("X3", army(9000, MUSTER, time=time))
        assert (look.findings, look.undecided) == ((), 1)


def test_an_id_in_a_log_that_is_no_node_is_found_once_a_column() -> None:
    named = [("trade_log.buyer_id", "p1", 4, 1), ("trade_log.buyer_id", "p9", 7, 3)]
    rows = {
        "lore/log_references": table("place", "id", "first_row", "rows", rows=named),
        "lore/node_ids": table("id", rows=[("p1",)]),
    }
    assert found("X5", snapshot(rows=rows)) == [(("p9",), ("trade_log:7",))]


def steps(*told: tuple[int, str, int]) -> Snapshot:
    """Steps of one mission: number, fiction time, real hour."""
    names = ("id", "mission_id", "step_no", "in_fiction_time", "occurred_at")
    rows = [
        (at, "d1", number, year(time), datetime(2026, 1, 1, hour, tzinfo=UTC))
        for at, (number, time, hour) in enumerate(told, 1)
    ]
    return snapshot(rows={"lore/steps_logged": table(*names, rows=rows)})


@pytest.mark.parametrize(
    ("told", "rows"),
    [
        ([(1, "340", 1), (3, "341", 2)], ("mission_log:2",)),  # 2 is missing
        ([(2, "340", 1)], ("mission_log:1",)),  # 1 is missing
        ([(1, "341", 1), (2, "340", 2)], ("mission_log:2",)),  # backwards in the fiction
        ([(1, "340", 2), (2, "341", 1)], ("mission_log:2",)),  # backwards in play
    ],
)
def test_steps_that_miss_one_or_run_backwards_are_found(told: Any, rows: Any) -> None:
    assert found("X6", steps(*told)) == [(("d1",), rows)]


def test_steps_in_one_unit_of_time_are_in_order() -> None:
    assert found("X6", steps((1, "340", 1), (2, "340.3", 1), (3, "340.3", 2))) == []


def test_totals_that_the_store_found_odd_are_told() -> None:
    names = ("id", "lot_id", "quantity", "unit_price", "total_price")
    row = (5, "d1", Decimal(2), Decimal("3.10"), Decimal("6.21"))
    rows = {"lore/odd_totals": table(*names, rows=[row])}
    assert found("X7", snapshot(LOT, rows=rows)) == [(("d1",), ("trade_log:5",))]


OLD = edge("r1", "MEMBER_OF", "p1 f1", ("340", None), superseded_by="r2", retcon_at="2026-01-01")
NEW = edge("r2", "MEMBER_OF", "p1 f1", ("342", None), supersedes="r1")


def state(id: str, since: str) -> dict[str, Any]:
    named = {"id": id, "from": "p1", "type": "MEMBER_OF", "to": "f1", "sources": ["src_a"]}
    return {**named, "valid_from": year(since), "secrecy": "public"}


def retcons(*told: tuple[str, str, Any, Any], parts: tuple[Any, ...] = ()) -> Snapshot:
    """Rows of kind, target, before, after, one a day."""
    rows = [(at, *row, datetime(2026, 1, at, tzinfo=UTC)) for at, row in enumerate(told, 1)]
    names = ("id", "target_kind", "target_id", "before", "after", "retconned_at")
    return snapshot(*parts, rows={"lore/retcon_rows": table(*names, rows=rows)})


BORN = [
    ("property", "p1#born", {"born": year("340")}, {"born": year("341")}),
    ("property", "p1#born", {"born": year("341")}, {"born": year("342")}),
]


def test_retcons_of_a_property_join_and_end_in_the_graph() -> None:
    there = entity("p1", born=year("342"))
    assert found("X4", retcons(*BORN, parts=(there,))) == []
    assert found("X4", retcons(BORN[0], parts=(there,))) == [(("p1",), ("retcon:1",))]
    broken = (BORN[0], (*BORN[1][:2], {"born": year("300")}, BORN[1][3]))
    assert found("X4", retcons(*broken, parts=(there,))) == [(("p1",), ("retcon:2",))]


def test_retcons_of_a_relation_end_in_the_edge_that_they_made() -> None:
    told = ("relation", "r1", state("r1", "340"), state("r2", "342"))
    assert found("X4", retcons(told, parts=(OLD, NEW))) == []
    other = replace(NEW, valid_from=year("343"))
    assert found("X4", retcons(told, parts=(OLD, other))) == [(("f1", "p1"), ("retcon:1",))]
    standing = replace(OLD, superseded_by=None)
    assert found("X4", retcons(told, parts=(standing, NEW))) == [(("f1", "p1"), ("retcon:1",))]


def test_the_next_retcon_of_a_relation_begins_with_the_edge_that_the_last_one_made() -> None:
    third = edge("r3", "MEMBER_OF", "p1 f1", ("345", None), supersedes="r2")
    middle = replace(NEW, superseded_by="r3")
    first = ("relation", "r1", state("r1", "340"), state("r2", "342"))
    joined = ("relation", "r2", state("r2", "342"), state("r3", "345"))
    torn = ("relation", "r2", state("r2", "341"), state("r3", "345"))
    edges = (OLD, middle, third)
    assert found("X4", retcons(first, joined, parts=edges)) == []
    assert found("X4", retcons(first, torn, parts=edges)) == [(("f1", "p1"), ("retcon:2",))]


def test_an_entity_that_a_retcon_added_is_in_the_graph() -> None:
    told = ("entity", "p1", None, {"id": "p1", "label": "Person", "born": year("340")})
    assert found("X4", retcons(told, parts=(entity("p1", born=year("340")),))) == []
    assert found("X4", retcons(told)) == [(("p1",), ("retcon:1",))]
    later = ("property", "p1#born", {"born": year("340")}, {"born": year("341")})
    assert found("X4", retcons(told, later, parts=(entity("p1", born=year("341")),))) == []


def test_an_entity_and_its_properties_are_followed_property_by_property() -> None:
    added = ("entity", "p1", None, {"id": "p1", "label": "Person", "born": year("340"), "tier": 2})
    risen = ("entity", "p1", {"id": "p1", "tier": 2}, {"id": "p1", "tier": 3})
    older = ("property", "p1#born", {"born": year("340")}, {"born": year("339")})
    there = entity("p1", born=year("339"), tier=3)
    assert found("X4", retcons(added, risen, older, parts=(there,))) == []
    lost = entity("p1", born=year("340"), tier=3)
    assert found("X4", retcons(added, risen, older, parts=(lost,))) == [(("p1",), ("retcon:3",))]


def test_a_retcon_may_tell_a_type_by_its_alias() -> None:
    old = edge("r1", "RULES", "p1 l1", superseded_by="r2", retcon_at="2026-01-01")
    new = edge("r2", "RULES", "p1 l1", ("342", None), supersedes="r1")
    told = {"id": "r2", "from": "p1", "to": "l1", "type": "RULED", "sources": ["src_a"]}
    row = ("relation", "r1", {"id": "r1"}, {**told, "valid_from": year("342")})
    assert found("X4", retcons(row, parts=(old, new))) == []
