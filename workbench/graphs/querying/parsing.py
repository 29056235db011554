"""A spec, as people and models write it, to a checked query; errors name the place by a path."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ...core.errors import BadInput
from ...core.property_graph.records import MAX_INT, MIN_INT, Direction, Scalar
from .spec import (
    EDGE_FIELDS,
    FILTER_FIELDS,
    NODE_FIELDS,
    OPS,
    QUERY_FIELDS,
    EdgePattern,
    Filter,
    NodePattern,
    Query,
)

_DIRECTIONS: dict[str, Direction] = {
    "out": "out",
    "outgoing": "out",
    "in": "in",
    "incoming": "in",
    "both": "both",
    "all": "both",
}


def parsed(spec: Mapping[str, Any]) -> Query:
    """The query that a spec describes.

    BadInput names the place of what is wrong, such as `match[1].where[0].op`. A field that
    is None counts as absent.
    """
    given = _fields(spec, "query spec", QUERY_FIELDS)
    elements = _items(given.get("match"), "match")
    if len(elements) % 2 == 0:
        raise BadInput(
            f"match must alternate node, edge, node, and so have an odd number of elements; "
            f"found {len(elements)}"
        )
    nodes = tuple(_node(one, f"match[{2 * at}]") for at, one in enumerate(elements[::2]))
    edges = tuple(_edge(one, f"match[{2 * at + 1}]") for at, one in enumerate(elements[1::2]))
    declared = _declared(nodes, edges)
    limit = given.get("limit")
    return Query(
        nodes,
        edges,
        _returns(given.get("return"), declared),
        None if limit is None else _count(limit, "limit"),
    )


def _node(element: Any, path: str) -> NodePattern:
    given = _fields(element, path, NODE_FIELDS, unlike="edge")
    if "node" not in given:
        raise BadInput(f"{path}.node is required: the alias of the node")
    external = given.get("external_id")
    return NodePattern(
        _name(given["node"], f"{path}.node"),
        None if "id" not in given else _count(given["id"], f"{path}.id"),
        None if external is None else _text(external, f"{path}.external_id"),
        _texts(given.get("labels", ()), f"{path}.labels"),
        _filters(given, path),
    )


def _edge(element: Any, path: str) -> EdgePattern:
    given = _fields(element, path, EDGE_FIELDS, unlike="node")
    return EdgePattern(
        None if "edge" not in given else _name(given["edge"], f"{path}.edge"),
        None if "id" not in given else _count(given["id"], f"{path}.id"),
        None if "type" not in given else _text(given["type"], f"{path}.type"),
        _direction(given.get("direction", "out"), f"{path}.direction"),
        _filters(given, path),
    )


def _fields(
    value: Any, path: str, allowed: tuple[str, ...], *, unlike: str | None = None
) -> dict[str, Any]:
    """The fields that are not None; `unlike` is the field of the other kind of pattern."""
    if not isinstance(value, Mapping):
        raise BadInput(f"{path} must be a dict, found {_shown(value)}")
    if unlike is not None and value.get(unlike) is not None:
        wanted = "an edge" if unlike == "node" else "a node"
        raise BadInput(
            f"{path} must be {wanted} pattern, not a pattern with the field {unlike!r}: "
            "patterns alternate node, edge, node"
        )
    for name in value:
        if name not in allowed:
            raise BadInput(
                f"{path} has unknown field {name!r}; its fields are {', '.join(allowed)}"
            )
    return {name: one for name, one in value.items() if one is not None}


def _items(value: Any, path: str) -> Sequence[Any]:
    if value is None:
        raise BadInput(f"{path} is required: a list of patterns")
    if not isinstance(value, list | tuple):
        raise BadInput(f"{path} must be a list, found {_shown(value)}")
    if not value:
        raise BadInput(f"{path} must contain at least one pattern element, found none")
    return value


def _filters(given: Mapping[str, Any], path: str) -> tuple[Filter, ...]:
    properties, conditions = given.get("properties", {}), given.get("where", ())
    if not isinstance(properties, Mapping):
        raise BadInput(f"{path}.properties must be a dict, found {_shown(properties)}")
    if not isinstance(conditions, list | tuple):
        raise BadInput(f"{path}.where must be a list, found {_shown(conditions)}")
    equal = [_equal(key, value, f"{path}.properties") for key, value in properties.items()]
    told = [_filter(one, f"{path}.where[{at}]") for at, one in enumerate(conditions)]
    return (*equal, *told)


def _equal(key: Any, value: Any, path: str) -> Filter:
    return Filter(_name(key, f"a key of {path}"), "eq", _scalar(value, f"{path}[{key!r}]"))


def _filter(condition: Any, path: str) -> Filter:
    given = _fields(condition, path, FILTER_FIELDS)
    for field in ("property", "value"):
        if field not in given:
            raise BadInput(f"{path}.{field} is required")
    key, op = _name(given["property"], f"{path}.property"), given.get("op", "eq")
    if not isinstance(op, str) or op not in OPS:
        raise BadInput(f"{path}.op: unknown property filter op {op!r}; it is one of {_all(OPS)}")
    return Filter(key, op, _value(op, given["value"], f"{path}.value"))


def _value(op: str, value: Any, path: str) -> Scalar | tuple[Scalar, ...]:
    if op == "in":
        if not isinstance(value, list | tuple):
            raise BadInput(f"{path}: op 'in' requires a list value, found {_shown(value)}")
        return tuple(_scalar(one, f"{path}[{at}]") for at, one in enumerate(value))
    if op == "contains" and not isinstance(value, str):
        raise BadInput(f"{path}: op 'contains' requires a string value, found {_shown(value)}")
    return _scalar(value, path)


def _scalar(value: Any, path: str) -> Scalar:
    """A plain bool, int, float or str, whatever subclass it came as."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        if MIN_INT <= value <= MAX_INT:
            return int(value)
        raise BadInput(f"{path} must be an int of 64 bits, found {value}")
    if isinstance(value, float):
        if math.isfinite(value):
            return float(value)
        raise BadInput(f"{path} must be a finite float, found {value}")
    if isinstance(value, str):
        return _text(value, path)
    raise BadInput(f"{path} must be a bool, int, float or str, found {_shown(value)}")


def _text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise BadInput(f"{path} must be a string, found {_shown(value)}")
    if not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value):
        raise BadInput(f"{path} has a lone surrogate, which no text here holds: {value!a}")
    return str(value)


def _name(value: Any, path: str) -> str:
    if not (text := _text(value, path)):
        raise BadInput(f"{path} cannot be empty")
    return text


def _texts(value: Any, path: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise BadInput(f"{path} must be a list of strings, found {_shown(value)}")
    return tuple(_text(one, f"{path}[{at}]") for at, one in enumerate(value))


def _count(value: Any, path: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadInput(f"{path} must be an int from 0 on, found {_shown(value)}")
    return int(value)


def _direction(value: Any, path: str) -> Direction:
    if not isinstance(value, str) or value not in _DIRECTIONS:
        raise BadInput(f"{path} must be 'out', 'in' or 'both', found {_shown(value)}")
    return _DIRECTIONS[value]


def _declared(nodes: Sequence[NodePattern], edges: Sequence[EdgePattern]) -> tuple[str, ...]:
    """All aliases."""
    of_nodes = dict.fromkeys(node.alias for node in nodes)
    of_edges = dict.fromkeys(edge.alias for edge in edges if edge.alias is not None)
    if both := sorted(of_nodes.keys() & of_edges.keys()):
        raise BadInput(f"alias {both[0]!r} cannot refer to both nodes and edges; rename one")
    return (*of_nodes, *of_edges)


def _returns(value: Any, declared: Sequence[str]) -> tuple[str, ...]:
    if value is None:
        return tuple(sorted(declared))
    aliases = _texts(value, "return")
    for at, alias in enumerate(aliases):
        if alias not in declared:
            raise BadInput(
                f"return[{at}]: return alias {alias!r} is not declared; "
                f"match declares {_all(declared)}"
            )
        if alias in aliases[:at]:
            raise BadInput(f"return[{at}]: return alias {alias!r} is duplicated")
    return tuple(sorted(aliases))


def _all(names: Sequence[str]) -> str:
    return ", ".join(names)


def _shown(value: Any) -> str:
    return f"{value!r:.60} ({type(value).__name__})"
