"""Where in a statement the fault is that an engine told."""

from __future__ import annotations

import re
from typing import NamedTuple

from .errors import QueryFailed

_QUOTED = re.compile(r"""['"`]([^'"`\s]+)['"`]""")
_WORD = re.compile(r"\w+|\S")


class Fault(NamedTuple):
    """A place in a statement: `line` and `column` from 1, that line's `text`, `length` letters."""

    line: int
    column: int
    text: str
    length: int

    def __str__(self) -> str:
        """The line with its number, and carets below the place."""
        head = f"{self.line} | "
        # Tabs stay tabs, so that the carets stand where the text does.
        before = re.sub(r"[^\t]", " ", self.text[: self.column - 1])
        return f"{head}{self.text}\n{' ' * len(head)}{before}{'^' * self.length}"


def fault(error: QueryFailed, statement: str) -> Fault | None:
    """Where an error points in a statement; None where neither engine nor its words say."""
    position = error.position if error.position else _named(error, statement)
    if position is None:
        return None
    at = max(0, min(position - 1, len(statement)))
    start = statement.rfind("\n", 0, at) + 1
    text = statement[start:].partition("\n")[0]
    word = _WORD.match(statement, at)
    line = statement.count("\n", 0, at) + 1
    return Fault(line, at - start + 1, text, len(word[0]) if word else 1)


def _named(error: QueryFailed, statement: str) -> int | None:
    """The place of a word that the engine quotes, where it stands once in the statement."""
    for word in _QUOTED.findall(error.engine_says):
        found = list(re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", statement))
        if len(found) == 1:
            return found[0].start() + 1
    return None
