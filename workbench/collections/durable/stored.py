"""A definition as JSON, where an object keeps no order and a tuple has no form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from ...core.collections.definition import Definition, EdgeRule, NodeRule, VectorSpace


def to_json(definition: Definition) -> dict[str, Any]:
    """All but name, kind, type of ids and number, which have columns of their own."""
    spaces = definition.vectors.items()
    return {
        "vectors": [{"name": name, **asdict(space)} for name, space in spaces],
        "options": dict(definition.options),
        "schema": _rules(definition.schema),
        "indexes": [list(path) for path in definition.indexes],
    }


def from_json(row: Mapping[str, Any]) -> Definition:
    """The definition of a row of the registry."""
    told = row["definition"]
    spaces = {one["name"]: VectorSpace(one["dimension"], one["metric"]) for one in told["vectors"]}
    rules = told["schema"]
    return Definition(
        name=row["name"],
        kind=row["kind"],
        ids=row["id_type"],
        vectors=spaces,
        options=told["options"],
        schema=None if rules is None else tuple(map(_rule, rules)),
        indexes=tuple(map(tuple, told["indexes"])),
        number=row["number"],
    )


def _rules(schema: Sequence[NodeRule | EdgeRule] | None) -> list[dict[str, Any]] | None:
    return None if schema is None else [asdict(rule) for rule in schema]


def _rule(told: Mapping[str, Any]) -> NodeRule | EdgeRule:
    if "label" not in told:
        return EdgeRule(**told)
    return NodeRule(told["label"], tuple((name, kind) for name, kind in told["properties"]))
