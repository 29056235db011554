"""All records of a graph, column by column, as tables give them and mirrors take them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from .change import Model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class NodeColumns(NamedTuple):
    """Ids ascend; `labels` and `properties` are the JSON texts of `encoding`."""

    ids: NDArray[np.int64]
    external_ids: list[str]
    labels: list[str]
    properties: list[str]


class EdgeColumns(NamedTuple):
    """Ids ascend; `properties` are the JSON texts of `encoding`."""

    ids: NDArray[np.int64]
    sources: NDArray[np.int64]
    targets: NDArray[np.int64]
    types: list[str]
    properties: list[str]


class VectorColumns(NamedTuple):
    """The vectors of one index: entities ascend, `rows` is float32 (n, dimensions)."""

    entities: NDArray[np.int64]
    rows: NDArray[np.float32]


@dataclass(frozen=True)
class Loaded:
    """A graph as it was at `generation`; `rest` holds all records but those of the columns."""

    generation: int
    nodes: NodeColumns
    edges: EdgeColumns
    vectors: dict[str, VectorColumns]
    rest: Model
