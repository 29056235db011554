"""Facts ranked by similarity and by how much they are trusted, or by what they are linked to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...core.collections.definition import DEFAULT_VECTOR
from ...core.errors import BadInput
from ..mirrors.column import TEXT
from ..mirrors.mirror import Mirror
from . import confidence as trust
from .area import EXPIRES, Area, Vector, checked
from .fact import NAME, Fact, fact_of
from .nearby import weights

OPERATORS = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
Condition = tuple[str, str, Any]  # field, operator, value

_TRUSTED = 0.5  # how much a confidence of 1 or 0 adds or takes
_LINKED = 0.15  # what links count beside a similarity of at most 1
_POOL, _LEAST_POOL = 8, 64


class Candidates(NamedTuple):
    """Facts by position, with similarity, and confidence from 0 to 1."""

    at: NDArray[np.int64]
    scores: NDArray[np.float64]
    trusted: NDArray[np.float64]


def recall(
    area: Area,
    query: str | Vector,
    k: int,
    conditions: Sequence[Condition] = (),
    *,
    minimum: float = 0.0,
) -> list[Fact]:
    """The `k` facts of the highest (score + 1)/2 · (1 + 0.5·(2·confidence - 1))."""
    checked(k)
    row = area.vector(query)
    with area.database.reading():
        mirror = area.mirror
        found = candidates(area, mirror, row, _facts(area, mirror, conditions))
        ranks = (found.scores + 1) / 2 * (1 + _TRUSTED * (2 * found.trusted - 1))
        good = np.flatnonzero((found.scores >= minimum) & (found.scores != 0))
        return _best(mirror, found.at[good], found.scores[good], ranks[good], k)


def recall_fused(
    area: Area, query: str | Vector, k: int, conditions: Sequence[Condition] = ()
) -> list[Fact]:
    """The `k` facts of the highest max(score, 0)/best + 0.15 · weight of their links."""
    checked(k)
    row = area.vector(query)
    with area.database.reading():
        mirror = area.mirror
        allowed = _facts(area, mirror, conditions)
        found = candidates(area, mirror, row, allowed)
        best = max(found.scores.max(initial=0.0), 0.0) or 1.0
        near = np.maximum(found.scores, 0) / best
        pool = _order(mirror, found.at, near)[: max(_POOL * k, _LEAST_POOL)]
        linked = weights(mirror.adjacency, found.at[pool], near[pool], area.live(mirror))[found.at]
        values = near + _LINKED * linked
        # A fact comes in by its similarity, or by its links to those that did.
        chosen = linked > 0
        chosen[pool] = True
        good = np.flatnonzero(chosen & (values > 0))
        return _best(mirror, found.at[good], found.scores[good], values[good], k)


def candidates(
    area: Area, mirror: Mirror, row: NDArray[np.float32], allowed: NDArray[np.bool_]
) -> Candidates:
    """The facts among the allowed points, by position, scored exactly."""
    at = np.flatnonzero(allowed & mirror.present(DEFAULT_VECTOR))
    whole = len(at) == mirror.points.size
    scores = mirror.vectors[DEFAULT_VECTOR].scores(row, None if whole else at)
    trusted = trust.of_all(mirror.points.column(("confidence",)).numbers[at])
    return Candidates(at, scores, trusted)


def _facts(area: Area, mirror: Mirror, conditions: Sequence[Condition]) -> NDArray[np.bool_]:
    """(size,) the live facts that satisfy every condition."""
    entity, trusted, _ = mirror.points.columns([(NAME,), ("confidence",), (EXPIRES,)])
    found: NDArray[np.bool_] = area.live(mirror) & (
        (entity.kinds != TEXT) | ~np.isnan(trusted.numbers)
    )
    if not conditions:
        return found
    ids = area.matching(*_condition(conditions))
    matching = np.zeros_like(found)
    at = mirror.points.positions(np.array(ids, np.uint64))
    matching[at[at >= 0]] = True
    return found & matching


def _condition(conditions: Sequence[Condition]) -> tuple[str, Mapping[str, Any]]:
    """Conditions as VelesQL and its parameters."""
    tests, values = [], {}
    for number, condition in enumerate(conditions):
        if not isinstance(condition, tuple | list) or len(condition) != 3:
            raise BadInput(f"expected conditions (field, operator, value), saw {condition!r:.80}")
        field, operator, value = condition
        if operator not in OPERATORS:
            raise BadInput(f"expected an operator of {', '.join(OPERATORS)}, saw {operator!r:.60}")
        if not isinstance(field, str) or not field or not _is_plain(value):
            what = "a field's name with a text, a number or a boolean"
            raise BadInput(f"expected {what}, saw {field!r:.60} and {value!r:.60}")
        quoted = field.replace('"', '""')
        tests.append(f'payload."{quoted}" {OPERATORS[operator]} $value{number}')
        values[f"value{number}"] = value
    return " AND ".join(tests), values


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | bool | int | float) and value == value


def _order(mirror: Mirror, at: NDArray[np.int64], values: NDArray[Any]) -> NDArray[np.int64]:
    """The places of the highest values first, ties by ascending id."""
    return np.lexsort((mirror.points.ids[at], -values))


def _best(
    mirror: Mirror,
    at: NDArray[np.int64],
    scores: NDArray[np.float64],
    values: NDArray[np.float64],
    k: int,
) -> list[Fact]:
    points = mirror.points
    return [
        fact_of(
            points.ids.item(at[place]),
            points.payload(int(at[place])),
            score=float(scores[place]),
            ranked_by=float(values[place]),
        )
        for place in _order(mirror, at, values)[:k].tolist()
    ]
