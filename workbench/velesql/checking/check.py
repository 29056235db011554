"""A statement's own faults, found before a catalog is asked."""

from __future__ import annotations

from collections.abc import Iterable

from ..tree.selects import Compound, Item, Match, Select, Source, Star
from ..tree.statements import Delete, Explain, Statement, Update
from .columns import check_correlation, check_groups, check_names, check_scores, names_of
from .faults import fault
from .options import check_options
from .searches import check_match, check_searches
from .walk import parts

_NESTED = 8


def check(statement: Statement) -> None:
    """VelesFailed with a code V… where the statement contradicts itself, the first fault found.

    Queries in brackets are checked with the names around them, which they may not use (V010).
    """
    if isinstance(statement, Explain):
        check(statement.statement)
    elif isinstance(statement, Compound):
        for select in (statement.first, *(operand for _, operand in statement.rest)):
            _check_select(select, (), 0)
    elif isinstance(statement, Select):
        _check_select(statement, (), 0)
    elif isinstance(statement, Update | Delete):
        _check_change(statement)
    else:
        if isinstance(statement, Match):
            check_match(statement)
            check_scores(statement)
        _check_inside(statement, (), 0)


def _check_select(select: Select, outer: Iterable[str], depth: int) -> None:
    if depth > _NESTED:
        raise fault("VELES-010", f"queries in brackets are nested deeper than {_NESTED}")
    check_correlation(select, outer)
    check_names(select)
    check_searches(select)
    check_scores(select)
    check_groups(select)
    check_options(select.options)
    _check_inside(select, (*outer, *names_of(select)), depth)


def _check_change(statement: Update | Delete) -> None:
    """The rows to change are chosen as a SELECT chooses them."""
    chosen = Select((Item(Star()),), Source(statement.collection), where=statement.where)
    check_names(chosen)
    check_searches(chosen)
    _check_inside(statement, names_of(chosen), 0)


def _check_inside(tree: Statement, outer: Iterable[str], depth: int) -> None:
    for one in parts(tree):
        if isinstance(one, Select) and one is not tree:
            _check_select(one, outer, depth + 1)
