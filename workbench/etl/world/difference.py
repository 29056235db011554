"""What it takes for the graph to hold a world's records; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .entries import Entries
from .forms import EdgeRow, NodeRow
from .present import Present
from .settle import is_ours, stays


@dataclass(slots=True)
class NodeChanges:
    added: list[NodeRow] = field(default_factory=list)
    updated: list[NodeRow] = field(default_factory=list)
    gone: list[Present] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: int = 0


@dataclass(slots=True)
class EdgeChanges:
    """`moved` are edges whose ends or type are others now: removed, then stored again."""

    added: list[EdgeRow] = field(default_factory=list)
    updated: list[EdgeRow] = field(default_factory=list)
    moved: list[Present] = field(default_factory=list)
    gone: list[Present] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: int = 0


def node_changes(
    entries: Entries, rows: Iterable[NodeRow], present: Mapping[str, list[Present]]
) -> NodeChanges:
    """A node is told by label and id."""
    found, wanted = NodeChanges(), set[tuple[str, str]]()
    for row in rows:
        wanted.add((row.label, row.id))
        here = {p.ends.from_label: p for p in present.get(row.id, ()) if p.ends}
        twin = here.get(row.label)
        if twin is None:
            found.added.append(row)
        elif twin.loaded_from == row.properties["loaded_from"]:
            found.unchanged.append(row.label)
        else:
            found.updated.append(row)
    for nodes in present.values():
        for node in nodes:
            if node.ends and (node.ends.from_label, node.id) not in wanted:
                _gone(entries, node, found)
    return found


def edge_changes(
    entries: Entries, rows: Iterable[EdgeRow], present: Mapping[str, list[Present]]
) -> EdgeChanges:
    """An edge is told by its edge id; one that is there twice is removed and stored again."""
    found, wanted = EdgeChanges(), set[str]()
    for row in rows:
        wanted.add(row.edge_id)
        here = present.get(row.edge_id, ())
        same = [p for p in here if (p.ends, p.from_id, p.to_id) == (row.ends, *row[2:4])]
        if not here:
            found.added.append(row)
        elif len(same) != 1 or len(here) != 1:
            found.updated.append(row)
            found.moved += here
        elif same[0].loaded_from == row.loaded_from:
            found.unchanged.append(name_of(row))
        else:
            found.updated.append(row)
    for edge_id, edges in present.items():
        if edge_id not in wanted:
            for edge in edges:
                _gone(entries, edge, found)
    return found


def name_of(row: EdgeRow) -> str:
    """The type of an edge, also of a reified one."""
    return row.ends.type or str(row.properties["type"])


def _gone(entries: Entries, found: Present, changes: NodeChanges | EdgeChanges) -> None:
    """Only what this source loaded goes, and of that nothing whose record is refused now."""
    if not stays(entries, found):
        changes.gone.append(found)
    elif is_ours(entries, found):
        changes.kept += 1
