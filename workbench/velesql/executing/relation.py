"""Rows under way: which row of which table stands behind each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ...collections.mirrors.edge_rows import EdgeRows
from ...collections.mirrors.mirror import Mirror
from ...collections.mirrors.table import Table


@dataclass(slots=True)
class Source:
    """One alias: rows of a table, or edges.

    `positions` (n,) are places in the table, -1 where an outer join or an optional part has no
    row; None stands for all positions, 0 to n - 1. An edge alias has `edges`. The alias of a
    range of edges has `paths`: `(starts, positions)`, of row i
    `positions[starts[i]:starts[i + 1]]`.
    """

    collection: str
    mirror: Mirror
    table: Table
    positions: NDArray[np.int64] | None = None
    edges: EdgeRows | None = None
    paths: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None


@dataclass(slots=True)
class Relation:
    """`n` rows over `sources`, by alias in the order of FROM; the first gives id and score.

    `live` (n,) says which rows count; None: all. Over one whole table rows are its positions,
    so that its columns are used as they are, and `live` leaves out the dead ones.
    """

    sources: Mapping[str, Source]
    n: int
    live: NDArray[np.bool_] | None = None
    first: Source = field(init=False)

    def __post_init__(self) -> None:
        if self.sources:  # a pattern may name nothing
            self.first = next(iter(self.sources.values()))
