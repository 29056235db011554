"""The graph's side of a migration from `world_id` texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ...core.errors import BadInput
from ...core.lore import native_edge_id
from .forms import REIFIED, EdgeRow, Ends, NodeRow, Schema, Shape
from .present import MANY
from .stores import WorldStores
from .world_id_doubles import merge_doubles
from .writing import store_edges, store_nodes

SOURCE = "migration"  # what a plane edge that came of a world_id cites


@dataclass(frozen=True, slots=True)
class Becomes:
    """What a `world_id` stands for: a setting, or a plane of it.

    `plane_id` is that plane, and where the value becomes a setting its default plane.
    """

    world_id: str
    becomes: Literal["setting", "plane"]
    setting_id: str
    plane_id: str | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """An entity with a world_id; `before` are its settings, `after` those that it gets too.

    `doubles` are the world_ids of its nodes, where it has one a world.
    """

    label: str
    id: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    planes: tuple[str, ...]
    doubles: tuple[str, ...] = ()


Problem = tuple[str, str, str]


def sort_nodes(
    legacy: Iterable[Mapping[str, Any]], by_value: Mapping[str, Becomes]
) -> tuple[list[Moved], list[Problem]]:
    """Entities that can move, and those that stay because of a value that nobody knows.

    Nodes of one label and id are one entity, whose values count together.
    """
    entities = dict[tuple[str, str], list[Mapping[str, Any]]]()
    for row in legacy:
        entities.setdefault((row["label"], row["id"]), []).append(row)
    moved, problems = list[Moved](), list[Problem]()
    for (label, id), rows in entities.items():
        if found := list(_problems(id, rows, by_value)):
            problems += found
        else:
            moved.append(_moved(label, id, rows, by_value))
    return moved, problems


def _values(rows: Iterable[Mapping[str, Any]]) -> list[Any]:
    """All values, each once: a node of several worlds names them in a list."""
    named = (row["world_id"] for row in rows)
    return list(
        dict.fromkeys(v for one in named for v in (one if isinstance(one, list) else [one]))
    )


def _problems(
    id: str, rows: Sequence[Mapping[str, Any]], by_value: Mapping[str, Becomes]
) -> Iterator[Problem]:
    for value in _values(rows):
        if value not in by_value:
            yield id, str(value), "the mapping does not have this value"
    if len(_values(rows)) < len(rows):
        why = "several nodes have this id and this value and cannot be told apart; remove one"
        yield id, str(rows[0]["world_id"]), why


def _moved(
    label: str, id: str, rows: Sequence[Mapping[str, Any]], by_value: Mapping[str, Becomes]
) -> Moved:
    become = [by_value[value] for value in _values(rows)]
    before = tuple(dict.fromkeys(s for row in rows for s in row["settings"] or ()))
    after = tuple(dict.fromkeys([*before, *(b.setting_id for b in become)]))
    planes = tuple(str(b.plane_id) for b in become if b.becomes == "plane")
    doubles = tuple(_values(rows)) if len(rows) > 1 else ()
    return Moved(label, id, before, after, planes, doubles)


@dataclass(frozen=True)
class Move:
    """The graph's side of a migration."""

    stores: WorldStores
    mapping: Mapping[str, Becomes]
    schema: Schema
    shape: Shape

    @property
    def at_plane(self) -> str:
        return "LOCATED_IN" if self.schema == "v1.2" else "LOCATED_IN_PLANE"

    def legacy(self) -> Iterable[Mapping[str, Any]]:
        return self.stores.tells.ask("lore/legacy_nodes", row_limit=MANY).rows

    def total(self) -> dict[str, int]:
        return self.stores.tells.ask("lore/node_total").rows[0]

    def missing_nodes(self) -> Iterator[NodeRow]:
        """Settings and planes that the mapping names and the graph does not have."""
        used = list(self.mapping.values())
        settings = {b.setting_id: b.plane_id for b in reversed(used) if b.becomes == "setting"}
        settings = {b.setting_id: settings.get(b.setting_id) for b in used}
        for id, plane in self._absent("Setting", settings).items():
            own = {"id": id, "name": id} | ({"default_plane": plane} if plane else {})
            yield NodeRow("Setting", id, own)
        planes = {b.plane_id: b.setting_id for b in used if b.plane_id}
        for id, setting in self._absent("Plane", planes).items():
            kind = "material" if id in settings.values() else "other"
            own = {"id": id, "name": id, "kind": kind, "settings": [setting]}
            later = {"setting_id": setting} if self.schema == "setting" else {}
            yield NodeRow("Plane", id, {**own, **later})

    def _absent(self, label: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
        asked = self.stores.tells.ask("lore/entities_with_ids", label=label, ids=list(wanted))
        there = {row["id"] for row in asked.rows}
        return {id: value for id, value in wanted.items() if id not in there}

    def apply(self, new: Sequence[NodeRow], rows: Sequence[Moved]) -> None:
        """Nodes, then edges, the marks last: a run that was cut short is completed by the next."""
        if not (new or rows):
            return
        tells, graph = self.stores.tells, self.stores.graph
        edges = [*self._plane_edges(new), *(edge for row in rows for edge in self._edges(row))]
        for row in rows:
            if row.doubles:
                merge_doubles(tells, row.label, row.id, row.doubles)
        labels = {"Setting", "Plane", "WorldState", REIFIED} | {row.label for row in rows}
        graph.admit(labels, {edge.ends.type for edge in edges} - {""})
        graph.index(sorted(labels))
        store_nodes(tells, new, lambda done: None)
        store_edges(tells, edges, lambda done: None)
        for label in sorted({row.label for row in rows}):
            marks = [{"id": r.id, "settings": list(r.after)} for r in rows if r.label == label]
            tells.tell("lore/mark_migrated_nodes", label=label, rows=marks)
        tells.tell("lore/touch_world")

    def _plane_edges(self, new: Iterable[NodeRow]) -> Iterator[EdgeRow]:
        """v1.2 keeps the planes of a setting as edges."""
        for node in new if self.schema == "v1.2" else ():
            if node.label == "Plane":
                ends = Ends("Setting", "HAS_PLANE", "Plane")
                yield _edge(ends, node.properties["settings"][0], node.id)

    def _edges(self, row: Moved) -> Iterator[EdgeRow]:
        for setting in row.after:
            if setting in row.before:
                continue
            home = setting if self.schema == "setting" else self._default_plane(setting)
            label = "Setting" if self.schema == "setting" else "Plane"
            yield _edge(Ends(row.label, "EXISTS_IN", label), row.id, home)
        for plane in row.planes:
            edge = _edge(Ends(row.label, self.at_plane, "Plane"), row.id, plane, SOURCE)
            yield _reified(edge) if (self.schema, self.shape) == ("setting", "reified") else edge

    def _default_plane(self, setting: str) -> str:
        asked = self.stores.tells.ask("lore/entities_with_ids", label="Setting", ids=[setting])
        plane = asked.rows[0]["properties"].get("default_plane") if asked.rows else None
        named = [b.plane_id for b in self.mapping.values() if b.setting_id == setting]
        found = plane or next(filter(None, named), None)
        if found is None:
            raise BadInput(
                f"setting {setting!r}: expected a default plane, to which schema v1.2 ties what "
                "exists in it; name its plane_id in the mapping"
            )
        return str(found)


def _edge(ends: Ends, start: str, end: str, source: str | None = None) -> EdgeRow:
    edge_id = native_edge_id(start, ends.type, end, None, None)
    properties = {"edge_id": edge_id} | ({"sources": [source]} if source else {})
    return EdgeRow(ends, edge_id, start, end, properties)


def _reified(edge: EdgeRow) -> EdgeRow:
    named = {**edge.properties, "id": edge.edge_id, "type": edge.ends.type}
    return edge._replace(ends=edge.ends._replace(type=""), properties=named)
