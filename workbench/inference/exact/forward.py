"""The state of an elimination on its way forward, and the steps that it leaves behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..network import Network
from .factors import Factors
from .logs import Bools, Floats, Ints, best, conditional, summed
from .problem import Problem

Table = NDArray[Any]  # shares of weight (floats), or the best states (integers)
NONE: Ints = np.empty(0, np.int64)


@dataclass(frozen=True, eq=False)
class Step:
    """Variables (m,) that were eliminated side by side, each before its `boundary` (m, k).

    `table` is p(variable | boundary) as (m, c, c1..ck), or where the best was sought the best
    state as (m, c1..ck) (see `logs.best`). `joined` are the one or two factors that held each
    variable, `into` the factor over the boundary that took their place; empty where a boundary
    of one variable took it up, or there is none. `axes` are the places of each variable in the
    scopes of `joined`; where one factor held it, all the same.
    """

    variables: Ints
    boundary: Ints
    table: Table
    joined: tuple[Ints, ...] = ()
    axes: tuple[Ints, ...] = ()
    into: Ints = field(default_factory=lambda: NONE)


class Forward:
    """Variables not yet eliminated (`left`), their weights, the living factors, the steps so far.

    `wanted` are the variables whose belief is asked for; `kept` are not eliminated at all.
    """

    def __init__(
        self,
        network: Network,
        problem: Problem,
        *,
        wanted: Bools,
        kept: Sequence[int] = (),
        best: bool,
    ) -> None:
        self.cards, self.starts = network.cards, network.starts
        self.left = problem.free.copy()
        self.unary = problem.unary.copy()
        self.log_weight = problem.constant
        self.factors = Factors(problem.batches)
        self.wanted = wanted.copy()
        self.kept = np.zeros(len(network), np.bool_)
        self.kept[list(kept)] = True
        self.best = best
        self.steps: list[Step] = []
        self.clique_states = 1

    def unary_at(self, variables: Ints) -> Ints:
        """Where the weights of variables of equally many states stand, (m, c)."""
        at: Ints = self.starts[variables][:, None] + np.arange(self.cards[variables[0]])
        return at

    def reduce(self, table: Floats) -> tuple[Floats, Table]:
        """Eliminates axis 1 of (m, c, ...): what is left, and the table of the step."""
        self.clique_states = max(self.clique_states, table[0].size)
        if self.best:
            return best(table, 1)
        totals = summed(table, 1)
        return totals, conditional(table, totals, 1)

    def note(self, step: Step, keep: Bools) -> None:
        """Keeps those rows of a step that the way back will ask for."""
        if not keep.any():
            return
        if step.boundary.shape[1] == 1:
            self.wanted[step.boundary[keep, 0]] = True
        if keep.all():
            self.steps.append(step)
            return
        self.steps.append(
            Step(
                step.variables[keep],
                step.boundary[keep],
                step.table[keep],
                tuple(numbers[keep] for numbers in step.joined),
                tuple(axes[keep] for axes in step.axes),
                step.into[keep] if len(step.into) else NONE,
            )
        )

    def take_up(self, variables: Ints, tables: Floats) -> None:
        """Multiplies weights over single variables into their own."""
        np.add.at(self.unary, self.unary_at(variables), tables)


def moved(table: Floats, axes: Sequence[int]) -> Floats:
    """A batch of tables with its axes (the batch's own left out) in another order."""
    return table.transpose(0, *(axis + 1 for axis in axes))
