"""One question about a world while it is being answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ...core.answer import Step
from ...core.errors import AmbiguousName, BadInput
from ...core.lore import EdgeRecord, Entity, LoreAnswer, Meta, World
from ...core.lore.edges import moment
from ...core.lore.record import Record, record_of
from ...core.protocols import AsksWorld
from ...core.time import Chronology
from ...core.values import Rows

ALL = 10_000_000  # rows: an answer made of a part of its rows would be wrong


@dataclass
class Inquiry:
    """Asks the stores on behalf of one tool, and keeps account: trace, warnings, what crossed.

    `as_of` is the real time of the record, None for now; `world_time` what `current` means,
    where the question says so itself.
    """

    asks: AsksWorld
    world: World
    setting: str | None = None
    as_of: datetime | None = None
    world_time: str | None = None
    trace: list[Step] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    undecided: int = 0
    truncated: bool = False
    _retcons: dict[tuple[str, str], None] = field(default_factory=dict)
    _clocks: dict[str | None, Chronology] = field(default_factory=dict)
    _record: Record | None = None

    @classmethod
    def open(
        cls,
        asks: AsksWorld,
        *,
        setting: str | None = None,
        as_of: str | datetime | None = None,
        world_time: str | None = None,
    ) -> Inquiry:
        """TimeSyntaxError where `world_time` is no canonical time, BadInput for a bad `as_of`."""
        return cls(asks, asks.world(), setting, _real_time(as_of), world_time)

    def ask(self, query: str, /, **parameters: Any) -> Rows:
        """The whole result of a catalogue query, its steps added to the trace."""
        answer = self.asks.ask(query, row_limit=ALL, **parameters)
        self.trace += answer.trace
        return answer.rows

    @property
    def nowhere(self) -> bool:
        """Whether the question names a setting that there is none of: its answer is empty."""
        return self.setting is not None and self.setting not in self.world.settings

    @property
    def record(self) -> Record:
        """What the record held at `as_of`, where that differs from now; asked once."""
        if self._record is None:
            later = self.ask("lore/retcons_since", moment=self.as_of) if self.as_of else ()
            self._record = record_of(later)
        return self._record

    def clock(self, setting: str | None = None) -> Chronology:
        """Time as it is told in a setting: that of the question, else the one given, else the
        default; `current` is resolved there."""
        home = self.setting or setting
        if home not in self._clocks:
            now = self.world.current(home, world_time=self.world_time, session=self.asks.world_time)
            self._clocks[home] = self.world.chronology.at(now.time if now else None)
        return self._clocks[home]

    def clock_of(self, entity: Entity) -> Chronology:
        """Time as it is told where the entity is at home: its first setting."""
        return self.clock(next(iter(entity.settings), None))

    def entity(self, reference: str) -> Entity:
        """The entity of an id, or of a name or alias that only one has, as it was at `as_of`.

        AmbiguousName with the candidates; BadInput where there is none, or was none then.
        """
        entities = self.recorded(self.ask("lore/entity", id=reference))
        entities = entities or self._named(reference)
        entities = entities or self.recorded(self.ask("lore/node_of_any_label", id=reference))
        if len(entities) > 1:
            raise AmbiguousName(reference, [(e.id, e.label) for e in entities])
        if not entities:
            raise BadInput(
                f"{reference!r}: expected the id or the whole name of an entity, and the graph "
                "has none; lookup() finds ids by parts of names"
            )
        return entities[0]

    def entities(self, label: str) -> list[Entity]:
        """All entities of one label, by id, as they were at `as_of`."""
        return self.recorded(self.ask("lore/entities_of_label", label=label))

    def recorded(self, rows: Iterable[Mapping[str, Any]]) -> list[Entity]:
        """Entities from rows of `lore/entity` or its like, as they were at `as_of`."""
        found = (self.record.entity(self._entity(row)) for row in rows)
        return [entity for entity in found if entity is not None]

    def _named(self, name: str) -> list[Entity]:
        rows = list(self.ask("lore/entities_named", name=name))
        for entity in self.record.once_called(name):
            rows += self.ask("lore/entity", id=entity)
        return self.recorded({row["id"]: row for row in rows}.values())

    def _entity(self, row: Mapping[str, Any]) -> Entity:
        settings = row["settings"]
        if settings is None:
            asked = self.ask("lore/settings_of_entity", label=row["label"], id=row["id"])
            settings = [found["setting_id"] for found in asked]
        name = row["name"] or row["id"]
        return Entity(row["id"], row["label"], name, tuple(settings), row["properties"])

    def note(self, edges: Iterable[EdgeRecord]) -> None:
        """Remember the retcons that an answer with these edges crosses."""
        for edge in edges:
            if edge.supersedes:
                self._retcons[edge.supersedes, edge.edge_id] = None
            if edge.superseded_by:
                self._retcons[edge.edge_id, edge.superseded_by] = None

    def answer(
        self, columns: Sequence[str], rows: Iterable[Sequence[Any]], **facts: Any
    ) -> LoreAnswer:
        """The rows in these columns, with what was noted on the way."""
        now = self.world.current(
            self.setting, world_time=self.world_time, session=self.asks.world_time
        )
        meta = Meta(
            world_time=str(now.time) if now else None,
            as_of=self.as_of.isoformat() if self.as_of else None,
            schema=self.world.schema,
            stores=tuple(dict.fromkeys(step.store for step in self.trace)),
            warnings=tuple(dict.fromkeys(self.warnings)),
            truncated=self.truncated,
            retcons=tuple(self._retcons),
            undecided=self.undecided,
            facts=facts,
        )
        return LoreAnswer(Rows(tuple(columns), [tuple(r) for r in rows]), meta, tuple(self.trace))


def _real_time(as_of: str | datetime | None) -> datetime | None:
    if as_of is None or isinstance(as_of, datetime):
        return as_of.replace(tzinfo=UTC) if as_of and not as_of.tzinfo else as_of
    try:
        return moment(as_of)
    except ValueError as error:
        raise BadInput(
            f"as_of: expected a real date such as 2026-02-20T00:00:00Z, saw {as_of!r}"
        ) from error
