"""Queries that read: each part rewritten, ordered by ids, and asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from ...core.errors import QueryFailed
from ...core.property_graph.protocols import AsksGraph
from ..projecting.loading import quoted
from ..projecting.rows import COMMON, ID
from .clauses import Clause, Part, Statement
from .compat import Compat
from .patterns import Element, Path, UnknownPattern, paths
from .returning import Item, Projection, is_call
from .rewriting import Rewriter
from .scope import visible
from .values import Records

_ORDERABLE = {"MATCH", "OPTIONAL MATCH", "WHERE", "RETURN", "ORDER BY", "SKIP", "LIMIT"}


@dataclass
class Matches:
    """The MATCH clauses of a part, rendered with a name for every element.

    `order` are the ids that make the original's order: first nodes ascending, then edges, the
    pattern on the left outermost. Empty where the part is of a form that has no such order.
    """

    texts: dict[int, str] = field(default_factory=dict)  # by the index of the clause
    order: list[str] = field(default_factory=list)


def matches(part: Part, rewriter: Rewriter, *, walks: bool = False) -> Matches:
    """The matches of a part; `walks` lets a relationship match twice."""
    found, ordered = Matches(), _ORDERABLE.issuperset(part.words)
    for at, clause in enumerate(part.clauses):
        if clause.word not in ("MATCH", "OPTIONAL MATCH"):
            continue
        try:
            read = paths(clause.body)
        except UnknownPattern:
            return Matches()
        sought = {e.opens + 1: f":{COMMON}" for p in read for e in p.elements if _sought(e, part)}
        if not ordered:
            # A name of ours would be a variable that WITH * hands on, and groups by.
            found.texts[at] = f"{clause.word} {rewriter.render(clause.body, sought)}"
            continue
        names = _named(read, rewriter)
        inserts = {e.opens: f" {name} " for e, name in names if e.variable is None and e.opens >= 0}
        inserts |= sought
        if walks and clause.word == "MATCH" and not any(p.variable or p.searched for p in read):
            found.texts[at] = _walks(clause, read, names, rewriter, inserts)
        else:
            found.texts[at] = f"{clause.word} {rewriter.render(clause.body, inserts)}"
        found.order += _order(read, names)
    return found


def _sought(element: Element, part: Part) -> bool:
    """Whether a node without a label is asked for by `id(…)`: the common label has an index."""
    if element.kind == "edge" or not element.variable or element.named != []:
        return False
    return any(
        is_call(clause.body, at, "ID") and clause.body[at + 2].value == element.variable
        for clause in part.all("WHERE")
        for at in range(len(clause.body) - 2)
    )


def _walks(
    clause: Clause,
    read: list[Path],
    names: list[tuple[Element, str]],
    rewriter: Rewriter,
    inserts: dict[int, str],
) -> str:
    """A MATCH of its own for every relationship: uniqueness is that of one MATCH."""
    name_of = {id(element): name for element, name in names}

    def between(start: int, end: int) -> str:
        own = {at - start: text for at, text in inserts.items() if start <= at}
        return rewriter.render(clause.body[start : end + 1], own)

    lines = []
    for path in read:
        nodes = path.elements[::2]
        lines += [] if len(nodes) > 1 else [between(nodes[0].opens, nodes[0].closes)]
        for at, (left, right) in enumerate(pairwise(nodes)):
            begin = "" if at == 0 else f"({name_of[id(left)]})"
            lines.append(begin + between(left.closes + 1 if at else left.opens, right.closes))
    return "\n".join(f"MATCH {line}" for line in lines)


def _named(read: list[Path], rewriter: Rewriter) -> list[tuple[Element, str]]:
    return [
        (element, quoted(element.variable) if element.variable else rewriter.fresh())
        for path in read
        for element in path.elements
    ]


def _order(read: list[Path], names: list[tuple[Element, str]]) -> list[str]:
    name_of = {id(element): name for element, name in names}
    keys = [
        _key(path, at, name_of[id(element)])
        for path in read
        for at, element in enumerate(path.elements)
    ]
    return [key for key in keys if key]


def _key(path: Path, at: int, name: str) -> str:
    """What orders rows by this element, or "" where what came before decides."""
    element = path.elements[at]
    if element.kind == "node":
        many = at > 0 and path.elements[at - 1].many
        bare = at > 0 and path.elements[at - 1].opens < 0
        return f"{name}.{ID}" if at == 0 or many or bare else ""
    if path.searched or element.opens < 0:
        return ""
    return f"[tong_x IN {name} | tong_x.{ID}]" if element.many else f"{name}.{ID}"


@dataclass(frozen=True)
class Asked:
    """A part as it is sent, and the names of its columns; None: as the engine names them."""

    text: str
    keys: list[str] | None


def rendered(statement: Statement, part: Part, rewriter: Rewriter, compat: Compat) -> Asked:
    """A part that ends with RETURN."""
    projection = compat.projected(Projection.of(part.all("RETURN")[-1], statement.text))
    compat.check(part, projection, statement)
    found = matches(part, rewriter, walks=compat.on)
    items = _items(projection, part, statement)
    ties = _ties(items, projection, found)
    lines = []
    for at, clause in enumerate(part.clauses):
        if compat.leaves_out(clause, projection):
            continue
        if clause.word == "RETURN":
            lines += [*ties.carried, *_returning(items, projection, found, rewriter)]
        elif clause.word == "WHERE":
            lines.append(f"WHERE {compat.where(clause.body, rewriter)}")
        elif clause.word == "ORDER BY":
            lines.append(f"ORDER BY {', '.join([rewriter.render(clause.body), *ties.keys])}")
        else:
            lines.append(found.texts.get(at) or f"{clause.word} {rewriter.render(clause.body)}")
    if "ORDER BY" not in part.words and ties.keys:
        at = next(
            (i for i, line in enumerate(lines) if line.startswith(("SKIP ", "LIMIT "))), len(lines)
        )
        lines.insert(at, f"ORDER BY {', '.join(ties.keys)}")
    keys = None if any(item.is_star for item in items) else [item.key for item in items]
    return Asked("\n".join(lines), keys)


def _items(projection: Projection, part: Part, statement: Statement) -> list[Item]:
    """The items, with `*` as the variables that it stands for where they are known."""
    if not projection.has_star:
        return list(projection.items)
    try:
        star = [Item(n, native=quoted(n)) for n in visible(part.clauses, statement.text)]
    except UnknownPattern:
        return list(projection.items)
    return [one for item in projection.items for one in (star if item.is_star else [item])]


def _returning(
    items: list[Item], projection: Projection, found: Matches, rewriter: Rewriter
) -> list[str]:
    told = ", ".join(_item(item, rewriter) for item in items)
    line = f"RETURN {'DISTINCT ' if projection.distinct else ''}{told}"
    gathered = projection.distinct or (projection.gathers and not projection.counts)
    if gathered and found.order:
        return [f"WITH * ORDER BY {', '.join(found.order)}", line]
    return [line]


def _item(item: Item, rewriter: Rewriter) -> str:
    if item.native:
        return item.native
    alias = f" AS {quoted(item.key)}" if item.alias else ""
    return rewriter.render(item.tokens) + alias


class _Ties(NamedTuple):
    """What orders rows that are equal so far, and the line that it needs before RETURN."""

    keys: list[str]
    carried: list[str]


def _ties(items: list[Item], projection: Projection, found: Matches) -> _Ties:
    if projection.distinct or projection.gathers:
        return _Ties([], [])
    named = [f"{quoted(item.key)}." for item in items if item.alias]
    if not any(name in key for key in found.order for name in named):
        return _Ties(found.order, [])
    # `RETURN a.name AS a`: after RETURN that name is no node any more.
    keys = [f"tong_key{at}" for at in range(len(found.order))]
    told = ", ".join(f"{key} AS {name}" for key, name in zip(found.order, keys, strict=True))
    return _Ties(keys, [f"WITH *, {told}"])


def asked(
    statement: Statement,
    parameters: Mapping[str, Any],
    asks: AsksGraph,
    records: Records,
    compat: Compat,
) -> tuple[list[str], list[dict[str, Any]], list[str]]:
    """Keys, records, and the text that was sent."""
    rewriter = Rewriter(statement.text, statement.tokens)
    parts = [rendered(statement, part, rewriter, compat) for part in statement.parts]
    for part in parts[1:]:
        if part.keys != parts[0].keys:
            raise QueryFailed(
                f"the parts of a UNION have the same columns in the same order: {parts[0].keys} "
                f"and {part.keys} differ",
                statement=statement.text,
            )
    text = _joined(parts, compat.unions(statement.unions))
    rows = asks(text, parameters)
    keys = list(rows.columns) if parts[0].keys is None else parts[0].keys
    told = [dict(zip(keys, map(records.value, row), strict=True)) for row in rows.values]
    return keys, told, [text]


def _joined(parts: list[Asked], unions: tuple[str, ...]) -> str:
    lines = [parts[0].text]
    for union, part in zip(unions, parts[1:], strict=True):
        lines += [union, part.text]
    return "\n".join(lines)
