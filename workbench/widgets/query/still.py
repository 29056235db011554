"""Still pictures of a result: its graph where it has one, else its plan, else its first rows."""

from __future__ import annotations

import numpy as np

from ...core.show import on_one_line
from ..picture import Boxes, Dots, Lines, Mark, Picture, Words, fitted
from ..scene.values import name_of
from .cells import text_of
from .model import Result
from .plans import PlanRow, plan_rows

WIDTH, HEIGHT = 720, 400
_LINE = 20
_ROWS, _COLUMNS, _NAMED = 16, 6, 60


def still(result: Result) -> Picture:
    if result.answer is not None and result.scene.nodes:
        return _graph(result)
    if result.plan is not None and result.answer is None:
        return _plan(result)
    return _table(result)


def _graph(result: Result) -> Picture:
    scene = result.scene
    at = fitted(scene.positions["force"], WIDTH, HEIGHT, margin=40)
    lines = np.hstack([at[scene.ends[:, 0]], at[scene.ends[:, 1]]])
    marks: list[Mark] = [Lines(lines), Dots(at, 5.0, "#0072b2")]
    for (x, y), node in zip(at[:_NAMED].tolist(), scene.nodes.values(), strict=False):
        marks.append(Words(x + 7, y + 4, on_one_line(name_of(node), 24), 10.0))
    alt = f"{len(scene.nodes)} nodes and {len(scene.edges)} edges of {result.title()}"
    return Picture(WIDTH, HEIGHT, marks, alt)


def _plan(result: Result) -> Picture:
    rows = plan_rows(result.plan) if result.plan else []
    marks: list[Mark] = []
    for at, row in enumerate(rows):
        y = 24.0 + at * _LINE
        if row.share:
            bar = np.array([[WIDTH - 130, y - 11, max(1.0, 110 * row.share), 12]])
            marks.append(Boxes(bar, "#e69f00"))
        words = on_one_line(f"{row.operator} {row.what}", 90 - 2 * row.depth)
        marks.append(Words(12.0 + 14 * row.depth, y, f"{'⚠ ' if row.warnings else ''}{words}"))
        marks.append(Words(WIDTH - 12.0, y, _share(row), 10.0, anchor="end"))
    height = 24 + _LINE * max(1, len(rows))
    return Picture(WIDTH, height, marks, f"Plan of {result.title()}: {len(rows)} operators")


def _share(row: PlanRow) -> str:
    return "" if row.share is None else f"{row.share:.0%}"


def _table(result: Result) -> Picture:
    rows = result.rows
    names, width = rows.columns[:_COLUMNS], WIDTH / max(1, len(rows.columns[:_COLUMNS]))
    letters = max(8, int(width / 6.5))
    lines = [list(names), *([text_of(cell) for cell in row] for row in rows.values[:_ROWS])]
    marks: list[Mark] = [Boxes(np.array([[0, 6, WIDTH, _LINE]]), "#eef1f4")] if names else []
    for at, line in enumerate(lines):
        for column, text in enumerate(line[: len(names)]):
            words = on_one_line(text, letters)
            marks.append(Words(8 + column * width, 20.0 + at * _LINE, words))
    alt = f"The first rows of {result.title()}: {result.summary()}"
    return Picture(WIDTH, 24 + _LINE * len(lines), marks, alt)
