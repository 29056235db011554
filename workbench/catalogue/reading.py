"""Query files read and checked: a wrong header or text is told with file and line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .header import Header, bad, has_header, read_header, read_text
from .parameters import CHECKS, Check, Parameter, check_of
from .parts import whole
from .placeholders import placeholders
from .query import Query
from .template import Template, template

KINDS = MappingProxyType({".sql": "relational", ".cypher": "graph", ".velesql": "collections"})
MARKS = MappingProxyType({"relational": "--", "graph": "//", "collections": "--"})
ENGINES = MappingProxyType(
    {
        "relational": ("postgres",),
        "graph": ("arcadedb", "neo4j", "memgraph"),
        "collections": ("velesql",),
    },
)
_NOT_TEXT: dict[str, type] = {
    "writes": bool,
    "params": dict,
    "columns": dict,
    "settings": dict,
    "scores": list,
}
_FIELDS = {"summary", "source", "differs", "original", *_NOT_TEXT}
# The keyword arguments of `Bench.ask` itself: a parameter of that name could not be given.
_TAKEN = {"row_limit", "timeout"}
_PARAMETER_FIELDS = {"type", "default", "doc", "example", "optional"}


def read_query(file: Path, name: str) -> Query:
    """The query of a file; BadInput with file and line where its header or text is wrong."""
    kind = KINDS[file.suffix]
    header = read_header(file, MARKS[kind])
    fields = dict(header.fields)
    _check_fields(header, fields)
    declared = fields.pop("params", {})
    parameters = tuple(_parameter(header, kind, key, declared[key]) for key in declared)
    known = {parameter.name: parameter.type for parameter in parameters}
    settings = _settings(header, kind, fields.pop("settings", {}), known)
    text = _checked_template(kind, known, header, settings)
    scores = tuple(fields.pop("scores", ()))
    return Query(
        name,
        kind,
        file,
        text.text,
        parameters=parameters,
        scores=scores,
        settings=settings,
        vectors=tuple(key for key, type_name in known.items() if type_name == "vector"),
        documents=tuple(key for key, type_name in known.items() if type_name == "json"),
        templates={"": text},
        **fields,
    )


def read_overlay(file: Path, base: Query) -> Template:
    """An engine's own text of a query: text alone, the same parameters."""
    text = read_text(file)
    if has_header(text, MARKS[base.kind]):
        raise bad(file, 1, f"an overlay holds text alone; the header is that of {base.file.name}")
    known = {parameter.name: parameter.type for parameter in base.parameters}
    header = Header(file, {}, (), text.rstrip(), 1)
    return _checked_template(base.kind, known, header, base.settings)


def _checked_template(
    kind: str, known: Mapping[str, str], header: Header, settings: Mapping[str, str]
) -> Template:
    """The text, whole, with its placeholders; BadInput where they and the declarations disagree."""
    if not header.text.strip():
        raise header.bad_text("the file holds no statement", 0)
    text = whole(header.file, header.text, header.text_line)
    for found in placeholders(kind, text.text):
        at = text.as_written(found.start)
        if found.name not in known:
            message = f"${found.name} is not declared; write [params.{found.name}] in the header"
            raise header.bad_text(message, at)
        if found.quoted and known[found.name] != "identifier":
            message = f'${found.name} stands in quotes, so its type must be "identifier"'
            raise header.bad_text(message, at)
    made = template(kind, text.text)
    for name, type_name in known.items():
        if name not in made.identifiers | made.values and f"${name}" not in settings.values():
            raise header.bad(
                f"parameter `{name}` is declared but the text never uses it", "params", name
            )
        if type_name == "identifier" and name not in made.identifiers:
            form = f"{made.quote}${name}{made.quote}"
            raise header.bad(f"an identifier is written {form}, quotes included", "params", name)
    return made


def _settings(
    header: Header, kind: str, given: Mapping[str, Any], known: Mapping[str, str]
) -> dict[str, str]:
    """Settings as text; which of them a store takes, and what they may be, the store says."""
    if given and kind != "relational":
        raise header.bad("[settings] are for SQL; no other engine takes any", "settings")
    for name, value in given.items():
        if isinstance(value, dict):
            example = f'"{name}.{next(iter(value), "…")}" = …'
            raise header.bad(f"a setting's name stands in quotes: {example}", "settings", name)
        if str(value).startswith("$") and str(value)[1:] not in known:
            message = f"{value} is not declared; write [params.{str(value)[1:]}] in the header"
            raise header.bad(message, "settings", name)
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in given.items()
    }


def _check_fields(header: Header, fields: dict[str, Any]) -> None:
    if not str(fields.get("summary", "")).strip():
        raise header.bad("`summary` is missing: one line that says what the query answers")
    for key in sorted(fields.keys() - _FIELDS):
        raise header.bad(f"unknown field `{key}`; there are: {', '.join(sorted(_FIELDS))}", key)
    for key, value in fields.items():
        expected = _NOT_TEXT.get(key, str)
        if not isinstance(value, expected):
            raise header.bad(f"`{key}` is a {expected.__name__}, saw {value!r}", key)
    columns = fields.get("columns", {})
    for score in fields.get("scores", ()):
        if score not in columns:
            raise header.bad(f"score `{score}` is not in [columns]", "scores")


def _parameter(header: Header, kind: str, name: str, fields: Any) -> Parameter:
    at = ("params", name)
    _check_parameter(header, name, fields)
    optional = fields.get("optional", False)
    required = not optional and "default" not in fields
    if required and "example" not in fields:
        raise header.bad(f"parameter `{name}` needs an `example` that the tests can run", *at)
    check = check_of(fields["type"], kind, optional=optional)
    default = _checked(header, name, "default", fields, check)
    _checked(header, name, "example", fields, check)
    doc, example = str(fields.get("doc", "")), fields.get("example")
    return Parameter(name, fields["type"], doc, required, default, example, check)


def _check_parameter(header: Header, name: str, fields: Any) -> None:
    at = ("params", name)
    if name in _TAKEN:
        raise header.bad(f"`{name}` is an argument of ask itself; call the parameter else", *at)
    if not isinstance(fields, dict) or "type" not in fields:
        raise header.bad(f"parameter `{name}` has no `type`: {', '.join(CHECKS)}", *at)
    for key in sorted(fields.keys() - _PARAMETER_FIELDS):
        there = ", ".join(sorted(_PARAMETER_FIELDS))
        raise header.bad(f"parameter `{name}`: unknown field `{key}`; there are: {there}", *at, key)
    if fields["type"] not in CHECKS:
        there = ", ".join(CHECKS)
        raise header.bad(f"no type {fields['type']!r}; there are: {there}", *at, "type")
    if fields["type"] == "identifier" and "optional" in fields:
        raise header.bad(f"identifier `{name}` cannot be optional: no text works without it", *at)


def _checked(header: Header, name: str, key: str, fields: dict[str, Any], check: Check) -> Any:
    if key not in fields:
        return None
    try:
        return check(fields[key])
    except (TypeError, ValueError) as error:
        message = f"{key} of `{name}` is no {fields['type']}: {fields[key]!r} {error}".rstrip()
        raise header.bad(message, "params", name, key) from error
