"""A type of things in a world, declared in a file: its fields, relations and named queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .fields import Field
from .query import CheckedQuery

RESERVED = frozenset(
    {"id", "type", "template_id", "setting_id", "name", "summary", "sources"}
    # what the store keeps beside them on the same node
    | {"settings", "aliases", "claims"}
)


@dataclass(frozen=True, slots=True)
class RelationRule:
    """A relation that an instance may leave by: `to` are labels or domain types, `minimum` and
    `maximum` (None: any number) count its edges; `properties` are those of an edge."""

    type: str
    to: tuple[str, ...]
    minimum: int = 0
    maximum: int | None = None
    time_bounded: bool = False
    properties: Mapping[str, Field] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QueryParameter:
    """A value that a query takes; one that is optional may be left out, which is null."""

    name: str
    type: str
    optional: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class TemplateQuery:
    """A named query of a template; its text stays inside the allowed subset of Cypher."""

    id: str
    description: str
    parameters: tuple[QueryParameter, ...]
    cypher: CheckedQuery


@dataclass(frozen=True, slots=True)
class Template:
    """`type` tells its instances apart, `document` is the declaration as it was written.

    `embedded`: summaries of instances go into `domain_summaries`. `log` names the table and
    the column of it that hold an instance's rows.
    """

    id: str
    type: str
    version: int
    fields: Mapping[str, Field]
    relations: Mapping[str, RelationRule]
    queries: tuple[TemplateQuery, ...] = ()
    description: str = ""
    embedded: bool = False
    log: Mapping[str, str] | None = None
    file: str = ""
    document: Mapping[str, Any] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.id, self.version))
