"""Grids as GitHub's Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .grid import Cell, Grid

_SPECIAL = re.compile(r"([\\`*_\[\]|~$#])")


def to_markdown(grids: Sequence[Grid]) -> str:
    return "\n".join(_grid(grid) for grid in grids)


def _grid(grid: Grid) -> str:
    aligned = ["---" if at < grid.numbers else "---:" for at in range(len(grid.head))]
    lines = [f"**{escaped(grid.title)}**", "", _line(map(escaped, grid.head)), _line(aligned)]
    lines += [_line(_cell(cell) for cell in row) for row in grid.rows]
    for note in grid.notes:
        lines += ["", escaped(note)]
    return "\n".join([*lines, ""])


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    text = escaped(cell.text)
    text = f"**{text}**" if cell.best and text else text
    return f"{text}<sup>{cell.marks}</sup>" if cell.marks else text


def escaped(text: str) -> str:
    """On one line, without meaning to Markdown or to the HTML in it."""
    folded = " ".join(text.split())
    plain = folded.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", plain)
