"""What a memory needs of collections, and of the language that they are asked in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from ...core.collections.definition import Definition, Id
from ...core.collections.records import Change
from ..mirrors.mirror import Mirror


class Answered(Protocol):
    """What a statement gives; ids, scores and rows in one order."""

    @property
    def ids(self) -> Sequence[Id | None]: ...

    @property
    def scores(self) -> Sequence[float]: ...

    @property
    def values(self) -> Sequence[tuple[Any, ...]]: ...


Query = Callable[[str, Mapping[str, Any]], Answered]  # VelesQL, without a limit to rows


class Database(Protocol):
    """Collections by name; see `velesql.executing.database`."""

    def definitions(self) -> Mapping[str, Definition]: ...

    def create(self, definition: Definition) -> None: ...

    def reading(self) -> AbstractContextManager[None]: ...

    def mirror(self, name: str) -> Mirror: ...

    def change(self, name: str, make: Callable[[Mirror], Change | None]) -> int: ...

    def change_together(
        self, names: Iterable[str], make: Callable[[Mapping[str, Mirror]], Mapping[str, Change]]
    ) -> Mapping[str, int]: ...
