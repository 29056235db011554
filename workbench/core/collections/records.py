"""What is written to a collection, and what changed in it: the same values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from .definition import Id

if TYPE_CHECKING:
    import numpy
    import numpy.typing

SparseVector = Mapping[int, float]


class Vectors(NamedTuple):
    """Vectors of n points under one name: (n, d) float32, and (n,) whether a point has one.

    Rows of points without one are zero.
    """

    rows: numpy.typing.NDArray[numpy.float32]
    present: numpy.typing.NDArray[numpy.bool_]


@dataclass(frozen=True, slots=True)
class Points:
    """n points, column by column; an id stands once.

    `payloads` are JSON objects as text. Of `sparse`, a point without a vector has None.
    """

    ids: Sequence[Id] = ()
    payloads: Sequence[str] = ()
    vectors: Mapping[str, Vectors] = field(default_factory=dict)
    sparse: Mapping[str, Sequence[SparseVector | None]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Edges:
    """n edges, column by column, from point to point; `properties` are JSON objects as text."""

    ids: Sequence[int] = ()
    sources: Sequence[Id] = ()
    targets: Sequence[Id] = ()
    labels: Sequence[str] = ()
    properties: Sequence[str] = ()

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Change:
    """What a write does, whole or not at all, in this order.

    `clear` removes everything first. Then edges and points are removed (a point with the edges
    at it; ids that are not there are passed over), then points are stored, each replacing
    that of its id with its vectors, and edges. An id stands once in each of the four.
    """

    clear: bool = False
    dropped_edges: Sequence[int] = ()
    dropped: Sequence[Id] = ()
    points: Points = field(default_factory=Points)
    edges: Edges = field(default_factory=Edges)


@dataclass(frozen=True, slots=True)
class Delta:
    """What brings a mirror to `generation`: a change that names every removed edge."""

    generation: int
    change: Change
