"""The stores that hold a world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ...core.protocols import (
    Asks,
    Embedder,
    IndexedGraph,
    Objects,
    Relational,
    Tells,
    Transacts,
)


class AsksAndTells(Asks, Tells, Protocol):
    """What asks and tells by catalogue queries; an open bench does."""


class Tables(Relational, Transacts, Protocol):
    """A relational store with transactions."""


@dataclass(frozen=True, slots=True)
class WorldStores:
    """Where a world goes. Without `relational` no logs are loaded, and no texts."""

    tells: AsksAndTells
    graph: IndexedGraph
    relational: Tables | None = None
    objects: Objects | None = None
    embedder: Embedder | None = None
