"""Calls of an agent's tools as playbooks write them: `name(argument="value", …)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# Source: Vedana, vedana_core/rag_agent.py, the arguments of its two tools, in order.
TOOLS: dict[str, tuple[str, ...]] = {
    "vector_text_search": ("label", "property", "text", "rerank_top_k"),
    "cypher": ("query", "rerank_top_k"),
}

_CALL = re.compile(r"(?<![\w.])([a-z]\w*)\(")
_TEXT = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_INSIDE = re.compile(rf"{_TEXT}|<[^<>\n]*>|[()]")
# Without a way back (`*+`): white space fits every part, and all divisions of it would be tried.
_ARGUMENT = re.compile(
    rf"\s*+(?:([^\W\d]\w*)\s*+[=:]\s*+)?((?:{_TEXT})\s*+|(?:<[^<>\n]*>|[^,<])*+)(?:,|\Z)"
)
_PLACEHOLDER = re.compile(r"[<>{}$]")


class Call(NamedTuple):
    """A call: the tool, the names of its arguments, and the literal texts by argument."""

    tool: str
    named: tuple[str, ...]
    literal: dict[str, str]


def calls(text: str) -> Iterator[Call]:
    """Every call of a tool, and of what seems to be one: a snake_case name, named arguments."""
    for found in _CALL.finditer(text):
        tool = found[1]
        if tool not in TOOLS and "_" not in tool:
            continue
        call = _call(tool, _inside(text, found.end()))
        if tool in TOOLS or call.named:
            yield call


def _inside(text: str, start: int) -> str:
    """From `start` to the bracket that closes; to the end of the line where none does."""
    depth = 1
    for found in _INSIDE.finditer(text, start):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if depth == 0:
            return text[start : found.start()]
    return text[start:].partition("\n")[0]


def _call(tool: str, inside: str) -> Call:
    named: list[str] = []
    literal: dict[str, str] = {}
    order = TOOLS.get(tool, ())
    for at, (name, value) in enumerate(_arguments(inside)):
        if name:
            named.append(name)
        argument = name or (order[at] if at < len(order) else "")
        if argument and value[:1] in "\"'" and value and not _PLACEHOLDER.search(value):
            literal[argument] = value[1:-1]
    return Call(tool, tuple(named), literal)


def _arguments(inside: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(inside) and (found := _ARGUMENT.match(inside, at)):
        yield found[1] or "", found[2].strip()
        at = max(found.end(), at + 1)
