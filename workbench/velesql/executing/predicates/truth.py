"""Whether rows satisfy a condition."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any, cast

import numpy as np

from ....collections.mirrors.column import Column
from ...checking.faults import fault
from ...tree.predicates import (
    And,
    Between,
    Compare,
    Contains,
    ContainsText,
    GeoBox,
    GeoDistance,
    In,
    IsNull,
    Like,
    Near,
    NearFused,
    Not,
    Or,
    Predicate,
    Reaches,
    Similar,
    SparseNear,
    TextMatch,
)
from ...tree.values import Column as Name
from ..binding import bind, number, text
from ..graph.paths import any_edge, path_of
from ..names import column_of
from ..relation import Relation
from ..run import Run
from .comparison import compare, holding, is_null
from .contains import contains
from .geo import geo_box, geo_distance
from .logic import TRUE, Mask, Truths
from .membership import among, between
from .texts import contains_text, like


def truth(predicate: Predicate, relation: Relation, run: Run) -> Truths:
    """(n,) FALSE 0, UNKNOWN 1 or TRUE 2; in compatible mode never UNKNOWN."""
    family = _FAMILIES.get(type(predicate))
    if family is None:
        return _joined(predicate, relation, run)
    path = path_of(predicate, relation)
    if path is not None:
        return any_edge(predicate, path, relation, run)
    return family(predicate, relation, run)


def _joined(predicate: Predicate, relation: Relation, run: Run) -> Truths:
    match predicate:
        case And(parts):
            return reduce(np.minimum, (truth(part, relation, run) for part in parts))
        case Or(parts):
            return reduce(np.maximum, (truth(part, relation, run) for part in parts))
        case Not(part):
            return TRUE - truth(part, relation, run)
        case Reaches(pattern):
            from ..graph.reaching import reaches

            return reaches(pattern, relation, run)
        case Near() | Similar() | TextMatch() | SparseNear() | NearFused():
            from ..searching.truth import search_truth

            return search_truth(predicate, relation, run)
    raise fault("VELES-013", f"{type(predicate).__name__} is no condition of a row")


def holds(predicate: Predicate, relation: Relation, run: Run) -> Mask:
    """(n,) where the condition is TRUE; quicker than `truth` where no NOT is around."""
    if isinstance(predicate, Compare) and path_of(predicate, relation) is None:
        column = column_of(cast(Name, predicate.left), relation, run)
        return holding(column, predicate.operator, bind(predicate.value, run), compat=run.compat)
    if isinstance(predicate, And):
        return reduce(np.logical_and, (holds(part, relation, run) for part in predicate.parts))
    if isinstance(predicate, Or):
        return reduce(np.logical_or, (holds(part, relation, run) for part in predicate.parts))
    found: Mask = truth(predicate, relation, run) == TRUE
    return found


def _compare(predicate: Compare, relation: Relation, run: Run) -> Truths:
    column = column_of(cast(Name, predicate.left), relation, run)  # aggregates are in HAVING
    return compare(column, predicate.operator, bind(predicate.value, run), compat=run.compat)


def _in(predicate: In, relation: Relation, run: Run) -> Truths:
    values = [bind(value, run) for value in predicate.values]
    column = column_of(predicate.column, relation, run)
    return _negated(among(column, values, compat=run.compat), predicate.negated)


def _between(predicate: Between, relation: Relation, run: Run) -> Truths:
    column = column_of(predicate.column, relation, run)
    low, high = bind(predicate.low, run), bind(predicate.high, run)
    return _negated(between(column, low, high, compat=run.compat), predicate.negated)


def _like(predicate: Like, relation: Relation, run: Run) -> Truths:
    column = column_of(predicate.column, relation, run)
    pattern = text(predicate.pattern, run, "LIKE")
    found = like(column, pattern, ignore_case=predicate.ignore_case, compat=run.compat)
    return _negated(found, predicate.negated)


def _is_null(predicate: IsNull, relation: Relation, run: Run) -> Truths:
    return is_null(column_of(predicate.column, relation, run), negated=predicate.negated)


def _contains(predicate: Contains, relation: Relation, run: Run) -> Truths:
    values = [bind(value, run) for value in predicate.values]
    column = column_of(predicate.column, relation, run)
    return contains(column, values, predicate.mode, compat=run.compat)


def _contains_text(predicate: ContainsText, relation: Relation, run: Run) -> Truths:
    column = column_of(predicate.column, relation, run)
    return contains_text(column, text(predicate.text, run, "CONTAINS_TEXT"), compat=run.compat)


def _geo_distance(predicate: GeoDistance, relation: Relation, run: Run) -> Truths:
    centre = (
        number(predicate.latitude, run, "a latitude"),
        number(predicate.longitude, run, "a longitude"),
    )
    return geo_distance(
        _point(predicate.column, relation, run),
        centre,
        predicate.operator,
        number(predicate.metres, run, "a distance"),
        compat=run.compat,
    )


def _geo_box(predicate: GeoBox, relation: Relation, run: Run) -> Truths:
    south, west, north, east = (number(one, run, "a corner") for one in predicate.corners)
    point = _point(predicate.column, relation, run)
    return geo_box(point, (south, west, north, east), compat=run.compat)


def _point(name: Name, relation: Relation, run: Run) -> tuple[Column, Column]:
    """Latitudes and longitudes: two fields of the object that the field is."""
    # A bare name is a field, also where a source goes by it.
    path = name.path if len(name.path) > 1 else ("payload", *name.path)
    lat, lng = (column_of(Name((*path, step)), relation, run) for step in ("lat", "lng"))
    return lat, lng


def _negated(truths: Truths, negated: bool) -> Truths:
    return TRUE - truths if negated else truths


_FAMILIES: dict[type[Any], Callable[[Any, Relation, Run], Truths]] = {
    Compare: _compare,
    In: _in,
    Between: _between,
    Like: _like,
    IsNull: _is_null,
    Contains: _contains,
    ContainsText: _contains_text,
    GeoDistance: _geo_distance,
    GeoBox: _geo_box,
}
