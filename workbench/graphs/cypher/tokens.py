"""Cypher text as tokens, by the lexical rules of openCypher 9.

Spaces and comments stand between tokens and are none; every token knows where it stands, so
that a text can be changed in places and stays as it is in all others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from ...core.errors import QueryFailed

Kind = Literal["name", "quoted", "text", "number", "parameter", "sign", "end"]

_RULES = re.compile(
    r"""
    (?P<space>\s+ | //[^\r\n]* | /\*.*?\*/)
  | (?P<text>'(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*")
  | (?P<quoted>`(?:[^`]|``)*`)
  | (?P<parameter>\$(?:[^\W\d]\w*|\d+|`(?:[^`]|``)*`))
  | (?P<number>0x[0-9a-f]+ | 0o[0-7]+ | (?:\d+\.\d+|\.\d+|\d+)(?:e[+-]?\d+)?)
  | (?P<name>[^\W\d]\w*)
  | (?P<sign><>|<=|>=|=~|\+=|\.\.|!=|<-|->|\|\||::|/(?!\*)|[-+*%^=<>()\[\]{},.:;|&!?@])
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_OPENING = {"(": ")", "[": "]", "{": "}"}
_UNCLOSED = {"'": "a text", '"': "a text", "`": "a quoted name", "/*": "a comment"}


class Token(NamedTuple):
    """One token; `value` is a text without its quotes, a name or parameter as it is called."""

    kind: Kind
    value: str
    start: int
    end: int

    def says(self, *words: str) -> bool:
        """Whether it is one of these keywords, which ignore case; a quoted name is none."""
        return self.kind == "name" and self.value.upper() in words

    def is_sign(self, *signs: str) -> bool:
        return self.kind == "sign" and self.value in signs

    @property
    def names(self) -> bool:
        """Whether it can be the name of a variable, a label or a property."""
        return self.kind in ("name", "quoted")


Tokens = Sequence[Token]


def tokens(text: str) -> list[Token]:
    """All tokens, the last of kind "end"; QueryFailed where a text or bracket is not closed."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _RULES.match(text, at)
        if match is None:
            raise _unreadable(text, at)
        kind, at = str(match.lastgroup), match.end()
        if kind != "space":
            found.append(Token(kind, _value(kind, match[0]), match.start(), at))  # type: ignore[arg-type]
    _check_brackets(found, text)
    return [*found, Token("end", "", len(text), len(text))]


def depths(given: Tokens) -> list[int]:
    """How many brackets are open around each token; a bracket counts as outside of itself."""
    depth, found = 0, []
    for token in given:
        if token.is_sign(*_OPENING.values()):
            depth -= 1
        found.append(depth)
        if token.is_sign(*_OPENING):
            depth += 1
    return found


def closing(given: Tokens, at: int) -> int:
    """Where the bracket that opens at `at` closes."""
    level = depths(given[at:])
    return at + next(
        i for i, depth in enumerate(level) if i and depth == 0 and given[at + i].kind == "sign"
    )


def failed(message: str, text: str, at: int) -> QueryFailed:
    """What is wrong at character `at`, counted from 0."""
    return QueryFailed(f"{message} (character {at + 1})", statement=text, position=at + 1)


def written(value: str) -> str:
    """A text as a literal that every engine reads alike."""
    kept = value.replace("\\", "\\\\").replace("'", "\\'")
    return "'" + kept.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + "'"


def _value(kind: str, raw: str) -> str:
    if kind == "quoted":
        return raw[1:-1].replace("``", "`")
    if kind == "parameter":
        return raw[2:-1].replace("``", "`") if raw[1] == "`" else raw[1:]
    if kind == "text":
        return _ESCAPE.sub(_meant, raw[1:-1])
    return raw


def _meant(escape: re.Match[str]) -> str:
    """What an escape stands for; any other character stands for itself."""
    code = escape[1]
    if len(code) > 1:
        return chr(int(code[1:], 16))
    return _ESCAPES.get(code, code)


def _check_brackets(found: Tokens, text: str) -> None:
    open_: list[Token] = []
    for token in found:
        if token.is_sign(*_OPENING):
            open_.append(token)
        elif token.is_sign(*_OPENING.values()):
            if not open_ or _OPENING[open_[-1].value] != token.value:
                raise failed(f"{token.value!r} closes nothing", text, token.start)
            open_.pop()
    if open_:
        raise failed(f"{open_[-1].value!r} is not closed", text, open_[-1].start)


def _unreadable(text: str, at: int) -> QueryFailed:
    for mark, what in _UNCLOSED.items():
        if text.startswith(mark, at):
            return failed(f"{what} begins here and does not end", text, at)
    return failed(f"{text[at]!r} is no part of Cypher", text, at)
