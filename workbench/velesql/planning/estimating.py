"""How many rows a condition is expected to let through."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod
from typing import Any, NamedTuple

from ...collections.mirrors.column import EXACT
from ...collections.mirrors.statistics import DEFAULT, DEFAULTS
from ..executing.binding import bind
from ..executing.names import Place, place
from ..executing.relation import Relation
from ..executing.run import Run
from ..tree.predicates import (
    And,
    Between,
    Compare,
    Contains,
    ContainsText,
    In,
    IsNull,
    Like,
    Not,
    Or,
    Predicate,
)
from ..tree.values import Column, Constant, Parameter, Value

_LOOKED_UP = ("=", "<", "<=", ">", ">=")
_SOURCES = ("known", "counted", "histogram", "default")  # from sure to guessed


class Estimate(NamedTuple):
    """A share of rows, and what tells it: the weakest of its parts."""

    selectivity: float
    source: str


class Lookup(NamedTuple):
    """A comparison whose rows are found by value; `special` where it is of the id."""

    predicate: Compare
    path: tuple[str, ...]
    value: Any
    special: bool
    estimate: Estimate


def estimate(
    predicate: Predicate, relation: Relation, run: Run, known: Sequence[Lookup] = ()
) -> Estimate:
    """The share of the first source's rows; parts are taken to be independent of each other.

    `known` are lookups under AND, whose estimates are not made again.
    """
    for lookup in known:
        if lookup.predicate is predicate:
            return lookup.estimate
    match predicate:
        case And(parts):
            found = [estimate(part, relation, run, known) for part in parts]
            return Estimate(prod(one.selectivity for one in found), _weakest(found))
        case Or(parts):
            found = [estimate(part, relation, run) for part in parts]
            return Estimate(1 - prod(1 - one.selectivity for one in found), _weakest(found))
        case Not(part):
            inside = estimate(part, relation, run)
            return Estimate(1 - inside.selectivity, inside.source)
        case Like():
            return _patterned("ILIKE" if predicate.ignore_case else "LIKE", predicate.negated)
        case Contains() | ContainsText():
            return _patterned("CONTAINS", negated=False)
    asked = _asked(predicate, run)
    if asked is None:
        return Estimate(DEFAULT, "default")
    column, operator, value = asked
    return _of_place(place(column, relation), operator, value, relation)


def lookups(predicate: Predicate, relation: Relation, run: Run) -> list[Lookup]:
    """The comparisons under AND whose rows are found by value, fewest rows first."""
    if len(relation.sources) != 1:
        return []
    found = [_lookup(part, relation, run) for part in _conjuncts(predicate)]
    there = [one for one in found if one is not None]
    return sorted(there, key=lambda one: one.estimate.selectivity)


def _lookup(predicate: Predicate, relation: Relation, run: Run) -> Lookup | None:
    if not isinstance(predicate, Compare) or predicate.operator not in _LOOKED_UP:
        return None
    if not isinstance(predicate.left, Column):
        return None
    value, at = _plain(predicate.value, run), place(predicate.left, relation)
    kind = type(value)
    if at.special:
        if at.path != ("id",) or predicate.operator != "=" or kind not in (int, str):
            return None
        return Lookup(predicate, at.path, value, True, _one_row(relation))
    number = kind in (int, float) and -EXACT <= value <= EXACT
    if not number and not (predicate.operator == "=" and kind in (str, bool)):
        return None
    # Where a column holds more than numbers and texts, its numbers may be too large for arrays.
    if number and relation.first.table.column(at.path).objects is not None:
        return None
    share = _of_place(at, predicate.operator, value, relation)
    return Lookup(predicate, at.path, value, False, share)


def _asked(predicate: Predicate, run: Run) -> tuple[Column, str, Any] | None:
    """A condition as statistics take it, None where a value is not at hand or is of none."""
    match predicate:
        case Compare(Column() as column, operator, value):
            given: Any = _plain(value, run)
            found = (column, str(operator), given)
        case In(column, values, negated):
            given = [_plain(value, run) for value in values]
            found = (column, "NOT IN" if negated else "IN", given)
        case Between(column, low, high, negated):
            given = [_plain(low, run), _plain(high, run)]
            found = (column, "NOT BETWEEN" if negated else "BETWEEN", given)
        case IsNull(column, negated):
            return column, "IS NOT NULL" if negated else "IS NULL", None
        case _:
            return None
    missing = given is ... or (isinstance(given, list) and ... in given)
    return None if missing else found


def _of_place(at: Place, operator: str, value: Any, relation: Relation) -> Estimate:
    if at.special:
        return _one_row(relation) if operator == "=" else Estimate(DEFAULT, "default")
    source = relation.first if at.alias is None else relation.sources[at.alias]
    return Estimate(*source.table.statistics.selectivity(at.path, operator, value))


def _patterned(name: str, negated: bool) -> Estimate:
    share = DEFAULTS[name]
    return Estimate(1 - share if negated else share, "default")


def _one_row(relation: Relation) -> Estimate:
    return Estimate(1 / max(relation.first.table.count, 1), "counted")


def _weakest(found: Iterable[Estimate]) -> str:
    return max((one.source for one in found), key=_SOURCES.index)


def _conjuncts(predicate: Predicate) -> list[Predicate]:
    if not isinstance(predicate, And):
        return [predicate]
    return [one for part in predicate.parts for one in _conjuncts(part)]


def _plain(value: Value, run: Run) -> Any:
    """A value that is at hand; `...` for one that has to be computed, or is missing."""
    if isinstance(value, Constant):
        return value.value
    if isinstance(value, Parameter) and value.name in run.parameters:
        return bind(value, run)
    return ...
