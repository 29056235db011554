"""What the rules look at: one state of a world, read from its stores beforehand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ...time import Chronology, Unresolved, WindowKeys
from ...values import Rows
from ..edges import EdgeRecord
from ..entities import Entity
from ..ontology import Ontology
from ..world import World

DATED = {
    "Person": ("born", "died"),
    "Faction": ("founded", "dissolved"),
    "Item": ("created", "destroyed"),
    "MagicSystem": ("exists_from", "exists_until"),
    "Event": ("occurred", None),
    "DomainEntity": ("started", "ended"),
}
"""The dated properties of each label: from, until."""


@dataclass
class Snapshot:
    """Entities by id, edges without superseded ones, templates and sources (id: reliability).

    `edges` leave out what holds the graph together (EXISTS_IN and the like). `broken` are
    relations one of whose ends does not exist: (edge id, type, the ends that do). `rows` are the
    results of the catalogue queries that rules name. `recorded` are edges by id, superseded
    ones included, as far as retcons name them. `scope` are the entities that a live sweep is
    about, with everything at them that the rules of the graph need; None is the whole world.
    """

    world: World
    entities: Mapping[str, Entity]
    edges: Sequence[EdgeRecord]
    templates: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    sources: Mapping[str, float] = field(default_factory=dict)
    broken: Sequence[tuple[str, str, tuple[str, ...]]] = ()
    rows: Mapping[str, Rows] = field(default_factory=dict)
    recorded: Mapping[str, EdgeRecord] = field(default_factory=dict)
    scope: frozenset[str] | None = None

    @property
    def clock(self) -> Chronology:
        return self.world.chronology

    @property
    def ontology(self) -> Ontology:
        return self.world.ontology

    def of_type(self, *types: str) -> Iterator[EdgeRecord]:
        """Edges of some types, those with bad times included."""
        for type in types:
            yield from self._by_type.get(type, ())

    def sound(self, *types: str) -> Iterator[EdgeRecord]:
        """Edges of some types whose times can be compared: those without a finding of C5."""
        return (edge for edge in self.of_type(*types) if edge.edge_id not in self.bad_times)

    def dated(self) -> Iterator[EdgeRecord]:
        """Sound edges with at least one end in time."""
        for edge in self.edges:
            windowed = edge.valid_from is not None or edge.valid_until is not None
            if windowed and edge.edge_id not in self.bad_times:
                yield edge

    def at(self, edge: EdgeRecord) -> tuple[Entity | None, Entity | None]:
        """The two ends, None where one was not read."""
        return self.entities.get(edge.from_id), self.entities.get(edge.to_id)

    def keys(self, edge: EdgeRecord) -> WindowKeys:
        window = edge.valid_from, edge.valid_until
        if window not in self._keys:
            self._keys[window] = self.clock.window_keys(*window)
        return self._keys[window]

    def settings_of(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The settings that any of these entities exists in, sorted."""
        found = (self.entities[id] for id in ids if id in self.entities)
        return tuple(sorted({setting for entity in found for setting in entity.settings}))

    def instances(self) -> list[Entity]:
        """Instances of templates that something is related to."""
        return [e for e in self.connected() if e.label == "DomainEntity"]

    def connected(self) -> Iterator[Entity]:
        """Entities at which there is an edge; what rules but D1 look at."""
        return (entity for entity in self.asked() if entity.id in self.touched)

    def asked(self) -> Iterator[Entity]:
        """The entities that the sweep is about."""
        if self.scope is None:
            return iter(self.entities.values())
        return (self.entities[id] for id in sorted(self.scope) if id in self.entities)

    @cached_property
    def touched(self) -> frozenset[str]:
        """Ids at which there is an edge."""
        ends = {end for edge in self.edges for end in (edge.from_id, edge.to_id)}
        return frozenset(ends.union(*(there for _, _, there in self.broken)))

    @cached_property
    def bad_times(self) -> Mapping[str, str]:
        """What is wrong with the times of an edge, by edge id."""
        faults: dict[tuple[str | None, str | None], str | None] = {}
        found = {}
        for edge in self.edges:
            window = edge.valid_from, edge.valid_until
            if window not in faults:
                faults[window] = self.time_fault(*window)
            if fault := faults[window]:
                found[edge.edge_id] = fault
        return found

    def time_fault(self, valid_from: object, valid_until: object) -> str | None:
        """What is wrong with two stored times; None where both stand and may follow."""
        for time in (valid_from, valid_until):
            if time == "current":
                return "`current` is stored; it means another time every day"
            if time is not None and isinstance(placed := self.clock.extent(time), Unresolved):  # type: ignore[arg-type]
                return placed.why
        if self.clock.window_is_empty(valid_from, valid_until).value:  # type: ignore[arg-type]
            return f"ends at {valid_until}, before it starts at {valid_from}"
        return None

    @cached_property
    def _by_type(self) -> Mapping[str, list[EdgeRecord]]:
        grouped: dict[str, list[EdgeRecord]] = defaultdict(list)
        for edge in self.edges:
            grouped[edge.type].append(edge)
        return grouped

    @cached_property
    def _keys(self) -> dict[tuple[str | None, str | None], WindowKeys]:
        return {}
