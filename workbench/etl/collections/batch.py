"""Records on their way into a collection, as their source has them."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol, TypeVar

from ...core.collections.definition import Definition, IdType, Metric

_T = TypeVar("_T")
# What is read from a store may hold a session there, until it ends or is closed.
Stream = Generator[_T, None, None]


class Fault(NamedTuple):
    """Why a record is refused: in which part of it (`id`, `payload`, a vector's name)."""

    part: str
    reason: str
    seen: object = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """n records, column by column; nothing of them is checked.

    `payloads` are JSON objects as text, or mappings, or None. Of `vectors`, by name, each is an
    (n, d) array, `core.collections.records.Vectors`, or n sequences or None. Of `sparse`, by
    name, each is n of {index: weight}, (indexes, weights) or None. `faults` are the records
    that the source itself refuses, by their place in the batch.
    """

    ids: Sequence[Any]
    payloads: Sequence[Any]
    vectors: Mapping[str, Any] = field(default_factory=dict)
    sparse: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    faults: Mapping[int, Fault] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)


class EdgeBatch(NamedTuple):
    """n edges, column by column; nothing of them is checked."""

    ids: Sequence[Any]
    sources: Sequence[Any]
    targets: Sequence[Any]
    labels: Sequence[Any]
    properties: Sequence[Any]


class Wanted(NamedTuple):
    """What is asked of a new collection; None leaves it to the source."""

    ids: IdType | None = None
    metric: Metric | None = None


class Source(Protocol):
    """Where records come from."""

    @property
    def name(self) -> str:
        """What a receipt calls it."""

    @property
    def notes(self) -> Sequence[str]:
        """What whoever imports it should know."""

    def definition(self, name: str, wanted: Wanted) -> Definition:
        """What a new collection of these records is; BadInput where that cannot be told."""

    def batches(self, definition: Definition, size: int) -> Stream[Batch]:
        """All records for a collection, at most `size` at once."""

    def edges(self, size: int) -> Stream[EdgeBatch]:
        """All edges between them."""
