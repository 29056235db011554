"""From a text to its statement."""

from __future__ import annotations

from functools import lru_cache

from ..tree.statements import Statement
from .cursor import Cursor
from .selects import select
from .statements import statement

REMEMBERED = 1024  # texts; a tree is a value, and the same text gives the same


@lru_cache(REMEMBERED)
def parse(text: str) -> Statement:
    """The one statement of a text; no catalog is asked.

    VelesFailed with `code` "E001" (syntax), "E007" (longer than 16,384 bytes, nested deeper than
    64, more than 8 LIKE, a range of more than 32 hops) or "V009" (LET before another statement
    than SELECT), the position, a caret below the line, and the nearest word where one is near.
    """
    return statement(Cursor(text, select))
