"""What the map of planes shows, as data: planes, doors, eras, moments, who was where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...core.lore.plane_map import STATES
from .moments import Band, Moment

Marks = NDArray[np.uint8]

# Of a stay or a life at a moment; "" where it does not hold.
CERTAINTIES = ("", "true", "unknown")
NO, CERTAIN, MAYBE = range(3)
DOOR_STATES = STATES


class Plane(NamedTuple):
    """`x`, `y` are the middle of its box, `width` and `height` its size, in pixels, y downwards."""

    id: str
    name: str
    kind: str
    setting: str
    summary: str
    x: float
    y: float
    width: float
    height: float


class Door(NamedTuple):
    """A relation between two planes. `ways` are those one may go: "forward" is from source to
    target, "backward", "both", or "" for a relation that nobody travels."""

    id: str
    type: str
    source: str
    target: str
    ways: str
    cost: float
    via: str
    valid_from: str | None
    valid_until: str | None
    secrecy: str


class Being(NamedTuple):
    """An entity. `placed` ones are of a kind that can be on a plane; the others are met in the
    timelines of those. `born` and `died` are also of what was founded, made, destroyed."""

    id: str
    name: str
    label: str
    summary: str
    born: str | None
    died: str | None
    placed: bool


class Stay(NamedTuple):
    """That an entity is on a plane, by which edge of its own; `basis` direct or via_location."""

    entity: str
    plane: str
    basis: str
    edge: str
    valid_from: str | None
    valid_until: str | None


class Relation(NamedTuple):
    """A relation of an entity, for its timeline; they stand in order of time."""

    id: str
    type: str
    source: str
    target: str
    valid_from: str | None
    valid_until: str | None


class Way(NamedTuple):
    """From one plane to another: `reachable` "true", "unknown" or "false"; `legs` number the
    doors, twice, plus one where a door is gone through backwards; none where the way leads over
    planes that are not on the map."""

    reachable: str
    cost: float | None
    legs: tuple[int, ...]


@dataclass(frozen=True)
class Moving:
    """What changes with time: by moment (row) and door, stay or being (column).

    `doors` are places in DOOR_STATES, the others in CERTAINTIES.
    """

    doors: Marks
    stays: Marks
    lives: Marks


@dataclass(frozen=True)
class Atlas:
    """Everything that a view shows without asking anybody.

    `now` is the moment first shown. `ways` holds, by number of a state of all doors, start and
    goal, the cheapest way; empty where there would be too many. `state_of` gives the number of
    that state of each moment. `known_as` is the id of whose knowledge this is, `known_at` when.
    """

    planes: Sequence[Plane]
    doors: Sequence[Door]
    moments: Sequence[Moment]
    bands: Sequence[Band]
    beings: Sequence[Being]
    stays: Sequence[Stay]
    moving: Moving
    relations: Sequence[Relation] = ()
    ways: Mapping[tuple[int, str, str], Way] = field(default_factory=dict)
    state_of: Sequence[int] = ()
    now: int = 0
    setting: str | None = None
    known_as: str | None = None
    known_name: str | None = None
    known_at: str | None = None
    left_out: Mapping[str, Any] = field(default_factory=dict)

    def at(self, time: str) -> int | None:
        """The number of the moment of that time, as it is written; None where there is none."""
        times = [moment.time for moment in self.moments]
        return times.index(time) if time in times else None

    @property
    def knowledge(self) -> str:
        """Whose knowledge this is and when, in words; "" where it is all that is recorded."""
        return f"as {self.known_name} knows it at {self.known_at}" if self.known_as else ""

    def present(self, moment: int) -> list[tuple[Stay, str]]:
        """Who is where, each with its certainty, in the order of the stays."""
        marks = self.moving.stays[moment].tolist()
        return [(s, CERTAINTIES[m]) for s, m in zip(self.stays, marks, strict=True) if m]

    def door_states(self, moment: int) -> list[str]:
        return [DOOR_STATES[state] for state in self.moving.doors[moment].tolist()]

    def counts(self, moment: int) -> dict[str, Counter[str]]:
        """By plane, how many entities are there for certain ("true"), and may be ("unknown")."""
        best: dict[tuple[str, str], str] = {}
        for stay, certainty in self.present(moment):
            key = stay.plane, stay.entity
            best[key] = "true" if "true" in (certainty, best.get(key)) else certainty
        found = {plane.id: Counter[str]() for plane in self.planes}
        for (plane, _), certainty in best.items():
            found[plane][certainty] += 1
        return found

    def nowhere(self, moment: int) -> tuple[list[str], list[str]]:
        """Entities that no record places then: those that may exist, and those that did not."""
        there = {stay.entity for stay, _ in self.present(moment)}
        lives = self.moving.lives[moment].tolist()
        lost: tuple[list[str], list[str]] = ([], [])
        for being, life in zip(self.beings, lives, strict=True):
            if being.placed and being.id not in there:
                lost[life == NO].append(being.id)
        return lost
