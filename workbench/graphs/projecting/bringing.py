"""The database that follows a graph, brought to a state."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from ...core.errors import QueryFailed, StoreUnavailable, WorkbenchError
from ...core.property_graph.change import Delta, LoggedChange
from ...core.property_graph.protocols import Databases
from ...core.protocols import Graph
from ..durable.tables import Tables
from ..state.state import State
from .loading import load
from .moving import Net, check, move
from .places import Places

_NOTHING = (-1, 0, 0)
_COUNTED = (
    "MATCH (n) RETURN count(n) AS counted",
    "MATCH ()-[r]->() RETURN count(r) AS counted",
)


class Following:
    """The one database that all processes on this graph server share for a graph."""

    def __init__(self, databases: Databases, places: Places, tables: Tables) -> None:
        self._databases, self._places, self._tables = databases, places, tables
        self._counted = self._swept = False
        self.place = ""
        self.shows: tuple[int, ...] = _NOTHING
        self.store: Graph | None = None

    def holds(self, state: State) -> bool:
        """Whether, by what this process knows, the database holds this state."""
        return self.store is not None and self.shows == _size(state)

    def stands(self, generation: int) -> bool:
        """Whether it is of that generation still, by what all processes know."""
        stands = self._places.generation(self.place) == generation
        if not stands:
            self.shows = _NOTHING
        return stands

    def bring(self, state: State) -> bool:
        """Bring it to the state; False for a state that the graph is not, or no longer, in."""
        with self._places.alone():
            if not self._swept:
                self._places.sweep()
                self._swept = True
            found = self._places.following()
            try:
                return self._load(state) if found is None else self._moved(state, *found)
            except StoreUnavailable:
                self.close()  # where the server is back, it may be elsewhere
                raise

    def close(self) -> None:
        if self.store is not None:
            self.store.close()
        self.store, self.place, self.shows = None, "", _NOTHING
        self._counted = self._swept = False

    def _open(self, place: str) -> Graph:
        if self.store is None or self.place != place:
            self.close()
            self.place, self.store = place, self._databases.open(place)
        return self.store

    def _moved(self, state: State, place: str, kept: int) -> bool:
        base = kept if kept >= 0 else -1 - kept
        self._counted = self._counted and self.shows[0] == base
        if base > state.generation or (kept < 0 and not self._is_whole(state)):
            return False  # one that was on its way may hold of what came after the state
        self._open(place)
        deltas = self._tables.since(base)
        wanted = [d for d in deltas or () if d.generation <= state.generation]
        if deltas is None or base + len(wanted) != state.generation:
            return self._load(state, instead=place)
        try:
            self._advance(state, base, wanted, torn=kept < 0)
        except QueryFailed:
            # Names that are no longer in use may be in the way: a new database knows none.
            return self._load(state, instead=place)
        return self._matches(state) or (self._is_whole(state) and self._load(state, instead=place))

    def _advance(self, state: State, base: int, deltas: list[Delta], *, torn: bool) -> None:
        net = Net.of(delta.change for delta in deltas)
        if net:
            check(net, state, self._databases)
            told = Told.of(self._tables.log(base), state.generation)
            self._places.keep(self.place, -1 - base)
            move(net, self._open(self.place), told.sources)
            self.shows = (-1, self.shows[1] + told.nodes, self.shows[2] + told.edges)
        if deltas or torn:
            self._places.keep(self.place, state.generation)

    def _matches(self, state: State) -> bool:
        """Whether what it holds is as much as the state; counted once, then reckoned."""
        counts = self.shows[1:]
        if not self._counted:
            store = self._open(self.place)
            counts = tuple(store.rows(text, reviewed=True).values[0][0] for text in _COUNTED)
        self.shows = (state.generation, *counts)
        self._counted = self.shows == _size(state)
        return self._counted

    def _is_whole(self, state: State) -> bool:
        return self._places.counts() == _size(state)

    def _load(self, state: State, *, instead: str = "") -> bool:
        """Into a new database, in the place of one; False where the state is not the graph's."""
        if not self._is_whole(state):
            return False
        place = self._places.fresh("m")
        self._databases.make(place)
        try:
            load(state, self._databases, place, self._open(place))
            self._places.replace(place, state.generation, instead=instead)
        except BaseException:
            self.close()
            with suppress(WorkbenchError):  # the next opening finds what is left
                self._places.forget(place)
            raise
        self._counted, self.shows = True, _size(state)
        return True


@dataclass
class Told:
    """What the graph's log tells of changes that is not in them."""

    nodes: int = 0  # how many more there are
    edges: int = 0
    sources: dict[int, int] = field(default_factory=dict)  # of the edges that were there

    @classmethod
    def of(cls, log: Iterable[LoggedChange], until: int) -> Told:
        told = cls()
        for entry in log:
            if entry.generation <= until:
                told.nodes += _gained(entry, "nodes")
                told.edges += _gained(entry, "edges")
                edges = entry.before.get("edges", {})
                told.sources |= {int(id): edge["source"] for id, edge in edges.items() if edge}
        return told


def _gained(entry: LoggedChange, kind: str) -> int:
    there = sum(value is not None for value in entry.after.get(kind, {}).values())
    return there - sum(value is not None for value in entry.before.get(kind, {}).values())


def _size(state: State) -> tuple[int, ...]:
    return (state.generation, len(state.nodes), len(state.edges))
