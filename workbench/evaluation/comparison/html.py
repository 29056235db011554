"""Grids as HTML tables, without style or script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from ...core.frames import encodable
from .grid import Cell, Grid

_FIGURE = re.compile(r"[+-]?\d")


def to_html(grids: Sequence[Grid]) -> str:
    return "\n".join(_grid(grid) for grid in grids)


def _grid(grid: Grid) -> str:
    head = "".join(f'<th scope="col">{_text(name)}</th>' for name in grid.head)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in grid.rows)
    notes = "".join(f"<p><small>{_text(note)}</small></p>" for note in grid.notes)
    return (
        f"<table><caption>{_text(grid.title)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>{notes}"
    )


def _cell(cell: Cell) -> str:
    text = f"<strong>{_text(cell.text)}</strong>" if cell.best else _text(cell.text)
    marks = f"<sup>{_text(cell.marks)}</sup>" if cell.marks else ""
    if _FIGURE.match(cell.text):
        text = text.replace(" ", "&nbsp;")  # an interval is read on one line
    return f"<td>{text}{marks}</td>"


def _text(text: str) -> str:
    return escape(encodable(text))
