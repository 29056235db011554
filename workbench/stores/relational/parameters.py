"""Named parameters: `$name` in a text becomes PostgreSQL's own `$1`."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from ...core.errors import QueryFailed
from ...core.values import Parameters

# What stands inside quotes, dollar quotes and comments is not a parameter. A `$` inside a
# word (`a$b`) is part of the identifier, hence the look-behind.
_TOKEN = re.compile(
    r"""
    '(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/
  | (?<![\w$]) \$(?P<tag>\w*)\$ .*? \$(?P=tag)\$
  | (?<![\w$]) \$(?P<name>[A-Za-z_]\w*)
    """,
    re.VERBOSE | re.DOTALL,
)


class Compiled(NamedTuple):
    """A text in PostgreSQL's own form and the names of `$1`, `$2`, … in order."""

    text: str
    names: tuple[str, ...]
    shifts: tuple[tuple[int, int], ...] = ()

    def original_position(self, at: int) -> int:
        """A 1-based position in `text` as a position in the text before numbering."""
        return at + sum(longer for start, longer in self.shifts if start < at)

    def values(self, parameters: Parameters | None) -> list[Any]:
        given = parameters or {}
        try:
            return [given[name] for name in self.names]
        except KeyError as error:
            raise QueryFailed(
                f"the text uses ${error.args[0]}, but the parameters given are: "
                f"{', '.join(given) or 'none'}",
                statement=self.text,
            ) from None


@lru_cache(maxsize=1024)
def compiled(text: str) -> Compiled:
    """`text` with each `$name` numbered, the same name always the same number."""
    names: list[str] = []
    shifts: list[tuple[int, int]] = []

    def numbered(match: re.Match[str]) -> str:
        name = match["name"]
        if name is None:
            return match[0]
        if name not in names:
            names.append(name)
        number = f"${names.index(name) + 1}"
        longer = len(match[0]) - len(number)
        shifts.append((match.start() - sum(size for _, size in shifts) + 1, longer))
        return number

    plain = _TOKEN.sub(numbered, text).rstrip().rstrip(";").rstrip()
    return Compiled(plain, tuple(names), tuple(shifts))


def inlined(text: str, literal: Callable[[str], str]) -> str:
    """`text` with each `$name` replaced by `literal(name)`, for statements without parameters."""
    return _TOKEN.sub(lambda match: literal(match["name"]) if match["name"] else match[0], text)


def first_word(text: str) -> str:
    """The first keyword of a text, comments and opening brackets passed over."""
    bare = re.sub(r"--[^\n]*|/\*.*?\*/", " ", text, flags=re.DOTALL).lstrip(" \t\r\n(")
    match = re.match(r"\w+", bare)
    return match[0].upper() if match else ""
