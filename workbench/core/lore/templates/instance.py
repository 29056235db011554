"""Instances of templates: as they stand in a file, and as they pass into a store."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

# In the order in which an instance is checked; the first that fails is told.
CHECKS = (
    "YAML shape",
    "template known",
    "unknown fields",
    "required",
    "type",
    "enum/range",
    "times canonical",
    "relation type known",
    "endpoint exists",
    "endpoint label",
    "cardinality",
    "relation properties",
    "sources exist",
    "id unique",
)
# What every relation may carry beside the properties that its template declares.
EDGE_PROPERTIES = frozenset(
    {"secrecy", "owner", "known_by"} | {"superseded_by", "retcon_at", "supersedes", "effective_at"}
)
SHARED_KEYS = frozenset({"id", "type", "to", "valid_from", "valid_until", "sources"})


@dataclass(frozen=True, slots=True)
class Known:
    """What is there beside the files that are checked: the label of every entity (of an
    instance its domain type) by id, and the ids of sources and settings."""

    kinds: Mapping[str, str] = field(default_factory=dict)
    sources: Collection[str] = ()
    settings: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """The first check that an instance fails; `instance` is empty where none can be named."""

    file: str
    line: int
    instance: str
    check: str
    message: str

    def __str__(self) -> str:
        who = f"{self.instance}: " if self.instance else ""
        return f"{self.file}:{self.line}: {self.check}: {who}{self.message}"


@dataclass(frozen=True, slots=True)
class InstanceRelation:
    """An edge that leaves an instance; `sources` are the instance's where it names none."""

    type: str
    to: str
    id: str | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    sources: tuple[str, ...] = ()
    properties: Mapping[str, Any] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Instance:
    """A valid instance; `fields` hold the defaults of those that were left out."""

    id: str
    type: str
    template_id: str
    setting_id: str
    name: str
    summary: str | None = None
    aliases: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    relations: tuple[InstanceRelation, ...] = ()
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Validated:
    """The instances of files without a fault, and the faults of the others, by file and line."""

    instances: tuple[Instance, ...]
    faults: tuple[Fault, ...]
