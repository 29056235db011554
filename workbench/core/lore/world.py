"""What every question about a world needs to know before it is asked."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..time import Chronology, Current, current_time
from .edges import Shape
from .ontology import Ontology
from .shapes import SchemaVersion


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting: its calendar axis, its current time, the plane that is its material world."""

    id: str
    name: str
    kind: str = ""
    axis: str = ""
    current_era: str | None = None
    default_plane: str | None = None


@dataclass(frozen=True)
class World:
    """Eras, registry, settings and stored shapes of the world in one graph.

    `shapes` tells by relation type, as stored, which shape its edges have; `now` is the
    `:Now` of each setting (of none: key ""); `reliability` weighs each source that says its
    own; `stamp` changes when a load or a retcon changes any of this. `derived` keeps what
    took time to read or work out and holds as long as this world does.
    """

    chronology: Chronology
    ontology: Ontology
    settings: Mapping[str, Setting] = field(default_factory=dict)
    default_setting: str | None = None
    now: Mapping[str, str] = field(default_factory=dict)
    schema: SchemaVersion = "empty"
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    reliability: Mapping[str, float] = field(default_factory=dict)
    stamp: int | None = None
    derived: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    def current(
        self, setting: str | None, *, world_time: str | None = None, session: str | None = None
    ) -> Current | None:
        """What `current` means in a setting: the default setting's where None is given."""
        home = setting or self.default_setting or ""
        found = self.settings.get(home)
        return current_time(
            world_time,
            session=session,
            setting=found.current_era if found else None,
            now=self.now.get(home) or self.now.get(""),
        )

    def holds(self, type: str) -> Shape | None:
        """The shape of the edges stored under a type; None where there are none."""
        return self.shapes.get(type)
