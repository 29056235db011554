"""What the rooms of a property graph need of stores."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from ..protocols import Graph
from ..values import Rows


class Databases(Protocol):
    """A graph server that holds several databases, each a graph of its own."""

    def names(self) -> list[str]:
        """Those that there are, ascending."""

    def make(self, name: str) -> None:
        """An empty one; what is there already is left as it is.

        NotSupported where the server holds one database alone.
        """

    def open(self, name: str) -> Graph:
        """A store on it, which its caller closes."""

    def drop(self, name: str) -> None:
        """Remove one with all that it holds; one that is not there is left alone."""

    def fill(
        self,
        name: str,
        nodes: Mapping[tuple[str, ...], Sequence[Mapping[str, Any]]],
        edges: Mapping[str, Sequence[Mapping[str, Any]]],
    ) -> bool:
        """Store a whole graph in a database that knows its labels and types; False: it cannot.

        Nodes are properties by their labels, and have a `tong_id`; edges are, by type, the
        `tong_id` of their ends as `s` and `t`, and their properties as `p`.
        """

    def admit(
        self,
        labels: Collection[str] = (),
        types: Collection[str] = (),
        keys: Collection[str] = (),
    ) -> None:
        """BadInput where no database here could hold these names side by side."""


class AsksGraph(Protocol):
    """Rows of a reviewed Cypher text over one state of a graph."""

    def __call__(self, text: str, parameters: Mapping[str, Any], /) -> Rows: ...
