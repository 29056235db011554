"""What a statement gives a point: fields, vectors and sparse vectors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ....collections.given.ids import ids_of
from ....collections.given.vectors import sparse_of
from ....core.collections.definition import (
    DEFAULT_SPARSE,
    DEFAULT_VECTOR,
    MAX_ID,
    Definition,
    Id,
)
from ....core.collections.records import Points, SparseVector, Vectors
from ....core.errors import BadInput
from ...checking.faults import fault
from ...tree.values import Parameter, SparseConstant, Value, VectorConstant
from ..binding import bind, bind_vector, parameter
from ..run import Run
from .payloads import PAYLOAD, fields_of, json_value, text_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPARSE = "sparse"  # the column of the unnamed sparse vector


@dataclass(slots=True)
class Row:
    """Of `vectors` and `sparse`, None takes away what a point has under a name."""

    fields: dict[str, Any] = field(default_factory=dict)
    vectors: dict[str, NDArray[np.float32] | None] = field(default_factory=dict)
    sparse: dict[str, SparseVector | None] = field(default_factory=dict)


def row_of(given: Iterable[tuple[str, Value]], definition: Definition, run: Run) -> Row:
    """The values of named columns, checked.

    VELES-004, -005: a vector that does not fit; VELES-014: a vector where there are none;
    VELES-012: a value that cannot be stored; VELES-030: a sparse vector that is none.
    """
    row = Row()
    for name, value in given:
        if (space := space_of(name, definition)) is not None:
            row.vectors[space] = _vector(value, space, definition, run)
        elif isinstance(value, SparseConstant):
            row.sparse |= _sparse(name, dict(value.weights), definition)
        else:
            _take(row, name, bind(value, run), definition)
    return row


def space_of(column: str, definition: Definition) -> str | None:
    """The vectors that a column names; None where it is a field of the payload."""
    if column in definition.vectors:
        return column
    if column != DEFAULT_VECTOR:
        return None
    if definition.vector is None:
        raise fault("VELES-014", f"the collection {definition.name!r} has no vectors")
    return definition.vector


def id_of(value: Any, definition: Definition) -> Id:
    """VELES-010 where a value is no id of the collection."""
    if isinstance(value, int) and not 0 <= value <= MAX_ID:  # it may be too long to be shown
        raise fault("VELES-010", f"an id of {definition.name!r} is from 0 to 2^64 - 1")
    try:
        return ids_of([value], definition)[0]
    except BadInput as error:
        raise fault("VELES-010", str(error)) from error


def check_complete(row: Row, id: Id, definition: Definition) -> None:
    """A point of a vector collection has its vector."""
    if definition.kind == "vector" and row.vectors.get(definition.vector or "") is None:
        what = f"point {id!r} has no {definition.vector!r}; {definition.name!r} needs one a point"
        raise fault("VELES-016", what)


def points_of(rows: Mapping[Id, Row], definition: Definition) -> Points:
    """New points, whole."""
    given = list(rows.values())
    vectors = {
        name: _stacked([row.vectors.get(name) for row in given], space.dimension)
        for name, space in definition.vectors.items()
        if any(row.vectors.get(name) is not None for row in given)
    }
    names = sorted({name for row in given for name, one in row.sparse.items() if one is not None})
    sparse = {name: [row.sparse.get(name) for row in given] for name in names}
    return Points(list(rows), [text_of(row.fields) for row in given], vectors, sparse)


def _stacked(vectors: Sequence[NDArray[np.float32] | None], dimension: int) -> Vectors:
    rows = np.zeros((len(vectors), dimension), np.float32)
    present = np.array([one is not None for one in vectors], np.bool_)
    for at, one in enumerate(vectors):
        if one is not None:
            rows[at] = one
    return Vectors(rows, present)


def _vector(
    value: Value, space: str, definition: Definition, run: Run
) -> NDArray[np.float32] | None:
    if isinstance(value, Parameter | VectorConstant):
        given = parameter(value, run) if isinstance(value, Parameter) else value
        return None if given is None else bind_vector(value, definition.vectors[space], run)
    if (found := bind(value, run)) is not None:
        raise fault("E006", f"expected a parameter or [0.5, 1] as {space!r}, saw {found!r:.60}")
    return None


def _take(row: Row, name: str, value: Any, definition: Definition) -> None:
    """A bound value: a field, all fields, or sparse vectors given as a parameter."""
    if name == PAYLOAD:
        row.fields |= fields_of(value)
    elif name == SPARSE and definition.kind != "metadata" and _is_sparse(value):
        row.sparse |= _sparse(name, value, definition)
    else:
        row.fields[name] = json_value(value, name)


def _is_sparse(value: Any) -> bool:
    return value is None or isinstance(value, Mapping)


def _sparse(column: str, given: Any, definition: Definition) -> dict[str, SparseVector | None]:
    """By name; in the column `sparse` stand weights, or weights by the names of indexes."""
    if definition.kind == "metadata":
        raise fault("VELES-014", f"the collection {definition.name!r} has no vectors, {column!r}")
    named = {DEFAULT_SPARSE if column == SPARSE else column: given}
    if given and all(isinstance(one, Mapping) for one in given.values()):
        named = dict(given)
    try:
        return {name: sparse_of(weights, column) for name, weights in named.items()}
    except BadInput as error:
        raise fault("VELES-030", str(error)) from error
