"""Parts that several queries of a folder share: `{{name}}` stands for `parts/name.sql` beside them.

A part is text of the query's language, perhaps with `$parameters` and parts of its own; what
runs, is shown and is recorded is the whole text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from .header import bad, read_text

FOLDER = "parts"
_PART = re.compile(r"\{\{([a-z][a-z0-9_]*)\}\}")


@dataclass(frozen=True, slots=True)
class Whole:
    """A text with its parts filled in.

    `starts` are where its pieces begin, `written` where each of them stands in the text as
    written, and `own` tells which of them are that text's own.
    """

    text: str
    starts: tuple[int, ...]
    written: tuple[int, ...]
    own: tuple[bool, ...]

    def as_written(self, position: int) -> int:
        """Where in the text as written a position comes from; within a part, the part's mark."""
        at = bisect_right(self.starts, position) - 1
        return self.written[at] + (position - self.starts[at] if self.own[at] else 0)


def whole(file: Path, text: str, text_line: int, *, within: tuple[str, ...] = ()) -> Whole:
    """The text of a query file with its parts; BadInput with file and line where one is missing
    or contains itself."""
    pieces: list[tuple[str, int, bool]] = []
    at = 0
    for found in _PART.finditer(text):
        line = text_line + text.count("\n", 0, found.start())
        pieces.append((text[at : found.start()], at, True))
        pieces.append((_part(file, line, found[1], within), found.start(), False))
        at = found.end()
    pieces.append((text[at:], at, True))
    starts, length = [], 0
    for piece, _, _ in pieces:
        starts.append(length)
        length += len(piece)
    texts, written, own = zip(*pieces, strict=True)
    return Whole("".join(texts), tuple(starts), written, own)


def _part(file: Path, line: int, name: str, within: tuple[str, ...]) -> str:
    folder = file.parent if within else file.parent / FOLDER
    part = folder / f"{name}{file.suffix}"
    if name in within:
        raise bad(file, line, f"the part {name} contains itself, through {' and '.join(within)}")
    if not part.is_file():
        there = ", ".join(sorted(f.stem for f in folder.glob(f"*{file.suffix}"))) or "none"
        raise bad(file, line, f"there is no part {name}; there are: {there}")
    return whole(part, read_text(part).strip(), 1, within=(*within, name)).text
