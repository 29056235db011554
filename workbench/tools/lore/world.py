"""What all questions about a world share, read from its graph."""

from __future__ import annotations

from typing import Any

from ...core.lore import Ontology, Setting, World, schema_version
from ...core.lore.confidence import reliability
from ...core.lore.edges import STRUCTURAL, Shape
from ...core.lore.ontology import relation_type
from ...core.protocols import Asks
from ...core.time import Chronology, Eras, eras_of
from ...core.values import Rows


def world_stamp(asks: Asks) -> int | None:
    """The number that changes with what `read_world` reads; None where nobody keeps one."""
    return next((row["stamp"] for row in asks.ask("lore/world_stamp").rows), None)


def read_world(asks: Asks) -> World:
    """Eras, registry, settings, current times and stored shapes of the world in the graph."""
    state = list(asks.ask("lore/world_stamp").rows)
    settings = {row["id"]: Setting(**row) for row in _plain(asks, "lore/settings")}
    census = {row["what"]: row["found"] for row in asks.ask("lore/schema_census").rows}
    events = {row["id"]: row["occurred"] for row in _all(asks, "lore/event_times")}
    default = state[0]["default_setting"] if state else None
    if default is None and len(settings) == 1:
        default = next(iter(settings))
    return World(
        chronology=Chronology(_eras(asks), events=events),
        ontology=_ontology(asks),
        settings=settings,
        default_setting=default,
        now={r["setting_id"] or "": r["current_time"] for r in _all(asks, "lore/now")},
        schema=schema_version(census),
        shapes=_shapes(asks),
        reliability=_reliability(asks),
        stamp=state[0]["stamp"] if state else None,
    )


MANY = 10_000_000  # rows: what is read here is needed whole
_OWN = ("id", "loaded_from")  # of a registry's node, not of its entry


def _all(asks: Asks, query: str) -> Rows:
    return asks.ask(query, row_limit=MANY).rows


def _plain(asks: Asks, query: str) -> list[dict[str, Any]]:
    """Rows without what is null, so that defaults hold."""
    return [
        {name: value for name, value in row.items() if value is not None}
        for row in _all(asks, query)
    ]


def _eras(asks: Asks) -> Eras:
    return eras_of({"axes": _plain(asks, "lore/calendars"), "eras": _plain(asks, "lore/eras")})


def _ontology(asks: Asks) -> Ontology:
    found = []
    for row in _all(asks, "lore/relation_types"):
        entry = {key: value for key, value in row["properties"].items() if key not in _OWN}
        found.append(relation_type(entry))
    groups = _all(asks, "lore/exclusive_groups")
    return Ontology(
        relations={relation.name: relation for relation in found},
        exclusive_groups={row["name"]: tuple(row["members"]) for row in groups},
    )


def _shapes(asks: Asks) -> dict[str, Shape]:
    native = {row["type"] for row in _all(asks, "lore/edge_types")} - STRUCTURAL
    reified = {row["type"] for row in _all(asks, "lore/reified_edge_types")}
    shapes: dict[str, Shape] = dict.fromkeys(native, "native")
    return {**shapes, **{t: "both" if t in native else "reified" for t in reified}}


def _reliability(asks: Asks) -> dict[str, float]:
    found = _all(asks, "lore/source_reliability")
    weighed = {row["id"]: reliability(row["reliability"]) for row in found}
    return {source: weight for source, weight in weighed.items() if weight is not None}
