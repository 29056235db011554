"""Domain entities: their types by the log that tells of them, their nodes, their relations."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from ...core.errors import BadInput
from ...core.lore import EdgeRecord, Entity
from .inquiry import Inquiry

MISSIONS, TRADES, CAMPAIGNS = "mission_log", "trade_log", "campaign_event"
INSTANCE = "DomainEntity"
# The type of each log in a graph without templates, and an older name that it still reads.
_DEFAULTS = {MISSIONS: "QuietErrand", TRADES: "TradeLot", CAMPAIGNS: "Campaign"}
_ALIASES = {TRADES: ("TradeLogEntry",)}


def types_logged_in(inquiry: Inquiry, table: str) -> list[str]:
    """The types whose templates say that their rows are kept in this table, sorted."""
    found = {
        row["type"]
        for row in inquiry.ask("lore/templates_of_log", table=table)
        if _log_of(json.loads(row["document"])).get("table") == table
    }
    return sorted({*(found or {_DEFAULTS[table]}), *_ALIASES.get(table, ())})


def instances(inquiry: Inquiry, ids: Collection[str]) -> dict[str, Entity]:
    """Domain entities by id; those that there are not are left out."""
    if not ids:
        return {}
    rows = inquiry.ask("lore/entities_with_ids", label=INSTANCE, ids=sorted(ids))
    return {entity.id: entity for entity in inquiry.recorded(rows)}


def instances_of(
    inquiry: Inquiry, types: list[str], *, status: list[str] | None = None
) -> list[Entity]:
    """All domain entities of some types, by id; of the question's setting where it names one."""
    rows = inquiry.ask(
        "lore/instances_of_types", types=types, statuses=status, setting=inquiry.setting
    )
    return inquiry.recorded(rows)


def instance_of(inquiry: Inquiry, id: str, types: Collection[str]) -> Entity:
    """The domain entity of this id; BadInput where there is none of these types."""
    found = instances(inquiry, [id]).get(id)
    if found is not None and found.properties.get("type") in types:
        return found
    seen = "there is none" if found is None else f"it is a {found.properties.get('type')}"
    raise BadInput(f"{id!r}: expected the id of a {' or '.join(sorted(types))}, and {seen}")


def relations_of(inquiry: Inquiry, ids: Collection[str], *types: str) -> list[EdgeRecord]:
    """The edges of these types that leave domain entities, by edge id, as the record has them.

    Such edges are native in every graph, and one statement reads those of many entities.
    """
    if not ids:
        return []
    rows = inquiry.ask("lore/instance_relations", ids=sorted(ids), types=list(types))
    edges = [edge for edge in map(_edge, rows) if edge.in_record(inquiry.as_of)]
    inquiry.note(edges)
    return sorted(edges, key=lambda edge: edge.edge_id)


def in_record(inquiry: Inquiry, row: Mapping[str, Any], prefix: str = "") -> bool:
    """Whether the record holds the edge that a row tells of only by its retcon."""
    edge = EdgeRecord(
        *("", "", "", ""),
        superseded_by=row.get(f"{prefix}superseded_by"),
        retcon_at=row.get(f"{prefix}retcon_at"),
        effective_at=row.get(f"{prefix}effective_at"),
    )
    return edge.in_record(inquiry.as_of)


def _log_of(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Where a template, or a file that holds one, says that its instances are logged."""
    return document.get("template", document).get("log") or {}


def _edge(row: Mapping[str, Any]) -> EdgeRecord:
    edge = EdgeRecord.of(row["type"], row["from_id"], row["to_id"], row["properties"], "native")
    names = row["from_name"] or "", row["to_label"], row["to_name"] or ""
    return edge.with_ends(INSTANCE, *names)
