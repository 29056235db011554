"""Grids as LaTeX tables with the rules of booktabs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .grid import Cell, Grid

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "[": "{[}",  # after the \\ of a row it would be read as that row's distance
    "]": "{]}",
    "≤": r"$\leq$",
    "−": r"$-$",
}
_SPECIAL = re.compile("[" + "".join(map(re.escape, _ESCAPES)) + "]")
_NEGATIVE = re.compile(r"(?<!\S)-(?=\d)")


def to_latex(grids: Sequence[Grid]) -> str:
    return "\n".join(_grid(grid) for grid in grids)


def _grid(grid: Grid) -> str:
    columns = "l" * grid.numbers + "r" * (len(grid.head) - grid.numbers)
    lines = [
        r"\begin{table}",
        r"\centering",
        rf"\caption{{{escaped(grid.title)}}}",
        rf"\begin{{tabular}}{{{columns}}}",
        r"\toprule",
        _line(map(escaped, grid.head)),
        r"\midrule",
        *(_line(_cell(cell) for cell in row) for row in grid.rows),
        r"\bottomrule",
        r"\end{tabular}",
        *(rf"\par\smallskip{{\footnotesize {escaped(note)}}}" for note in grid.notes),
        r"\end{table}",
        "",
    ]
    return "\n".join(lines)


def _line(cells: Iterable[str]) -> str:
    return rf"{' & '.join(cells)} \\"


def _cell(cell: Cell) -> str:
    text = _NEGATIVE.sub("$-$", escaped(cell.text))
    text = rf"\textbf{{{text}}}" if cell.best and text else text
    return rf"{text}\textsuperscript{{{cell.marks}}}" if cell.marks else text


def escaped(text: str) -> str:
    """On one line, every character that LaTeX would act on as text."""
    return _SPECIAL.sub(lambda found: _ESCAPES[found.group()], " ".join(text.split()))
