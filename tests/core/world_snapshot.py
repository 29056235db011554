"""A snapshot of the sample world straight from its files, without any store."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from workbench.core.lore import EdgeRecord, Entity, Setting, World, ontology_of
from workbench.core.lore.consistency import Snapshot
from workbench.core.time import Chronology, eras_of
from workbench.core.values import Rows

WORLD = Path(__file__).resolve().parents[2] / "data" / "world"
Document = Mapping[str, Any]


@cache
def document(name: str) -> Any:
    return yaml.load((WORLD / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def sample_snapshot() -> Snapshot:
    """The whole sample world; its log rows as the catalogue's queries would give them."""
    entities = {entity.id: entity for entity in _entities()}
    every = [edge for entry in _entries() for edge in _edges(*entry, entities)]
    return Snapshot(
        sample_world(),
        entities,
        [edge for edge in every if edge.superseded_by is None],
        templates={t["template"]["id"]: t["template"] for t in _files("templates")},
        sources={path.stem: 1.0 for path in sorted((WORLD / "lore").glob("*.md"))},
        rows=_rows(set(entities)),
        recorded={edge.edge_id: edge for edge in every},
    )


@cache
def sample_world() -> World:
    events = {e["id"]: e["occurred"] for e in document("entities/events.yaml")["entities"]}
    settings = {s["id"]: Setting(s["id"], s["name"]) for s in document("settings.yaml")["settings"]}
    clock = Chronology(eras_of(document("eras.yaml")), events=events)
    return World(clock, ontology_of(document("ontology.yaml")), settings, "tidewheel")


def _files(folder: str) -> list[Any]:
    return [document(f"{folder}/{path.name}") for path in sorted((WORLD / folder).glob("*.yaml"))]


def _entries() -> Iterator[tuple[str, Document]]:
    """Label and entry of everything that relations leave."""
    for file in _files("entities"):
        yield from ((file["label"], entry) for entry in file["entities"])
    yield from (("Plane", entry) for entry in document("planes.yaml")["planes"])
    for file in (*_files("missions"), *_files("instances")):
        yield from (("DomainEntity", entry) for entry in file["instances"])


def _entities() -> Iterator[Entity]:
    types = {t["template"]["id"]: t["template"]["type"] for t in _files("templates")}
    for label, entry in _entries():
        own = {k: v for k, v in entry.items() if k not in ("relations", "fields", "template")}
        own |= entry.get("fields") or {}
        if label == "DomainEntity":
            own |= {"template_id": entry["template"], "type": types[entry["template"]]}
        settings = entry.get("settings") or [entry["setting_id"]]
        yield Entity(entry["id"], label, entry["name"], tuple(settings), own)


def _edges(label: str, entry: Document, known: Mapping[str, Entity]) -> Iterator[EdgeRecord]:
    for relation in entry.get("relations") or ():
        own = {"sources": entry.get("sources") or (), **relation, "edge_id": relation["id"]}
        target = known.get(relation["to"])
        own = {k: v for k, v in own.items() if k not in ("id", "to", "type")}
        edge = EdgeRecord.of(relation["type"], entry["id"], relation["to"], own, "native")
        yield edge.with_ends(label, entry["name"], target.label if target else "", "")


def log(name: str) -> list[dict[str, Any]]:
    """The rows of a log file, empty cells as None."""
    path = next((WORLD / "logs").glob(f"{name}.*"))
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in text.splitlines()]
    return [{k: v or None for k, v in row.items()} for row in csv.DictReader(text.splitlines())]


def table(*columns: str, rows: list[tuple[Any, ...]]) -> Rows:
    return Rows(columns, rows)


def _rows(entities: set[str]) -> dict[str, Rows]:
    sources = {path.stem for path in (WORLD / "lore").glob("*.md")}
    trades, steps = log("trade_log"), log("mission_log")
    armies = [row for row in log("campaign_event") if row["army_size"]]
    names = ("id", "campaign_id", "faction_id", "in_fiction_time", "army_size")
    done = [(s["mission_id"],) for s in steps if s["step_type"] == "completed"]
    return {
        "lore/lots_traded": table("lot_id", rows=[(row["lot_id"],) for row in trades]),
        "lore/missions_completed": table("mission_id", rows=done),
        "lore/armies": table(*names, rows=[tuple(row[name] for name in names) for row in armies]),
        "lore/retcon_rows": _retcons(),
        "lore/log_references": _references(),
        "lore/node_ids": table("id", rows=[(id,) for id in sorted(entities | sources)]),
        "lore/steps_logged": _steps(steps),
        "lore/odd_totals": _odd_totals(trades),
    }


def _retcons() -> Rows:
    names = ("id", "target_kind", "target_id", "before", "after", "retconned_at")
    return table(*names, rows=[tuple(row[name] for name in names) for row in log("retcon")])


def _steps(steps: list[dict[str, Any]]) -> Rows:
    rows = [
        (s["id"], s["mission_id"], int(s["step_no"]), s["in_fiction_time"], _at(s["occurred_at"]))
        for s in steps
    ]
    names = ("id", "mission_id", "step_no", "in_fiction_time", "occurred_at")
    return table(*names, rows=sorted(rows, key=lambda row: (row[1], row[2])))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _odd_totals(trades: list[dict[str, Any]]) -> Rows:
    names = ("id", "lot_id", "quantity", "unit_price", "total_price")
    rows = []
    for row in trades:
        quantity, price, total = (Decimal(row[name] or "NaN") for name in names[2:])
        if abs(total - quantity * price) > Decimal("0.005"):
            rows.append((row["id"], row["lot_id"], quantity, price, total))
    return table(*names, rows=rows)


def _references() -> Rows:
    """Every node's id that a log names, once a column, with its first row."""
    named = {
        "trade_log": ("lot_id", "item_id", "buyer_id", "seller_id", "location_id", "sources"),
        "mission_log": ("mission_id", "location_id", "party", "sources"),
        "campaign_event": ("campaign_id", "faction_id", "location_id", "sources"),
        "lore_event": ("entity_id", "sources"),
        "dialogue_log": ("npc_id",),
    }
    found: dict[tuple[str, str], list[int]] = {}
    for name, columns in named.items():
        for row in log(name):
            if row.get("entity_type") == "Relation":
                continue
            for column in columns:
                for id in _listed(row[column]):
                    found.setdefault((f"{name}.{column}", id), []).append(int(row["id"]))
    rows = [(place, id, min(at), len(at)) for (place, id), at in sorted(found.items())]
    return table("place", "id", "first_row", "rows", rows=rows)


def _listed(cell: Any) -> list[str]:
    if isinstance(cell, str):
        return json.loads(cell) if cell.startswith("[") else [cell]
    return list(cell or ())
