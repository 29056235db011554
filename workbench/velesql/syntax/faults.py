"""How a text that cannot be read is told: code, line, caret, what would have fitted."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from ...core.errors import VelesFailed

SYNTAX, TOO_COMPLEX = "E001", "E007"
_SHOWN = 70  # characters of a line around its fault


def fault(text: str, at: int, what: str, *, code: str = SYNTAX, hint: str = "") -> VelesFailed:
    """The error at an offset of a text, with the line and a caret below it."""
    begin = text.rfind("\n", 0, at) + 1
    line = text[begin:].partition("\n")[0]
    first = max(0, min(at - begin - _SHOWN // 2, len(line) - _SHOWN))
    shown = line[first : first + _SHOWN].replace("\t", " ")
    where = f"line {text.count(chr(10), 0, at) + 1}, column {at - begin + 1}"
    message = f"{what} ({code}, {where}){hint}\n  {shown}\n  {' ' * (at - begin - first)}^"
    return VelesFailed(message, code=code, statement=text, position=at + 1, engine_says=what)


def did_you_mean(seen: str, words: Iterable[str]) -> str:
    """A hint with the nearest word, "" where none is near."""
    near = get_close_matches(seen.upper(), [word.upper() for word in words], 1, 0.7)
    return f"; did you mean {near[0]}?" if near else ""
