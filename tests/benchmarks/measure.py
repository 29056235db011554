"""What a benchmark returns, and how times are taken."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Sequence
from time import perf_counter
from typing import NamedTuple


class Figure(NamedTuple):
    """One line of the table: what was measured, ours, the peer's, what is asked, whether met."""

    what: str
    ours: str
    peer: str = ""
    wanted: str = ""
    met: bool = True


def seconds(action: Callable[[], object]) -> float:
    gc.collect()
    start = perf_counter()
    action()
    return perf_counter() - start


def median_us_in_turn(
    *actions: Callable[[], object], rounds: int = 5, calls: int = 600
) -> list[float]:
    """The median time of each action in microseconds, the actions taking turns.

    Turns, because these machines drift: what disturbs one disturbs the other.
    """
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(rounds):
        for at, action in enumerate(actions):
            for _ in range(50):
                action()
            for _ in range(calls):
                times[at].append(seconds_quick(action))
    return [statistics.median(taken) * 1e6 for taken in times]


def seconds_quick(action: Callable[[], object]) -> float:
    start = perf_counter()
    action()
    return perf_counter() - start


HEAD = "| what | ours | peer, same run | asked | met |\n|---|---|---|---|---|"


def line(figure: Figure) -> str:
    """A line of the table below `HEAD`."""
    met = "yes" if figure.met else "**no**"
    return f"| {figure.what} | {figure.ours} | {figure.peer} | {figure.wanted} | {met} |"


def table(figures: Sequence[Figure]) -> str:
    return "\n".join([HEAD, *map(line, figures)])
