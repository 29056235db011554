"""What an import needs of a collection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ...core.collections.definition import Definition, Id
from ...core.collections.records import Edges, Points


class Target(Protocol):
    """A collection; what it stores is on disk when the call returns, whole or not at all."""

    @property
    def definition(self) -> Definition: ...

    def known(self, ids: Sequence[Id]) -> Sequence[bool]:
        """Whether there is a point of each id."""

    def known_edges(self, ids: Sequence[int]) -> Sequence[bool]:
        """Whether there is an edge of each id."""

    def store(self, points: Points) -> None:
        """Store points, each in place of that of its id; VelesFailed where one does not fit."""

    def join(self, edges: Edges) -> None:
        """Store edges, each in place of that of its id; VelesFailed where one does not fit."""
