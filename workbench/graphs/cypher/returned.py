"""RETURN after a change: asked over what the change leaves, before it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core.errors import NotSupported
from ..projecting.loading import quoted
from ..projecting.rows import COMMON, ID
from .clauses import Clause
from .expressions import Ref, Row
from .returning import Item, Projection
from .rewriting import Rewriter
from .values import Records

if TYPE_CHECKING:
    from .writing import Writing

_ROW, _ROWS = "tong_row", "tong_rows"


def returned(
    after: list[Clause], rows: list[Row], scope: list[str], work: Writing, rewriter: Rewriter
) -> tuple[list[str], list[dict[str, Any]]]:
    """Keys and records; what the statement deletes is told as it was before."""
    projection = Projection.of(after[0], work.statement.text)
    named = [name for name in scope if name not in rewriter.made]
    items = [
        one
        for item in projection.items
        for one in ([Item(n, native=quoted(n)) for n in named] if item.is_star else [item])
    ]
    used = named if projection.has_star else _used(named, after)
    kinds = {name: _kind(name, rows) for name in used}
    lines = [f"UNWIND ${_ROWS} AS {_ROW}", *_bindings(kinds)]
    told = ", ".join(_told(item, rewriter) for item in items)
    lines.append(f"RETURN {'DISTINCT ' if projection.distinct else ''}{told}")
    lines += _paging(projection, after[1:], rewriter)
    text = "\n".join(lines)
    given = {name: work.around.parameters[name] for name in _parameters(after)}
    given[_ROWS] = [_sent(at, row, kinds, work) for at, row in enumerate(rows)]
    work.sent.append(text)
    with work.view() as asks:
        found = asks(text, given).values
    draft = work.around.draft
    records = Records(draft.node, draft.edge)
    keys = [item.key for item in items]
    return keys, [dict(zip(keys, map(records.value, row), strict=True)) for row in found]


def _used(named: list[str], after: list[Clause]) -> list[str]:
    said = {token.value for clause in after for token in clause.body if token.names}
    return [name for name in named if name in said]


def _parameters(after: list[Clause]) -> set[str]:
    return {t.value for clause in after for t in clause.body if t.kind == "parameter"}


def _kind(name: str, rows: list[Row]) -> str:
    kinds = {
        row[name].kind if isinstance(row[name], Ref) else "value"
        for row in rows
        if row[name] is not None
    }
    if len(kinds) > 1:
        raise NotSupported(f"{name!r} is a node in one row and something else in another")
    return kinds.pop() if kinds else "value"


def _bindings(kinds: dict[str, str]) -> list[str]:
    lines = []
    for at, (name, kind) in enumerate(kinds.items()):
        variable = quoted(name)
        if kind == "node":
            lines.append(f"OPTIONAL MATCH ({variable}:{COMMON} {{{ID}: {_ROW}.v{at}}})")
        elif kind == "edge":
            lines.append(
                f"OPTIONAL MATCH (:{COMMON} {{{ID}: {_ROW}.s{at}}})-[{variable}]->() "
                f"WHERE {variable}.{ID} = {_ROW}.v{at}"
            )
    bound = [quoted(name) for name, kind in kinds.items() if kind != "value"]
    bound += [
        f"{_ROW}.v{at} AS {quoted(name)}"
        for at, (name, kind) in enumerate(kinds.items())
        if kind == "value"
    ]
    return [*lines, f"WITH {', '.join([_ROW, *bound])}"]


def _sent(at: int, row: Row, kinds: dict[str, str], work: Writing) -> dict[str, Any]:
    sent: dict[str, Any] = {"at": at}
    for index, (name, kind) in enumerate(kinds.items()):
        value = row[name]
        sent[f"v{index}"] = value.id if isinstance(value, Ref) else _plain(name, value)
        if kind == "edge" and value is not None:
            edge = work.around.draft.edge(value.id)
            sent[f"s{index}"] = edge.source if edge else None
    return sent


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(name, one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(name, one) for key, one in value.items()}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise NotSupported(
        f"{name!r} holds nodes, edges or a path inside of a value, which RETURN after a change "
        "cannot tell; UNWIND it first, or ask in the next statement"
    )


def _told(item: Item, rewriter: Rewriter) -> str:
    if item.native:
        return item.native
    return rewriter.render(item.tokens) + (f" AS {quoted(item.key)}" if item.alias else "")


def _paging(projection: Projection, clauses: list[Clause], rewriter: Rewriter) -> list[str]:
    """ORDER BY, SKIP and LIMIT; rows that they leave equal stay in the order of the change."""
    ties = [] if projection.gathers or projection.distinct else [f"{_ROW}.at"]
    order = [rewriter.render(clause.body) for clause in clauses if clause.word == "ORDER BY"] + ties
    rest = [f"{c.word} {rewriter.render(c.body)}" for c in clauses if c.word != "ORDER BY"]
    return ([f"ORDER BY {', '.join(order)}"] if order else []) + rest
