"""The collections of one bench: durable tables, and mirrors that are never behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, ExitStack, suppress
from dataclasses import replace
from threading import RLock
from time import monotonic
from typing import Any, Protocol

from ..core.collections.definition import Definition
from ..core.collections.records import Change, Delta
from ..core.errors import StaleHandle, VelesFailed
from .durable.board import Board
from .durable.faults import unknown
from .durable.registry import Registry
from .durable.tables import Tables
from .kept import KeptMirrors
from .mirrors.mirror import Mirror
from .mirrors.statistics import Statistics
from .pinned import Pinned

SCHEMA = 0  # the place of the catalogue's generation on the board
_DEAD, _FEW = 0.3, 1000  # the share of dead rows, and their number, from which they are left out

# Seconds between looks at what is heard, which cost more than all else that is looked at before a
# query; a message is under way for as long.
_HEARING = 0.0005


class Hears(Protocol):
    """A channel of the database, which tells of writes that no board here shows."""

    def heard(self) -> list[str]:
        """Messages since the last call, "" where some may have been lost; returns at once."""

    def close(self) -> None: ...


class Collections:
    """What queries are answered from and written to; see `velesql.executing.database`.

    A write is done when it is committed and its generation stands on the board, a file that
    every process of the bench maps; a read looks there first. Who writes to the same database
    from another bench is heard of by NOTIFY. One lock guards what is in memory: a write waits
    for the database outside of it.
    """

    def __init__(
        self,
        registry: Registry,
        tables: Callable[[Definition], Tables],
        board: Board,
        kept: KeptMirrors,
        hears: Hears,
    ) -> None:
        self._registry, self._tables_of = registry, tables
        self._board, self._kept, self._hears = board, kept, hears
        self._lock = RLock()
        self._tables: dict[int, Tables] = {}
        self._mirrors: dict[int, Mirror] = {}
        self._told: dict[int, int] = {}
        self._definitions: Mapping[str, Definition] = {}
        self._generation = -1
        self._reading = Pinned(self._lock)
        self._lost = self._closed = False
        self._heard_until = 0.0

    @property
    def generation(self) -> int:
        """Of the catalogue; read anew where somebody changed it. StaleHandle after `close`."""
        if self._closed:
            raise StaleHandle("these collections are closed; open the bench again")
        self._listen()
        newest = max(self._board.published(SCHEMA), self._told.get(SCHEMA, 0))
        if newest > self._generation or self._generation < 0:
            with self._lock:
                self._read_catalogue()
        return self._generation

    def definitions(self) -> Mapping[str, Definition]:
        return self._definitions if self.generation >= 0 else {}

    def reading(self) -> AbstractContextManager[None]:
        return self._reading

    def mirror(self, name: str) -> Mirror:
        with self._lock:
            pinned = self._reading.mirrors
            if pinned is not None and name in pinned:
                return pinned[name]
            definition = self.definition(name)
            number = definition.number
            newest = max(self._board.published(number), self._told.get(number, 0))
            mirror = self._at(definition, newest)
            if pinned is not None:
                pinned[name] = mirror
            return mirror

    def definition(self, name: str) -> Definition:
        """VELES-002 with the nearest name where there is none of that name."""
        found = self.definitions().get(name)
        if found is None:
            raise unknown(name, self._definitions)
        return found

    def create(self, definition: Definition) -> None:
        self._registry.create(definition)
        self._catalogue_changed()

    def redefine(self, definition: Definition) -> None:
        number = self.definition(definition.name).number
        self._registry.redefine(replace(definition, number=number))
        self._catalogue_changed()

    def drop(self, name: str) -> None:
        number = self.definition(name).number
        self._registry.drop(name)
        self._catalogue_changed()
        self._kept.forget(number)

    def write(self, name: str, change: Change) -> int:
        definition = self.definition(name)
        if definition.options.get("memory_mb") is not None:
            with self._lock:
                self.mirror(name).make_room(change)
        return self._done(definition, self._durable(definition).write(change))

    def change(self, name: str, make: Callable[[Mirror], Change | None]) -> int:
        def one(mirrors: Mapping[str, Mirror]) -> Mapping[str, Change]:
            made = make(mirrors[name])
            return {} if made is None else {name: made}

        return self.change_together([name], one)[name]

    def change_together(
        self, names: Iterable[str], make: Callable[[Mapping[str, Mirror]], Mapping[str, Change]]
    ) -> Mapping[str, int]:
        """Store what `make` makes of several collections, whole or not at all: generations.

        Nobody else changes one of them meanwhile. Their order is that of their numbers, so that
        no two who change the same ones wait for each other.
        """
        chosen = sorted(map(self.definition, set(names)), key=lambda one: one.number)
        with self.reading():
            with ExitStack() as stack:
                tables = [self._durable(one) for one in chosen]
                at = [stack.enter_context(one.locked()) for one in tables]
                held = list(zip(chosen, tables, at, strict=True))
                mirrors = {one.name: self._at(one, now) for one, _, now in held}
                changes = make(mirrors)
                for name, change in changes.items():
                    mirrors[name].make_room(change)
                deltas = [
                    (one, its.write(changes[one.name]))
                    for one, its, _ in held
                    if one.name in changes
                ]
            done = {one.name: self._done(one, delta) for one, delta in deltas}
            return {one.name: now for one, _, now in held} | done

    def _at(self, definition: Definition, generation: int) -> Mirror:
        """The mirror of a generation, or of a later one."""
        mirror = self._mirrors.get(definition.number)
        if mirror is None or mirror.generation < generation:
            mirror = self._refreshed(definition, mirror)
        return mirror

    def origin(self, name: str) -> str:
        """What the mirror of a collection was made of, as `KeptMirrors.origin` has it."""
        return self._kept.origin(self.definition(name).number)

    def flush(self, name: str) -> None:
        mirror = self.mirror(name)
        with self._lock:
            self._kept.keep(mirror)

    def analyze(self, name: str) -> Mapping[str, Any]:
        mirror = self.mirror(name)
        with self._lock:
            return Statistics.of(mirror.points).analyze()

    def build(self, name: str, options: Mapping[str, Any]) -> Mapping[str, Any]:
        mirror = self.mirror(name)
        found = {}
        for space, rows in mirror.vectors.items():
            rows.build()
            found[space] = rows.report
        self.flush(name)
        return found

    def close(self) -> None:
        """Keep on disk what would be long to make again; nothing is lost where that fails."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            try:
                for mirror in self._mirrors.values():
                    mirror.stop()
                    with suppress(OSError):  # a full disk
                        self._kept.keep_if_worth(mirror)
            finally:
                self._mirrors.clear()
                self._hears.close()
                self._board.close()

    def _done(self, definition: Definition, delta: Delta) -> int:
        """After the commit: everybody here is told, then this process's mirror follows."""
        self._board.publish(definition.number, delta.generation)
        with self._lock:
            mirror = self._mirrors.get(definition.number)
            if mirror is not None and mirror.generation == delta.generation - 1:
                # It is stored, so that there is no failing: what does not fit into memory is
                # told by the next question.
                with suppress(VelesFailed):
                    self._apply(mirror, delta)
        return delta.generation

    def _apply(self, mirror: Mirror, delta: Delta) -> Mirror:
        number = mirror.definition.number
        if self._reading.mirrors:
            self._reading.mirrors.pop(mirror.definition.name, None)
        try:
            mirror.apply(delta)
        except BaseException:
            # What may be half changed is made anew by the next question.
            self._mirrors.pop(number, None)
            raise
        dead = mirror.points.size - mirror.points.count
        if dead > max(_FEW, mirror.points.size * _DEAD):
            mirror = self._mirrors[number] = mirror.compacted()
        return mirror

    def _refreshed(self, definition: Definition, mirror: Mirror | None) -> Mirror:
        number, tables = definition.number, self._durable(definition)

        def newest() -> int:
            return self._registry.generation(definition)

        if mirror is None:
            mirror = self._kept.open(definition, newest=newest)
        mirror = self._apply(mirror, tables.since(mirror.generation))
        self._mirrors[number] = mirror  # not before: one that was not filled would be believed
        self._correct(number, mirror.generation, newest)
        return mirror

    def _correct(self, number: int, generation: int, newest: Callable[[], int]) -> None:
        """Where more was told than there is: the tables were put back, or the board damaged."""
        if self._told.get(number, 0) > generation:
            self._told[number] = generation
        if self._board.published(number) > generation:
            self._board.correct(number, newest)

    def _durable(self, definition: Definition) -> Tables:
        number = definition.number
        if number not in self._tables:
            self._tables[number] = self._tables_of(definition)
        return self._tables[number]

    def _listen(self) -> None:
        now = monotonic()
        if now < self._heard_until:
            return
        self._heard_until = now + _HEARING
        heard = self._hears.heard()
        if not heard and not self._lost:
            return
        with self._lock:
            self._lost = self._lost or "" in heard
            for number, generation in (map(int, one.split()) for one in heard if one):
                self._told[number] = max(generation, self._told.get(number, 0))
            if self._lost:  # until it was made good: this may fail
                told = self._registry.generations()
                self._told = {**told, SCHEMA: self._registry.schema_generation()}
                self._lost = False

    def _catalogue_changed(self) -> None:
        self._board.publish(SCHEMA, self._registry.schema_generation())
        with self._lock:
            self._read_catalogue()

    def _read_catalogue(self) -> None:
        kept = [] if self._generation >= 0 else self._kept.numbers()
        generation = self._registry.schema_generation()
        self._definitions = self._registry.definitions()
        self._generation = generation  # not before: definitions of old would be believed
        self._correct(SCHEMA, generation, self._registry.schema_generation)
        there = {one.number: one for one in self._definitions.values()}
        for number in set(kept) - there.keys():
            self._kept.forget(number)
        for number in self._mirrors.keys() - there.keys():
            del self._mirrors[number]
        for number in self._tables.keys() - there.keys():
            del self._tables[number]
        for number, mirror in self._mirrors.items():
            mirror.definition = there[number]
