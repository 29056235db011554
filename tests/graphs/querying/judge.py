"""The structured query by brute force over plain dicts, as the language is described.

A node is {"id", "external_id", "labels", "properties"}, an edge {"id", "source", "target",
"type", "properties"}; all are listed by ascending id.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from operator import ge, gt, le, lt
from typing import Any

Record = dict[str, Any]
Walk = tuple[Record, ...]  # node, edge, node, ...
_ORDERS = {"lt": lt, "lte": le, "gt": gt, "gte": ge}
_ALIASES = {"outgoing": "out", "incoming": "in", "all": "both"}


def judged(
    spec: Record, nodes: list[Record], edges: list[Record], *, order: str, numbers: str = "typed"
) -> list[dict[str, int]]:
    """The rows that the language gives, in this order."""
    match = spec["match"]
    found = [walk for walk in _walks(match, nodes, edges, numbers) if _consistent(match, walk)]
    if order == "ids":
        found.sort(key=lambda walk: [element["id"] for element in walk])
    else:
        at = _anchor(match, nodes, numbers)
        found.sort(key=lambda walk: _found(match, walk, at))
    return [_row(spec, walk) for walk in found][: spec.get("limit")]


def anchor(spec: Record, nodes: list[Record], numbers: str = "typed") -> tuple[int, int]:
    """Place in `match` of the node pattern with the fewest candidates, and their number."""
    at = _anchor(spec["match"], nodes, numbers)
    return at, sum(_fits(spec["match"][at], node, numbers) for node in nodes)


def _anchor(match: list[Record], nodes: list[Record], numbers: str) -> int:
    counts = {
        at: sum(_fits(match[at], node, numbers) for node in nodes) for at in range(0, len(match), 2)
    }
    return min(counts, key=lambda at: (counts[at], at))


def _walks(
    match: list[Record], nodes: list[Record], edges: list[Record], numbers: str
) -> Iterator[Walk]:
    by_id = {node["id"]: node for node in nodes}
    walks: list[Walk] = [(node,) for node in nodes if _fits(match[0], node, numbers)]
    for at in range(1, len(match), 2):
        fitting = [edge for edge in edges if _fits(match[at], edge, numbers)]
        walks = [
            (*walk, edge, by_id[end])
            for walk, edge in product(walks, fitting)
            for end in _ends(match[at], edge, walk[-1]["id"])
            if _fits(match[at + 1], by_id[end], numbers)
        ]
    yield from walks


def _ends(pattern: Record, edge: Record, left: int) -> set[int]:
    """Where the edge leads from the node on the left, in the pattern's direction."""
    direction = pattern.get("direction") or "out"
    direction = _ALIASES.get(direction, direction)
    ends = set()
    if direction != "in" and edge["source"] == left:
        ends.add(edge["target"])
    if direction != "out" and edge["target"] == left:
        ends.add(edge["source"])
    return ends


def _consistent(match: list[Record], walk: Walk) -> bool:
    seen: dict[str, int] = {}
    return all(
        seen.setdefault(alias, element["id"]) == element["id"]
        for alias, element in zip(map(_alias, match), walk, strict=True)
        if alias is not None
    )


def _found(match: list[Record], walk: Walk, anchor: int) -> list[int]:
    """Steps from the anchor to the left, then to the right: outgoing edges, then incoming."""
    key = [walk[anchor]["id"]]
    for at in range(anchor - 1, 0, -2):
        key += _step(match[at], walk[at], walk[at + 1])
    for at in range(anchor + 1, len(walk), 2):
        key += _step(match[at], walk[at], walk[at - 1])
    return key


def _step(pattern: Record, edge: Record, known: Record) -> list[int]:
    both = pattern.get("direction") in ("both", "all")
    return [both and edge["source"] != known["id"], edge["id"]]


def _row(spec: Record, walk: Walk) -> dict[str, int]:
    named = {_alias(p): e["id"] for p, e in zip(spec["match"], walk, strict=True)}
    named.pop(None, None)
    wanted = spec.get("return")
    return {alias: named[alias] for alias in sorted(named if wanted is None else wanted)}


def _alias(pattern: Record) -> Any:
    return pattern.get("node", pattern.get("edge"))


def _fits(pattern: Record, record: Record, numbers: str) -> bool:
    wanted = [pattern.get(field) for field in ("id", "external_id", "type")]
    given = [record["id"], record.get("external_id"), record.get("type")]
    if any(w is not None and w != g for w, g in zip(wanted, given, strict=True)):
        return False
    if not set(pattern.get("labels") or ()) <= set(record.get("labels", ())):
        return False
    equal = [{"property": k, "value": v} for k, v in (pattern.get("properties") or {}).items()]
    filters = [*equal, *(pattern.get("where") or ())]
    return all(_meets(one, record["properties"], numbers) for one in filters)


def _meets(filter: Record, properties: Record, numbers: str) -> bool:
    op, wanted = filter.get("op") or "eq", filter["value"]
    if filter["property"] not in properties:
        return False
    value = properties[filter["property"]]
    if op in _ORDERS:
        return _number(value) and _number(wanted) and _ORDERS[op](value, wanted)
    if op == "contains":
        return isinstance(value, str) and wanted in value
    if op == "in":
        return any(_same(value, one, numbers) for one in wanted)
    return _same(value, wanted, numbers) == (op == "eq")


def _same(left: Any, right: Any, numbers: str) -> bool:
    both = numbers == "coerced" and _number(left) and _number(right)
    return bool((both or type(left) is type(right)) and left == right)


def _number(value: Any) -> bool:
    return type(value) in (int, float)
