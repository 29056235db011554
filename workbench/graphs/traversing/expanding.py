"""What walks need of a graph: the edges at a whole frontier, in one question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ...core.errors import BadInput
from ...core.property_graph.records import Direction, Scalar
from ..state.adjacency import Adjacency
from ..state.columns import Ids

_DIRECTIONS: dict[str, Direction] = {
    "out": "out",
    "outgoing": "out",
    "in": "in",
    "incoming": "in",
    "both": "both",
    "all": "both",
}


class Steps(NamedTuple):
    """Edges at a frontier, a row each: node by node, ascending edges, outgoing before incoming.

    With "both" a loop is there twice. `weights` are NaN where a property is no weight.
    """

    origins: Ids
    edges: Ids
    targets: Ids
    weights: NDArray[np.float64]


class Whole(NamedTuple):
    """All nodes, ascending, and at least the edges of the type that was asked for."""

    nodes: Ids
    adjacency: Adjacency


class Expands(Protocol):
    """A graph at one generation: its mirror, or a database that holds it."""

    def missing(self, ids: Sequence[int]) -> int | None:
        """The first of these that is no node."""

    def steps(
        self,
        frontier: Sequence[int],
        direction: Direction,
        edge_type: str | None,
        weight: str | None = None,
    ) -> Steps:
        """The edges at these nodes, in the order of the frontier; weights are 1 without a key."""

    def layers(
        self,
        starts: Sequence[int],
        direction: Direction,
        edge_type: str | None,
        most: int | None,
    ) -> list[list[int]]:
        """Nodes at distance 1, 2, … of the starts in the order of discovery; no empty layer.

        At most so many layers, all where `most` is None.
        """

    def whole(self, edge_type: str | None) -> Whole: ...

    def edge_property(self, edge_id: int, key: str) -> Scalar | None: ...


def direction_of(text: object) -> Direction:
    """BadInput for what is no name of a direction."""
    found = _DIRECTIONS.get(text) if isinstance(text, str) else None
    if found is None:
        raise BadInput(f"direction must be one of {', '.join(_DIRECTIONS)}, not {text!r}")
    return found


def type_of(edge_type: object) -> str | None:
    """BadInput for what is neither None nor the name of a type."""
    if edge_type is not None and (not isinstance(edge_type, str) or not edge_type):
        raise BadInput(f"edge_type must be None or a text that is not empty, not {edge_type!r}")
    return edge_type


def count_of(value: object, name: str) -> int:
    """BadInput for what is no whole number from 0."""
    if type(value) is int and value >= 0:
        return value
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or int(value) < 0:  # type: ignore[call-overload]
        raise BadInput(f"{name} must be a whole number from 0, not {value!r}")
    return int(value)  # type: ignore[call-overload, no-any-return]


def ids_in(value: object, name: str) -> list[object]:
    """What a list of ids holds, unchecked; BadInput for what is no list."""
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise BadInput(f"{name} must be a list of ids, not {value!r}")
    return list(value)


def key_of(value: object, name: str) -> str:
    """BadInput for what is no name."""
    if not isinstance(value, str) or not value:
        raise BadInput(f"{name} must be a text that is not empty, not {value!r}")
    return value


def fraction_of(value: object, name: str) -> float:
    """BadInput for what is no number in [0, 1]."""
    number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    if not number or not 0.0 <= float(value) <= 1.0:  # type: ignore[arg-type]
        raise BadInput(f"{name} must be between 0.0 and 1.0, not {value!r}")
    return float(value)  # type: ignore[arg-type]


def node_of(graph: Expands, id: object, name: str) -> int:
    """This node; BadInput for what is no id, or the id of no node."""
    found = count_of(id, name)
    if graph.missing((found,)) is not None:
        raise BadInput(f"node {found} not found")
    return found


def nodes_of(graph: Expands, ids: Sequence[object], name: str) -> list[int]:
    """These nodes without repeats; BadInput for what is no id, or the id of no node."""
    found = list(dict.fromkeys(count_of(id, name) for id in ids))
    if (missing := graph.missing(found)) is not None:
        raise BadInput(f"node {missing} not found")
    return found


def bad_weight(graph: Expands, edge_id: int, key: str) -> BadInput:
    """The error of an edge whose property is no weight."""
    value = graph.edge_property(edge_id, key)
    return BadInput(
        f"edge {edge_id} has {key} = {value!r}, and a weight must be finite and non-negative: "
        "an int, a float, or text of a number without blanks; mend the edge or ask without it"
    )
