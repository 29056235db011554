"""What Cypher in a text names: labels, relationship types, properties, parameters.

Texts mix prose with Cypher, so nothing counts that only looks like it: properties and `$name`
are taken from statements, patterns outside of statements only where a relationship joins them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...core.lexis import tokens

_START = re.compile(
    r"\b(?:OPTIONAL\s+)?(?:MATCH|MERGE|CREATE)\s*(?:\w+\s*=\s*)?"
    r"(?:(?:all)?shortestPaths?\s*)?\((?=\s*(?:`[^`]+`|\w*)\s*[:){])",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\s*(?:OPTIONAL\s+MATCH|MATCH|WHERE|RETURN|WITH|ORDER\s+BY|SKIP|LIMIT|UNWIND|UNION|CALL|"
    r"YIELD|AND|OR|XOR|NOT|SET|MERGE|CREATE|ON)\b",
    re.IGNORECASE,
)
_RETURN = re.compile(r"\bRETURN\b", re.IGNORECASE)
_MATCH = re.compile(r"\s*(?:OPTIONAL\s+)?MATCH\b", re.IGNORECASE)
_UNION = re.compile(r"\bUNION(?:\s+ALL)?\s*$", re.IGNORECASE)
_OPEN_END = re.compile(r"(?:[,(=<>+|]|\b(?:RETURN|BY|DISTINCT|AS|IN|AND|OR))\s*$", re.IGNORECASE)
_ITEM = re.compile(r"\s*(?:\d+[.)]\s|[*#]\s|-\s|```)")

_NAME = r"`(?:[^`]|``)+`|[^\W\d]\w*"
_LABELS = r":[\s:|&!]*(?:" + _NAME + r")(?:\s*[:|&][\s:|&!]*(?:" + _NAME + r"))*"
_NODE = re.compile(
    r"(?:(?<![\w`])|(?<=MATCH)|(?<=MERGE)|(?<=CREATE)|(?<=Path)|(?<=Paths))"
    rf"\(\s*(?P<name>{_NAME})?\s*(?P<labels>{_LABELS})?\s*(?P<map>\{{[^{{}}]*\}})?\s*\)"
)
_RELATION = re.compile(
    rf"-\s*\[\s*(?P<name>{_NAME})?\s*(?P<labels>{_LABELS})?\s*(?:\*[\d.\s]*)?"
    r"(?P<map>\{[^{}]*\})?\s*\]\s*-"
)
_JOINED = re.compile(
    rf"\([^()\n]*\)\s*(?:<?-\s*\[\s*(?:{_NAME})?\s*{_LABELS}[^\]\n]*\]\s*->?\s*\([^()\n]*\)\s*)+"
)
_KEY = re.compile(rf"[{{,]\s*({_NAME})\s*:")
_ACCESS = re.compile(rf"(?<![\w.`$])({_NAME})\.({_NAME})(?!\s*\(|\.)")
_PREDICATE = re.compile(rf"\b(?:WHERE|AND|OR|NOT)\s+({_NAME})({_LABELS})", re.IGNORECASE)
_PART = re.compile(_NAME)


class Mentions(NamedTuple):
    """What a text names, each once.

    `properties` come with the labels and the types of their variable; both are empty where
    the variable has none.
    """

    labels: frozenset[str]
    relations: frozenset[str]
    properties: frozenset[tuple[tuple[str, ...], tuple[str, ...], str]]
    parameters: frozenset[str]


def mentions(text: str) -> Mentions:
    """What all statements and joined patterns of a text name."""
    cypher, told = _split(text)
    found = [_read(masked(statement)) for statement in cypher]
    joined = (_read(pattern[0]) for pattern in _JOINED.finditer(told))
    found += [one._replace(properties=frozenset()) for one in joined]
    parameters = {name for statement in cypher for name in _parameters(statement)}
    return Mentions(
        frozenset[str]().union(*(one.labels for one in found)),
        frozenset[str]().union(*(one.relations for one in found)),
        frozenset[tuple[tuple[str, ...], tuple[str, ...], str]]().union(
            *(one.properties for one in found)
        ),
        frozenset(parameters),
    )


def statements(text: str) -> list[str]:
    """The Cypher statements in a text, each from its first MATCH to where prose goes on."""
    return _split(text)[0]


def prose(text: str) -> str:
    """The text without its Cypher statements."""
    return _split(text)[1]


def _split(text: str) -> tuple[list[str], str]:
    found: list[list[str]] = []
    rest: list[str] = []
    current: list[str] | None = None
    for line in text.splitlines():
        if current is not None and _continues(current, line):
            current.append(line)
            continue
        before, quoted, after = _first(line)
        while quoted:
            found.append([quoted])
            rest.append(before)
            before, quoted, after = _first(after)
        rest.append(before)
        current = [after] if after else None
        found += [current] if current else []
    return ["\n".join(lines) for lines in found], "\n".join(rest)


def _first(line: str) -> tuple[str, str, str]:
    """What stands before a statement; the statement that backticks enclose; else the rest,
    which is the statement's first line."""
    start = _START.search(line)
    if not start:
        return line, "", ""
    before, rest = line[: start.start()], line[start.start() :]
    if before.endswith("`") and "`" in rest and not before.endswith("``"):
        quoted, _, after = rest.partition("`")
        return before, quoted, after
    return before, "", rest


def _continues(lines: list[str], line: str) -> bool:
    """Whether `line` belongs to the statement whose lines stand before it."""
    if not line.strip():
        return True  # the next line decides
    before = next(told for told in reversed(lines) if told.strip())
    returned = any(_RETURN.search(told) for told in lines)
    if returned and _MATCH.match(line):
        return bool(_UNION.search(before))
    if _CLAUSE.match(line):
        return True
    if _ITEM.match(line) or not lines[-1].strip():
        return False
    return not returned or bool(_OPEN_END.search(before)) or line.lstrip().startswith(",")


def masked(statement: str) -> str:
    """The statement with texts and comments blanked, every character at its place."""
    told = list(statement)
    for token in tokens("graph", statement):
        if token[0][0] in "'\"/":
            told[token.start() : token.end()] = " " * len(token[0])
    return "".join(told)


def _parameters(statement: str) -> Iterator[str]:
    return (token["name"] for token in tokens("graph", statement) if token["name"])


def _read(text: str) -> Mentions:
    nodes, relations = _bound(_NODE, text), _bound(_RELATION, text)
    for match in _PREDICATE.finditer(text):
        nodes.append((_plain(match[1]), _names(match[2]), ""))
    properties = {
        (labels, (), key) for _, labels, told in nodes for key in map(_plain, _KEY.findall(told))
    } | {
        ((), types, key) for _, types, told in relations for key in map(_plain, _KEY.findall(told))
    }
    known = {name: _all_of(name, nodes) for name, _, _ in nodes if name}
    types = {name: _all_of(name, relations) for name, _, _ in relations if name}
    for variable, key in ((_plain(a), _plain(b)) for a, b in _ACCESS.findall(text)):
        if variable in types:
            properties.add(((), types[variable], key))
        elif variable in known:
            properties.add((known[variable], (), key))
    return Mentions(
        frozenset(label for _, labels, _ in nodes for label in labels),
        frozenset(label for _, labels, _ in relations for label in labels),
        frozenset(properties),
        frozenset(),
    )


_Bound = tuple[str, tuple[str, ...], str]


def _bound(pattern: re.Pattern[str], text: str) -> list[_Bound]:
    """Variable, names after the colon, and property map of every match."""
    return [
        (_plain(found["name"] or ""), _names(found["labels"] or ""), found["map"] or "")
        for found in pattern.finditer(text)
    ]


def _all_of(name: str, bound: list[_Bound]) -> tuple[str, ...]:
    """Every label that the variable has somewhere; it is bound once and used often."""
    return tuple(sorted({label for one, labels, _ in bound if one == name for label in labels}))


def _names(labels: str) -> tuple[str, ...]:
    return tuple(_plain(name) for name in _PART.findall(labels))


def _plain(name: str) -> str:
    return name[1:-1].replace("``", "`") if name.startswith("`") else name
