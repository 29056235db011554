"""Nodes and edges checked and made ready to be stored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ...core.errors import BadInput
from ...core.values import Edge, Node
from .parameters import is_zoned, plain_bytes, sent

# Keys whose zoned datetimes became ISO 8601 text, with True where the key holds a list.
Zoned = tuple[tuple[str, bool], ...]

_PLAIN = frozenset({type(None), bool, int, float, str})
_TEXT = frozenset({str})
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER = 9  # bytes of the longest number on the wire
_HEADER = 5  # bytes before the longest text on the wire


def shown(record: Node | Edge) -> str:
    """How messages name a record."""
    if isinstance(record, Node):
        return f"node {':'.join(map(str, record.labels))} {record.id!r}"
    return f"edge {record.source!r} -{record.type}-> {record.target!r}"


def check_node(node: Node) -> None:
    """BadInput where the node's label, id or property `id` cannot be stored."""
    if not isinstance(node, Node):
        raise BadInput(f"expected a Node, found {node!r:.60} ({type(node).__name__})")
    if isinstance(node.labels, str) or not all(isinstance(name, str) for name in node.labels):
        raise BadInput(f"node {node.id!r}: labels are a tuple of text, found {node.labels!r:.60}")
    if not node.labels or not all(node.labels):
        raise BadInput(f"{shown(node)} needs a label: a node is its first label and its id")
    if type(node.id) is not str or not node.id:
        raise BadInput(f"{shown(node)}: an id is text that is not empty; give it as str")
    _check_properties(node)
    own = node.properties.get("id", node.id)
    if own != node.id:
        raise BadInput(
            f"{shown(node)} has a property `id` = {own!r}, which would replace its id; "
            "rename the property or leave it out"
        )


def check_edge(edge: Edge) -> None:
    """BadInput where the edge's type or ends cannot be stored."""
    if not isinstance(edge, Edge):
        raise BadInput(f"expected an Edge, found {edge!r:.60} ({type(edge).__name__})")
    if not isinstance(edge.type, str) or not edge.type:
        raise BadInput(f"{shown(edge)} needs a type, which is text")
    if type(edge.source) is not str or type(edge.target) is not str:
        raise BadInput(f"{shown(edge)}: the ends are node ids; give them as str")
    if not isinstance(edge.source_label, str) or not isinstance(edge.target_label, str):
        raise BadInput(f"{shown(edge)}: the labels of its ends are text, one each")
    _check_properties(edge)


def _check_properties(record: Node | Edge) -> None:
    if not isinstance(record.properties, Mapping):
        raise BadInput(f"{shown(record)}: properties are a dict, found {record.properties!r:.60}")
    if not _TEXT.issuperset(map(type, record.properties)):
        for name in record.properties:
            if not isinstance(name, str):
                raise BadInput(f"{shown(record)} has the key {name!r}, which is not text")


def prepared(record: Node | Edge, *, zoned_as_text: bool) -> tuple[Mapping[str, Any], Zoned]:
    """A record's properties as the driver takes them; BadInput where the graph cannot hold one.

    None stands for no property, NaN is stored as it is.
    """
    properties = record.properties
    if _PLAIN.issuperset(map(type, properties.values())):
        return properties, ()
    ready, zoned = {}, []
    for name, value in properties.items():
        if _has_parts(value):
            raise BadInput(
                f"{shown(record)}, property {name!r}: a graph stores values and lists of values, "
                f"not a {type(value).__name__} of parts; flatten it, or store it as JSON text"
            )
        if zoned_as_text and is_zoned(value):
            zoned.append((name, not hasattr(value, "isoformat")))
            ready[name] = _as_text(value)
        else:
            ready[name] = sent(value)
    return ready, tuple(zoned)


def _has_parts(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(isinstance(item, Mapping) for item in value)
    return isinstance(value, Mapping)


def _as_text(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else [v.isoformat() for v in value]


def weight(properties: Mapping[str, Any]) -> int:
    """About how many bytes the values take on the wire, never far too few."""
    size = plain_bytes(properties)
    if size is not None:
        return size
    return sum(len(name) + _weight(value) for name, value in properties.items())


def _weight(value: Any) -> int:
    if isinstance(value, str):
        size = len(value) if value.isascii() else len(value.encode(errors="surrogatepass"))
        return _HEADER + size
    if isinstance(value, bytes | bytearray):
        return _HEADER + len(value)
    if isinstance(value, list | tuple):
        return _HEADER + sum(map(_weight, value))
    if isinstance(value, Mapping):
        return weight(value)
    return _NUMBER


def fault(records: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    """Which property of the (name, properties) given the driver cannot send, or ''."""
    for record, properties in records:
        for name, value in properties.items():
            if why := _unsendable(value):
                return f"{record}, property {name!r}: {why}"
    return ""


def _unsendable(value: Any) -> str:
    if isinstance(value, list | tuple):
        return next(filter(None, map(_unsendable, value)), "")
    if isinstance(value, bool | float | bytes | None) or hasattr(value, "isoformat"):
        return ""
    if isinstance(value, int):
        return "" if -(2**63) <= value < 2**63 else f"{value} does not fit in 64 bits"
    if isinstance(value, str):
        return "its text has a lone surrogate" if _SURROGATE.search(value) else ""
    return f"a {type(value).__name__} cannot be stored"
