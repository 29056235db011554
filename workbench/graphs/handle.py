"""A graph's state in this process, and how it keeps up with the tables."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Literal, TypeAlias

from ..core.errors import BadInput, StaleHandle
from ..core.property_graph.change import Change, Delta
from .durable.tables import Tables
from .state.state import State

OnChange: TypeAlias = Literal["follow", "refuse", "keep"]
ON_CHANGE: tuple[OnChange, ...] = ("follow", "refuse", "keep")
_TRIES = 20


class Handle:
    """One view on a graph that others may change at any time.

    `follow`: each call sees what was committed before it. `refuse`: a call on an overtaken
    handle is a StaleHandle until `refresh()`. `keep`: reads go on answering the old state, as
    TongGraph's do, and writes are refused.
    """

    def __init__(self, tables: Tables, *, on_change: OnChange = "follow") -> None:
        if on_change not in ON_CHANGE:
            raise BadInput(f"on_change is one of {', '.join(ON_CHANGE)}, not {on_change!r}")
        self.tables, self.on_change = tables, on_change
        self.lock = RLock()
        self._state, self._torn = State.of(tables.load()), False

    @property
    def shown(self) -> State:
        """The state as it is, however old; nothing is asked of the tables."""
        return self._state

    @property
    def stale(self) -> bool:
        """Whether something was committed that this handle does not show yet."""
        return self.tables.generation() != self._state.generation

    def state(self) -> State:
        """What a read is answered from."""
        with self.lock:
            if self._torn:
                self._load()
            if self.on_change != "keep" and self.stale:
                self._overtaken("reading")
            return self._state

    def refresh(self) -> bool:
        """Catch up with the tables; whether there was anything new."""
        with self.lock:
            if not (self.stale or self._torn):
                return False
            deltas = None if self._torn else self.tables.since(self._state.generation)
            if deltas is None:
                self._load()
            for delta in deltas or ():
                self._apply(delta)
            return True

    def commit(self, made: Callable[[State], Change]) -> Delta:
        """Make a change of the newest state and commit it; what was committed.

        Where somebody commits in between, a handle that follows makes the change anew, over
        what is there then.
        """
        with self.lock:
            for _ in range(_TRIES):
                state = self._writable()
                change = made(state)
                if not change:
                    return Delta(state.generation, change)
                try:
                    delta = self.tables.commit(change, expecting=state.generation)
                except StaleHandle:
                    if self.on_change != "follow":
                        raise
                    continue
                self._apply(delta)
                return delta
        raise StaleHandle(f"others committed {_TRIES} times in a row before this change; try again")

    def _load(self) -> None:
        self._state, self._torn = State.of(self.tables.load()), False

    def _apply(self, delta: Delta) -> None:
        try:
            self._state.apply(delta)
        except BaseException:
            self._torn = True  # an interrupt may have come in the midst of it
            raise

    def _writable(self) -> State:
        if self._torn:
            self._load()
        if self.stale:
            self._overtaken("writing")
        return self._state

    def _overtaken(self, doing: str) -> None:
        if self.on_change != "follow":
            raise StaleHandle(
                f"the graph has changed since this handle was opened (it shows generation "
                f"{self._state.generation}); call refresh() before {doing}"
            )
        self.refresh()
