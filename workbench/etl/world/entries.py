"""Entries of a world's files, checked for their shape and collected as records."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ...core.lore import native_edge_id
from ...core.lore.edges import STRUCTURAL
from ..rejects import Reject, shortened
from .documents import Entry
from .records import LABEL, OTHERWISE_MADE, RELATION, NodeRecord, RelationRecord, stored

_ENDS = frozenset({"id", "type", "to"})


class Entries:
    """The records of one world folder, and what was refused on the way.

    `source` is the folder's name, by which its records are known in the graph; `kept` are ids
    of refused records and `kept_files` files refused as a whole: what an earlier load made of
    them stays.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.default_setting: str | None = None
        self.nodes: dict[str, NodeRecord] = {}
        self.relations: dict[str, RelationRecord] = {}
        self.rejects: list[Reject] = []
        self.files, self.kept, self.kept_files = set[str](), set[str](), set[str]()

    def refuse_file(self, file: str, line: int, why: str) -> None:
        self.files.add(file)
        self.kept_files.add(file)
        self.rejects.append(Reject(file, "file", line, "", f"{why}; nothing of it is loaded", ""))

    def refuse(self, file: str, what: str, line: int, why: str, seen: object = "") -> None:
        self.rejects.append(Reject(file, what, line, "", why, shortened(seen)))

    def listed(self, file: str, document: Entry, key: str) -> list[Any]:
        """The list under a key; a file without one is refused."""
        entries = document.get(key)
        if isinstance(entries, list):
            return entries
        self.refuse_file(file, document.line, f"expected a list under `{key}`")
        return []

    def add_node(self, record: NodeRecord) -> bool:
        """False where its id is taken, which is found."""
        first = self.nodes.setdefault(record.id, record)
        if first is record:
            return True
        why = f"the id is that of {first.label} in {first.file}:{first.line}"
        self.refuse(record.file, record.label, record.line, why, record.id)
        return False

    def add_entity(self, file: str, label: str, entry: Any) -> None:
        """An entity with its relations."""
        if (why := _odd(entry)) or (why := _odd_label(entry.get("label") or label)):
            self.refuse_entry(file, label, entry, why)
            return
        label, settings = entry.get("label") or label, _settings(entry)
        own = {k: v for k, v in entry.items() if k not in ("label", "relations")}
        if label == "Plane" and settings:
            own = {**own, "setting_id": settings[0]}
        try:
            properties = stored({**own, "settings": list(settings)})
        except ValueError as error:
            self.refuse_entry(file, label, entry, str(error))
            return
        where = (file, entry.line)
        member = () if label == "Plane" else settings
        if self.add_node(NodeRecord(label, entry["id"], properties, *where, member)):
            self.add_relations(file, entry)

    def add_relations(self, file: str, entry: Entry) -> None:
        """The relations under an entity."""
        relations = entry.get("relations") or []
        if not isinstance(relations, list):
            self.refuse(file, "relations", entry.line, "expected a list of relations", relations)
            return
        for relation in relations:
            line = getattr(relation, "line", entry.line)
            try:
                self.add_relation(_relation(file, entry["id"], relation, line))
            except ValueError as error:
                self._keep(relation)
                self.refuse(file, f"relation of {entry['id']}", line, str(error), relation)

    def add_relation(self, record: RelationRecord) -> None:
        """A relation, unless its edge id is taken, which is found."""
        first = self.relations.setdefault(record.edge_id, record)
        if first is not record:
            why = f"the edge id is that of {first.file}:{first.line}"
            what = f"relation of {record.from_id}"
            self.refuse(record.file, what, record.line, why, record.edge_id)

    def refuse_entry(self, file: str, label: str, entry: Any, why: str) -> None:
        self._keep(entry)
        self.refuse(file, label or "entity", getattr(entry, "line", 1), why, entry)

    def _keep(self, entry: Any) -> None:
        if isinstance(entry, Mapping) and isinstance(entry.get("id"), str):
            self.kept.add(entry["id"])


def _odd(entry: Any) -> str:
    if not isinstance(entry, Entry):
        return "expected fields, written as `id: …`"
    if not isinstance(entry.get("id"), str) or not entry["id"]:
        return "expected an `id` that is text"
    if not isinstance(entry.get("name"), str):
        return "expected a `name` that is text; put numbers in quotes"
    given = entry.get("settings")
    listed = isinstance(given, list) and all(isinstance(item, str) for item in given)
    if given is not None and not listed:
        return "expected `settings` as a list of setting ids"
    return ""


def _odd_label(label: Any) -> str:
    if not isinstance(label, str) or not LABEL.fullmatch(label):
        return f"expected a label such as Person, saw {label!r:.40}; write `label:` in the file"
    if label in OTHERWISE_MADE:
        return f"a {label} comes from a file of its own kind; choose another label"
    return ""


def _settings(entry: Entry) -> tuple[str, ...]:
    given = tuple(entry.get("settings") or ())
    setting = entry.get("setting_id")
    return given if given or not isinstance(setting, str) else (setting,)


def _odd_relation(relation: Any) -> str:
    if not isinstance(relation, dict):
        return "expected a relation such as {id: rel_1, type: KNOWS, to: per_x}"
    if why := _odd_type(relation.get("type")):
        return why
    target, own = relation.get("to"), relation.get("id")
    if not isinstance(target, str) or not target:
        return "expected the id of an entity in `to`"
    if own is not None and (not isinstance(own, str) or not own):
        return "expected an `id` that is text, or none"
    return ""


def _odd_type(kind: Any) -> str:
    if not isinstance(kind, str) or not _is_name(kind):
        return f"expected a `type` such as MEMBER_OF, saw {kind!r:.40}"
    if kind in STRUCTURAL:
        return f"{kind} is made by the load; write `settings`, or another relation"
    return ""


@lru_cache(maxsize=1 << 10)
def _is_name(kind: str) -> bool:
    return RELATION.fullmatch(kind) is not None


def _relation(file: str, source: str, relation: Any, line: int) -> RelationRecord:
    """ValueError says why it is none."""
    if why := _odd_relation(relation):
        raise ValueError(why)
    properties = stored(relation, _ENDS)
    for bound in ("valid_from", "valid_until"):
        value = properties.get(bound)
        if value is not None and type(value) is not str:
            properties[bound] = str(value)  # no time, which rule C5 is to find as text
    kind, target = relation["type"], relation["to"]
    edge_id = relation.get("id") or native_edge_id(
        source, kind, target, properties.get("valid_from"), properties.get("valid_until")
    )
    properties["edge_id"] = edge_id
    return RelationRecord(edge_id, kind, source, target, properties, file, line)
