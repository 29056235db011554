"""The collections of one bench: durable tables, and mirrors that are never behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from difflib import get_close_matches
from threading import RLock
from typing import Any, Protocol

from ..core.collections.definition import Definition
from ..core.collections.records import Change, Delta
from ..core.errors import VelesFailed
from .durable.board import Board
from .durable.registry import Registry
from .durable.tables import Tables
from .kept import KeptMirrors
from .mirrors.mirror import Mirror
from .mirrors.statistics import Statistics

SCHEMA = 0  # the place of the catalogue's generation on the board
_DEAD, _FEW = 0.3, 1000  # the share of dead rows, and their number, from which they are left out


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

    @property
    def generation(self) -> int:
        """Of the catalogue; read anew where somebody changed it."""
        self._listen()
        newest = max(self._board.published(SCHEMA), self._told.get(SCHEMA, 0))
        if newest > self._generation or self._generation < 0:
            with self._lock:
                self._read_catalogue()
        return self._generation

    def definitions(self) -> Mapping[str, Definition]:
        return self._definitions if self.generation >= 0 else {}

    @contextmanager
    def reading(self) -> Iterator[None]:
        with self._lock:
            yield

    def mirror(self, name: str) -> Mirror:
        definition = self.definition(name)
        number = definition.number
        with self._lock:
            mirror = self._mirrors.get(number)
            newest = max(self._board.published(number), self._told.get(number, 0))
            if mirror is None or mirror.generation < newest:
                mirror = self._refreshed(definition, mirror)
            return mirror

    def definition(self, name: str) -> Definition:
        """VELES-002 with the nearest name where there is none of that name."""
        found = self.definitions().get(name)
        if found is None:
            raise missing(name, self._definitions)
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
        return self._done(definition, self._durable(definition).write(change))

    def change(self, name: str, make: Callable[[Mirror], Change | None]) -> int:
        definition = self.definition(name)
        tables = self._durable(definition)
        with self._lock:
            with tables.locked() as generation:
                mirror = self._mirrors.get(definition.number)
                if mirror is None or mirror.generation < generation:
                    mirror = self._refreshed(definition, mirror)
                change = make(mirror)
                delta = None if change is None else tables.write(change)
            return generation if delta is None else self._done(definition, delta)

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
        """Keep on disk what would be long to make again; nothing is lost without it."""
        with self._lock:
            for mirror in self._mirrors.values():
                self._kept.keep_if_worth(mirror)
            self._mirrors.clear()
        self._hears.close()
        self._board.close()

    def _done(self, definition: Definition, delta: Delta) -> int:
        """After the commit: everybody here is told, then this process's mirror follows."""
        self._board.publish(definition.number, delta.generation)
        with self._lock:
            mirror = self._mirrors.get(definition.number)
            if mirror is not None and mirror.generation == delta.generation - 1:
                self._apply(mirror, delta)
        return delta.generation

    def _apply(self, mirror: Mirror, delta: Delta) -> Mirror:
        number = mirror.definition.number
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
        tables = self._durable(definition)
        if mirror is None:
            mirror = self._kept.open(definition, newest=self._registry.generation(definition))
            self._mirrors[definition.number] = mirror
        return self._apply(mirror, tables.since(mirror.generation))

    def _durable(self, definition: Definition) -> Tables:
        number = definition.number
        if number not in self._tables:
            self._tables[number] = self._tables_of(definition)
        return self._tables[number]

    def _listen(self) -> None:
        for message in self._hears.heard():
            if not message:  # some were lost
                self._told |= {**self._registry.generations(), SCHEMA: self._generation + 1}
                continue
            number, generation = map(int, message.split())
            self._told[number] = max(generation, self._told.get(number, 0))

    def _catalogue_changed(self) -> None:
        self._board.publish(SCHEMA, self._registry.schema_generation())
        with self._lock:
            self._read_catalogue()

    def _read_catalogue(self) -> None:
        self._generation = self._registry.schema_generation()
        self._told.pop(SCHEMA, None)
        self._definitions = self._registry.definitions()
        there = {one.number: one for one in self._definitions.values()}
        for number in self._mirrors.keys() - there.keys():
            del self._mirrors[number]
        for number in self._tables.keys() - there.keys():
            del self._tables[number]
        for number, mirror in self._mirrors.items():
            mirror.definition = there[number]


def missing(name: str, known: Mapping[str, Definition]) -> VelesFailed:
    near = get_close_matches(name, known, 1)
    hint = f"; did you mean {near[0]}?" if near else ""
    there = ", ".join(sorted(known)) or "none"
    what = f"there is no collection {name!r}{hint}; there are: {there}"
    return VelesFailed(f"{what} (VELES-002)", code="VELES-002", engine_says=what)
