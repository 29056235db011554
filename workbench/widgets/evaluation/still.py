"""Runs as a still picture: a dot and its interval a run, on one scale."""

from __future__ import annotations

from math import isnan

import numpy as np

from ...core.show import on_one_line
from ...core.values import Rows
from ..picture import Dots, Lines, Mark, Picture, Words

WIDTH, LINE, LEFT, RIGHT, TOP = 720, 26, 260, 90, 40


def still(runs: Rows) -> Picture:
    """A picture of `model.runs_table`; its text alternative names each share."""
    marks: list[Mark] = list(_scale(len(runs)))
    told = []
    for at, row in enumerate(runs):
        y = TOP + LINE * at + LINE / 2
        label = on_one_line(str(row["label"]), 40)
        marks.append(Words(LEFT - 10, y + 4, label, anchor="end"))
        if isnan(row["share"]):
            marks.append(Words(LEFT, y + 4, "nothing was judged", colour="#6b6b6b"))
            told.append(f"{label}: nothing was judged")
            continue
        marks += _interval(row["share"], row["low"], row["high"], y)
        numbers = f"{row['share']:.1%}  of {row['judged']}"
        marks.append(Words(WIDTH - RIGHT + 8, y + 4, numbers))
        told.append(f"{label}: {row['share']:.1%} ({row['low']:.1%} to {row['high']:.1%})")
    alt = "Share of passes with 95 % intervals. " + "; ".join(told)
    return Picture(WIDTH, TOP + LINE * max(1, len(runs)) + 10, marks, alt)


def _x(value: float) -> float:
    return LEFT + value * (WIDTH - LEFT - RIGHT)


def _scale(runs: int) -> list[Mark]:
    low = TOP + LINE * max(1, runs)
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
    grid = np.array([[_x(tick), TOP, _x(tick), low] for tick in ticks])
    words = [Words(_x(t), TOP - 8, f"{t:.0%}", size=10, anchor="middle") for t in ticks]
    return [Lines(grid, "#e3e6e8"), *words]


def _interval(share: float, low: float, high: float, y: float) -> list[Mark]:
    return [
        Lines(np.array([[_x(low), y, _x(high), y]]), "#0072b2", 2.5),
        Dots(np.array([[_x(share), y]]), 5, "#0072b2"),
    ]
