"""A query to one Cypher text over the projection of a state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from ...core.errors import BadInput
from ..state import State
from ..state.columns import Ids
from .candidates import Anchor, anchor, starts
from .filters import NUMBERS, Numbers
from .spec import Query
from .writing import LIMIT, START, Writer

Order: TypeAlias = Literal["ids", "anchor"]
ORDERS: tuple[Order, ...] = ("ids", "anchor")

# ArcadeDB 26.10 finds a node by its id ten times slower than it passes one in a scan.
_LOOKUP = 10
_FEW = 2_000  # so many starts are expanded at once, limit or not
_MOST_LIMIT = 2**31 - 1  # ArcadeDB keeps a LIMIT in 32 bits


@dataclass(frozen=True)
class Compiled:
    """A Cypher text and what it is run with.

    `columns` are (alias, column) of what a row returns. Where `starts` is set, `$start` is to
    be a part of them, ascending: rows begin with the start's id, so that those of a later part
    come later, and a limit is reached without expanding all. `at` is the node pattern that the
    text starts from; `anchor` is TongGraph's, where it was looked for.
    """

    text: str
    parameters: Mapping[str, Any]
    columns: tuple[tuple[str, str], ...]
    at: int
    anchor: Anchor | None = None
    starts: Ids | None = None


def compiled(
    query: Query,
    state: State,
    *,
    numbers: Numbers = "typed",
    order: Order = "ids",
    in_parts: bool = True,
) -> Compiled:
    """The text that answers a query over the projection of this very state.

    Rows come in the order asked for. "ids": by the ids of the path's elements from left to
    right, ascending, whatever the plan. "anchor": as TongGraph finds them, which begins at the
    node pattern with the fewest candidates. The text starts where the indexes of the state
    know the fewest nodes, which changes no row; without `in_parts` a limit changes nothing
    about where it starts.
    """
    _one_of("numbers", numbers, NUMBERS)
    _one_of("order", order, ORDERS)
    found = anchor(query, state, numbers) if order == "anchor" else None
    leading = 0 if found is None else found.at  # the ids that the order of rows begins with
    at, ids = _narrowest(query, state, numbers, leading)
    size = len(state.nodes) if ids is None else len(ids)
    parts = in_parts and query.limit is not None and size > _FEW
    if parts:
        at, ids = leading, starts(query, leading, state, numbers)
        ids = state.nodes.ids() if ids is None else ids
    elif size * _LOOKUP > len(state.nodes) and size > 1:
        ids = None
    writer = Writer(query, state, numbers)
    clauses = writer.match(at, by_ids=ids is not None)
    keys = writer.from_left() if found is None else writer.from_anchor(found.at)
    limited = query.limit is not None and query.limit <= _MOST_LIMIT
    clauses += writer.returned(keys, limited=limited)
    given = writer.parameters | ({LIMIT: query.limit} if limited else {})
    if ids is not None:
        given[START] = [] if parts else ids.tolist()
    text, columns = "\n".join(clauses), writer.columns()
    return Compiled(text, given, columns, at, found, ids if parts else None)


def _narrowest(
    query: Query, state: State, numbers: Numbers, leading: int
) -> tuple[int, Ids | None]:
    best: tuple[int, Ids | None] = leading, starts(query, leading, state, numbers)
    for at in range(len(query.nodes)):
        if best[1] is not None and len(best[1]) <= 1:
            break
        found = starts(query, at, state, numbers) if at != leading else None
        if found is not None and (best[1] is None or len(found) < len(best[1])):
            best = at, found
    return best


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if not isinstance(value, str) or value not in allowed:
        raise BadInput(f"{name} is one of {', '.join(allowed)}, not {value!r}")
