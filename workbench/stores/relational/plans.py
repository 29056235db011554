"""PostgreSQL's EXPLAIN as a `Plan`."""

from __future__ import annotations

from typing import Any

from ...core.answer import Plan

_OWN_FIELD = {"Node Type", "Plans", "Plan Rows", "Total Cost"}
_NOISE = {"Startup Cost", "Plan Width", "Parallel Aware", "Async Capable", "Disabled"}


def to_plan(node: dict[str, Any]) -> Plan:
    """One node of EXPLAIN (FORMAT JSON) with its children; costs in the planner's units."""
    hidden = _OWN_FIELD | _NOISE
    return Plan(
        operator=node["Node Type"],
        details={name: value for name, value in node.items() if name not in hidden},
        estimated_rows=node.get("Plan Rows"),
        cost=node.get("Total Cost"),
        children=tuple(to_plan(child) for child in node.get("Plans", ())),
    )
