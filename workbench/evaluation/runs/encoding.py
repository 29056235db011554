"""Values of any kind as JSON, so that what is read is what was written."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from ...core.frames import encodable
from ...core.values import Edge, Hit, Node, Path


def written(value: Any) -> str:
    """A value as one line of JSON.

    Exact for what stores give: JSON's own values, tuples, sets, maps with any keys, bytes, times,
    decimals, UUIDs, nodes, edges, paths and hits. An array becomes its list, and what has no form
    here its text.
    """
    return json.dumps(_form(value), ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Any:
    """What `written` was given. BadInput does not arise: a run's files are checked before."""
    return json.loads(text, object_hook=_value)


def _form(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return value if value.isascii() else encodable(value)
    if isinstance(value, list):
        return value if _is_plain(value) else [_form(item) for item in value]
    if isinstance(value, Mapping):
        return _map(value)
    for kind, (name, parts) in _FORMS.items():
        if isinstance(value, kind):
            return {f"${name}": parts(value)}
    if type(value).__module__ == "numpy":
        return _form(value.tolist())
    return encodable(str(value))


def _is_plain(values: list[Any]) -> bool:
    """A ranking is a long list of numbers or of texts: it is not looked at one by one."""
    kinds = set(map(type, values))
    return kinds <= _NUMBERS or (kinds == {str} and "".join(values).isascii())


def _map(value: Mapping[Any, Any]) -> Any:
    """Names that begin as our own marks do, and keys that are no names, are kept as pairs."""
    if all(isinstance(key, str) and not key.startswith("$") for key in value):
        return {encodable(key): _form(item) for key, item in value.items()}
    return {"$map": [[_form(key), _form(item)] for key, item in value.items()]}


def _items(value: Any) -> list[Any]:
    return [_form(item) for item in value]


def _sorted(value: Any) -> list[Any]:
    """A set has no order, and two writings of it must be one text."""
    return sorted(_items(value), key=lambda item: json.dumps(item, sort_keys=True))


_NUMBERS = {bool, int, float, type(None)}
_FORMS: dict[type, tuple[str, Callable[[Any], Any]]] = {  # the first that fits
    Hit: ("hit", _items),
    tuple: ("tuple", _items),
    set: ("set", _sorted),
    frozenset: ("frozenset", _sorted),
    bytes: ("bytes", lambda value: base64.b64encode(value).decode()),
    datetime: ("datetime", datetime.isoformat),
    date: ("date", date.isoformat),
    time: ("time", time.isoformat),
    timedelta: ("timedelta", lambda value: [value.days, value.seconds, value.microseconds]),
    Decimal: ("decimal", str),
    UUID: ("uuid", str),
    Node: ("node", lambda node: _items([node.id, node.labels, node.properties])),
    Edge: (
        "edge",
        lambda e: _items(
            [e.source, e.type, e.target, e.properties, e.source_label, e.target_label, e.id]
        ),
    ),
    Path: ("path", lambda path: _items([path.nodes, path.edges])),
}

_VALUES: dict[str, Callable[[Any], Any]] = {
    "$map": dict,
    "$hit": lambda parts: Hit(*parts),
    "$tuple": tuple,
    "$set": set,
    "$frozenset": frozenset,
    "$bytes": base64.b64decode,
    "$datetime": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$time": time.fromisoformat,
    "$timedelta": lambda parts: timedelta(*parts),
    "$decimal": Decimal,
    "$uuid": UUID,
    "$node": lambda parts: Node(*parts),
    "$edge": lambda parts: Edge(*parts),
    "$path": lambda parts: Path(*parts),
}


def _value(found: dict[str, Any]) -> Any:
    if len(found) != 1:
        return found
    [(name, parts)] = found.items()
    return _VALUES[name](parts) if name in _VALUES else found
