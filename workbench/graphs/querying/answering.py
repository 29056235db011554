"""A spec to its rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from ...core.errors import BadInput, NotSupported
from ...core.property_graph.protocols import AsksGraph
from ...core.values import Rows
from ..state import State
from .compiling import Compiled, Order, compiled
from .filters import Numbers
from .parsing import parsed
from .profiling import MIRROR, profiled
from .spec import Query
from .walking import walked
from .writing import START

# Starts that are asked for at once while a limit is open; beyond them a scan takes less time.
_PARTS = (64, 512, 4096)

Row = dict[str, int]
Ran = dict[str, Any]


def answer(
    spec: Mapping[str, Any],
    state: State,
    asks: AsksGraph,
    *,
    order: Order = "ids",
    profile: bool = False,
    numbers: Numbers = "typed",
) -> list[Row] | dict[str, Any]:
    """Rows of alias and id, aliases ascending; walks, so that a row may use an edge twice.

    `asks` asks the projection of `state`; a graph that the graph store cannot hold is walked
    in this process, to the same rows. `order` and `limit`: "ids" ascends by the ids of the
    path's elements from left to right, "anchor" is TongGraph's order; the limit is applied
    after it. `numbers`: "typed" keeps 1, 1.0 and True apart in `eq`, `ne` and `in`, "coerced"
    lets 1 equal 1.0 as Cypher does; `lt` to `gte` compare int and float, exactly, in both.

    With `profile`, {"rows", "profile"}: `chosen_anchor_index` (place in `match`),
    `chosen_anchor_alias` and `anchor_candidates` as TongGraph chooses, whatever ours starts
    from; `plan_steps` in words; `result_count`; `elapsed_ns` of the rows, `compile_ns` of it;
    `engine` (None where `asks` does not tell); `text` and `parameters` of the Cypher that ran
    last, `statements` how often. TongGraph's `expanded_edges`, `filtered_edges`,
    `filtered_nodes` and `alias_conflicts` are there where the mirror was walked, with `because`
    in the place of a text: a graph store does not tell them.
    """
    began = time.perf_counter_ns()
    query = parsed(spec)
    planned = partial(compiled, query, state, numbers=numbers, order=order)
    plan = planned()
    compile_ns = time.perf_counter_ns() - began
    try:
        rows, ran = _asked(query, plan, asks, partial(planned, in_parts=False))
    except (BadInput, NotSupported) as error:  # names that it cannot hold; no room for a graph
        rows, counts = walked(query, state, order=order, numbers=numbers)
        ran = {"engine": MIRROR, "because": str(error), **counts}
    elapsed_ns = time.perf_counter_ns() - began
    if not profile:
        return rows
    ran |= {"result_count": len(rows), "compile_ns": compile_ns, "elapsed_ns": elapsed_ns}
    told = profiled(query, plan, state, order=order, numbers=numbers, engine=ran["engine"])
    return {"rows": rows, "profile": told | ran}


def _asked(
    query: Query, plan: Compiled, asks: AsksGraph, whole: Callable[[], Compiled]
) -> tuple[list[Row], Ran]:
    """The rows, and what was run for them; `whole` is the plan that takes no parts."""
    ran: Ran = {"text": plan.text, "parameters": plan.parameters, "statements": 0}
    rows: list[Row] = []
    for parameters in _parts(plan, query.limit, rows):
        rows += _named(plan, asks(plan.text, parameters))
        ran |= {"parameters": parameters, "statements": ran["statements"] + 1}
    if plan.starts is not None and len(plan.starts) > sum(_PARTS) and _is_open(query.limit, rows):
        plan = whole()
        rows = _named(plan, asks(plan.text, plan.parameters))
        ran |= {"text": plan.text, "parameters": plan.parameters}
        ran["statements"] += 1
    return rows[: query.limit], ran | {"engine": _engine(asks)}


def _parts(plan: Compiled, limit: int | None, rows: list[Row]) -> Iterator[dict[str, Any]]:
    """Parameters of one statement after the other, until `rows` are as many as asked for."""
    given, at = dict(plan.parameters), 0
    if plan.starts is None:
        if limit != 0:
            yield given
        return
    for size in _PARTS:
        if at < len(plan.starts) and _is_open(limit, rows):
            given[START] = plan.starts[at : at + size].tolist()
            yield dict(given)
            at += size


def _is_open(limit: int | None, rows: list[Row]) -> bool:
    return limit is None or len(rows) < limit


def _named(plan: Compiled, found: Rows) -> list[Row]:
    aliases = [alias for alias, _ in plan.columns]
    if not aliases:
        return [{} for _ in found.values]
    return [dict(zip(aliases, row, strict=True)) for row in found.values]


def _engine(asks: AsksGraph) -> str | None:
    engine = getattr(asks, "engine", None)
    return None if engine is None else f"{engine.name} {engine.version}".strip()
