"""The values that cross a room's wall: plain, frozen, free of any driver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

if TYPE_CHECKING:
    import networkx
    import pandas
    import polars

Parameters = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Node:
    """A graph node.

    `id` is the node's own property `id` where it has one, else the engine's element id,
    so that a node, its row and its embedding share one id space.
    """

    id: str
    labels: tuple[str, ...] = ()
    properties: Mapping[str, Any] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.id, self.labels))


@dataclass(frozen=True, slots=True)
class Edge:
    """A directed graph edge from node id `source` to node id `target`.

    The end labels are needed to find the ends by index when an edge is written; an edge
    that was read leaves them empty. `id` is the engine's element id, empty before writing.
    """

    source: str
    type: str
    target: str
    properties: Mapping[str, Any] = field(default_factory=dict)
    source_label: str = ""
    target_label: str = ""
    id: str = ""

    def __hash__(self) -> int:
        return hash((self.source, self.type, self.target, self.id))


@dataclass(frozen=True, slots=True)
class Path:
    """An alternating walk: `len(nodes) == len(edges) + 1`."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


class Hit(NamedTuple):
    """A neighbour: `id` (a tuple for a compound key), `score` (higher is better), payload."""

    id: Any
    score: float
    payload: Mapping[str, Any] = {}


class Event(NamedTuple):
    """One event of a conversation thread; `data` is None where the store holds NULL."""

    event_id: UUID
    event_type: str
    created_at: datetime
    data: Any

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Event:
        """From a row of a query of events, which calls the data `event_data`."""
        return cls(row["event_id"], row["event_type"], row["created_at"], row["event_data"])


class Engine(NamedTuple):
    """What answered: product name in lower case, version, and extension versions by name."""

    name: str
    version: str
    extensions: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Rows:
    """A result: column names, then one tuple a row, in the engine's order.

    `truncated` says that the row limit cut the result: more rows exist.
    """

    columns: tuple[str, ...]
    values: Sequence[tuple[Any, ...]]
    truncated: bool = False

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Each row as a dict; where a column name repeats, its last value."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.values)

    def __getitem__(self, index: int) -> dict[str, Any]:
        return dict(zip(self.columns, self.values[index], strict=True))

    def column(self, name: str) -> list[Any]:
        """One column's values in row order; a KeyError names the columns there are."""
        if name not in self.columns:
            raise KeyError(f"no column {name!r}; there are: {', '.join(self.columns)}")
        at = self.columns.index(name)
        return [row[at] for row in self.values]

    def polars(self) -> polars.DataFrame:
        """The rows as a polars frame; graph values and mixed JSON become text."""
        from .frames import to_polars

        return to_polars(self)

    def pandas(self) -> pandas.DataFrame:
        """The rows as a pandas frame, values untouched (dtype object where they are mixed)."""
        from .frames import to_pandas

        return to_pandas(self)

    def networkx(self) -> networkx.MultiDiGraph:
        """Every node, edge and path in the rows, merged by id, as a networkx multigraph."""
        from .frames import to_networkx

        return to_networkx(self)

    def __str__(self) -> str:
        from .show import as_text

        return as_text(self)

    def __repr__(self) -> str:
        return str(self)  # a notebook keeps it beside the table, and rows may be a million

    def _repr_html_(self) -> str:
        from .show import as_html

        return as_html(self)
