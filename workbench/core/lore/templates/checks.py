"""The fixed order of checks that an instance passes, on its document as it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .fields import Field, uncanonical
from .instance import EDGE_PROPERTIES, SHARED_KEYS, Known
from .located import Place
from .template import RelationRule, Template

Found = Iterator[tuple[Place, str]]
"""What fails: where in the instance, and what was expected and seen."""

_NEEDED = ("id", "template", "setting_id", "name")
_KEYS = frozenset({*_NEEDED, "summary", "aliases", "fields", "sources", "relations"})


class Case(NamedTuple):
    """An instance that is a mapping of the right shape, the templates, and what is known."""

    document: Mapping[str, Any]
    template: Template
    known: Known

    @property
    def given(self) -> Iterator[tuple[Field, Any]]:
        """The fields that have a value."""
        for name, value in (self.document.get("fields") or {}).items():
            if value is not None:
                yield self.template.fields[name], value

    @property
    def relations(self) -> Iterator[tuple[Place, Mapping[str, Any], RelationRule]]:
        for at, edge in enumerate(self.document.get("relations") or ()):
            yield ("relations", at), edge, self.template.relations[edge["type"]]


def shape(document: Any) -> Found:
    """Whether the parts of an instance are of the kind that all other checks count on."""
    if not isinstance(document, dict):
        yield (), f"expected a mapping, saw {document!r:.60}"
        return
    if unknown := document.keys() - _KEYS:  # perhaps a needed key, misspelt
        for name in unknown:
            yield (name,), f"unknown key {name!r}; there are {', '.join(sorted(_KEYS))}"
        return
    for name in (*_NEEDED, "summary"):
        value, needed = document.get(name), name in _NEEDED
        if not (isinstance(value, str) and value) and (needed or value is not None):
            yield (name,), f"{name}: expected a text, saw {value!r:.60}"
    if not isinstance(document.get("fields") or {}, dict):
        yield ("fields",), f"fields: expected a mapping, saw {document['fields']!r:.60}"
    for name in ("sources", "aliases"):
        yield from _texts(document, name, ())
    yield from _relation_shapes(document.get("relations") or [])


def _texts(document: Mapping[str, Any], name: str, place: Place) -> Found:
    value = document.get(name)
    if value is not None and not (
        isinstance(value, list) and all(isinstance(item, str) for item in value)
    ):
        yield (*place, name), f"{name}: expected a list of texts, saw {value!r:.60}"


def _relation_shapes(relations: Any) -> Found:
    if not isinstance(relations, list):
        yield ("relations",), f"relations: expected a list, saw {relations!r:.60}"
        return
    for at, edge in enumerate(relations):
        place = ("relations", at)
        if not isinstance(edge, dict):
            yield place, f"expected a mapping, saw {edge!r:.60}"
            continue
        for name in ("type", "to"):
            if not isinstance(edge.get(name), str):
                yield (*place, name), f"{name}: expected a text, saw {edge.get(name)!r:.60}"
        if not isinstance(edge.get("id"), str | None):
            yield (*place, "id"), f"id: expected a text, saw {edge['id']!r:.60}"
        yield from _texts(edge, "sources", place)


def _unknown_fields(case: Case) -> Found:
    for name in case.document.get("fields") or {}:
        if name not in case.template.fields:
            known = ", ".join(case.template.fields)
            yield ("fields", name), f"{case.template.id} has no field {name!r}; it has {known}"


def _required(case: Case) -> Found:
    given = {field.name for field, _ in case.given}
    for field in case.template.fields.values():
        if field.required and field.name not in given and field.default is None:
            yield ("fields", field.name), f"the field {field.name} is required and missing"


def _types(case: Case) -> Found:
    yield from _values(case, Field.mistyped)


def _bounds(case: Case) -> Found:
    yield from _values(case, Field.outside)


def _times(case: Case) -> Found:
    yield from _values(case, Field.no_time)
    for at, edge in enumerate(case.document.get("relations") or ()):
        for name in ("valid_from", "valid_until"):
            if edge.get(name) is not None and (told := uncanonical(edge[name])):
                yield ("relations", at, name), f"{edge['type']} {name}: {told}"


def _values(case: Case, fault: Callable[[Field, Any], str]) -> Found:
    for field, value in case.given:
        if told := fault(field, value):
            yield ("fields", field.name), told


def _relation_types(case: Case) -> Found:
    for at, edge in enumerate(case.document.get("relations") or ()):
        if edge["type"] not in case.template.relations:
            known = ", ".join(case.template.relations)
            told = f"{case.template.id} has no relation {edge['type']!r}; it has {known}"
            yield ("relations", at, "type"), told


def _endpoints(case: Case) -> Found:
    if case.document["setting_id"] not in case.known.settings:
        yield ("setting_id",), f"there is no setting {case.document['setting_id']!r}"
    for field, value in case.given:
        if field.type == "entity" and value not in case.known.kinds:
            yield ("fields", field.name), f"{field.name}: there is no entity {value!r}"
    for place, edge, _ in case.relations:
        if edge["to"] not in case.known.kinds:
            yield (*place, "to"), f"{edge['type']}: there is no entity {edge['to']!r}"


def _labels(case: Case) -> Found:
    kinds = case.known.kinds
    for field, value in case.given:
        if field.type == "entity" and field.label not in (None, kinds[value]):
            told = f"{field.name}: expected a {field.label}, and {value} is a {kinds[value]}"
            yield ("fields", field.name), told
    for place, edge, rule in case.relations:
        if (kind := kinds[edge["to"]]) not in rule.to:
            told = f"{rule.type}: expected {' or '.join(rule.to)}, and {edge['to']} is a {kind}"
            yield (*place, "to"), told


def _cardinality(case: Case) -> Found:
    count = Counter(edge["type"] for _, edge, _ in case.relations if not edge.get("superseded_by"))
    for rule in case.template.relations.values():
        seen, most = count[rule.type], rule.maximum
        if seen < rule.minimum or (most is not None and seen > most):
            upper = "any number" if most is None else most
            yield ("relations",), f"{rule.type}: expected {rule.minimum} to {upper}, saw {seen}"


def _relation_properties(case: Case) -> Found:
    for place, edge, rule in case.relations:
        yield from ((place, f"{rule.type}: {told}") for told in _of_edge(edge, rule))


def _of_edge(edge: Mapping[str, Any], rule: RelationRule) -> Iterator[str]:
    own = {k: v for k, v in edge.items() if k not in SHARED_KEYS | EDGE_PROPERTIES}
    for name in own.keys() - rule.properties.keys():
        yield f"it has no property {name!r}; it has {', '.join(rule.properties) or 'none'}"
    if not rule.time_bounded and (edge.get("valid_from") or edge.get("valid_until")):
        yield "it holds at all times; take valid_from and valid_until away"
    for name, field in rule.properties.items():
        value = own.get(name)
        if value is None:
            if field.required and field.default is None:
                yield f"the property {name} is required and missing"
            continue
        if told := field.mistyped(value) or field.outside(value) or field.no_time(value):
            yield told


def _sources(case: Case) -> Found:
    for name in case.document.get("sources") or ():
        if name not in case.known.sources:
            yield ("sources",), f"there is no source {name!r}"
    for place, edge, _ in case.relations:
        for name in edge.get("sources") or ():
            if name not in case.known.sources:
                yield (*place, "sources"), f"{edge['type']}: there is no source {name!r}"


IN_ORDER: Sequence[tuple[str, Callable[[Case], Found]]] = (
    ("unknown fields", _unknown_fields),
    ("required", _required),
    ("type", _types),
    ("enum/range", _bounds),
    ("times canonical", _times),
    ("relation type known", _relation_types),
    ("endpoint exists", _endpoints),
    ("endpoint label", _labels),
    ("cardinality", _cardinality),
    ("relation properties", _relation_properties),
    ("sources exist", _sources),
)
