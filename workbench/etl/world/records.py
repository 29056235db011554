"""What a world's files say, as records: nodes, and the relations that leave them."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

LABEL = re.compile(r"[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*")  # never the name of a relation
RELATION = re.compile(r"[A-Z][A-Z0-9_]*")
# Labels of nodes that are made of something else than the entities of a file.
OTHERWISE_MADE = frozenset(
    {"Relation", "WorldState", "Now", "Calendar", "RelationType", "ExclusiveGroup"}
    | {"TypeTemplate", "TemplateState", "DomainEntity", "LoreChunk"}
)
# Kept beside a node or an edge by a load; a file may not write them.
RESERVED = frozenset({"loaded_from", "from_line", "from_key", "until_line", "until_key"})
_PLAIN = (str, bool, int, float)


@dataclass(frozen=True, slots=True)
class NodeRecord:
    """`settings` are those it exists in by an edge; `properties` are ready to be stored."""

    label: str
    id: str
    properties: Mapping[str, Any]
    file: str
    line: int
    settings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationRecord:
    """A relation as written, without window keys; `of_instance` ones have one shape only."""

    edge_id: str
    type: str
    from_id: str
    to_id: str
    properties: dict[str, Any]
    file: str
    line: int
    of_instance: bool = False


def stored(properties: Mapping[str, Any], without: Container[str] = frozenset()) -> dict[str, Any]:
    """Properties as a graph holds them: no nulls, parts as JSON text; ValueError says why not."""
    found = {}
    for name, value in properties.items():
        if value is None or name in without:
            continue
        if type(value) is str:
            found[name] = value
            continue
        found[name] = _value(name, value)
    if not RESERVED.isdisjoint(found):
        raise ValueError(f"{sorted(RESERVED & set(found))} is written by a load alone; rename it")
    return found


def _value(name: str, value: Any) -> Any:
    if isinstance(value, _PLAIN):
        return _number(name, value)
    kinds = set(map(type, value)) if isinstance(value, list) else {dict}
    if kinds <= {str}:
        return value
    if len(kinds) == 1 and kinds < set(_PLAIN):
        return [_number(name, item) for item in value]
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _number(name: str, value: Any) -> Any:
    if type(value) is int and not -(2**63) <= value < 2**63:
        raise ValueError(f"{name}: {value} does not fit in 64 bits")
    if type(value) is float and not abs(value) < float("inf"):
        raise ValueError(f"{name}: expected a finite number, saw {value}")
    return value
