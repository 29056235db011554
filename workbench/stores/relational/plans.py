"""PostgreSQL's EXPLAIN as a `Plan`."""

from __future__ import annotations

from typing import Any

from ...core.answer import Plan

_OWN_FIELD = {"Node Type", "Plans", "Plan Rows", "Total Cost", "Actual Rows", "Actual Total Time"}
_NOISE = {
    *("Startup Cost", "Plan Width", "Parallel Aware", "Async Capable", "Disabled"),
    "Actual Startup Time",
}
# EXPLAIN (BUFFERS) counts thirteen kinds of blocks at every node, nearly all of them 0.
_COUNTED = (" Blocks", " Time")


def to_plan(node: dict[str, Any], processes: int = 1) -> Plan:
    """One node of EXPLAIN (FORMAT JSON) with its children; costs in the planner's units.

    `processes` is how many run the node side by side: their times are told apart, and count once.
    """
    below = processes_below(node, processes)
    hidden = _OWN_FIELD | _NOISE
    return Plan(
        operator=node["Node Type"],
        details={
            name: value
            for name, value in node.items()
            if name not in hidden and (value or not name.endswith(_COUNTED))
        },
        estimated_rows=node.get("Plan Rows"),
        cost=node.get("Total Cost"),
        children=tuple(to_plan(child, below) for child in node.get("Plans", ())),
        actual_rows=node.get("Actual Rows"),
        ms=_own_ms(node, processes),
    )


def processes_below(node: dict[str, Any], processes: int) -> int:
    """A Gather collects from its workers and from the process that it runs in itself."""
    return 1 + int(node["Workers Launched"]) if "Workers Launched" in node else processes


def _own_ms(node: dict[str, Any], processes: int) -> float | None:
    """PostgreSQL's times are for one run, and hold those of the nodes below."""
    if "Actual Total Time" not in node:
        return None
    workers = processes_below(node, processes)
    below = sum(_total_ms(child, workers) for child in node.get("Plans", ()))
    return max(0.0, _total_ms(node, processes) - below)


def _total_ms(node: dict[str, Any], processes: int) -> float:
    runs: float = node.get("Actual Loops", 1) / processes
    total: float = node.get("Actual Total Time", 0.0) * max(1.0, runs)
    return total if node.get("Actual Loops", 1) else 0.0
