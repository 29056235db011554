"""Whether a change can be taken in whole, asked before anything of it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...core.collections.definition import MAX_ID, Definition, IdType, VectorSpace
from ...core.collections.records import Change, Edges, Points, Vectors
from ...core.errors import BadInput


def check(change: Change, definition: Definition) -> None:
    """BadInput where a column is short, an id stands twice or is of another type, or a vector
    is of another length or name.

    What texts and sparse vectors hold is not looked at here.
    """
    if len(change.points):
        _points(change.points, definition)
    if len(change.edges):
        _edges(change.edges, definition.ids)


def _points(points: Points, definition: Definition) -> None:
    count = len(points)
    _ids("points", points.ids, definition.ids)
    _texts("payloads", points.payloads, count)
    for name, vectors in points.vectors.items():
        if name not in definition.vectors:
            raise BadInput(
                f"{definition.name}: there are vectors named {name!r}, and the collection has "
                f"{', '.join(definition.vectors) or 'none'}"
            )
        _vectors(name, vectors, definition.vectors[name], count)
    for name, given in points.sparse.items():
        _length(f"sparse vectors {name!r}", given, count)


def _edges(edges: Edges, ids: IdType) -> None:
    count = len(edges)
    _ids("edges", edges.ids, "integer")
    for ends in (edges.sources, edges.targets):
        _length("ends of edges", ends, count)
        _typed("ends of edges", ends, ids)
    _texts("labels", edges.labels, count)
    _texts("properties", edges.properties, count)


def _ids(what: str, ids: Sequence[Any], type_: IdType) -> None:
    _typed(f"ids of {what}", ids, type_)
    distinct = len(np.unique(ids)) if isinstance(ids, np.ndarray) else len(set(ids))
    if distinct != len(ids):
        raise BadInput(f"{what}: an id stands once in a change; {len(ids) - distinct} stand again")


def _typed(what: str, ids: Sequence[Any], type_: IdType) -> None:
    if isinstance(ids, np.ndarray) and ids.dtype.kind == "u" and type_ == "integer":
        return
    found = {one.__name__ for one in set(map(type, ids))}
    if found != {"int" if type_ == "integer" else "str"}:
        raise BadInput(f"{what}: {type_}s were expected, and there are: {', '.join(found)}")
    if type_ == "integer" and not 0 <= min(ids) <= max(ids) <= MAX_ID:
        raise BadInput(f"{what} lie between 0 and {MAX_ID}, and these reach to {max(ids)}")


def _texts(what: str, given: Sequence[Any], count: int) -> None:
    _length(what, given, count)
    if found := {one.__name__ for one in set(map(type, given))} - {"str"}:
        raise BadInput(f"{what} are texts, and there are: {', '.join(found)}")


def _length(what: str, given: Sequence[Any], count: int) -> None:
    if len(given) != count:
        raise BadInput(f"{what}: {count} were expected, and there are {len(given)}")


def _vectors(name: str, vectors: Vectors, space: VectorSpace, count: int) -> None:
    shapes = vectors.rows.shape, vectors.present.shape
    if vectors.rows.dtype != np.float32 or shapes != ((count, space.dimension), (count,)):
        raise BadInput(
            f"vectors {name!r}: {count} rows of {space.dimension} float32 were expected, and "
            f"whether each is there; these are {shapes[0]} of {vectors.rows.dtype}, {shapes[1]}"
        )
    if not np.isfinite(vectors.rows).all():
        raise BadInput(f"vectors {name!r} hold NaN or infinity; leave those points out")
