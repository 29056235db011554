"""The facts of a world by kind: what questions about knowledge are asked of."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.errors import BadInput
from ...core.lore.facts import (
    INSTANCE,
    KINDS,
    RELATION,
    SECRET,
    Fact,
    fact_of_chunk,
    fact_of_entity,
    fact_of_row,
    fact_of_trade,
)
from .edges import all_edges, edge_by_id
from .inquiry import Inquiry
from .instances import CAMPAIGNS, MISSIONS, TRADES, instances, types_logged_in
from .knowledge import Knowledge

CHUNK, TRADE, CAMPAIGN_EVENT, ENTITY = "chunk", "trade", "campaign_event", "entity"
LABELS = (
    *("Person", "Faction", "Location", "Item", "Event", "Plane", "Region", "Lineage", "Title"),
    *("Deity", "Culture", "Language", "MagicSystem", "Spell", "Material", "Setting"),
)
_LOGS = {"mission": MISSIONS, "lot": TRADES, "campaign": CAMPAIGNS}
_NAMED = (RELATION, SECRET, *_LOGS, TRADE, CAMPAIGN_EVENT, CHUNK, ENTITY)


def facts_of(knowledge: Knowledge, kind: str | None, id: str | None) -> list[Fact]:
    """The facts of a kind, or of every kind, in order of kind and id; of an id, that one.

    A kind is `relation`, `secret`, `mission`, `lot`, `campaign`, `trade`, `campaign_event`,
    `chunk`, `entity`, a label in lower case, or a type of instance. BadInput where nothing
    has the id, or where there is no such kind and nothing of that type.
    """
    found = _of_id(knowledge, kind, id) if id is not None else _of_kind(knowledge, kind)
    if id is not None and not found:
        raise BadInput(f"expected a fact of kind {kind or 'any'} with id {id!r}, and there is none")
    if not found and kind not in (None, *_NAMED, *map(str.lower, LABELS)):
        raise BadInput(
            f"kind: expected {', '.join(_NAMED)}, a label in lower case or a type of instance; "
            f"saw {kind!r}"
        )
    return sorted(found, key=_order)


def _order(fact: Fact) -> tuple[str, int, str]:
    """Rows of logs by number, all else by text."""
    return fact.kind, int(fact.id) if fact.id.isdecimal() else 0, fact.id


def _of_id(knowledge: Knowledge, kind: str | None, id: str) -> list[Fact]:
    inquiry = knowledge.inquiry
    if kind == TRADE:
        return list(_trades(inquiry, id))
    if kind == CAMPAIGN_EVENT:
        return list(_campaign_events(inquiry, id))
    if kind in (RELATION, None) and (edge := edge_by_id(inquiry, id)):
        return knowledge.facts([edge]) if edge.in_record(inquiry.as_of) else []
    if kind in (CHUNK, None) and (chunks := list(_chunks(inquiry, [id]))):
        return chunks
    if kind in (RELATION, CHUNK):
        return []
    fact = fact_of_entity(inquiry.entity(id), _kinds(inquiry))
    return [fact] if _is(fact, kind) else []


def _of_kind(knowledge: Knowledge, kind: str | None) -> list[Fact]:
    inquiry = knowledge.inquiry
    if kind == RELATION:
        return knowledge.facts(all_edges(inquiry))
    if kind == CHUNK:
        return list(_chunks(inquiry, []))
    if kind == TRADE:
        return list(_trades(inquiry, None))
    if kind == CAMPAIGN_EVENT:
        return list(_campaign_events(inquiry, None))
    if kind is None:
        each = (RELATION, CHUNK, TRADE, CAMPAIGN_EVENT)
        return [*_nodes(inquiry, None), *(f for k in each for f in _of_kind(knowledge, k))]
    return list(_nodes(inquiry, kind))


def _nodes(inquiry: Inquiry, kind: str | None) -> Iterator[Fact]:
    """Facts that are nodes: of one label where the kind is one, else instances and entities."""
    named = [label for label in LABELS if label.lower() == kind]
    labels = named or ((*LABELS, INSTANCE) if kind in (None, ENTITY) else (INSTANCE,))
    kinds = _kinds(inquiry) if INSTANCE in labels else KINDS
    entities = (entity for label in labels for entity in inquiry.entities(label))
    facts = (fact_of_entity(entity, kinds) for entity in entities)
    yield from (fact for fact in facts if _is(fact, kind))


def _kinds(inquiry: Inquiry) -> dict[str, str]:
    """The kind of each type of instance: by the log that its template names, else as shipped."""
    logged = {t: kind for kind, table in _LOGS.items() for t in types_logged_in(inquiry, table)}
    return {**KINDS, **logged}


def _is(fact: Fact, kind: str | None) -> bool:
    return kind in (None, fact.kind) or (kind == ENTITY and fact.instance is None)


def _trades(inquiry: Inquiry, id: str | None) -> Iterator[Fact]:
    rows = list(inquiry.ask("lore/trade_rows", id=_row_id(id)))
    lots = instances(inquiry, {row["lot_id"] for row in rows})
    yield from (fact_of_trade(row, lots.get(row["lot_id"])) for row in rows)


def _campaign_events(inquiry: Inquiry, id: str | None) -> Iterator[Fact]:
    """A row whose campaign the graph does not have is nobody's to know: nothing guards it."""
    rows = list(inquiry.ask("lore/campaign_event_rows", id=_row_id(id)))
    campaigns = instances(inquiry, {row["campaign_id"] for row in rows})
    for row in rows:
        if campaign := campaigns.get(row["campaign_id"]):
            yield fact_of_row(CAMPAIGN_EVENT, row, campaign)


def _chunks(inquiry: Inquiry, ids: list[str]) -> Iterator[Fact]:
    for row in inquiry.ask("lore/chunks", ids=ids):
        settings = [row["setting_id"]] if row["setting_id"] else []
        yield fact_of_chunk({**row["properties"], "id": row["id"]}, settings=settings)


def _row_id(id: str | None) -> int | None:
    if id is None:
        return None
    try:
        return int(id)
    except ValueError as error:
        raise BadInput(f"id of a row: expected a number, saw {id!r}") from error
