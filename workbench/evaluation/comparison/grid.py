"""A table on its way to Markdown, LaTeX or HTML: texts, marks, notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ...core.values import Rows

# q is the modifier letter of Unicode 14: there is no older one.
_RAISED = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖ𐞥ʳˢᵗᵘᵛʷˣʸᶻ")


class Cell(NamedTuple):
    """`marks` stand raised behind the text; `best` is set apart from its column."""

    text: str
    marks: str = ""
    best: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with the notes that belong under it. Columns from `numbers` on hold numbers."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    numbers: int = 2

    def rows_of_text(self) -> Rows:
        """The same as rows, marks as raised letters."""
        values = [tuple(f"{c.text}{c.marks.translate(_RAISED)}" for c in row) for row in self.rows]
        return Rows(self.head, values)
