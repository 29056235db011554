"""Records held against the graph: what cannot join what is there is refused."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ...core.lore.templates import Known
from .entries import Entries
from .present import Present


def known_after(
    entries: Entries, sources: Collection[str], present: Mapping[str, list[Present]]
) -> Known:
    """What an instance may refer to: what the files hold, and what else stays in the graph."""
    kinds = {record.id: record.label for record in entries.nodes.values()}
    for node_id, found in present.items():
        for node in found:
            if node.ends and stays(entries, node):
                kinds.setdefault(node_id, node.domain_type or node.ends.from_label)
    told = {name for name, label in kinds.items() if label == "LoreSource"} | set(sources)
    settings = {name for name, label in kinds.items() if label == "Setting"}
    return Known(kinds, told, settings)


def settle_nodes(entries: Entries, present: Mapping[str, list[Present]]) -> None:
    """Refuse nodes whose id is another's in the graph.

    A node of the same label that no load made is no other: a record takes it over.
    """
    for record in list(entries.nodes.values()):
        if other := _other(entries, record.label, present.get(record.id, ())):
            why = f"the id is that of {other} in the graph; its relations are left out too"
            entries.refuse(record.file, record.label, record.line, why, record.id)
            del entries.nodes[record.id]


def settle_relations(
    entries: Entries, labels: Mapping[str, str], present: Mapping[str, list[Present]]
) -> None:
    """Refuse relations without an end, and those whose edge id another load has given.

    `labels` are those of all nodes that will be there, by id.
    """
    for relation in list(entries.relations.values()):
        if relation.from_id not in entries.nodes:
            del entries.relations[relation.edge_id]
            continue
        label = labels.get(relation.to_id)
        why = "" if label else f"there is no {relation.to_id!r} to reach"
        if label == "Plane" and relation.type == "LOCATED_IN":
            why = "a plane is reached by LOCATED_IN_PLANE; this name tells versions apart"
        if other := _loaded_elsewhere(entries, present.get(relation.edge_id, ())):
            why = f"the edge id is that of an edge loaded from {other}"
        if why:
            del entries.relations[relation.edge_id]
            entries.kept.add(relation.edge_id)
            what = f"relation of {relation.from_id}"
            entries.refuse(relation.file, what, relation.line, why, relation.edge_id)


def is_ours(entries: Entries, found: Present) -> bool:
    """Whether a load of this folder made it."""
    return (found.loaded_from or "").startswith(f"{entries.source}/")


def stays(entries: Entries, found: Present) -> bool:
    """Whether it stays though no record says it: another's, or one whose record is refused."""
    if not is_ours(entries, found):
        return True
    file = str(found.loaded_from).removeprefix(f"{entries.source}/").rpartition("#")[0]
    return file in entries.kept_files or not entries.kept.isdisjoint((found.id, found.from_id))


def _other(entries: Entries, label: str, present: Iterable[Present]) -> str:
    for node in present:
        theirs = node.ends.from_label if node.ends else ""
        if is_ours(entries, node):
            continue
        if node.loaded_from or theirs != label:
            return f"{theirs} {node.loaded_from or ''}".strip()
    return ""


def _loaded_elsewhere(entries: Entries, present: Iterable[Present]) -> str:
    others = (e.loaded_from for e in present if e.loaded_from and not is_ours(entries, e))
    return next(others, "").partition("#")[0]
