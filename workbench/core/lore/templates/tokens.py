"""Cypher cut into tokens, for a checker that trusts none it does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal["word", "parameter", "text", "number", "sign", "end"]


class Token(NamedTuple):
    """`line` counts from 1 in the query's own text."""

    kind: Kind
    text: str
    line: int
    start: int
    end: int

    @property
    def upper(self) -> str:
        """A word as keywords compare; '' for all else."""
        return self.text.upper() if self.kind == "word" else ""

    def __str__(self) -> str:
        return "the end of the query" if self.kind == "end" else self.text


class Refused(ValueError):
    """A query is outside the allowed subset; `line` counts from 1 in its own text."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


# ASCII alone outside of texts: what looks like a space or a letter may be neither to an engine.
# A text holds no line break and few escapes: `\u` is decoded by some engines before they look
# for the closing quote.
_TOKEN = re.compile(
    r"""(?P<blank>[ \t\r\n]+)
    | (?P<comment>//|/\*)
    | (?P<parameter>\$[A-Za-z_][A-Za-z0-9_]*)
    | (?P<word>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<number>(?:[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+)(?![A-Za-z0-9_]))
    | (?P<text>'(?:\\[\\'"nt]|[^'\\\r\n])*'|"(?:\\[\\'"nt]|[^"\\\r\n])*")
    | (?P<sign><>|<=|>=|=~|\+=|\.\.|[()\[\]{}:,.|<>=*+/%^!&-])""",
    re.VERBOSE,
)
_WHY = {
    ";": "`;` ends a statement; a template query is one",
    "`": "quoted names (`) are refused; rename the property or label",
    "\\": "a backslash outside of a text",
    "$": "a parameter is `$` and a plain name",
    "'": "a text that does not end on its line, or an escape other than \\\\ \\' \\\" \\n \\t",
    '"': "a text that does not end on its line, or an escape other than \\\\ \\' \\\" \\n \\t",
}


def tokens(text: str) -> Iterator[Token]:
    """The tokens, then one of kind `end`; Refused at what is none."""
    at, line = 0, 1
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            character = text[at]
            raise Refused(line, _WHY.get(character, f"the character {character!r} is not allowed"))
        kind = found.lastgroup
        if kind == "comment":
            raise Refused(line, "comments are refused; use `description`")
        if kind != "blank":
            yield Token(kind, found[0], line, at, found.end())  # type: ignore[arg-type]
        line += found[0].count("\n")
        at = found.end()
    yield Token("end", "", line, at, at)
