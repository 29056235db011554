"""What the rooms of a property graph need of stores."""

from __future__ import annotations

from collections.abc import Mapping
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


class AsksGraph(Protocol):
    """Rows of a reviewed Cypher text over one state of a graph."""

    def __call__(self, text: str, parameters: Mapping[str, Any], /) -> Rows: ...
