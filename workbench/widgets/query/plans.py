"""Plans of every engine as the rows of one tree, and what in them deserves a look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ...core.answer import Plan

# Rows beyond which reading all of a table or label is worth a word, and PostgreSQL's cost of
# about as much (a page is 1, a row 0.01).
BIG_SCAN_ROWS, BIG_SCAN_COST = 10_000, 1_000
FAR_OFF = 10  # times that an estimate may miss, where at least
FAR_OFF_ROWS = 100  # rows are concerned

_SCANS = {"Seq Scan", "Parallel Seq Scan", "NodeByLabelScan", "MATCH NODE", "ScanAllByLabel"}
_EVERYTHING = {"AllNodesScan", "ScanAll", "AllRelationshipsScan"}
# Details that name what an operator works on, the first that is there.
_WHAT = (
    *("what", "Index Name", "Relation Name", "Function Name", "CTE Name", "Sort Key"),
    *("Hash Cond", "Merge Cond", "Details"),
)


class PlanRow(NamedTuple):
    """One operator: `share` is its part of the whole, from 0 to 1, of what `share_of` names."""

    depth: int
    operator: str
    what: str
    estimated: float | None
    actual: float | None
    ms: float | None
    cost: float | None
    share: float | None
    warnings: tuple[str, ...]
    details: dict[str, str]


def share_of(plan: Plan) -> str:
    """What shares are counted in: "ms" where it was measured, else "cost", else ""."""
    nodes = list(_walk(plan, 0))
    if any(node.ms for node, _ in nodes):
        return "ms"
    return "cost" if any(node.cost for node, _ in nodes) else ""


def plan_rows(plan: Plan) -> list[PlanRow]:
    """The operators from the last, which gives the rows, down to those that feed it."""
    by, nodes = share_of(plan), list(_walk(plan, 0))
    whole = sum(_part(node, by) or 0 for node, _ in nodes)
    return [_row(node, depth, by, whole) for node, depth in nodes]


def _row(node: Plan, depth: int, by: str, whole: float) -> PlanRow:
    part = _part(node, by)
    return PlanRow(
        depth,
        node.operator,
        _what(node),
        node.estimated_rows,
        node.actual_rows,
        node.ms,
        node.cost,
        None if part is None or not whole else part / whole,
        tuple(warnings(node)),
        {name: _text(value) for name, value in node.details.items()},
    )


def _walk(plan: Plan, depth: int) -> Iterator[tuple[Plan, int]]:
    yield plan, depth
    for child in plan.children:
        yield from _walk(child, depth + 1)


def _part(node: Plan, by: str) -> float | None:
    """What the operator adds itself; an engine's cost holds those of the operators below."""
    if by == "ms":
        return node.ms
    if not by or node.cost is None:
        return None
    return max(0.0, node.cost - sum(child.cost or 0 for child in node.children))


def _what(node: Plan) -> str:
    found = next((node.details[name] for name in _WHAT if node.details.get(name)), "")
    on = node.details.get("Relation Name", "")
    return _text(found) if not on or on == found else f"{_text(found)} on {on}"


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def warnings(node: Plan) -> Iterator[str]:
    """What is worth a look at this operator, as sentences."""
    details = node.details
    if node.operator in _EVERYTHING:
        yield "reads everything in the graph: name a label"
    elif node.operator in _SCANS and _is_big(node):
        served = ": an index may serve its filter" if "filter" in str(details).lower() else ""
        yield f"reads the whole of {_what(node) or 'it'}{served}"
    if node.operator == "CartesianProduct":
        yield "joins every row with every other: connect the patterns"
    if details.get("Sort Space Type") == "Disk":
        yield f"sorted on disk ({details.get('Sort Space Used')} kB): raise work_mem"
    if details.get("Hash Batches", 1) > details.get("Original Hash Batches", 1):
        yield "the hash table did not fit its memory: raise work_mem"
    yield from _misjudged(node)
    if "reason" in details and "not yet supported" in str(details["reason"]):
        yield "the optimizer did not plan this: it runs in the order in which it is written"


def _is_big(node: Plan) -> bool:
    removed = node.details.get("Rows Removed by Filter", 0)
    read = max(node.estimated_rows or 0, (node.actual_rows or 0) + removed)
    sequential = node.operator.endswith("Seq Scan")
    return read >= BIG_SCAN_ROWS or (sequential and (node.cost or 0) >= BIG_SCAN_COST)


def _misjudged(node: Plan) -> Iterator[str]:
    expected, seen = node.estimated_rows, node.actual_rows
    if expected is None or seen is None or max(expected, seen) < FAR_OFF_ROWS:
        return
    if max(expected, seen) >= FAR_OFF * max(1.0, min(expected, seen)):
        yield f"expected {expected:g} rows and met {seen:g}: the statistics may be old"
