"""Named parameters: `$name` in a text becomes PostgreSQL's own `$1`."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from ...core.errors import BadParameters, QueryFailed
from ...core.lexis import tokens
from ...core.values import Parameters

_NOTHING_MORE = re.compile(r"(?:\s|;|--[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)*\Z")


class Compiled(NamedTuple):
    """A text in PostgreSQL's own form and the names of `$1`, `$2`, … in order."""

    text: str
    names: tuple[str, ...]
    shifts: tuple[tuple[int, int], ...] = ()

    def original_position(self, at: int) -> int:
        """A 1-based position in `text` as a position in the text before numbering."""
        return at + sum(longer for start, longer in self.shifts if start < at)

    def values(self, parameters: Parameters | None) -> list[Any]:
        """The values in order; BadParameters where they are not those that the text uses."""
        given = parameters or {}
        if given.keys() != set(self.names):
            uses = ", ".join(f"${name}" for name in self.names) or "no parameters"
            raise BadParameters(
                f"the text uses {uses}, but the parameters given are: {', '.join(given) or 'none'}"
            )
        return [given[name] for name in self.names]


@lru_cache(maxsize=1024)
def compiled(text: str) -> Compiled:
    """`text` with each `$name` numbered, the same name always the same number."""
    names: list[str] = []
    shifts: list[tuple[int, int]] = []

    def numbered(found: re.Match[str]) -> str:
        if found["name"] not in names:
            names.append(found["name"])
        number = f"${names.index(found['name']) + 1}"
        longer = len(found[0]) - len(number)
        shifts.append((found.start() - sum(size for _, size in shifts) + 1, longer))
        return number

    plain = _replaced(text, numbered)
    return Compiled(plain, tuple(names), tuple(shifts))


def inlined(text: str, literal: Callable[[str], str]) -> str:
    """`text` with each `$name` replaced by `literal(name)`, for statements without parameters."""
    return _replaced(text, lambda found: literal(found["name"]))


@lru_cache(maxsize=1024)
def first_word(text: str) -> str:
    """The first keyword of a text, comments and opening brackets passed over."""
    return next((found[0].upper() for found in tokens("relational", text) if found["word"]), "")


def _replaced(text: str, replacement: Callable[[re.Match[str]], str]) -> str:
    """`text` up to a semicolon that nothing follows, with its parameters replaced."""
    parts, at, end = [], 0, len(text)
    for found in tokens("relational", text):
        if found["number"]:
            raise QueryFailed(
                f"parameters go by name: expected $name, found {found[0]}",
                statement=text,
                position=found.start() + 1,
            )
        if found["end"] and _NOTHING_MORE.match(text, found.start()):
            end = found.start()
            break
        if found["name"]:
            parts += [text[at : found.start()], replacement(found)]
            at = found.end()
    return "".join([*parts, text[at:end]]).rstrip()
