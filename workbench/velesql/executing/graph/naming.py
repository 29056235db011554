"""Names of a MATCH statement: each begins with an alias of its pattern."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches
from typing import Any

from ...checking.faults import fault
from ...checking.walk import conditions, parts
from ...tree.predicates import Reaches
from ...tree.selects import Match
from ...tree.values import Column
from ..clauses.frames import VARIABLES

_OF_ROWS = frozenset({"depth", "score"}) | VARIABLES


def check_names(statement: Match) -> None:
    """E002 for a name that is of no alias, V011 for a pattern inside that begins at none."""
    pattern = statement.pattern
    nodes = [node.alias for node in pattern.nodes if node.alias]
    aliases = [*nodes, *(edge.alias for edge in pattern.edges if edge.alias)]
    renamed = [item.alias for item in statement.items if item.alias]
    _check(statement.where, aliases, ())
    _check(statement.items, aliases, {*aliases, *_OF_ROWS})
    _check(statement.order_by, aliases, {*aliases, *renamed, *_OF_ROWS})
    for one in conditions(statement.where):
        if isinstance(one.predicate, Reaches):
            anchor = one.predicate.pattern.nodes[0].alias
            if anchor not in nodes:
                what = f"a pattern in WHERE begins with a node of MATCH: {', '.join(nodes)}"
                raise fault("V011", f"{what}; not with {anchor or 'one without an alias'}")


def _check(tree: Any, aliases: Iterable[str], bare: Collection[str]) -> None:
    for one in parts(tree):
        if isinstance(one, Column) and not _known(one.path, aliases, bare):
            raise fault("E002", _unknown(one, list(aliases)))


def _known(path: tuple[str, ...], aliases: Iterable[str], bare: Collection[str]) -> bool:
    return path[0] in bare if len(path) == 1 else path[0] in aliases


def _unknown(column: Column, aliases: list[str]) -> str:
    name = column.path[0]
    if name in aliases:
        return f"{name} is a node or an edge; compare a field of it, as in {name}.id"
    near = get_close_matches(name, aliases, 1)
    hint = f"did you mean {near[0]}?" if near else f"the pattern has {', '.join(aliases) or 'none'}"
    if len(column.path) == 1 and aliases and not near:
        hint = f"write {aliases[0]}.{name}, if it is a field of {aliases[0]}"
    return f"{column} begins with no alias of the pattern; {hint}"
