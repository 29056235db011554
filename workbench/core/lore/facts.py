"""What there is to know about a world: relations, entities, instances, rows of logs, texts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .edges import EdgeRecord
from .entities import Entity

INSTANCE, RELATION, SECRET = "DomainEntity", "relation", "secret"
_BREADTH = {"public": 2, "faction_internal": 1}  # what is neither is for those who were told
# By the type of an instance, as the shipped templates name it; others go by their type.
KINDS = {
    "QuietErrand": "mission",
    "TradeLot": "lot",
    "TradeLogEntry": "lot",
    "Campaign": "campaign",
    "Secret": SECRET,
}
# Properties that date a node: the first that it has. A lot ends nowhere: it was once offered.
_STARTS = ("valid_from", "started", "listed", "occurred", "born", "founded", "created")
_ENDS = ("valid_until", "ended", "occurred", "died", "dissolved", "destroyed")


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a character may or may not know.

    `settings` None means of no setting in particular. `parties` know it by being in it.
    `instance` is the domain entity whose grants open it. A secret relation is opened by a
    secret about all of `ends`. `rumor` is what is heard where only the tier is too low.
    """

    kind: str
    id: str
    name: str = ""
    content: str | None = None
    rumor: str | None = None
    secrecy: str = "public"
    owner: str | None = None
    min_tier: int = 1
    valid_from: str | None = None
    valid_until: str | None = None
    settings: frozenset[str] | None = None
    parties: frozenset[str] = frozenset()
    instance: str | None = None
    known_by: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()

    def __hash__(self) -> int:
        return hash((self.kind, self.id))


def fact_of_entity(entity: Entity, kinds: Mapping[str, str] = KINDS) -> Fact:
    """An entity, or an instance of a template: of the kind of its type, else of its type.

    A secret that does not say how secret it is, is one to all who were not told.
    """
    held = entity.properties
    instance = entity.label == INSTANCE
    kind = entity.label.lower()
    if instance:
        kind = kinds.get(held.get("type", ""), held.get("type", kind))
    starts = held.get("exists_from") or _first(held, _STARTS)
    ends = held.get("exists_until") or _first(held, _ENDS)
    return Fact(
        kind,
        entity.id,
        entity.name,
        held.get("content") or held.get("objective") or held.get("summary"),
        held.get("rumor"),
        valid_from=starts,
        valid_until=ends,
        settings=frozenset(entity.settings),
        parties=frozenset() if instance else frozenset({entity.id}),
        instance=entity.id if instance else None,
        **_guarded({"secrecy": SECRET if kind == SECRET else None, **held}),
    )


def fact_of_edge(
    edge: EdgeRecord, *, settings: Collection[str] = (), instance: Entity | None = None
) -> Fact:
    """A relation. `settings` are those that its ends share; planes are joined beyond them.

    A relation of an instance is as secret as the instance, which must be given: it would tell
    who knows a secret, or whom it is about.
    """
    told = f"{edge.from_name or edge.from_id} {edge.type} {edge.to_name or edge.to_id}"
    between_planes = edge.from_label == edge.to_label == "Plane"
    via = edge.props.get("via") if between_planes else None
    parties = {edge.from_id} if edge.type == "PARENT_OF" else {edge.from_id, edge.to_id}
    fact = Fact(
        RELATION,
        edge.edge_id,
        told,
        told,
        valid_from=edge.valid_from,
        valid_until=edge.valid_until,
        settings=None if between_planes else frozenset(settings),
        parties=frozenset(parties),
        ends=frozenset({via} if via else {edge.from_id, edge.to_id}),
        **_guarded({**edge.props, **_guards_of(edge)}),
    )
    return fact if instance is None else _of_instance(fact, fact_of_entity(instance))


def fact_of_trade(row: Mapping[str, Any], lot: Entity | None = None) -> Fact:
    """A row of the trade log; owner, tier and settings are its lot's where it has none."""
    payload = row.get("payload") or {}
    held = lot.properties if lot else {}
    guards = {name: payload.get(name) or held.get(name) for name in ("owner", "min_tier")}
    home = [row["world_id"]] if row.get("world_id") else []
    what = f"{payload.get('kind', 'trade')} {row.get('quantity')} of {row.get('item_id')}"
    return Fact(
        "trade",
        str(row["id"]),
        f"{row['lot_id']}: {what}",
        f"{what} for {row.get('total_price')} {row.get('unit')}",
        valid_from=row.get("in_fiction_time"),
        valid_until=row.get("in_fiction_time"),
        settings=frozenset(home or (lot.settings if lot else ())),
        parties=frozenset(p for p in (row.get("buyer_id"), row.get("seller_id")) if p),
        instance=row["lot_id"],
        **_guarded({**guards, "secrecy": row.get("secrecy") or held.get("secrecy")}),
    )


def fact_of_row(kind: str, row: Mapping[str, Any], instance: Entity) -> Fact:
    """A row of the mission or campaign log: guarded as its instance, dated by itself."""
    told = " ".join(
        str(row[name]) for name in ("event_type", "step_type", "outcome") if row.get(name)
    )
    when = row.get("in_fiction_time")
    guarded = fact_of_entity(instance)
    return replace(
        guarded,
        kind=kind,
        id=str(row["id"]),
        name=f"{instance.name}: {told}",
        content=row.get("notes") or told,
        rumor=None,
        valid_from=when or guarded.valid_from,
        valid_until=when or guarded.valid_until,
    )


def fact_of_chunk(chunk: Mapping[str, Any], *, settings: Collection[str]) -> Fact:
    """A piece of a lore text: `id`, `title`, `text`, `time`, and what guards it."""
    return Fact(
        "chunk",
        chunk["id"],
        chunk.get("title") or "",
        chunk.get("text"),
        valid_from=chunk.get("time"),
        valid_until=chunk.get("time"),
        settings=frozenset(settings),
        **_guarded(chunk),
    )


def _of_instance(relation: Fact, instance: Fact) -> Fact:
    """The narrower guards of both: a public relation of a secret is no public relation."""
    guards = min(relation, instance, key=lambda fact: _BREADTH.get(fact.secrecy, 0))
    return replace(
        relation,
        secrecy=guards.secrecy,
        owner=guards.owner,
        min_tier=max(relation.min_tier, instance.min_tier),
        valid_from=relation.valid_from or instance.valid_from,
        valid_until=relation.valid_until or instance.valid_until,
        settings=instance.settings,
        parties=frozenset(),
        instance=instance.id,
        known_by=relation.known_by | instance.known_by,
    )


def _guards_of(edge: EdgeRecord) -> dict[str, Any]:
    return {"secrecy": edge.secrecy, "owner": edge.owner, "known_by": edge.known_by}


def _guarded(held: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "secrecy": held.get("secrecy") or "public",
        "owner": held.get("owner"),
        "min_tier": held.get("min_tier") or 1,
        "known_by": frozenset(held.get("known_by") or ()),
    }


def _first(held: Mapping[str, Any], names: Iterable[str]) -> Any:
    return next((held[name] for name in names if held.get(name)), None)
