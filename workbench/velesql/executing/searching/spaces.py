"""Which vectors, words or weights a search predicate is about."""

from __future__ import annotations

from difflib import get_close_matches
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....collections.mirrors.sparse import SparseIndex
from ....core.collections.definition import DEFAULT_SPARSE, DEFAULT_VECTOR, LOWER_IS_BETTER
from ....core.collections.protocols import VectorRows
from ...checking.faults import fault
from ...planning.memory import memory_of
from ...tree.predicates import SparseNear
from ...tree.values import Column
from ..relation import Relation, Source


class Space(NamedTuple):
    """The vectors of a source under a name."""

    source: Source
    name: str
    vectors: VectorRows

    @property
    def lower_is_better(self) -> bool:
        return self.vectors.space.metric in LOWER_IS_BETTER

    def usable(self, positions: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of positions, -1 among them, are rows with a vector."""
        mask = memory_of(self.source.mirror).usable(self.source.mirror, self.name).mask
        found = positions >= 0
        if mask is not None:
            found &= mask[positions]
        return found


def space_of(column: Column, relation: Relation, *, named: bool = False) -> Space:
    """The vectors that a column means: those of its name, else the first of the collection.

    VELES-015 where the collection has none; with `named`, E002 for a name that is not one of
    them and not `vector`.
    """
    source, name = source_of(column, relation)
    definition = source.mirror.definition
    if definition.vector is None:
        raise fault("VELES-015", f"{source.collection} has no vectors, and cannot be searched so")
    if name not in definition.vectors:
        if named and name != DEFAULT_VECTOR:
            near = get_close_matches(name, definition.vectors, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise fault("E002", f"{source.collection} has no vectors under {name!r}{hint}")
        name = definition.vector
    return Space(source, name, source.mirror.vectors[name])


def source_of(column: Column, relation: Relation) -> tuple[Source, str]:
    """The source of a column and the name in it; the first one where none is said."""
    path = column.path
    if len(path) > 1 and path[0] in relation.sources:
        return relation.sources[path[0]], ".".join(path[1:])
    return relation.first, ".".join(path)


def sparse_of(near: SparseNear, relation: Relation) -> tuple[Source, SparseIndex | None]:
    """The sparse vectors that are meant, None where the unnamed ones are and there are none.

    VELES-009 for a name that no point has a sparse vector under, VELES-015 where the collection
    holds payloads alone.
    """
    source = relation.first
    if source.mirror.definition.kind == "metadata":
        raise fault("VELES-015", f"{source.collection} has no vectors, and cannot be searched so")
    indexes = {name: one for name, one in source.mirror.sparse.items() if one.present.any()}
    if near.index is not None and near.index not in indexes:
        near_by = get_close_matches(near.index, indexes, 1)
        known = ", ".join(repr(one) for one in indexes if one) or "no named one"
        hint = f"did you mean {near_by[0]!r}?" if near_by else f"there is {known}"
        raise fault("VELES-009", f"{source.collection} has no sparse index {near.index!r}; {hint}")
    return source, indexes.get(DEFAULT_SPARSE if near.index is None else near.index)
