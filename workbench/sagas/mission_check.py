"""Whether a mission can be logged: its template and what it refers to, before any write."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ..core.errors import BadInput, TimeSyntaxError
from ..core.lore import Entity
from ..core.lore.templates import (
    Instance,
    InstanceRelation,
    Known,
    Template,
    template_of,
    validated,
)
from ..core.lore.window_keys import window_properties
from ..core.time import CURRENT, Chronology, parse_time
from .entities import entity, made_id
from .stores import Stores, asked

LOG = "mission_log"
_TEXTS = ("step_type", "in_fiction_time", "location_id", "outcome", "notes")
_COLUMNS = ("step_no", "step_type", "occurred_at", "in_fiction_time", "party", "location_id",
            "outcome", "notes", "sources")  # fmt: skip


def checked(stores: Stores, payload: Mapping[str, Any]) -> dict[str, Any]:
    """What the steps of the saga store, ready for JSON: `instance`, its `relations`, its `rows`.

    BadInput names the first failing check of the template, as for a file, or the step of the log.
    """
    if not isinstance(payload, Mapping) or not isinstance(payload.get("id"), str):
        raise BadInput(f"payload: expected a mapping with `id`, `template`, …, saw {payload!r:.80}")
    if stores.world().schema == "mixed":
        raise BadInput(
            "the graph holds both schema versions; migrate it before anything is written to it"
        )
    document = {name: value for name, value in payload.items() if name != "steps"}
    steps = payload.get("steps") or []
    if not isinstance(steps, list | tuple):
        raise BadInput(f"payload: steps: expected a list, saw {steps!r:.60}")
    found = _Found(stores)
    templates = _templates(stores, document.get("template"))
    found.read(_references(document, templates, steps))
    instance = _instance(document, templates, found.known())
    _check_log(templates[instance.template_id])
    _check_taken(found.one(instance.id), instance)
    rows = [_row(found, instance.id, number, step) for number, step in enumerate(steps, 1)]
    _check_numbers(rows)
    chronology = stores.world().chronology
    relations = [_relation(instance, edge, found, chronology) for edge in instance.relations]
    return {"instance": _node(instance), "relations": relations, "rows": rows}


class _Found:
    """Entities by the ids that a payload names; each is asked for once."""

    def __init__(self, stores: Stores) -> None:
        self._stores, self._entities = stores, dict[str, Entity | None]()

    def one(self, id: str) -> Entity | None:
        if id not in self._entities:
            self._entities[id] = entity(self._stores, id)
        return self._entities[id]

    def read(self, ids: Iterable[str]) -> None:
        for id in ids:
            self.one(id)

    def known(self) -> Known:
        there = [found for found in self._entities.values() if found]
        sources = {found.id for found in there if found.label == "LoreSource"}
        kinds = {found.id: _kind(found) for found in there if found.id not in sources}
        return Known(kinds, sources, tuple(self._stores.world().settings))


def _kind(found: Entity) -> str:
    return str(found.properties["type"]) if found.label == "DomainEntity" else found.label


def _templates(stores: Stores, wanted: Any) -> dict[str, Template]:
    rows = {row["id"]: row for row in asked(stores, "lore/templates")}
    if wanted not in rows:
        there = ", ".join(rows) or "none: load a world first"
        raise BadInput(f"payload: there is no template {wanted!r}; there are {there}")
    document, file = json.loads(rows[wanted]["document"]), rows[wanted]["file"]
    return {wanted: template_of(document, file or "")}


def _references(
    document: Mapping[str, Any], templates: Mapping[str, Template], steps: Any
) -> Iterable[str]:
    """Every text that stands where an id is expected; odd shapes are told by later checks."""
    fields, named = document.get("fields"), []
    if isinstance(fields, Mapping):
        declared = (field for template in templates.values() for field in template.fields.values())
        named += [fields.get(field.name) for field in declared if field.type == "entity"]
    listed = [part for part in (document.get("relations"), steps) if isinstance(part, list)]
    for part in (document, *(item for items in listed for item in items)):
        if isinstance(part, Mapping):
            named += [part.get("to"), part.get("location_id")]
            for several in (part.get("sources"), part.get("party")):
                named += several if isinstance(several, list) else []
    return dict.fromkeys(one for one in named if isinstance(one, str))


def _instance(
    document: Mapping[str, Any], templates: Mapping[str, Template], known: Known
) -> Instance:
    own = {name: kind for name, kind in known.kinds.items() if name != document["id"]}
    around = Known(own, known.sources, known.settings)
    try:
        text = json.dumps({"instances": [document]})  # which is YAML
    except (TypeError, ValueError) as error:
        raise BadInput(f"payload: expected plain values, as in JSON: {error}") from error
    found = validated({"payload": text}, templates, around)
    if found.faults:
        fault = found.faults[0]
        raise BadInput(
            f"payload {fault.instance or document['id']}: {fault.check}: {fault.message}"
        )
    return found.instances[0]


def _check_log(template: Template) -> None:
    table = (template.log or {}).get("table")
    if table != LOG:
        raise BadInput(
            f"template {template.id}: expected one that logs to {LOG}, its log is {table!r}"
        )


def _check_taken(there: Entity | None, instance: Instance) -> None:
    if there is not None and _kind(there) != instance.type:
        raise BadInput(
            f"{instance.id} is the id of a {_kind(there)}; ids are unique over all labels: "
            f"give this {instance.type} another"
        )


def _row(found: _Found, mission: str, number: int, step: Any) -> dict[str, Any]:
    where = f"payload {mission}, steps[{number - 1}]"
    if not isinstance(step, Mapping):
        raise BadInput(f"{where}: expected a mapping, saw {step!r:.60}")
    if unknown := sorted(set(step) - set(_COLUMNS)):
        raise BadInput(f"{where}: unknown {unknown}; there are {', '.join(_COLUMNS)}")
    row = {"mission_id": mission, "step_no": number, **step}
    if (
        not isinstance(row["step_no"], int)
        or isinstance(row["step_no"], bool)
        or row["step_no"] < 1
    ):
        raise BadInput(f"{where}: step_no: expected 1 or more, saw {row['step_no']!r}")
    for name in _TEXTS:
        if not isinstance(row.get(name), str | None):
            raise BadInput(f"{where}: {name}: expected a text, saw {row[name]!r:.60}")
    row["occurred_at"] = _real_time(where, row.get("occurred_at"))
    _check_fiction(where, row.get("in_fiction_time"))
    _check_there(found, where, row)
    return row


def _check_numbers(rows: list[dict[str, Any]]) -> None:
    numbers = [row["step_no"] for row in rows]
    if twice := sorted({n for n in numbers if numbers.count(n) > 1}):
        raise BadInput(f"payload {rows[0]['mission_id']}: step_no {twice} stand there twice")


def _real_time(where: str, given: Any) -> str:
    try:
        found = given if isinstance(given, datetime) else datetime.fromisoformat(given)
    except (TypeError, ValueError) as error:
        raise BadInput(
            f"{where}: occurred_at: expected a real time such as 2026-01-15T18:55:00Z, "
            f"saw {given!r}"
        ) from error
    if found.tzinfo is None:
        raise BadInput(f"{where}: occurred_at: {given!r} has no offset; add one, such as Z")
    return found.isoformat()


def _check_fiction(where: str, given: str | None) -> None:
    if given is None:
        return
    try:
        moves = parse_time(given) == CURRENT
    except TimeSyntaxError as error:
        raise BadInput(f"{where}: in_fiction_time: {error}") from error
    if moves:
        raise BadInput(f"{where}: in_fiction_time: write the time that `current` meant")


def _check_there(found: _Found, where: str, row: Mapping[str, Any]) -> None:
    wanted = {"party": "Person", "sources": "LoreSource"}
    for name, label in wanted.items():
        if not isinstance(row.get(name) or [], list):
            raise BadInput(f"{where}: {name}: expected a list of ids, saw {row[name]!r:.60}")
        for id in row.get(name) or ():
            _check_label(found, f"{where}: {name}", id, label)
    if row.get("location_id") is not None:
        _check_label(found, f"{where}: location_id", row["location_id"], "Location")


def _check_label(found: _Found, where: str, id: Any, label: str) -> None:
    there = found.one(id) if isinstance(id, str) else None
    if there is None or there.label != label:
        seen = there.label if there else "nothing"
        raise BadInput(f"{where}: expected the id of a {label}, {id!r} is that of {seen}")


def _node(instance: Instance) -> dict[str, Any]:
    own = {
        "type": instance.type,
        "template_id": instance.template_id,
        "setting_id": instance.setting_id,
        "settings": [instance.setting_id],
        "name": instance.name,
        "summary": instance.summary,
        "aliases": list(instance.aliases) or None,
        "sources": list(instance.sources) or None,
    }
    given = {name: value for name, value in {**instance.fields, **own}.items() if value is not None}
    return {"id": instance.id, "properties": given}


def _relation(
    instance: Instance, edge: InstanceRelation, found: _Found, chronology: Chronology
) -> dict[str, Any]:
    target = found.one(edge.to)
    window = edge.valid_from, edge.valid_until
    own: dict[str, Any] = {"valid_from": edge.valid_from, "valid_until": edge.valid_until}
    own |= {"sources": list(edge.sources) or None, **edge.properties}
    given = {name: value for name, value in own.items() if value is not None}
    return {
        "type": edge.type,
        "to": edge.to,
        "to_label": target.label if target else "",
        "edge_id": edge.id or made_id(instance.id, edge.type, edge.to, *window),
        "properties": {**given, **window_properties(chronology, *window)},
    }
