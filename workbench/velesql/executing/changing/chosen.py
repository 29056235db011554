"""The rows that a change is about."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ....collections.mirrors.mirror import Mirror
from ...tree.predicates import Predicate
from ..predicates.truth import holds
from ..relation import Relation, Source
from ..run import Run


def chosen(where: Predicate | None, mirror: Mirror, run: Run) -> NDArray[np.int64]:
    """The positions where a condition is TRUE, ascending by id; None chooses all."""
    points = mirror.points
    order = points.order
    if where is None:
        return order
    name = mirror.definition.name
    live = None if points.whole else points.alive
    relation = Relation({name: Source(name, mirror, points)}, points.size, live)
    found: NDArray[np.int64] = order[holds(where, relation, run)[order]]
    return found
