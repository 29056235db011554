"""Rules X: what the graph says against what the logs say. The graph is the base."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from ...time import TRUE, Truth, unknown
from ..edges import EdgeRecord
from ..entities import Entity
from .check import Check
from .finding import Finding
from .relations import violation
from .snapshot import Snapshot

if TYPE_CHECKING:
    import polars

LOTS = {"TradeLot", "TradeLogEntry"}  # the second is an older name of the first
MISSIONS = {"Mission"}


def lot_without_trade_row(check: Check) -> Iterator[Finding]:
    """Lots of the graph that are no lot_id of trade_log."""
    lots = _instances(check.look, "trade_log", LOTS)
    for id in _absent(lots, check.look.rows["lore/lots_traded"].column("lot_id")):
        yield _finding(check, [id], "trade_log", "lot_id", "no row in trade_log")


def completed_without_step(check: Check) -> Iterator[Finding]:
    """Completed missions whose log has no completed step."""
    missions = _instances(check.look, "mission_log", MISSIONS)
    done = [e for e in missions if e.properties.get("status") == "completed"]
    logged = check.look.rows["lore/missions_completed"].column("mission_id")
    for id in _absent(done, logged):
        claim = "completed in the graph, and no completed step in mission_log"
        yield _finding(check, [id], "mission_log", "status", claim)


def army_size_off_base(check: Check) -> Iterator[Finding]:
    """Rows whose army differs by more than a tenth from the declared head count."""
    look = check.look
    musters: dict[tuple[str, str], list[EdgeRecord]] = defaultdict(list)
    for edge in look.of_type("INVOLVES"):
        musters[edge.from_id, edge.to_id].append(edge)
    bases: dict[tuple[str, str, str | None], tuple[int, Truth]] = {}
    for row in look.rows["lore/armies"]:
        campaign, faction, time = row["campaign_id"], row["faction_id"], row["in_fiction_time"]
        if (campaign, faction, time) not in bases:
            bases[campaign, faction, time] = _base(look, musters[campaign, faction], time)
        base, certain = bases[campaign, faction, time]
        size = int(row["army_size"])
        if abs(size - base) * 10 > base or base == 0:
            if check.holds(certain):
                claim = f"army_size {size}, declared {base} at {time}"
                ids = [id for id in (campaign, faction) if id is not None]
                shown = f"campaign_event:{row['id']}"
                yield _finding(check, ids, "campaign_event", "army_size", claim, shown)
        elif certain.value is None:
            check.undecided += 1


def unknown_reference(check: Check) -> Iterator[Finding]:
    """Ids in logs that are no node's."""
    nodes = set(check.look.rows["lore/node_ids"].column("id"))
    for row in check.look.rows["lore/log_references"]:
        if row["id"] not in nodes:
            table, column = row["place"].split(".")
            claim = f"{row['id']} is no node; {row['rows']} rows of {table} name it"
            shown = f"{table}:{row['first_row']}"
            yield _finding(check, [row["id"]], table, column, claim, shown)


def step_gap(check: Check) -> Iterator[Finding]:
    """Missions whose steps are not 1 to n, or run backwards on a clock."""
    rows = check.look.rows["lore/steps_logged"]
    for mission, found in groupby(rows, key=lambda row: row["mission_id"]):
        steps = list(found)
        numbers = [step["step_no"] for step in steps]
        odd = [s for s, n in zip(steps, range(1, len(steps) + 1), strict=True) if s["step_no"] != n]
        back = [b for a, b in pairwise(steps) if check.holds(_backwards(check.look, a, b))]
        if odd or back:
            faults = [f"steps are {numbers}"] if odd else []
            faults += [f"step {step['step_no']} is before the one it follows" for step in back]
            shown = [f"mission_log:{step['id']}" for step in (*odd[:1], *back)]
            claim = "; ".join(faults)
            yield _finding(check, [mission], "mission_log", "step_no", claim, *shown)


def total_price(check: Check) -> Iterator[Finding]:
    """Rows of trade_log whose total is off; the store compares them, in exact numbers."""
    for row in check.look.rows["lore/odd_totals"]:
        claim = f"{row['quantity']} x {row['unit_price']} is not {row['total_price']}"
        shown = f"trade_log:{row['id']}"
        yield _finding(check, [row["lot_id"]], "trade_log", "total_price", claim, shown)


def _base(look: Snapshot, musters: Iterable[EdgeRecord], time: str | None) -> tuple[int, Truth]:
    """The declared head count at a time, and whether it is certain."""
    if time is None:
        return 0, unknown("the row has no time in the fiction")
    total, certain = 0, TRUE
    for edge in musters:
        holding = look.clock.time_in_window(time, edge.valid_from, edge.valid_until)
        if holding.value is None:
            certain = holding
        elif holding.value:
            total += int(edge.props.get("person_count") or 0)
    return total, certain


def _backwards(look: Snapshot, one: Mapping[str, Any], other: Mapping[str, Any]) -> Truth:
    if other["occurred_at"] < one["occurred_at"]:
        return TRUE
    times = other["in_fiction_time"], one["in_fiction_time"]
    return ~TRUE if None in times else look.clock.before(*times)


def _instances(look: Snapshot, table: str, types: set[str]) -> list[Entity]:
    """Instances whose template logs to a table, or of a type that always does."""
    logged = {
        document.get("type")
        for document in look.templates.values()
        if (document.get("log") or {}).get("table") == table
    }
    found = (e for e in look.entities.values() if e.label == "DomainEntity")
    return [entity for entity in found if entity.properties.get("type") in logged | types]


def _absent(entities: Iterable[Entity], logged: Iterable[str]) -> list[str]:
    """Ids of entities that no row has, sorted."""
    return (
        _ids(entity.id for entity in entities)
        .join(_ids(logged), on="id", how="anti")
        .sort("id")["id"]
        .to_list()
    )


def _ids(found: Iterable[str]) -> polars.DataFrame:
    import polars

    return polars.DataFrame({"id": list(found)}, schema={"id": polars.String})


def _finding(
    check: Check, ids: list[str], store: str, predicate: str, claim: str, *rows: str
) -> Finding:
    row_id = rows[0].partition(":")[2] if rows else None
    told = violation(ids[0] if ids else "", predicate, claim)
    told |= {"store": store, "row_id": row_id}
    return check.found(ids, rows=rows, about=() if rows else (predicate,), told=told)
