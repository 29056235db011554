"""The query language as a value, for whoever writes specs: people, forms, language models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ...core.errors import BadParameters
from .filters import NUMBERS
from .spec import EDGE_FIELDS, FILTER_FIELDS, NODE_FIELDS, OPS, QUERY_FIELDS

NAME = "tonggraph_query_dsl_v0"
_SCALAR = ["boolean", "integer", "number", "string"]
_ID = {"type": "integer", "minimum": 0}
_ALIAS = {"type": "string", "minLength": 1}

Rows = TypeVar("Rows")
Compiler = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]


def query_schema() -> dict[str, Any]:
    """The structured query language: operators, fields and meanings in words, then a JSON Schema.

    Up to `where_filter` the keys are those of TongGraph; `json_schema` (2020-12) says the same
    for a model that is held to a schema, except that a path's patterns alternate and have an
    odd number.
    """
    return {
        "name": NAME,
        "description": "One connected path of node and edge patterns; each match is a row of ids.",
        "operators": list(OPS),
        "directions": ["out", "in", "both"],
        "top_level_fields": list(QUERY_FIELDS),
        "match": "required list: node, or node, edge, node, and so on; a repeated alias is the "
        "same node or edge",
        "return": "optional list of declared aliases, each once; all where absent",
        "limit": "optional non-negative integer: the most rows",
        "node_pattern": _node_words(),
        "edge_pattern": _edge_words(),
        "where_filter": _filter_words(),
        "json_schema": _json_schema(),
    }


def query_nl(
    question: str,
    compiler: Compiler,
    answer: Callable[[Mapping[str, Any]], Rows],
    *,
    schema: Mapping[str, Any] | None = None,
) -> Rows:
    """What `answer` gives for the spec that `compiler(question, schema)` makes of a question.

    `schema` is `query_schema()` unless another is given. BadParameters, which is a TypeError,
    where the compiler returns no mapping; a spec that is wrong is `answer`'s to refuse.
    """
    if not callable(compiler):
        raise BadParameters(
            f"compiler: expected a function of question and schema, not {compiler!r}"
        )
    spec = compiler(question, query_schema() if schema is None else schema)
    if not isinstance(spec, Mapping):
        raise BadParameters(
            f"query compiler must return a mapping, found {spec!r:.60} ({type(spec).__name__})"
        )
    return answer(spec)


def _node_words() -> dict[str, Any]:
    return {
        "allowed_fields": list(NODE_FIELDS),
        "node": "required alias",
        "id": "optional internal id of the node",
        "external_id": "optional external id of the node",
        "labels": "optional list of labels, all needed",
        "properties": "optional dict of properties, each equal in type and value",
        "where": "optional list of filters, all to be met",
    }


def _edge_words() -> dict[str, Any]:
    return {
        "allowed_fields": list(EDGE_FIELDS),
        "edge": "optional alias",
        "id": "optional internal id of the edge",
        "type": "optional type of the edge",
        "direction": "optional; out, the default, leads from the node before to the node after",
        "properties": "optional dict of properties, each equal in type and value",
        "where": "optional list of filters, all to be met",
    }


def _filter_words() -> dict[str, Any]:
    return {
        "allowed_fields": list(FILTER_FIELDS),
        "property": "required key; a record without that property never matches, not even `ne`",
        "op": "optional, eq where absent; eq, ne and in compare type and value, lt to gte "
        "numbers alone, contains a part of a string, case-sensitive",
        "value": "required scalar, a list of scalars for in, a string for contains",
        "numbers": f"how eq, ne and in see 1 and 1.0 is an option of the call: {NUMBERS[0]}, "
        f"two values, the default, or {NUMBERS[1]}, one",
    }


def _json_schema() -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": NAME,
        **_object({"match": _match(), "return": _strings(_ALIAS), "limit": _ID}, ["match"]),
        "$defs": {"node": _node(), "edge": _edge(), "filter": _filter()},
    }


def _match() -> dict[str, Any]:
    either = [{"$ref": "#/$defs/node"}, {"$ref": "#/$defs/edge"}]
    return {
        "type": "array",
        "minItems": 1,
        "prefixItems": either[:1],
        "items": {"anyOf": either},
    }


def _node() -> dict[str, Any]:
    fields = {"node": _ALIAS, "id": _ID, "external_id": {"type": "string"}, "labels": _strings()}
    return _object(fields | _conditions(), ["node"])


def _edge() -> dict[str, Any]:
    direction = {"enum": ["out", "in", "both"]}
    fields = {"edge": _ALIAS, "id": _ID, "type": {"type": "string"}, "direction": direction}
    return _object(fields | _conditions(), [])


def _conditions() -> dict[str, Any]:
    equal = {"type": "object", "additionalProperties": {"type": _SCALAR}}
    return {"properties": equal, "where": {"type": "array", "items": {"$ref": "#/$defs/filter"}}}


def _filter() -> dict[str, Any]:
    scalar = {"type": _SCALAR}
    value = {"anyOf": [scalar, {"type": "array", "items": scalar}]}
    fields = {"property": _ALIAS, "op": {"enum": list(OPS)}, "value": value}
    return _object(fields, ["property", "value"])


def _strings(one: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"type": "array", "items": one or {"type": "string"}}


def _object(fields: Mapping[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(fields),
        "required": required,
        "additionalProperties": False,
    }
