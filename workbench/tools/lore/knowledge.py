"""What one character may know at one time: read once, then asked of any number of facts.

knowledge = Knowledge.of(inquiry, "per_felix_corbelain", "bell_age.year_412")
knowledge.visible(fact_of_entity(mission)).visible
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from ...core.errors import BadInput
from ...core.lore import EdgeRecord, Entity
from ...core.lore.facts import INSTANCE, KINDS, SECRET, Fact, fact_of_edge, fact_of_entity
from ...core.lore.visibility import (
    ATTENDED,
    PARTY_TO,
    Chain,
    Knower,
    Secrets,
    Sight,
    Verdict,
    chains,
)
from ...core.time import parse_time
from .edges import edges_from, edges_of, edges_to
from .inquiry import Inquiry


class WorldSecrets:
    """All secrets of a world, and what each is about: read when they are first needed."""

    def __init__(self, inquiry: Inquiry) -> None:
        self._inquiry = inquiry

    @cached_property
    def entities(self) -> list[Entity]:
        """By id."""
        types = [type for type, kind in KINDS.items() if kind == SECRET]
        asked = self._inquiry.ask(
            "lore/instances_of_types", types=types, statuses=None, setting=None
        )
        return sorted(self._inquiry.recorded(asked), key=lambda entity: entity.id)

    @cached_property
    def known(self) -> Secrets:
        about: dict[str, set[str]] = {}
        for edge in edges_of(self._inquiry, ["ABOUT"]):
            about.setdefault(edge.from_id, set()).add(edge.to_id)
        return Secrets(
            {entity.id: fact_of_entity(entity) for entity in self.entities},
            {id: frozenset(subjects) for id, subjects in about.items()},
        )


@dataclass
class Knowledge:
    """Asks a handful of questions for a person, whatever the number of facts."""

    inquiry: Inquiry
    npc: Entity
    at_time: str
    secrets: WorldSecrets
    _instances: dict[str, Entity] = field(default_factory=dict)
    _settings: dict[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        inquiry: Inquiry,
        npc: str | Entity,
        at_time: str = "current",
        *,
        secrets: WorldSecrets | None = None,
    ) -> Knowledge:
        """BadInput where `npc` is nobody or no person, TimeSyntaxError for a bad time.

        `secrets` spares the reading of them to whoever asks about many persons.
        """
        parse_time(at_time)
        person = npc if isinstance(npc, Entity) else inquiry.entity(npc)
        if person.label != "Person":
            raise BadInput(
                f"npc: expected a Person, saw {person.id} ({person.label}); only persons know"
            )
        return cls(inquiry, person, at_time, secrets or WorldSecrets(inquiry))

    def visible(self, fact: Fact) -> Verdict:
        """The verdict on a fact, with its checks. Secrets are read when the first one is met."""
        open_to_all = fact.secrecy in ("public", "faction_internal")
        return (self._plain if open_to_all else self._sight).verdict(fact)

    def facts(self, edges: Collection[EdgeRecord]) -> list[Fact]:
        """Relations as facts, in their order; what guards them is read in bulk."""
        of_instances = {e.from_id for e in edges if e.from_label == INSTANCE}
        self._read_instances(of_instances - self._instances.keys())
        self._read_settings(edges)
        return [self._fact(edge) for edge in edges]

    @property
    def tier(self) -> int:
        return self._plain.knower.tier

    @cached_property
    def _plain(self) -> Sight:
        clock = self.inquiry.clock_of(self.npc)
        return Sight(_knower(self.inquiry, self.npc), self.at_time, clock)

    @cached_property
    def _sight(self) -> Sight:
        return replace(self._plain, secrets=self.secrets.known)

    def _fact(self, edge: EdgeRecord) -> Fact:
        one, other = (self._settings.get(id, frozenset()) for id in (edge.from_id, edge.to_id))
        return fact_of_edge(
            edge, settings=one & other or one | other, instance=self._instances.get(edge.from_id)
        )

    def _entities(self, label: str, ids: list[str]) -> list[Entity]:
        asked = self.inquiry.ask("lore/entities_with_ids", label=label, ids=ids)
        return self.inquiry.recorded(asked)

    def _read_instances(self, ids: Iterable[str]) -> None:
        if wanted := sorted(ids):
            found = self._entities(INSTANCE, wanted)
            self._instances.update((entity.id, entity) for entity in found)

    def _read_settings(self, edges: Iterable[EdgeRecord]) -> None:
        ends = {(e.from_label, e.from_id) for e in edges} | {(e.to_label, e.to_id) for e in edges}
        labels: dict[str, list[str]] = {}
        for label, id in sorted(ends):
            if id not in self._settings and label != "Plane":
                labels.setdefault(label, []).append(id)
        for label, ids in labels.items():
            for entity in self._entities(label, ids):
                self._settings[entity.id] = frozenset(entity.settings)


def _knower(inquiry: Inquiry, npc: Entity) -> Knower:
    leaving, reaching = edges_from(inquiry, npc), edges_to(inquiry, npc)
    told: dict[str, list[EdgeRecord]] = {}
    attended: dict[str, list[tuple[EdgeRecord, str | None]]] = {}
    for edge in reaching:
        if edge.type == "KNOWN_BY":
            told.setdefault(edge.from_id, []).append(edge)
    for edge in leaving:
        if edge.type in ATTENDED:
            attended.setdefault(edge.to_id, []).append((edge, _since(inquiry, edge)))
    held = npc.properties
    return Knower(
        npc.id,
        frozenset(npc.settings),
        held.get("born"),
        held.get("died"),
        bool(held.get("lingers")),
        held.get("tier") or 1,
        _memberships(inquiry, npc.id, leaving),
        told,
        frozenset(edge.from_id for edge in reaching if edge.type in PARTY_TO),
        attended,
    )


def _memberships(
    inquiry: Inquiry, npc: str, leaving: Iterable[EdgeRecord]
) -> dict[str, list[Chain]]:
    """Memberships of the person, and those of each faction above."""
    found = [edge for edge in leaving if edge.type == "MEMBER_OF"]
    asked: set[str] = set()
    for edge in found:  # grows while it is walked
        if edge.to_label == "Faction" and edge.to_id not in asked:
            asked.add(edge.to_id)
            faction = Entity(edge.to_id, edge.to_label, edge.to_name)
            found += edges_from(inquiry, faction, ["MEMBER_OF"])
    return chains(npc, found)


def _since(inquiry: Inquiry, attended: EdgeRecord) -> str | None:
    """From when a person was at an event: by the edge, else when the event occurred."""
    if attended.valid_from:
        return attended.valid_from
    occurred: str | None = inquiry.entity(attended.to_id).properties.get("occurred")
    return occurred
