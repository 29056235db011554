"""The memory of a bench: over its collections, with its embedder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ...collections.memory.memory import Memory
from ...collections.mirrors.mirror import Mirror
from ...core.collections.definition import Definition
from ...core.collections.records import Change
from ...core.protocols import Embedder
from ...velesql.executing.result import Result
from ...velesql.executing.run import Limits
from ...velesql.store import Veles
from .asking import Asking

_ALL = Limits(rows=2**62, bytes=2**62)


def memory(asking: Asking, embedder: Embedder, name: str) -> Memory:
    """The memory of a name, its collections made where they are missing."""
    database = Reopened(asking)
    return Memory(database, database.query, embedder, name=name)


class Reopened:
    """The collections of a bench, opened anew once they died, and asked without a row limit."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def query(self, text: str, parameters: Mapping[str, Any]) -> Result:
        with self._asking.database() as database:
            return Veles(database, limits=_ALL).result(text, parameters)

    def definitions(self) -> Mapping[str, Definition]:
        with self._asking.database() as database:
            return database.definitions()

    def create(self, definition: Definition) -> None:
        with self._asking.database() as database:
            database.create(definition)

    @contextmanager
    def reading(self) -> Iterator[None]:
        with self._asking.database() as database, database.reading():
            yield

    def mirror(self, name: str) -> Mirror:
        with self._asking.database() as database:
            return database.mirror(name)

    def change(self, name: str, make: Callable[[Mirror], Change | None]) -> int:
        with self._asking.database() as database:
            return database.change(name, make)

    def change_together(
        self, names: Iterable[str], make: Callable[[Mapping[str, Mirror]], Mapping[str, Change]]
    ) -> Mapping[str, int]:
        with self._asking.database() as database:
            return database.change_together(names, make)
