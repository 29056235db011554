"""A node of a world, as questions meet it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Entity:
    """`label` is the node's first; `settings` are the settings that it exists in."""

    id: str
    label: str
    name: str
    settings: tuple[str, ...] = ()
    properties: Mapping[str, Any] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.id)
