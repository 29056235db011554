"""The stores of property graphs, opened anew where their server went."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ...core.errors import StaleHandle, StoreUnavailable
from ...core.protocols import Graph
from ...core.values import Parameters, Rows

if TYPE_CHECKING:
    from ...stores.graph.databases import Databases

Answer = TypeVar("Answer")


class Tabled:
    """A relational store; `start` opens it anew, and starts a local server that is not there.

    A call that finds the server gone is StoreUnavailable, and the next one opens it again. Not
    inside a transaction, of which nothing is kept then.
    """

    def __init__(self, store: Any, start: Callable[[], Any]) -> None:
        self._store, self._start, self._lock = store, start, RLock()
        self._closed = self._in_block = False

    def rows(self, text: str, parameters: Parameters | None = None, **options: Any) -> Rows:
        return cast(Rows, self._asked("rows", text, parameters, **options))

    def write(self, text: str, parameters: Parameters | None = None) -> Rows:
        return cast(Rows, self._asked("write", text, parameters))

    def fill(self, table: str, columns: Mapping[str, Any]) -> int:
        return int(self._asked("fill", table, columns))

    @contextmanager
    def snapshot(self, settings: Mapping[str, str] | None = None) -> Iterator[Any]:
        with self._lock, self._reopening(), self._there().snapshot(settings) as snapshot:
            yield snapshot

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._lock, self._reopening():
            store, outer = self._there(), self._in_block
            self._in_block = True
            try:
                with store.transaction():
                    yield
            finally:
                self._in_block = outer

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._let_go()

    def _asked(self, verb: str, *given: Any, **options: Any) -> Any:
        with self._lock:
            try:
                return getattr(self._there(), verb)(*given, **options)
            except StoreUnavailable:
                self._lost()
                raise

    @contextmanager
    def _reopening(self) -> Iterator[None]:
        try:
            yield
        except StoreUnavailable:
            self._lost()
            raise

    def _there(self) -> Any:
        if self._closed:
            raise StaleHandle("the bench of this graph was closed or stopped; open the graph again")
        if self._store is None:
            self._store = self._start()
        return self._store

    def _lost(self) -> None:
        if not self._in_block:
            self._let_go()

    def _let_go(self) -> None:
        store, self._store = self._store, None
        if store is not None:
            store.close()


class Served:
    """The databases of the graph server, which starts when the first of them is asked for.

    One that is found gone is let go of, so that the next question finds where it is now.
    """

    def __init__(self, start: Callable[[], Databases]) -> None:
        self._start = start
        self._started: Databases | None = None

    def names(self) -> list[str]:
        return self._asked(lambda databases: databases.names())

    def make(self, name: str) -> None:
        self._asked(lambda databases: databases.make(name))

    def open(self, name: str) -> Graph:
        return self._asked(lambda databases: databases.open(name))

    def drop(self, name: str) -> None:
        self._asked(lambda databases: databases.drop(name))

    def admit(
        self,
        labels: Collection[str] = (),
        types: Collection[str] = (),
        keys: Collection[str] = (),
    ) -> None:
        self._asked(lambda databases: databases.admit(labels, types, keys))

    def fill(
        self,
        name: str,
        nodes: Mapping[tuple[str, ...], Sequence[Mapping[str, Any]]],
        edges: Mapping[str, Sequence[Mapping[str, Any]]],
    ) -> bool:
        return self._asked(lambda databases: databases.fill(name, nodes, edges))

    def close(self) -> None:
        if self._started is not None:
            self._started.close()
            self._started = None

    def _asked(self, question: Callable[[Databases], Answer]) -> Answer:
        if self._started is None:
            self._started = self._start()
        try:
            return question(self._started)
        except StoreUnavailable:
            self.close()
            raise
