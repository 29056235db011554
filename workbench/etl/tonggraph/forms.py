"""What each field of an exported record is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from ...core.property_graph.plain import KINDS
from ...core.property_graph.records import MAX_INT, METRICS, MIN_INT, TARGETS, TOKENIZERS

Form: TypeAlias = tuple[str, Callable[[Any], bool]]  # what is expected, and whether a value is it


def is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_INT


def is_scalar(value: Any) -> bool:
    """One of the four kinds that a property may hold."""
    if isinstance(value, bool | str):
        return True
    if isinstance(value, int):
        return MIN_INT <= value <= MAX_INT
    return isinstance(value, float) and math.isfinite(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _is_number(value: Any) -> bool:
    """A finite number; an integer is one that a float is near to."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < math.inf


def _is_properties(value: Any) -> bool:
    return isinstance(value, dict) and all(key and is_scalar(one) for key, one in value.items())


def _list_of(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(map(fits, value))


def _or_none(form: Form) -> Form:
    what, fits = form
    return f"{what} or null", lambda value: value is None or fits(value)


def _one_of(names: tuple[str, ...]) -> Form:
    return f"one of {', '.join(names)}", lambda value: value in names


def _is_table(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"variables", "values", "is_cpd"}
        and _IDS[1](value["variables"])
        and _NUMBERS[1](value["values"])
        and isinstance(value["is_cpd"], bool)
    )


def _is_weights(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_number, value.values()))


_ID: Form = ("an integer from 0 to 2^63 - 1", is_id)
_INTEGER: Form = ("an integer", lambda value: type(value) is int)
_TEXT: Form = ("a text that is not empty", _is_text)
_ANY_TEXT: Form = ("a text", lambda value: isinstance(value, str))
_TEXTS: Form = ("a list of texts that are not empty", _list_of(_is_text))
_IDS: Form = ("a list of ids", _list_of(is_id))
_NUMBERS: Form = ("a list of finite numbers", _list_of(_is_number))
_BOOLEAN: Form = ("true or false", lambda value: isinstance(value, bool))
_OBJECT: Form = ("an object", lambda value: isinstance(value, dict))
_PROPERTIES: Form = (
    "an object of booleans, 64-bit integers, finite numbers and texts", _is_properties
)  # fmt: skip
_TABLE: Form = ("an object of variables, values and is_cpd", _is_table)
_STATES: Form = ("a list of texts", _list_of(lambda value: isinstance(value, str)))
_WEIGHTS: Form = ("an object of finite numbers", _is_weights)

_FIELDS: Mapping[str, Mapping[str, Form]] = {
    "nodes": {"external_id": _TEXT, "labels": _TEXTS, "properties": _PROPERTIES},
    "edges": {"source": _ID, "target": _ID, "edge_type": _TEXT, "properties": _PROPERTIES},
    "text_indexes": {
        "target": _one_of(TARGETS),
        "properties": _TEXTS,
        "tokenizer": _one_of(TOKENIZERS),
        "fold": _BOOLEAN,
        "bigrams": _BOOLEAN,
    },
    "vector_indexes": {
        "target": _one_of(TARGETS),
        "dimensions": _ID,
        "metric": _one_of(METRICS),
        "model": _or_none(_ANY_TEXT),
        "model_version": _or_none(_ANY_TEXT),
    },
    "variables": {
        "domain": _ANY_TEXT,
        "states": _STATES,
        "owner_id": _or_none(_ID),
        "prior": _PROPERTIES,
        "posterior": _PROPERTIES,
    },
    "factors": {
        "input_variables": _IDS,
        "output_variables": _IDS,
        "function": _ANY_TEXT,
        "parameters": _PROPERTIES,
        "table": _or_none(_TABLE),
    },
    "evidence": {
        "variable_id": _ID,
        "payload": _PROPERTIES,
        "likelihood": _or_none(_WEIGHTS),
    },
    "traces": {"payload": _PROPERTIES},
    "posteriors": {"values": _NUMBERS, "inputs": _or_none(_OBJECT)},
}
FORMS: Mapping[str, Mapping[str, Form]] = {
    **{
        name: {KINDS[name].key: _TEXT if KINDS[name].key == "name" else _ID, **fields}
        for name, fields in _FIELDS.items()
    },
    "vectors": {"index": _TEXT, "entity": _ID, "embedding": _NUMBERS},
    "log": {
        "seq": _INTEGER,
        "op": _ANY_TEXT,
        "object_id": _INTEGER,
        "payload": _ANY_TEXT,
        "created_at": _INTEGER,
    },
}
