"""What a query's profile tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...core.property_graph.records import Scalar
from ..state import State
from .candidates import anchor
from .compiling import Compiled, Order
from .filters import Numbers, equals
from .spec import EdgePattern, NodePattern, Query
from .writing import START

MIRROR = "mirror"  # what answered, where no graph store did

_ORDERS = {
    "ids": "order rows by the ids of the path's elements from left to right",
    "anchor": "order rows as found from {anchor!r}: to the left, for each of these to the right",
}


def profiled(
    query: Query,
    plan: Compiled,
    state: State,
    *,
    order: Order,
    numbers: Numbers,
    engine: str | None,
) -> dict[str, Any]:
    """Which anchor TongGraph would choose, and the steps that are ours."""
    chosen = plan.anchor or anchor(query, state, numbers)
    name, hops = query.nodes[chosen.at].alias, len(query.edges)
    at, how = (chosen.at, "on the mirror") if engine == MIRROR else (plan.at, _how(plan))
    steps = [
        "validate path pattern",
        f"start at {query.nodes[at].alias!r}, {how}",
        f"expand {at} hops to the left, then {hops - at} to the right",
        *_told_numbers(query, numbers),
        _ORDERS[order].format(anchor=name),
        *([] if query.limit is None else [f"keep the first {query.limit} rows"]),
        f"project {', '.join(query.returns) or 'no alias'}",
    ]
    return {
        "plan_steps": steps,
        "chosen_anchor_index": 2 * chosen.at,
        "chosen_anchor_alias": name,
        "anchor_candidates": chosen.candidates,
    }


def _how(plan: Compiled) -> str:
    if plan.starts is not None:
        return f"by parts of {len(plan.starts)} ids until the limit is reached, else by scan"
    given = plan.parameters.get(START)
    return "by scan" if given is None else f"by the ids that an index gives: {len(given)}"


def _told_numbers(query: Query, numbers: Numbers) -> list[str]:
    """That 1 and 1.0 are two values, or one, where that decides about a row."""
    patterns: tuple[NodePattern | EdgePattern, ...] = (*query.nodes, *query.edges)
    both = [
        filter.key
        for pattern in patterns
        for filter in pattern.filters
        if filter.op in ("eq", "ne", "in") and _has_twin(filter.values)
    ]
    if not both:
        return []
    keys = ", ".join(repr(key) for key in dict.fromkeys(both))
    if numbers == "typed":
        return [f"compare {keys} by type and value: 1 is not 1.0 (in Cypher it is)"]
    return [f"compare {keys} by value: 1 is 1.0, as in Cypher"]


def _has_twin(values: Sequence[Scalar]) -> bool:
    return any(len({type(same) for same in equals(one, "coerced")}) > 1 for one in values)
