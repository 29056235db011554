"""What an answer tells of a mission: its node, its relations, its steps and its trades."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from ...core.errors import StoreUnavailable
from ...core.lore import Entity
from ...core.lore.memberships import Memberships
from .below import edges_above
from .filters import Clock
from .inquiry import Inquiry
from .instances import instances, relations_of
from .knowledge import Knowledge
from .log_windows import real_text
from .mission_candidates import Candidate
from .seen_logs import seen_edges, seen_steps
from .trade_rows import trades_of_lots

COLUMNS = (
    *("id", "name", "status", "payout", "currency", "risk", "giver_id", "faction_ids"),
    *("target_ids", "started", "ended", "steps", "trades", "certainty"),
)
DETAILS = (*COLUMNS[:-3], "objective", "summary", "crew_ids", "lot_ids", *COLUMNS[-3:])
SQL_DOWN = "store_unavailable:sql"
_STEP = (
    *("id", "step_no", "step_type", "in_fiction_time", "occurred_at", "party", "location_id"),
    *("outcome", "notes"),
)

Logged = list[dict[str, Any]]


class Logs(NamedTuple):
    """Steps by mission, and trades with their places in time by lot; None: the store is down."""

    steps: Mapping[str, Logged] | None
    trades: Mapping[str, list[tuple[int, dict[str, Any]]]] | None

    def of(self, mission: str, lots: Iterable[str]) -> tuple[Logged | None, Logged | None]:
        if self.steps is None or self.trades is None:
            return None, None
        told = sorted((t for lot in lots for t in self.trades.get(lot, ())), key=itemgetter(0))
        return self.steps.get(mission, []), [row for _, row in told]


def mission_rows(
    inquiry: Inquiry,
    missions: Sequence[Candidate],
    clock: Clock,
    knowledge: Knowledge | None = None,
) -> list[dict[str, Any]]:
    """One row a mission in the columns of `DETAILS`, in the order given; logs are asked last.

    Without the relations that may not be known: who gave it may belong to someone in secret.
    """
    ids = [mission.id for mission in missions]
    nodes = instances(inquiry, ids)
    edges = seen_edges(
        knowledge,
        relations_of(inquiry, ids, "GIVEN_BY", "TARGETS", "ASSIGNED_TO", "LOGGED_IN"),
    )
    members = Memberships(inquiry.clock())
    givers = {edge.to_id: edge.to_label for edge in edges if edge.type == "GIVEN_BY"}
    members.add(seen_edges(knowledge, edges_above(inquiry, givers, "MEMBER_OF")))
    lots = [edge.to_id for edge in edges if edge.type == "LOGGED_IN"]
    logs = _logs(inquiry, nodes, lots, clock, knowledge)
    ends: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for edge in edges:
        ends[edge.from_id][edge.type].append(edge.to_id)
    return [
        _row(mission, nodes[mission.id], ends[mission.id], members, logs)
        for mission in missions
        if mission.id in nodes
    ]


def _logs(
    inquiry: Inquiry,
    missions: Mapping[str, Entity],
    lots: Sequence[str],
    clock: Clock,
    knowledge: Knowledge | None,
) -> Logs:
    """Without the relational store, a warning in place of both logs."""
    try:
        steps = steps_of(inquiry, missions, knowledge)
        trades = trades_of_lots(inquiry, lots, clock, knowledge)
    except StoreUnavailable:
        inquiry.warnings.append(SQL_DOWN)
        return Logs(None, None)
    by_lot: dict[str, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    for place, row in enumerate(trades):
        by_lot[row["lot_id"]].append((place, row))
    return Logs(steps, by_lot)


def steps_of(
    inquiry: Inquiry, missions: Mapping[str, Entity], knowledge: Knowledge | None
) -> dict[str, Logged]:
    """The steps of each mission that has any, by step number."""
    if not missions:
        return {}
    stored: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in inquiry.ask("lore/mission_steps", mission_ids=sorted(missions)):
        stored[row["mission_id"]].append(row)
    return {
        id: [
            {name: row[name] for name in _STEP} | {"occurred_at": real_text(row["occurred_at"])}
            for row in seen_steps(knowledge, missions[id], rows)
        ]
        for id, rows in stored.items()
    }


def _row(
    mission: Candidate,
    node: Entity,
    ends: Mapping[str, list[str]],
    members: Memberships,
    logs: Logs,
) -> dict[str, Any]:
    givers, lots = ends["GIVEN_BY"], sorted(ends["LOGGED_IN"])
    steps, trades = logs.of(mission.id, lots)
    factions = {f for giver in givers for f in members.factions(giver, mission.started)}
    return {
        **{name: node.properties.get(name) for name in DETAILS},
        "name": node.name,
        "giver_id": min(givers, default=None),
        "faction_ids": sorted(factions),
        "target_ids": sorted(ends["TARGETS"]),
        "crew_ids": sorted(ends["ASSIGNED_TO"]),
        "lot_ids": lots,
        "steps": steps,
        "trades": trades,
        "certainty": str(mission.certainty),
    }
