"""Template documents, read and checked whole."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from keyword import iskeyword
from typing import Any

from ...errors import BadInput
from .declared import Declared
from .fields import OPTIONS, TYPES, Field
from .instance import EDGE_PROPERTIES, SHARED_KEYS
from .located import read_yaml
from .query import CheckedQuery, checked_query
from .template import RESERVED, QueryParameter, RelationRule, Template, TemplateQuery
from .tokens import Refused

_SLUG = re.compile(r"[a-z][a-z0-9_]*")
_PASCAL = re.compile(r"[A-Z][A-Za-z0-9]*")
_RELATION = re.compile(r"[A-Z][A-Z0-9_]*")
_TAKEN = ("row_limit", "timeout")  # what a question takes beside its parameters
_PARAMETER_TYPES = ("string", "number", "integer", "boolean", "time", "entity")
_COLUMN = re.compile(r"[a-z_][a-z0-9_]*")
_EDGE_KEYS = SHARED_KEYS | EDGE_PROPERTIES | {"edge_id"}


def read_templates(files: Mapping[str, str]) -> dict[str, Template]:
    """The templates of some files (name: YAML text), by id; all or none.

    BadInput tells every fault with its file and line. Two templates of one id or one type name
    both files. A file without `template:` (instances alone) holds none.
    """
    faults: list[str] = []
    found: list[tuple[Template, Declared]] = []
    for file, text in sorted(files.items()):
        try:
            document = read_yaml(text, file)
        except BadInput as error:
            faults.append(str(error))
            continue
        top = Declared(document, (), faults)
        if not isinstance(document.value, dict):
            top.fault("expected a mapping with `template:`")
        elif "template" in document.value:
            top.only({"template", "instances"})
            declared = top.part("template")
            read = _template(declared)
            found += [(read, declared)] if read else []
    faults += _clashes(found)
    if faults:
        raise BadInput("\n".join(faults))
    return {template.id: template for template, _ in found}


def template_of(document: Mapping[str, Any], file: str) -> Template:
    """A template from its document as it was stored; BadInput where it is none."""
    from .located import Located

    faults: list[str] = []
    found = _template(Declared(Located({"template": document}, {}, file), ("template",), faults))
    if faults or found is None:
        raise BadInput("\n".join(faults))
    return found


def _clashes(found: list[tuple[Template, Declared]]) -> Iterator[str]:
    for what in ("id", "type"):
        first: dict[str, Template] = {}
        for template, declared in found:
            name = getattr(template, what)
            other = first.setdefault(name, template)
            if other is not template:
                told = f"the template {what} {name!r} stands in {other.file} too; rename one"
                yield declared.told(told, what)


def _template(at: Declared) -> Template | None:
    before = len(at.faults)
    if not at.is_mapping():
        return None
    at.only({"id", "type", "version", "embedded", "description", "fields", "relations", "log"}
            | {"queries"})  # fmt: skip
    identity = at.text("id", _SLUG), at.text("type", _PASCAL)
    version = at.whole("version", least=1)
    fields = {p.key: f for p in at.parts("fields") if (f := _field(p, RESERVED))}
    relations = {p.key: r for p in at.parts("relations") if (r := _relation(p))}
    queries = _queries(at)
    embedded, description = at.flag("embedded"), at.prose("description")
    log = _log(at)
    if len(at.faults) > before:
        return None
    return Template(
        *identity,
        version=version,
        fields=fields,
        relations=relations,
        queries=queries,
        description=description,
        embedded=embedded,
        log=log,
        file=at.file,
        document=at.value,
    )


def _field(at: Declared, taken: Collection[str]) -> Field | None:
    if not at.named(_SLUG, "a field") or not at.is_mapping():
        return None
    if at.key in taken:
        at.fault(f"the name {at.key!r} is reserved ({', '.join(sorted(taken))}); choose another")
    kind = at.value.get("type")
    if kind not in TYPES:
        at.fault(f"{at.key}: expected one of the types {', '.join(TYPES)}, saw {kind!r}", "type")
        return None
    at.only({"type", "required", "default"} | OPTIONS[kind])
    found = Field(
        at.key,
        kind,
        required=at.flag("required"),
        default=at.value.get("default"),
        min=at.number("min"),
        max=at.number("max"),
        values=at.texts("values", needed=kind == "enum"),
        max_length=at.whole("max_length", least=1) if "max_length" in at.value else None,
        label=at.text("label", _PASCAL) if "label" in at.value else None,
    )
    _check_bounds(at, found)
    return found


def _check_bounds(at: Declared, found: Field) -> None:
    if found.min is not None and found.max is not None and found.min > found.max:
        at.fault(f"{at.key}: min is above max", "min")
    if found.default is None:
        return
    for fault in (found.mistyped, found.outside, found.no_time):
        if told := fault(found.default):
            at.fault(f"default of {told}", "default")
            return


def _relation(at: Declared) -> RelationRule | None:
    if not at.named(_RELATION, "a relation") or not at.is_mapping():
        return None
    at.only({"to", "min", "max", "time_bounded", "properties"})
    least = at.whole("min", least=0) if "min" in at.value else 0
    most = at.whole("max", least=1) if at.value.get("max") is not None else None
    if most is not None and least > most:
        at.fault(f"{at.key}: min is above max", "min")
    properties = {p.key: f for p in at.parts("properties") if (f := _field(p, _EDGE_KEYS))}
    to = at.texts("to", needed=True, form=_PASCAL)
    return RelationRule(at.key, to, least, most, at.flag("time_bounded"), properties)


def _log(at: Declared) -> Mapping[str, str] | None:
    if at.value.get("log") is None:
        return None
    log = at.part("log")
    if not log.is_mapping():
        return None
    log.only({"table", "key"})
    return {name: log.text(name, _COLUMN) for name in ("table", "key")}


def _queries(at: Declared) -> tuple[TemplateQuery, ...]:
    found: dict[str, TemplateQuery] = {}
    for part in at.items("queries"):
        query = _query(part)
        if query and query.id in found:
            part.fault(f"the query {query.id!r} stands in this template twice; rename one", "id")
        elif query:
            found[query.id] = query
    return tuple(found.values())


def _query(at: Declared) -> TemplateQuery | None:
    if not at.is_mapping():
        return None
    at.only({"id", "description", "parameters", "cypher"})
    name, description = at.text("id", _SLUG), at.prose("description")
    parameters = tuple(p for part in at.parts("parameters") if (p := _parameter(part)))
    cypher = _cypher(at)
    if cypher is None:
        return None
    declared = {p.name: p for p in parameters}
    for missing in sorted(cypher.parameters - declared.keys()):
        at.fault(f"the query uses ${missing} and does not declare it in `parameters`", "cypher")
    for unused in sorted(declared.keys() - cypher.parameters):
        at.fault(f"the parameter {unused!r} is declared and not used", "parameters", unused)
    for counted in sorted(cypher.counts & declared.keys()):
        if declared[counted].type != "integer" or declared[counted].optional:
            told = f"${counted} counts rows: expected type integer, not optional"
            at.fault(told, "parameters", counted)
    return TemplateQuery(name, description, parameters, cypher)


def _parameter(at: Declared) -> QueryParameter | None:
    if not at.named(_SLUG, "a parameter") or not at.is_mapping():
        return None
    if iskeyword(at.key) or at.key in _TAKEN:
        at.fault(f"a parameter cannot be called {at.key!r} in Python; choose another name")
    at.only({"type", "optional", "description"})
    kind = at.value.get("type")
    if kind not in _PARAMETER_TYPES:
        known = ", ".join(_PARAMETER_TYPES)
        at.fault(f"{at.key}: expected one of the types {known}, saw {kind!r}", "type")
        return None
    return QueryParameter(at.key, kind, at.flag("optional"), at.prose("description"))


def _cypher(at: Declared) -> CheckedQuery | None:
    text = at.value.get("cypher")
    if not isinstance(text, str) or not text.strip():
        at.fault("expected the query's text in `cypher`", "cypher")
        return None
    try:
        return checked_query(text)
    except Refused as refused:
        at.fault(f"the query is refused: {refused.reason}", "cypher", down=refused.line - 1)
        return None
