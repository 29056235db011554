"""The whole world, read once, as the consistency rules look at it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ....core.errors import BadInput
from ....core.lore import EdgeRecord, Entity, World
from ....core.lore.confidence import reliability
from ....core.lore.consistency import Rule, Snapshot
from ....core.values import Rows
from ..edges import SHAPES, all_edges
from ..inquiry import Inquiry

# Labels of the reference whose nodes are part of a story; findings, sources, eras and the like
# tell of it. A registry may name further ones at the ends of its relations.
ENTITY_LABELS = frozenset(
    {"Person", "Faction", "Location", "Item", "Event", "Lineage", "Culture", "Deity", "Language"}
    | {"MagicSystem", "Spell", "Title", "Region", "Material", "Plane", "DomainEntity"}
)
NOT_ENTITIES = frozenset({"Setting", "Era", "Date", "LoreSource", "LoreChunk", "TypeTemplate"})
EDGES_OF_RETCONS = "lore/edges_of_retcons"  # no query: edges by the ids that retcon rows name


def read_world_snapshot(inquiry: Inquiry, rules: Iterable[Rule]) -> Snapshot:
    """Everything that the rules need, of all entities."""
    reads = dict.fromkeys(name for rule in rules for name in rule.reads)
    rows = {name: inquiry.ask(name) for name in reads if name != EDGES_OF_RETCONS}
    recorded = _edges_of_retcons(inquiry, rows) if EDGES_OF_RETCONS in reads else {}
    return Snapshot(
        inquiry.world,
        _entities(inquiry),
        all_edges(inquiry),
        templates=read_templates(inquiry),
        sources=read_sources(inquiry),
        broken=_broken(inquiry),
        rows=rows,
        recorded=recorded,
    )


def entity_labels(world: World) -> list[str]:
    """The labels whose nodes the rules look at, sorted."""
    ends = {
        label
        for relation in world.ontology.relations.values()
        for label in (*relation.sources, *relation.targets)
    }
    return sorted((ENTITY_LABELS | ends) - NOT_ENTITIES)


def read_templates(inquiry: Inquiry) -> dict[str, Mapping[str, Any]]:
    """The templates' documents, by id."""
    found = {}
    for row in inquiry.ask("lore/templates"):
        document = json.loads(row["document"])
        found[row["id"]] = document.get("template", document)
    return found


def read_sources(inquiry: Inquiry) -> dict[str, float]:
    """Every source with its weight; one that does not tell how reliable it is counts whole."""
    weighed = {
        row["id"]: reliability(row["reliability"]) for row in inquiry.ask("lore/source_reliability")
    }
    return {source: 1.0 if weight is None else weight for source, weight in weighed.items()}


def broken_rows(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Relations without an end: edge id, type, the ends that there are."""
    return [
        (
            row["edge_id"],
            row["type"],
            tuple(row[end] for end in ("from_id", "to_id") if row[end] is not None),
        )
        for row in rows
    ]


def has_reified(world: World) -> bool:
    return bool({"reified", "both"} & set(world.shapes.values()))


def edges_with_ids(inquiry: Inquiry, ids: Iterable[str]) -> dict[str, EdgeRecord]:
    """Edges by id, superseded ones included."""
    wanted = sorted(set(ids))
    found: dict[str, EdgeRecord] = {}
    if not wanted:
        return found
    for shape in SHAPES:
        if shape == "reified" and not has_reified(inquiry.world):
            continue
        for row in inquiry.ask(f"lore/{shape}_edges_with_ids", ids=wanted):
            type = inquiry.world.ontology.canonical(row["type"])
            ends = row["from_id"], row["to_id"]
            edge = EdgeRecord.of(type, *ends, row["properties"], shape)
            found[edge.edge_id] = edge.with_ends(
                row["from_label"], row["from_name"] or "", row["to_label"], row["to_name"] or ""
            )
    return found


def _entities(inquiry: Inquiry) -> dict[str, Entity]:
    labels = entity_labels(inquiry.world)
    rows = [row for label in labels for row in inquiry.ask("lore/entities_of_label", label=label)]
    tied = _settings_by_edge(inquiry) if any(row["settings"] is None for row in rows) else {}
    return {row["id"]: _entity(row, tied) for row in rows if row["id"] is not None}


def _entity(row: Mapping[str, Any], tied: Mapping[str, list[str]]) -> Entity:
    own = row["properties"]
    settings = row["settings"] or tied.get(row["id"]) or [own.get("setting_id")]
    named = tuple(setting for setting in settings if setting is not None)
    return Entity(row["id"], row["label"], row["name"] or row["id"], named, own)


def _settings_by_edge(inquiry: Inquiry) -> dict[str, list[str]]:
    """Of a graph whose nodes do not name their settings themselves."""
    found: dict[str, list[str]] = {}
    settings = sorted(inquiry.world.settings)
    for row in inquiry.ask("lore/setting_members_by_edge", settings=settings):
        found.setdefault(row["id"], []).append(row["setting_id"])
    return found


def _broken(inquiry: Inquiry) -> list[tuple[str, str, tuple[str, ...]]]:
    if not has_reified(inquiry.world):
        return []
    return broken_rows(inquiry.ask("lore/relations_without_end"))


def _edges_of_retcons(inquiry: Inquiry, rows: Mapping[str, Rows]) -> dict[str, EdgeRecord]:
    named = set()
    for row in rows["lore/retcon_rows"]:
        if row["target_kind"] == "relation":
            named.add(row["target_id"])
            named |= {_edge_id(row[state]) for state in ("before", "after")}
    return edges_with_ids(inquiry, named - {""})


def _edge_id(state: Any) -> str:
    """Of an edge as a retcon keeps it."""
    try:
        document = json.loads(state) if isinstance(state, str) else state
    except ValueError as error:
        raise BadInput(f"retcon: expected a state as JSON, saw {state!r:.60}") from error
    found = document or {}
    return str(found.get("id") or found.get("edge_id") or "")
