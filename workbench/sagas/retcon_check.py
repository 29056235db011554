"""What a retcon would change, and whether it can, before any write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from ..core.errors import BadInput, TimeSyntaxError
from ..core.lore.edges import WINDOW_KEYS, Shape
from ..core.lore.window_keys import window_properties
from ..core.time import CURRENT, parse_time
from .entities import entity
from .stores import Stores, asked

SHAPES: tuple[Shape, ...] = ("native", "reified")
# What tells of retcons, and where an edge came from: the new edge has its own.
_OWN = frozenset(
    {"edge_id", "id", "type", "superseded_by", "retcon_at", "supersedes", "effective_at"}
    | {"retcon_note", "loaded_from", *WINDOW_KEYS}
)
_ENDS = ("from", "to", "type")
_DATED = frozenset(
    {"born", "died", "founded", "dissolved", "created", "destroyed", "occurred"}
    | {"exists_from", "exists_until"}
)
_WINDOW = ("valid_from", "valid_until")


def planned(stores: Stores, target: str, after: Mapping[str, Any]) -> dict[str, Any]:
    """What the steps store, ready for JSON: kind, target, before, after, and the change itself."""
    if not isinstance(after, Mapping) or not after:
        raise BadInput(f"after: expected a mapping of what changes, saw {after!r:.60}")
    if stores.world().schema == "mixed":
        raise BadInput("the graph holds both schema versions; migrate it before it is changed")
    if "#" in target:
        return _property(stores, target, after)
    if found := _edge(stores, target):
        return _relation(stores, *found, after)
    return _entity(stores, target, after)


def _property(stores: Stores, target: str, after: Mapping[str, Any]) -> dict[str, Any]:
    id, _, name = target.partition("#")
    if set(after) != {name}:
        raise BadInput(f"after: expected {{{name!r}: value}}, saw {dict(after)!r:.80}")
    _check_values(after)
    there = entity(stores, id)
    if there is None:
        raise BadInput(f"target {target!r}: there is no entity {id!r}; lookup() finds ids")
    before = {name: there.properties.get(name)}
    _check_change(target, before, dict(after))
    node = {"label": there.label, "id": id, "properties": dict(after), "former": before}
    return _request("property", target, before, dict(after), there.settings, node=node)


def _entity(stores: Stores, target: str, after: Mapping[str, Any]) -> dict[str, Any]:
    there = entity(stores, target)
    own = {name: value for name, value in after.items() if name not in ("id", "label")}
    _check_values(own)
    if after.get("id", target) != target:
        raise BadInput(f"after: an id stays what it is: expected {target!r}, saw {after['id']!r}")
    if there is None:
        return _new_entity(stores, target, after, own)
    if after.get("label", there.label) != there.label:
        raise BadInput(f"after: the label of {target} stays {there.label!r}")
    former = {name: there.properties.get(name) for name in own}
    _check_change(target, former, own)
    named = {"id": target, "label": there.label}
    node = {"label": there.label, "id": target, "properties": own, "former": former}
    before, then = {**named, **former}, {**named, **own}
    return _request("entity", target, before, then, there.settings, node=node)


def _new_entity(
    stores: Stores, target: str, after: Mapping[str, Any], own: dict[str, Any]
) -> dict[str, Any]:
    label, settings = after.get("label"), own.get("settings")
    if not isinstance(label, str) or not own.get("name"):
        raise BadInput(
            f"target {target!r} is no edge and no entity; to add an entity expected `label` and "
            f"`name` in after, saw {', '.join(after)}"
        )
    known = stores.world().settings
    if not isinstance(settings, list) or not settings or not set(settings) <= set(known):
        raise BadInput(f"after: settings: expected some of {', '.join(known)}, saw {settings!r}")
    own = _given(own)
    node = {"label": label, "id": target, "properties": own, "former": None}
    then = {"id": target, "label": label, **own}
    return _request("entity", target, None, then, tuple(settings), node=node)


def _edge(stores: Stores, edge_id: str) -> tuple[Mapping[str, Any], Shape] | None:
    for shape in SHAPES:
        for row in asked(stores, f"lore/{shape}_edge_by_id", edge_id=edge_id):
            return row, shape
    return None


def _relation(
    stores: Stores, row: Mapping[str, Any], shape: Shape, after: Mapping[str, Any]
) -> dict[str, Any]:
    old = row["properties"]
    edge_id, differs = old["edge_id"], {n: v for n, v in after.items() if n not in _ENDS}
    _check_edge(edge_id, old, differs)
    kept = {name: value for name, value in old.items() if name not in _OWN}
    properties = _given({**kept, **differs})
    new_id = _free_id(stores, edge_id)
    new = {"type": after.get("type", row["type"]), **_ends(stores, row, after)}
    here = {"id": edge_id, "from": row["from_id"], "type": row["type"], "to": row["to_id"]}
    before = _last_told(stores, edge_id) or {**here, **kept}
    there = {"id": new_id, "from": new["from_id"], "type": new["type"], "to": new["to_id"]}
    then = _given({**before, **differs, **there})
    _check_change(edge_id, before, {**then, "id": edge_id})
    window = window_properties(stores.world().chronology, *(properties.get(end) for end in _WINDOW))
    edge = {
        "shape": shape,
        "old": {name: row[name] for name in row if name != "properties"},
        "new": {**new, "properties": {**properties, **window}},
    }
    settings = _settings(stores, row["from_id"])
    request = _request("relation", edge_id, before, then, settings, edge=edge)
    return {**request, "new_id": new_id}


def _check_edge(edge_id: str, old: Mapping[str, Any], differs: Mapping[str, Any]) -> None:
    if successor := old.get("superseded_by"):
        raise BadInput(f"target {edge_id!r} was superseded by {successor!r}; change that one")
    if taken := sorted(set(differs) & _OWN):
        raise BadInput(f"after: {', '.join(taken)} are the retcon's own; leave them out")
    _check_values(differs)


def _last_told(stores: Stores, edge_id: str) -> dict[str, Any] | None:
    """The edge as the retcon that made it told of it: what comes next must join there."""
    found = asked(stores, "lore/retcon_of", edge_id=edge_id).column("after")
    return found[0] if found else None


def _given(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value is not None}


def _ends(stores: Stores, row: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Both ends of the new edge with their labels; BadInput where one is not there."""
    found: dict[str, Any] = {}
    for end in ("from", "to"):
        id, label = row[f"{end}_id"], row[f"{end}_label"]
        if after.get(end, id) != id:
            there = entity(stores, after[end])
            if there is None:
                raise BadInput(f"after: {end}: there is no entity {after[end]!r}")
            id, label = there.id, there.label
        found |= {f"{end}_id": id, f"{end}_label": label}
    return found


def _free_id(stores: Stores, edge_id: str) -> str:
    """An id for the successor: the old one's root, and what nobody else has taken."""
    root = edge_id.split("~")[0]
    while _edge(stores, made := f"{root}~{uuid4().hex[:8]}"):
        pass
    return made


def _settings(stores: Stores, id: str) -> tuple[str, ...]:
    there = entity(stores, id)
    return there.settings if there else ()


def _check_values(after: Mapping[str, Any]) -> None:
    for name, value in after.items():
        if name in _WINDOW or name in _DATED:
            _check_time(name, value)
        elif isinstance(value, Mapping):
            raise BadInput(f"after: {name}: expected a plain value or a list, saw a mapping")


def _check_time(name: str, value: Any) -> None:
    if value is None:
        return
    try:
        moves = parse_time(value) == CURRENT
    except TimeSyntaxError as error:
        raise BadInput(f"after: {name}: {error}") from error
    if moves:
        raise BadInput(f"after: {name}: write the time that `current` meant")


def _check_change(target: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    if dict(before) == dict(after):
        raise BadInput(f"target {target!r} already says so; a retcon changes something")


def _request(
    kind: str,
    target: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    settings: tuple[str, ...],
    **change: Any,
) -> dict[str, Any]:
    told = {"kind": kind, "target": target, "before": before, "after": dict(after)}
    ids = {"old_id": None if before is None else target, "new_id": target}
    return {**told, **ids, "world_id": next(iter(settings), None), **change}
