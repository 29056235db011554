"""Where `$name` stands in a statement: not in text, comments, dollar quotes or inside words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_PATTERNS = {
    "relational": re.compile(
        r"""
        --[^\n]*
      | (?P<comment>/\*)
      | [eE]'(?:[^'\\]|\\.|'')*(?:'|\Z) | '(?:[^']|'')*(?:'|\Z)
      | "\$(?P<quoted>[^\W\d]\w*)"(?!") | "(?:[^"]|"")*(?:"|\Z)
      | (?P<tag>\$(?:[^\W\d]\w*)?\$).*?(?:(?P=tag)|\Z)
      | \$(?P<name>[^\W\d]\w*)
      | [^\W\d][\w$]*
        """,
        re.VERBOSE | re.DOTALL,
    ),
    "graph": re.compile(
        r"""
        //[^\n]* | /\*.*?(?:\*/|\Z)
      | '(?:[^'\\]|\\.)*(?:'|\Z) | "(?:[^"\\]|\\.)*(?:"|\Z)
      | `\$(?P<quoted>[^\W\d]\w*)`(?!`) | `(?:[^`]|``)*(?:`|\Z)
      | \$(?P<name>[^\W\d]\w*)
        """,
        re.VERBOSE | re.DOTALL,
    ),
}
_COMMENT_MARK = re.compile(r"/\*|\*/")


class Placeholder(NamedTuple):
    """A `$name` at `text[start:end]`; `quoted` means that it stands for an identifier."""

    name: str
    start: int
    end: int
    quoted: bool


def placeholders(kind: str, text: str) -> Iterator[Placeholder]:
    """The placeholders of a text of one store kind, in reading order.

    SQL follows PostgreSQL's lexical rules, nested comments included; Cypher openCypher's.
    A quotation that is not closed reaches to the end, as the engine will say.
    """
    pattern = _PATTERNS[kind]
    at = 0
    while found := pattern.search(text, at):
        at = found.end()
        groups = found.groupdict()
        if groups.get("comment"):
            at = _comment_end(text, at)
        elif name := groups["name"] or groups["quoted"]:
            yield Placeholder(name, found.start(), at, bool(groups["quoted"]))


def _comment_end(text: str, at: int) -> int:
    depth = 1
    for mark in _COMMENT_MARK.finditer(text, at):
        depth += 1 if mark[0] == "/*" else -1
        if depth == 0:
            return mark.end()
    return len(text)


@lru_cache(maxsize=512)
def parameter_names(kind: str, text: str) -> frozenset[str]:
    """The names that a typed text takes as values."""
    return frozenset(found.name for found in placeholders(kind, text) if not found.quoted)
