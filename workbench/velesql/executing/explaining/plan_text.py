"""Plans as JSON and as text."""

from __future__ import annotations

from typing import Any

from ....core.answer import Plan
from ..run import Step

# The detail that stands in the name of an operator.
_NAMED = {"scan": "collection", "limit": "limit", "join": "kind", "pattern": "pattern"}


def node(step: Step, *below: Plan | None) -> Plan:
    """A step over the operators that feed it."""
    details = dict(step.details)
    operator = step.operator
    if (named := details.pop(_NAMED.get(operator, ""), None)) is not None:
        operator = f"{operator}: {named}"
    if details.pop("default", False):
        operator += " (default)"
    return Plan(
        operator,
        details,
        None if step.estimated_rows is None else round(step.estimated_rows, 1),
        children=tuple(one for one in below if one is not None),
        actual_rows=step.rows,
        ms=step.ms,
    )


def as_json(plan: Plan) -> dict[str, Any]:
    """An object with `operator`, what is known of it, and `children`."""
    known = {
        "operator": plan.operator,
        "details": dict(plan.details),
        "estimated_rows": plan.estimated_rows,
        "actual_rows": plan.actual_rows,
        "ms": None if plan.ms is None else round(plan.ms, 3),
        "children": [as_json(child) for child in plan.children],
    }
    return {name: value for name, value in known.items() if value not in (None, {}, [])}


def tree_text(plan: Plan) -> str:
    """A line an operator, each below and right of the one that it feeds."""
    return "\n".join(_lines(plan, 0))


def _lines(plan: Plan, depth: int) -> list[str]:
    line = "  " * depth + plan.operator[:1].upper() + plan.operator[1:]
    if plan.estimated_rows is not None:
        line += f"  (estimated {plan.estimated_rows:g} rows)"
    if (actual := _actual(plan)) is not None:
        line += f"  (actual {actual})"
    if plan.details:
        line += f"  [{', '.join(f'{name} = {value}' for name, value in plan.details.items())}]"
    return [line, *(text for child in plan.children for text in _lines(child, depth + 1))]


def _actual(plan: Plan) -> str | None:
    rows = None if plan.actual_rows is None else f"{plan.actual_rows:g} rows"
    ms = None if plan.ms is None else f"{plan.ms:.3f} ms"
    return ", ".join(one for one in (rows, ms) if one is not None) or None
