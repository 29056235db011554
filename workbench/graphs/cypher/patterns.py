"""Patterns of nodes and relationships, read from tokens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from .tokens import Token, Tokens, closing, depths, failed

_SEARCHES = ("SHORTESTPATH", "ALLSHORTESTPATHS")


@dataclass
class Element:
    """A node or a relationship of a pattern.

    `named` are its labels or types where they are joined by `:` or, for types, `|` alone, else
    None; `entries` the properties in its braces by key, `map` a parameter in their place.
    `opens` and `closes` are its brackets as tokens of the body, `opens` -1 where it has none.
    """

    kind: Literal["node", "edge"]
    variable: str | None = None
    named: list[str] | None = field(default_factory=list)
    entries: dict[str, tuple[Token, ...]] = field(default_factory=dict)
    map: Token | None = None
    direction: str = "both"
    many: bool = False  # a relationship of variable length
    plain: bool = True  # nothing but a variable, names and properties
    opens: int = -1
    closes: int = -1


@dataclass
class Path:
    """Nodes and relationships in turn; `variable` where the path has a name."""

    elements: list[Element]
    variable: str | None = None
    searched: bool = False  # by shortestPath


class UnknownPattern(Exception):
    """A form of pattern that openCypher 9 does not have; the engine may."""


def paths(body: Tokens) -> list[Path]:
    """The patterns of a MATCH, CREATE or MERGE; UnknownPattern where they are of another form."""
    return [_path(body, start, end) for start, end in parts(body)]


def parts(body: Tokens) -> Iterator[tuple[int, int]]:
    """Where commas outside of brackets split tokens."""
    start, level = 0, depths(body)
    for at, token in enumerate(body):
        if level[at] == 0 and token.is_sign(","):
            yield start, at
            start = at + 1
    yield start, len(body)


def entries(inside: Tokens, text: str) -> dict[str, tuple[Token, ...]]:
    """The values by key of a map's tokens between its braces."""
    found: dict[str, tuple[Token, ...]] = {}
    if not inside:
        return found
    for start, end in parts(inside):
        one = inside[start:end]
        keyed = len(one) > 2 and (one[0].names or one[0].kind == "text") and one[1].is_sign(":")
        if not keyed:
            raise failed("expected `key: value` in a map", text, inside[0].start)
        found[one[0].value] = tuple(one[2:])
    return found


def _path(body: Tokens, start: int, end: int) -> Path:
    variable, searched = None, False
    if end - start > 2 and body[start].names and body[start + 1].is_sign("="):
        variable, start = body[start].value, start + 2
    if start < end and body[start].says(*_SEARCHES) and body[start + 1].is_sign("("):
        searched, start, end = True, start + 2, end - 1
    elements: list[Element] = []
    at = start
    while at < end:
        read = _edge if len(elements) % 2 else _node
        element, at = read(body, at, end)
        elements.append(element)
    if len(elements) % 2 == 0:
        raise UnknownPattern
    return Path(elements, variable, searched)


def _node(body: Tokens, at: int, end: int) -> tuple[Element, int]:
    if not body[at].is_sign("("):
        raise UnknownPattern
    closes = closing(body, at)
    node = Element("node", opens=at, closes=closes)
    _inside(node, body[at + 1 : closes])
    return node, closes + 1


def _edge(body: Tokens, at: int, end: int) -> tuple[Element, int]:
    edge = Element("edge")
    came = body[at].is_sign("<-")
    if not (came or body[at].is_sign("-")):
        raise UnknownPattern
    at += 1
    if at < end and body[at].is_sign("["):
        edge.opens, edge.closes = at, closing(body, at)
        _inside(edge, body[at + 1 : edge.closes])
        at = edge.closes + 1
    if at >= end or not body[at].is_sign("-", "->"):
        raise UnknownPattern
    goes = body[at].is_sign("->")
    edge.direction = "both" if came == goes else ("in" if came else "out")
    return edge, at + 1


def _inside(element: Element, inside: Tokens) -> None:
    if (
        inside
        and not inside[0].names
        and not inside[0].is_sign(":", "{", "*")
        and (inside[0].kind != "parameter")
    ):
        raise UnknownPattern
    at = 0
    if inside and inside[0].names and not inside[0].says("WHERE"):
        element.variable, at = inside[0].value, 1
    at = _names(element, inside, at)
    if at < len(inside) and inside[at].is_sign("*"):
        element.many, at = True, _after_length(inside, at + 1)
    if at < len(inside) and inside[at].is_sign("{"):
        element.entries = entries(inside[at + 1 : closing(inside, at)], "")
        at = closing(inside, at) + 1
    elif at < len(inside) and inside[at].kind == "parameter":
        element.map, at = inside[at], at + 1
    element.plain = at == len(inside) and element.named is not None


def _names(element: Element, inside: Tokens, at: int) -> int:
    """Take the labels or types; where they are an expression, skip it."""
    named: list[str] | None = []
    joints = (":",) if element.kind == "node" else (":", "|")
    while at < len(inside) and inside[at].is_sign(":", "|", "&", "!", "(", ")", "%"):
        is_name = at + 1 < len(inside) and inside[at + 1].names
        if not inside[at].is_sign(*joints) or not is_name:
            named, at = None, at + 1 + is_name
            continue
        # `:A|:B` of old: its second colon stands for nothing
        if named is not None:
            named.append(inside[at + 1].value)
        at += 2
    element.named = named
    return at


def _after_length(inside: Tokens, at: int) -> int:
    while at < len(inside) and (inside[at].kind == "number" or inside[at].is_sign("..")):
        at += 1
    return at
