"""Which relations hold at a time, or during a window, and in which setting."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from ...core.lore import EdgeRecord, Entity
from ...core.time import Chronology, Truth, WindowKeys, parse_time
from .inquiry import Inquiry


class During(NamedTuple):
    """A window of the fiction as it is asked about; a time T is the window from and until T.

    A relation holds "at T" if it does at some moment of T: its window and T share a day.
    """

    clock: Chronology
    valid_from: str | None
    valid_until: str | None

    @property
    def keys(self) -> WindowKeys:
        return self.clock.window_keys(self.valid_from, self.valid_until)

    def meets(self, valid_from: str | None, valid_until: str | None) -> Truth:
        return self.clock.time_windows_overlap(
            self.valid_from, self.valid_until, valid_from, valid_until
        )

    def holds(self, edge: EdgeRecord) -> Truth:
        return self.meets(edge.valid_from, edge.valid_until)


Held = tuple[EdgeRecord, Truth]


def check_times(*times: str | None) -> None:
    """TimeSyntaxError for what is no canonical time; None is an open end."""
    for time in times:
        if time is not None:
            parse_time(time)


def centred(inquiry: Inquiry, reference: str, time: str | None) -> tuple[Entity, During] | None:
    """The entity that a question is about, and its time (None: any) as told where it is at home.

    None where the question names a setting in which the entity does not exist, or that there
    is none of. TimeSyntaxError, AmbiguousName, BadInput (no such entity).
    """
    check_times(time)
    if inquiry.nowhere:
        return None
    entity = inquiry.entity(reference)
    if away(inquiry, entity):
        return None
    return entity, During(inquiry.clock_of(entity), time, time)


def only(types: str | Collection[str] | None) -> list[str] | None:
    """Relation types that a question is narrowed to, one given as a text alone."""
    return [types] if isinstance(types, str) else None if types is None else list(types)


def held(inquiry: Inquiry, edges: Iterable[EdgeRecord], asked: During) -> list[Held]:
    """The edges of the question's setting that hold, or may; the retcons they cross are noted."""
    judged = ((edge, asked.holds(edge)) for edge in in_setting(inquiry, list(edges)))
    found = [(edge, truth) for edge, truth in judged if truth.possible]
    inquiry.note(edge for edge, _ in found)
    return found


def undecided(inquiry: Inquiry, certainties: Iterable[Truth]) -> None:
    """Count what could be neither affirmed nor denied among the rows of an answer."""
    inquiry.undecided += sum(truth.value is None for truth in certainties)


def away(inquiry: Inquiry, entity: Entity) -> bool:
    """Whether the question names a setting in which the entity does not exist."""
    return inquiry.setting is not None and inquiry.setting not in _settings(entity)


def in_setting(inquiry: Inquiry, edges: list[EdgeRecord]) -> list[EdgeRecord]:
    """Edges whose two ends exist in the question's setting; all, where it names none.

    What is on a plane may be on one of another setting; two planes need one end there.
    """
    if inquiry.setting is None or not edges:
        return edges
    there = _members(inquiry, edges)
    return [edge for edge in edges if _belongs(edge, there)]


def _belongs(edge: EdgeRecord, there: set[str]) -> bool:
    if edge.from_label == edge.to_label == "Plane":
        return edge.from_id in there or edge.to_id in there
    ends = ((edge.from_id, edge.from_label), (edge.to_id, edge.to_label))
    return all(entity in there for entity, label in ends if label != "Plane")


def _members(inquiry: Inquiry, edges: list[EdgeRecord]) -> set[str]:
    """The ends that exist in the question's setting."""
    labels = {edge.from_id: edge.from_label for edge in edges}
    labels |= {edge.to_id: edge.to_label for edge in edges}
    of_label: dict[str, list[str]] = {}
    for entity, label in labels.items():
        of_label.setdefault(label, []).append(entity)
    return {
        row["id"]
        for label, ids in sorted(of_label.items())
        for row in inquiry.ask("lore/settings_of_nodes", label=label, ids=ids)
        if inquiry.setting in _named_or_tied(inquiry, label, row["id"], row["settings"])
    }


def _named_or_tied(
    inquiry: Inquiry, label: str, entity: str, settings: list[str] | None
) -> list[str]:
    if settings is not None:
        return settings
    tied = inquiry.ask("lore/settings_of_entity", label=label, id=entity)
    return [row["setting_id"] for row in tied]


def _settings(entity: Entity) -> tuple[str, ...]:
    """A plane belongs to the setting that it names."""
    home = entity.properties.get("setting_id")
    return (*entity.settings, home) if isinstance(home, str) else entity.settings
