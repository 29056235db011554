"""Graph patterns: one chain of nodes and relationships."""

from __future__ import annotations

from typing import Literal

from ..tree.patterns import EdgePattern, NodePattern, Pattern, Properties
from ..tree.values import Value
from .cursor import Cursor
from .faults import TOO_COMPLEX
from .tokens import INTEGER, NAME, QUOTED
from .values import value

MOST_HOPS = 32

Direction = Literal["out", "in", "both"]


def pattern(cursor: Cursor) -> Pattern:
    nodes, edges = [_node(cursor)], []
    while cursor.sees("-") or cursor.sees("--") or cursor.sees("<"):
        edges.append(_edge(cursor))
        nodes.append(_node(cursor))
    return Pattern(tuple(nodes), tuple(edges))


def _node(cursor: Cursor) -> NodePattern:
    cursor.expects("(")
    alias = _alias(cursor)
    labels = []
    while cursor.takes(":"):
        labels.append(cursor.word("a label"))
    collection = cursor.name("a collection") if cursor.takes("@") else None
    found = NodePattern(alias, tuple(labels), properties(cursor), collection)
    cursor.expects(")")
    return found


def _edge(cursor: Cursor) -> EdgePattern:
    inward = cursor.takes("<")
    if cursor.takes("--"):
        return EdgePattern(_direction(cursor, inward, cursor.takes(">")))
    cursor.expects("-", "[")
    alias = _alias(cursor)
    types = _types(cursor)
    hops = _hops(cursor) if cursor.takes("*") else None
    given = properties(cursor)
    cursor.expects("]", "-")
    direction = _direction(cursor, inward, cursor.takes(">"))
    return EdgePattern(direction, alias, types, given, hops)


def _direction(cursor: Cursor, inward: bool, outward: bool) -> Direction:
    if inward and outward:
        raise cursor.refused("a relationship points one way; leave out one of its arrows, or both")
    return "in" if inward else "out" if outward else "both"


def _alias(cursor: Cursor) -> str | None:
    return cursor.name("an alias") if cursor.kind in (NAME, QUOTED) else None


def _types(cursor: Cursor) -> tuple[str, ...]:
    if not cursor.takes(":"):
        return ()
    found = [cursor.word("a relationship's type")]
    while cursor.takes("|"):
        found.append(cursor.word("a relationship's type"))
    return tuple(found)


def _hops(cursor: Cursor) -> tuple[int, int]:
    """`*2`, `*1..3`, `*..3` from 1; an open end, and one beyond the most, are too complex."""
    first = cursor.integer("a number") if cursor.kind == INTEGER else None
    if not cursor.takes(".."):
        last = first
    else:
        last = cursor.integer("a number") if cursor.kind == INTEGER else None
    if last is None or last > MOST_HOPS:
        what = f"a range ends at {MOST_HOPS} hops at most, as in *1..3"
        raise cursor.refused(what, code=TOO_COMPLEX)
    low = 1 if first is None else first
    if low > last:
        raise cursor.refused(f"a range goes from the fewest hops to the most, not {low}..{last}")
    return low, last


def properties(cursor: Cursor) -> Properties:
    """`{name: value, …}`, () where there is none."""
    if not cursor.takes("{"):
        return ()
    found = cursor.listed(_property)
    cursor.expects("}")
    return found


def _property(cursor: Cursor) -> tuple[str, Value]:
    name = cursor.word("the name of a property")
    cursor.expects(":")
    return name, value(cursor)
