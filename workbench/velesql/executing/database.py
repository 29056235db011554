"""What statements are answered from, and what they change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from ...collections.mirrors.mirror import Mirror
from ...core.collections.definition import Definition
from ...core.collections.records import Change


class Database(Protocol):
    """Collections by name."""

    @property
    def generation(self) -> int:
        """Of the catalogue: another number whenever a definition came, went or changed."""

    def definitions(self) -> Mapping[str, Definition]: ...

    def reading(self) -> AbstractContextManager[None]:
        """Inside, no mirror changes under who reads it."""

    def mirror(self, name: str) -> Mirror:
        """As of the last write that anybody was told is done; VELES-002 where there is none."""

    def create(self, definition: Definition) -> None:
        """Make a collection; VELES-001 where its name is taken."""

    def redefine(self, definition: Definition) -> None:
        """Keep other options or indexes for the collection of that name."""

    def drop(self, name: str) -> None:
        """Remove a collection and all that it holds; VELES-002."""

    def write(self, name: str, change: Change) -> int:
        """Store a change that depends on nothing stored: its generation, once it is on disk."""

    def change(self, name: str, make: Callable[[Mirror], Change | None]) -> int:
        """Store what `make` makes of the collection, which nobody else changes meanwhile.

        Nothing where it makes None. The generation, once it is on disk.
        """

    def flush(self, name: str) -> None:
        """Write mirror and indexes to files, so that the next opening is quick."""

    def analyze(self, name: str) -> Mapping[str, Any]:
        """One row of statistics, which planning uses from now on."""

    def build(self, name: str, options: Mapping[str, Any]) -> Mapping[str, Any]:
        """Measure and choose the index of the collection's vectors anew: what was chosen."""
