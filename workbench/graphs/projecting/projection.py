"""Cypher over any state of a graph: which database holds it, and how it gets there."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from threading import RLock
from typing import Any, NamedTuple, cast
from weakref import WeakKeyDictionary, finalize

from ...core.errors import StaleHandle, StoreUnavailable, WorkbenchError
from ...core.property_graph.change import Change
from ...core.property_graph.protocols import AsksGraph, Databases
from ...core.protocols import Graph, Transacts
from ...core.values import Engine, Rows
from ..durable.store import Store
from ..durable.tables import Tables
from ..state.state import State
from .bringing import Following
from .loading import load
from .moving import Net, check, move
from .places import Places

_TRIES = 3


class _Own(NamedTuple):
    """A database of this process alone, and the generation of the state that it holds."""

    name: str
    store: Graph
    generation: int
    end: Callable[[], Any]  # hands it over to be dropped, once


class Projection:
    """The databases of one graph on a graph server.

    One of them follows the graph, for all processes; a state that is not the newest (a
    snapshot, a subgraph) gets one of its own, dropped when the state is forgotten or gone.
    Nothing is made before the first question. Where the tables are read alone, `shares` is
    False, and every state has a database of its own.
    """

    def __init__(
        self, databases: Databases, store: Store, number: int, name: str, *, shares: bool = True
    ) -> None:
        self._databases, self._store, self._number, self.name = databases, store, number, name
        self._shares = shares
        self._own: WeakKeyDictionary[State, _Own] = WeakKeyDictionary()
        self._gone: deque[tuple[str, Graph]] = deque()  # of states that nobody holds any more
        self._lock = RLock()

    def asks(self, state: State) -> Asking:
        """Cypher over this state, as it is when a question is put."""
        return Asking(self, state)

    def forget(self, state: State) -> None:
        """Drop the database that the state had for itself."""
        with self._lock:
            own = self._own.pop(state, None)
            if own is not None:
                own.end()
            self._drop_gone()

    def close(self) -> None:
        """Let go of all databases; those of states of this process are dropped."""
        with self._lock:
            for state in list(self._own):
                self.forget(state)
            self._drop_gone()
            if "_following" in self.__dict__:
                self._following.close()

    def drop(self) -> None:
        """Remove every database of the graph from this server."""
        self.close()
        self._places.drop_all()

    def place(self, state: State) -> Graph:
        """A store on a database that holds exactly this state."""
        with self._lock:
            self._drop_gone()
            own = self._own.get(state)
            if own is not None and own.generation == state.generation:
                return own.store
            self.forget(state)
            if self._shares and (self._following.holds(state) or self._following.bring(state)):
                return cast(Graph, self._following.store)
            return self._made(state).store

    def stood(self, store: Graph, generation: int) -> bool:
        """Whether the database is still what `place` gave it out for."""
        if store is self._following.store:
            return self._following.stands(generation)
        return any(own.store is store for own in self._own.values())

    def lost(self, state: State) -> bool:
        """Whether the database of a state has gone from the server; then it is let go of."""
        with self._lock:
            there = self._databases.names()
            own = self._own.get(state)
            name = own.name if own else self._following.place
            if name in there:
                return False
            self.let_go(state)
            return True

    def let_go(self, state: State) -> None:
        """Look for the database of a state anew when it is asked for again."""
        with self._lock:
            self.forget(state) if state in self._own else self._following.close()

    @property
    def databases(self) -> Databases:
        return self._databases

    @cached_property
    def _places(self) -> Places:
        places = Places(self._databases, self._store, self._number, shares=self._shares)
        if not self._shares:
            with places.alone():
                places.sweep()
        return places

    @cached_property
    def _following(self) -> Following:
        tables = Tables(self._store, self._number)
        return Following(self._databases, self._places, tables)

    def _made(self, state: State) -> _Own:
        self.forget(state)
        name = self._places.make_own()
        with ExitStack() as failed:
            failed.callback(self._places.drop_own, name)
            store = self._databases.open(name)
            failed.callback(store.close)
            load(state, self._databases, name, store)
            failed.pop_all()
        end = finalize(state, self._gone.append, (name, store))
        end.atexit = False
        own = self._own[state] = _Own(name, store, state.generation, end)
        return own

    def _drop_gone(self) -> None:
        while self._gone:
            name, store = self._gone.popleft()
            store.close()
            with suppress(WorkbenchError):  # the next opening finds what is left
                self._places.drop_own(name)


class Asking:
    """Cypher over one state; see `core.property_graph.protocols.AsksGraph`."""

    def __init__(self, projection: Projection, state: State) -> None:
        self._projection, self._state = projection, state

    @property
    def engine(self) -> Engine:
        """That of the database which holds the state."""
        return self._projection.place(self._state).engine

    def __call__(self, text: str, parameters: Mapping[str, Any], /) -> Rows:
        """Rows of a text that only reads, all of them of this state.

        Where another process moves the database meanwhile, or the server went and is back, it is
        asked again where it is then.
        """
        unreached: StoreUnavailable | None = None
        for _ in range(_TRIES):
            generation, store = self._state.generation, self._projection.place(self._state)
            try:
                rows = store.rows(text, parameters, reviewed=True)
            except StoreUnavailable as error:
                unreached = error
                self._projection.let_go(self._state)
                continue
            except WorkbenchError:
                if self._stood(store, generation):
                    raise
                continue
            if self._projection.stood(store, generation):
                return rows
        raise unreached or StaleHandle("the graph changes faster than it can be asked; ask again")

    @contextmanager
    def over(self, change: Change) -> Iterator[AsksGraph]:
        """Cypher over this state as it would be after a change, which is stored nowhere."""
        if not (net := Net.of([change])):
            yield self
            return
        generation, store = self._state.generation, self._projection.place(self._state)
        check(net, self._state, self._projection.databases)
        sources = {id: edge.source for id in net.dropped_edges if (edge := self._edge(id))}

        def asks(text: str, parameters: Mapping[str, Any], /) -> Rows:
            rows = store.rows(text, parameters, reviewed=True)
            if self._projection.stood(store, generation):
                return rows
            raise StaleHandle("the graph changed while it was asked; repeat the statement")

        try:
            with suppress(_Undone), cast(Transacts, store).transaction():
                move(net, store, sources)
                yield asks
                raise _Undone
        except StoreUnavailable:
            self._projection.let_go(self._state)
            raise

    def _edge(self, id: int) -> Any:
        return self._state.edges.get(id)

    def _stood(self, store: Graph, generation: int) -> bool:
        if self._projection.lost(self._state):
            return False
        return self._projection.stood(store, generation)


class _Undone(Exception):
    """Leaves a transaction so that nothing of it is kept."""
