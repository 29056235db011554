"""Snapshots of a handful of entities, for one rule each."""

from __future__ import annotations

from typing import Any

from tests.core.world_snapshot import document, sample_world
from workbench.core.lore import EdgeRecord, Entity
from workbench.core.lore.consistency import Outcome, Snapshot, chosen, shipped, sweep
from workbench.core.values import Rows

LABELS = {"p": "Person", "f": "Faction", "l": "Location", "i": "Item", "e": "Event"}
LABELS |= {"g": "MagicSystem", "n": "Lineage", "d": "DomainEntity", "r": "Region", "o": "Plane"}


def label(id: str) -> str:
    return LABELS[id[0]]


def entity(id: str, settings: tuple[str, ...] = ("tidewheel",), **properties: Any) -> Entity:
    """`p1` is a person, `f1` a faction, and so on, by the first letter."""
    return Entity(id, label(id), id.upper(), settings, properties)


def edge(
    id: str, type: str, ends: str, window: tuple[str | None, str | None] = (None, None), **own: Any
) -> EdgeRecord:
    """`ends` is `p1 f1`; years are written `340`, and so is whatever else is a time."""
    source, target = ends.split()
    start, end = (year(time) for time in window)
    props = {"edge_id": id, "sources": ("src_a",), "valid_from": start, "valid_until": end, **own}
    record = EdgeRecord.of(type, source, target, props, "native")
    return record.with_ends(label(source), source, label(target), target)


def year(time: str | None) -> str | None:
    """`340` is bell_age.year_340, `340.3` its third month; anything else stays as it is."""
    if time is None or not time[0].isdigit():
        return time
    number, _, month = time.partition(".")
    return f"bell_age.year_{number}" + (f".month_{month}" if month else "")


def snapshot(*parts: Entity | EdgeRecord, rows: dict[str, Rows] | None = None) -> Snapshot:
    """The ends of edges are there without being told; sources are src_a and src_b."""
    edges = [part for part in parts if isinstance(part, EdgeRecord)]
    told = {part.id: part for part in parts if isinstance(part, Entity)}
    ends = {id: entity(id) for edge in edges for id in (edge.from_id, edge.to_id)}
    templates = [document(f"templates/{name}.yaml") for name in ("mission", "secret", "campaign")]
    templates.append(document("templates/market_lot.yaml"))
    return Snapshot(
        sample_world(),
        ends | told,
        edges,
        templates={t["template"]["id"]: t["template"] for t in templates},
        sources={"src_a": 1.0, "src_b": 0.5},
        rows=rows or {},
        recorded={edge.edge_id: edge for edge in edges},
    )


def outcome(rule: str, look: Snapshot) -> Outcome:
    (found,) = sweep(look, chosen(shipped(), [rule]))
    return found


def table(*columns: str, rows: list[tuple[Any, ...]]) -> Rows:
    return Rows(columns, rows)
