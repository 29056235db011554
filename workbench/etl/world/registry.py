"""Settings, calendars, eras, current times and the registry of relations, as nodes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...core.errors import BadInput
from ...core.lore import ontology_of
from .documents import Entry
from .entries import Entries
from .records import NodeRecord, stored


def add_registry(found: Entries, documents: Mapping[str, Mapping[str, Any]]) -> None:
    """The nodes of `settings`, `eras` and `ontology`; BadInput for an entry that is none."""
    settings, eras = documents["settings"], documents["eras"]
    found.files.update(f"{name}.yaml" for name, document in documents.items() if document)
    found.default_setting = settings.get("default_setting")
    for entry in _listed(settings, "settings", "settings.yaml"):
        _add(found, "Setting", "settings.yaml", entry, entry)
    homes = {axis["id"]: axis.get("setting_id") for axis in eras.get("axes") or ()}
    for entry in _listed(eras, "axes", "eras.yaml"):
        _add(found, "Calendar", "eras.yaml", entry, entry)
    for entry in _listed(eras, "eras", "eras.yaml"):
        home = homes.get(entry.get("axis"))
        _add(found, "Era", "eras.yaml", entry, {**entry, "settings": [home] if home else None})
    for entry in _listed(eras, "now", "eras.yaml", key="setting_id"):
        own = {**entry, "id": f"now:{entry['setting_id']}"}
        _add(found, "Now", "eras.yaml", entry, own)
    _add_ontology(found, documents["ontology"])


def _add_ontology(found: Entries, document: Mapping[str, Any]) -> None:
    lines = {
        entry["type"]: entry.line
        for key in ("relation_types", "plane_relation_types")
        for entry in document.get(key) or ()
    }
    for relation in ontology_of(document).relations.values():
        properties = stored({"id": relation.name, **relation.document()})
        line = lines[relation.name]
        record = NodeRecord("RelationType", relation.name, properties, "ontology.yaml", line)
        _own(found, record)
    for name, members in (document.get("exclusive_groups") or {}).items():
        properties = {"id": name, "name": name, "members": list(members)}
        _own(found, NodeRecord("ExclusiveGroup", name, properties, "ontology.yaml", 1))


def _listed(document: Mapping[str, Any], name: str, file: str, key: str = "id") -> Iterable[Entry]:
    for entry in document.get(name) or ():
        if not isinstance(entry, Entry) or not isinstance(entry.get(key), str):
            line = getattr(entry, "line", 1)
            raise BadInput(f"{file}:{line}: expected an entry with `{key}` under `{name}`")
        yield entry


def _add(found: Entries, label: str, file: str, entry: Entry, own: Mapping[str, Any]) -> None:
    try:
        properties = stored(own)
    except ValueError as error:
        raise BadInput(f"{file}:{entry.line}: {error}") from error
    _own(found, NodeRecord(label, own["id"], properties, file, entry.line))


def _own(found: Entries, record: NodeRecord) -> None:
    if not found.add_node(record):
        raise BadInput(f"{record.file}:{record.line}: {record.id!r} is an id twice; rename one")
