"""Files of instances, checked whole: a file with one fault gives nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from ...errors import BadInput
from .checks import IN_ORDER, Case, Found, shape
from .instance import (
    EDGE_PROPERTIES,
    Fault,
    Instance,
    InstanceRelation,
    Known,
    Validated,
)
from .located import Located, Place, read_yaml
from .template import Template


class _Draft(NamedTuple):
    """One item of `instances:`, as it stands."""

    document: Any
    source: Located
    place: Place

    @property
    def id(self) -> str:
        found = self.document.get("id") if isinstance(self.document, dict) else None
        return found if isinstance(found, str) else ""

    def line(self, *place: str | int) -> int:
        return self.source.line(*self.place, *place)

    def fault(self, check: str, place: Place, message: str) -> Fault:
        return Fault(self.source.file, self.line(*place), self.id, check, message)


def validated(
    files: Mapping[str, str | Located], templates: Mapping[str, Template], known: Known
) -> Validated:
    """The instances of some files (name: YAML text, or read already), which may refer to each
    other.

    Of every instance the first failing check is told, in the order of `instance.CHECKS`. A file
    with a fault gives no instance; a file that refers to one of those fails with it.
    """
    drafts: list[_Draft] = []
    faults: list[Fault] = []
    for file, text in sorted(files.items()):
        found = _drafts(file, text)
        if isinstance(found, Fault):
            faults.append(found)
        else:
            drafts += found
    faults += _failing(drafts, templates, known)
    refused = {fault.file for fault in faults}
    while missing := list(_left_alone(drafts, known, refused)):
        faults += missing
        refused |= {fault.file for fault in missing}
    passed = [draft for draft in drafts if draft.source.file not in refused]
    instances = (_instance(draft, templates[draft.document["template"]]) for draft in passed)
    return Validated(tuple(instances), tuple(sorted(faults, key=lambda f: (f.file, f.line))))


def check_stored(document: Mapping[str, Any], template: Template, known: Known) -> Fault | None:
    """The first check that an instance fails as a store holds it; None where it passes all."""
    draft = _Draft(document, Located(document, {}, ""), ())
    return _first_failure(draft, {template.id: template}, known)


def _drafts(file: str, text: str | Located) -> list[_Draft] | Fault:
    try:
        source = text if isinstance(text, Located) else read_yaml(text, file)
    except BadInput as error:
        at, _, message = str(error).removeprefix(f"{file}:").partition(": ")
        return Fault(file, int(at), "", "YAML shape", message)
    value = source.value
    listed = value.get("instances") if isinstance(value, dict) else None
    if not isinstance(listed, list):
        return Fault(file, 1, "", "YAML shape", "expected a mapping with a list `instances:`")
    if extra := sorted(value.keys() - {"instances", "template"}):
        line = source.line(extra[0])
        return Fault(file, line, "", "YAML shape", f"unknown key {extra[0]!r}")
    return [_Draft(item, source, ("instances", at)) for at, item in enumerate(listed)]


def _failing(
    drafts: list[_Draft], templates: Mapping[str, Template], known: Known
) -> Iterator[Fault]:
    kinds = dict(known.kinds)
    for draft in drafts:
        if draft.id and (template := templates.get(_template_of(draft))):
            kinds.setdefault(draft.id, template.type)
    around = replace(known, kinds=kinds)
    seen: dict[str, _Draft] = {}
    for draft in drafts:
        fault = _first_failure(draft, templates, around) or _taken(draft, seen, known)
        seen.setdefault(draft.id, draft)
        if fault:
            yield fault


def _template_of(draft: _Draft) -> str:
    found = draft.document.get("template")
    return found if isinstance(found, str) else ""


def _first_failure(draft: _Draft, templates: Mapping[str, Template], known: Known) -> Fault | None:
    if fault := _first(draft, "YAML shape", shape(draft.document)):
        return fault
    template = templates.get(draft.document["template"])
    if template is None:
        there = ", ".join(sorted(templates)) or "none"
        told = f"there is no template {draft.document['template']!r}; there are {there}"
        return draft.fault("template known", ("template",), told)
    case = Case(draft.document, template, known)
    found = (_first(draft, check, failing(case)) for check, failing in IN_ORDER)
    return next((fault for fault in found if fault), None)


def _first(draft: _Draft, check: str, found: Found) -> Fault | None:
    """The failure of one check that stands first in the file."""
    failures = [draft.fault(check, place, message) for place, message in found]
    return min(failures, key=lambda fault: fault.line, default=None)


def _taken(draft: _Draft, seen: Mapping[str, _Draft], known: Known) -> Fault | None:
    if first := seen.get(draft.id):
        told = f"the id stands in {first.source.file}:{first.line('id')} too"
    elif draft.id in known.kinds or draft.id in known.sources or draft.id in known.settings:
        told = f"the id is that of a {known.kinds.get(draft.id, 'source or a setting')}"
    else:
        return None
    return draft.fault("id unique", ("id",), f"{told}; ids are unique over all labels")


def _left_alone(drafts: list[_Draft], known: Known, refused: set[str]) -> Iterator[Fault]:
    """References of files that stand to instances of files that do not."""
    lost = {d.id: d.source.file for d in drafts if d.source.file in refused and d.id}
    standing = [draft for draft in drafts if draft.source.file not in refused]
    for draft in standing:
        for at, edge in enumerate(draft.document.get("relations") or ()):
            target = edge["to"]
            if target in lost and target not in known.kinds:
                told = f"{edge['type']}: {target} stands in {lost[target]}, which is refused"
                yield draft.fault("endpoint exists", ("relations", at, "to"), told)


def _instance(draft: _Draft, template: Template) -> Instance:
    document = draft.document
    sources = tuple(document.get("sources") or ())
    given = {n: v for n, v in (document.get("fields") or {}).items() if v is not None}
    defaults = {n: f.default for n, f in template.fields.items() if f.default is not None}
    edges = enumerate(document.get("relations") or ())
    return Instance(
        document["id"],
        template.type,
        template.id,
        document["setting_id"],
        document["name"],
        summary=document.get("summary"),
        aliases=tuple(document.get("aliases") or ()),
        fields={**defaults, **given},
        sources=sources,
        relations=tuple(_edge(e, template, sources, draft.line("relations", n)) for n, e in edges),
        file=draft.source.file,
        line=draft.line(),
    )


def _edge(
    edge: Mapping[str, Any], template: Template, sources: tuple[str, ...], line: int
) -> InstanceRelation:
    rule = template.relations[edge["type"]]
    defaults = {n: f.default for n, f in rule.properties.items() if f.default is not None}
    own = {
        name: value
        for name, value in edge.items()
        if value is not None and (name in EDGE_PROPERTIES or name in rule.properties)
    }
    return InstanceRelation(
        rule.type,
        edge["to"],
        edge.get("id"),
        edge.get("valid_from"),
        edge.get("valid_until"),
        tuple(edge.get("sources") or sources),
        {**defaults, **own},
        line,
    )
