"""Records in the form in which a graph of one schema version and one edge shape holds them."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Literal, NamedTuple

from ...core.lore import native_edge_id
from ...core.lore.window_keys import window_properties
from ...core.time import Chronology
from .entries import Entries
from .records import NodeRecord, RelationRecord

Schema = Literal["setting", "v1.2"]
Shape = Literal["native", "reified"]
REIFIED = "Relation"  # the label of relations that are nodes


class NodeRow(NamedTuple):
    """A node to be stored; `loaded_from` is its file and a digest of the rest."""

    label: str
    id: str
    properties: dict[str, Any]


class Ends(NamedTuple):
    """What one statement serves: edges of one type between two labels.

    The type of reified ones is "", since they are nodes of one label.
    """

    from_label: str
    type: str
    to_label: str


class EdgeRow(NamedTuple):
    ends: Ends
    edge_id: str
    from_id: str
    to_id: str
    properties: dict[str, Any]

    @property
    def loaded_from(self) -> str:
        return str(self.properties["loaded_from"])


@dataclass(frozen=True, slots=True)
class Form:
    """Schema version and edge shape; `labels` are those of all nodes by id."""

    schema: Schema
    shape: Shape

    def nodes(self, entries: Entries) -> Iterator[NodeRow]:
        for record in entries.nodes.values():
            properties = dict(record.properties)
            if record.label == "Plane" and self.schema == "v1.2":
                properties.pop("setting_id", None)
            _mark(properties, entries.source, record.file, record.label)
            yield NodeRow(record.label, record.id, properties)

    def relations(
        self, entries: Entries, labels: Mapping[str, str], chronology: Chronology
    ) -> Iterator[EdgeRow]:
        """Relations whose ends are known, with the keys of their windows."""
        keys = _keys_of(chronology)
        for record in entries.relations.values():
            ends = Ends(labels[record.from_id], record.type, labels[record.to_id])
            properties = record.properties
            properties |= keys(properties.get("valid_from"), properties.get("valid_until"))
            yield self._edge(ends, record, properties, entries.source)

    def _edge(
        self, ends: Ends, record: RelationRecord, properties: dict[str, Any], source: str
    ) -> EdgeRow:
        if self.schema == "v1.2" and ends.type == "LOCATED_IN_PLANE":
            ends = ends._replace(type="LOCATED_IN")
        elif self.shape == "reified" and not record.of_instance:
            properties |= {"id": record.edge_id, "type": record.type}
            ends = ends._replace(type="")
        _mark(properties, source, record.file, (*ends, record.from_id, record.to_id))
        return EdgeRow(ends, record.edge_id, record.from_id, record.to_id, properties)

    def memberships(self, entries: Entries, homes: Mapping[str, str | None]) -> Iterator[EdgeRow]:
        """EXISTS_IN of every node, and HAS_PLANE where planes do not name their setting.

        `homes` are the settings with their default planes. What names a setting that is not
        there, or of v1.2 one without a default plane, is found among the rejects.
        """
        for record in entries.nodes.values():
            for setting in record.settings:
                if self.schema == "setting" and setting in homes:
                    yield _member(entries, record, "Setting", setting)
                elif home := homes.get(setting):
                    yield _member(entries, record, "Plane", home)
                else:
                    why = f"exists in {setting!r}, which is no setting with a default plane"
                    entries.refuse(record.file, record.label, record.line, why, record.id)
            if record.label == "Plane" and self.schema == "v1.2":
                yield from _held(entries, record, homes)


def _keys_of(chronology: Chronology) -> Callable[[Any, Any], dict[str, Any]]:
    """`window_properties`, quick: windows are many, and their ends few."""
    start = lru_cache(1 << 16)(lambda time: window_properties(chronology, time, None))
    end = lru_cache(1 << 16)(lambda time: window_properties(chronology, None, time))

    def keys(valid_from: str | None, valid_until: str | None) -> dict[str, Any]:
        first, last = start(valid_from), end(valid_until)
        if first and last and first["from_line"] != last["until_line"]:
            return window_properties(chronology, valid_from, valid_until)
        return first | last

    return keys


def _member(entries: Entries, record: NodeRecord, label: str, target: str) -> EdgeRow:
    ends = Ends(record.label, "EXISTS_IN", label)
    return _structural(entries, ends, record, record.id, target)


def _held(entries: Entries, record: NodeRecord, homes: Container[str]) -> Iterator[EdgeRow]:
    setting = record.properties.get("setting_id")
    if isinstance(setting, str) and setting in homes:
        ends = Ends("Setting", "HAS_PLANE", "Plane")
        yield _structural(entries, ends, record, setting, record.id)


def _structural(entries: Entries, ends: Ends, record: NodeRecord, start: str, end: str) -> EdgeRow:
    edge_id = native_edge_id(start, ends.type, end, None, None)
    properties = {"edge_id": edge_id}
    _mark(properties, entries.source, record.file, (*ends, start, end))
    return EdgeRow(ends, edge_id, start, end, properties)


def _mark(properties: dict[str, Any], source: str, file: str, context: Any) -> None:
    """Where it comes from and a digest of what it is, so that the next load can tell."""
    content = marshal.dumps((context, sorted(properties.items())), 2)
    digest = blake2b(content, digest_size=8).hexdigest()
    properties["loaded_from"] = f"{source}/{file}#{digest}"
