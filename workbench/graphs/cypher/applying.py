"""Steps of a statement done to a draft, clause by clause over all rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...core.errors import BadInput, NotSupported
from ...core.property_graph.records import EdgeRecord, NodeRecord
from ..changing.draft import EXTERNAL_ID
from .expressions import Around, Ref, Row
from .plans import Assign, Create, Delete, Made


def create(step: Create, rows: list[Row], around: Around) -> None:
    for row in rows:
        for path in step.paths:
            create_path(path, row, around)


def create_path(path: list[Made], row: Row, around: Around) -> None:
    """Make what is not bound, nodes first, and bind it."""
    for node in path[::2]:
        if not node.bound and node.name not in row:
            given = properties_of(node, row, around)
            external_id = given.pop(EXTERNAL_ID, None)
            id = around.draft.add_node(external_id, node.named, given)
            row[node.name] = Ref("node", id)
    for at in range(1, len(path), 2):
        edge, left, right = path[at], _node(path[at - 1], row), _node(path[at + 1], row)
        source, target = (right, left) if edge.direction == "in" else (left, right)
        given = properties_of(edge, row, around)
        id = around.draft.add_edge(source, target, edge.named[0], given)
        row[edge.name] = Ref("edge", id)


def properties_of(one: Made, row: Row, around: Around) -> dict[str, Any]:
    """Its properties; null stands for none."""
    given = {key: value(row, around) for key, value in one.properties.items()}
    if one.map is not None:
        given = _mapping(one.map(row, around), around)
    return {key: value for key, value in given.items() if value is not None}


def _node(one: Made, row: Row) -> int:
    ref = row[one.name]
    if not isinstance(ref, Ref) or ref.kind != "node":
        raise BadInput(f"an edge needs two nodes, and {one.name!r} is {ref!r}")
    return ref.id


def assign(items: list[Assign], row: Row, around: Around) -> None:
    """Do SET and REMOVE to what a row binds; where it binds null, nothing is done."""
    for item in items:
        ref = row[item.name]
        if ref is None:
            continue
        if not isinstance(ref, Ref):
            raise BadInput(f"SET and REMOVE change a node or an edge, and {item.name!r} is {ref!r}")
        record = ref.record(around.draft)
        if record is None:
            raise BadInput(f"{item.name!r} was deleted by this statement; change it before")
        _assigned(item, record, row, around)
        around.changed.update((ref, key) for key in _differing(record, ref.record(around.draft)))


def _differing(before: NodeRecord | EdgeRecord, after: NodeRecord | EdgeRecord | None) -> set[str]:
    """The names of what an assignment changed; labels go by the name ""."""
    if after is None or (before == after and repr(before) == repr(after)):
        return set()
    names = before.properties.keys() | after.properties.keys()
    found = {k for k in names if not _same(before.properties.get(k), after.properties.get(k))}
    return found or {"", EXTERNAL_ID}


def _assigned(item: Assign, record: NodeRecord | EdgeRecord, row: Row, around: Around) -> None:
    if item.form == "labels":
        _relabel(item, record, around)
        return
    value = item.value(row, around) if item.value else None
    if item.form == "property":
        _update(record, {item.key: value}, around)
        return
    given = _mapping(value, around)
    if item.form == "replace":
        given = dict.fromkeys(record.properties.keys() - given.keys()) | given
    _update(record, given, around)


def _relabel(item: Assign, record: NodeRecord | EdgeRecord, around: Around) -> None:
    if not isinstance(record, NodeRecord):
        raise BadInput(f"{item.name!r} is an edge: its type never changes, and it has no labels")
    if item.value:
        around.draft.update_node(record.id, add_labels=item.labels)
    else:
        around.draft.update_node(record.id, remove_labels=item.labels)


def _update(record: NodeRecord | EdgeRecord, given: Mapping[str, Any], around: Around) -> None:
    """Set what differs, and remove what is null: counters count real changes."""
    there = record.properties
    new = {k: v for k, v in given.items() if v is not None and not _same(there.get(k), v)}
    gone = [key for key, value in given.items() if value is None and key in there]
    if isinstance(record, EdgeRecord):
        around.draft.update_edge(record.id, set_properties=new, remove_properties=gone)
        return
    name = new.pop(EXTERNAL_ID, None)
    if EXTERNAL_ID in given and given[EXTERNAL_ID] is None and EXTERNAL_ID not in there:
        raise BadInput("an external id can be changed, never removed")
    around.draft.update_node(
        record.id, external_id=name, set_properties=new, remove_properties=gone
    )


def _same(old: Any, new: Any) -> bool:
    return type(old) is type(new) and repr(old) == repr(new)


def _mapping(value: Any, around: Around) -> dict[str, Any]:
    if isinstance(value, Ref):
        record = value.record(around.draft)
        return dict(record.properties) if record else {}
    if not isinstance(value, Mapping):
        raise BadInput(f"expected a map of properties, found {value!r}")
    return dict(value)


def delete(steps: list[Delete], rows: list[Row], around: Around) -> None:
    """Edges first, then nodes, each once."""
    for kind, act in (("edge", _delete_edge), ("node", _delete_node)):
        done = set[int]()
        for step in steps:
            for ref in _refs(step, rows):
                if ref.kind == kind and ref.id not in done:
                    done.add(ref.id)
                    act(ref.id, step, around)


def _delete_edge(id: int, _: Delete, around: Around) -> None:
    around.draft.delete_edge(id)


def _delete_node(id: int, step: Delete, around: Around) -> None:
    around.draft.delete_node(id, detach=step.detach)


def _refs(step: Delete, rows: list[Row]) -> list[Ref]:
    found = {row[name] for row in rows for name in step.names if isinstance(row[name], Ref | None)}
    odd = next((n for r in rows for n in step.names if not isinstance(r[n], Ref | None)), None)
    if odd is not None:
        raise NotSupported(f"DELETE takes nodes and edges; {odd!r} is neither: UNWIND it first")
    return sorted(ref for ref in found if ref is not None)
