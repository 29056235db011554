from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .filters import clock_named
from .inquiry import Inquiry
from .instances import MISSIONS, instance_of, relations_of, types_logged_in
from .mission_rows import steps_of
from .seen_logs import knowledge_of, seen_instances
from .trade_rows import on_clock, trades_of_lots

COLUMNS = (
    *("kind", "id", "what", "step_no", "in_fiction_time", "occurred_at", "location_id"),
    *("party", "lot_id", "good_id", "quantity", "total_price", "currency", "outcome", "notes"),
)


def mission_timeline(
    bench: AsksWorld,
    id: str,
    *,
    clock: str = "fiction",
    at_time: str | None = None,
    as_npc: str | None = None,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """Steps and trades of one mission on one clock, oldest first.

    Columns: kind (step or trade), id of the log's row, what (type of step, listed or sold),
    step_no, in_fiction_time and occurred_at (the two clocks, never mixed), location_id, party[]
    (who was present; buyer and seller), lot_id, good_id, quantity, total_price, currency,
    outcome, notes. Ties: steps before trades, then by id; a row without a time comes first.
    What `as_npc` may not know at `at_time` (default: now) is left out. BadInput where no
    mission has the id; StoreUnavailable where either store is down.

    Source: own, over the two logs of the lore engine's storage strategy v1.2.
    """
    told_by = clock_named(clock)
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    mission = instance_of(inquiry, id, types_logged_in(inquiry, MISSIONS))
    knowledge = knowledge_of(inquiry, as_npc, at_time)
    here = setting is None or setting in mission.settings
    missions = {m.id: m for m in seen_instances(knowledge, [mission] if here else [])}
    steps = steps_of(inquiry, missions, knowledge).get(id, [])
    lots = [edge.to_id for edge in relations_of(inquiry, list(missions), "LOGGED_IN")]
    trades = trades_of_lots(inquiry, lots, told_by, knowledge)
    rows = [*map(_of_step, steps), *map(_of_trade, trades)]
    ordered = on_clock(inquiry, rows, told_by)
    return inquiry.answer(COLUMNS, ([row.get(name) for name in COLUMNS] for row in ordered))


def _of_step(step: Mapping[str, Any]) -> dict[str, Any]:
    return {**step, "kind": "step", "what": step["step_type"]}


def _of_trade(trade: Mapping[str, Any]) -> dict[str, Any]:
    party = [one for one in (trade["buyer_id"], trade["seller_id"]) if one]
    return {**trade, "kind": "trade", "what": trade["kind"], "party": party}
