"""In which order messages are sent, and when it ends."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .layout import Layout, Rows, distinct, picked
from .messages import (
    Floats,
    Product,
    Totals,
    damped,
    from_factors,
    from_variables,
    parted,
    residuals,
    totals,
)

# Of the largest residual: whatever is above this share of it is sent in one batch. Measured on
# grids of 100 x 100: 0.1 to 0.5 send about as many messages, smaller shares need fewer batches.
SHARE = 0.2
ALL = slice(None)


class Options(NamedTuple):
    product: Product
    damping: float
    tolerance: float
    max_sweeps: int


class Settled(NamedTuple):
    """Messages as they stood at the end, and the largest residual over all of them."""

    messages: list[Floats]
    sent: int
    residual: float


def uniform(layout: Layout) -> list[Floats]:
    return [np.full(slot.cells.shape, -np.log(slot.cells.shape[0])) for slot in layout.slots]


def synchronous(layout: Layout, options: Options) -> Settled:
    """Every message at once, from those of the sweep before."""
    messages = uniform(layout)
    sweeps = 0
    while True:
        fresh = _all_fresh(layout, messages, options.product)
        residual = _largest(fresh, messages)
        if residual <= options.tolerance or sweeps >= options.max_sweeps:
            return Settled(messages, sweeps * layout.edges, residual)
        messages = [
            damped(new, old, options.damping) for new, old in zip(fresh, messages, strict=True)
        ]
        sweeps += 1


def residual(layout: Layout, options: Options) -> Settled:
    """The messages that would change most, a batch at a time, out of a queue of dirty ones."""
    messages, sent = uniform(layout), 0
    budget = options.max_sweeps * layout.edges
    while True:
        queue = Queue(layout, messages, options)
        if queue.largest <= options.tolerance or sent >= budget:
            return Settled(messages, sent, queue.largest)
        sent += queue.run(budget - sent)


def _all_fresh(layout: Layout, messages: list[Floats], product: Product) -> list[Floats]:
    known = totals(layout, messages)
    return [
        fresh
        for at in range(len(layout.stacks))
        for fresh in _fresh(layout, at, messages, known, ALL, product)
    ]


def _fresh(
    layout: Layout,
    at: int,
    messages: list[Floats],
    known: Totals,
    rows: Rows,
    product: Product,
) -> list[Floats]:
    stack = layout.stacks[at]
    inward = [from_variables(slot, messages[slot.number], known, rows) for slot in stack.slots]
    return from_factors(stack, inward, product, rows)


def _largest(fresh: list[Floats], messages: list[Floats]) -> float:
    return max(
        (float(residuals(new, old).max()) for new, old in zip(fresh, messages, strict=True)),
        default=0.0,
    )


class Queue:
    """Messages that would change by more than the tolerance, with what they would become.

    Sums over messages are kept up to date by differences; a new queue sums them afresh, so
    that no rounding of one round decides whether a run has converged.
    """

    def __init__(self, layout: Layout, messages: list[Floats], options: Options) -> None:
        self.layout, self.messages, self.options = layout, messages, options
        self.known = totals(layout, messages)
        self.fresh = _all_fresh(layout, messages, options.product)
        self.residuals = np.concatenate(
            [residuals(new, old) for new, old in zip(self.fresh, messages, strict=True)]
            or [np.zeros(0)]
        )
        self.largest = float(self.residuals.max(initial=0.0))

    def run(self, budget: int) -> int:
        """Send until nothing waits or `budget` messages are sent; how many were."""
        sent = 0
        while sent < budget:
            edges = np.flatnonzero(self.residuals > self.options.tolerance)
            if not edges.size:
                break
            size = self.residuals[edges]
            batch = edges[size >= SHARE * size.max()][: budget - sent]
            self._send(batch)
            self._refresh(distinct(self.layout.variables[batch], len(self.layout.starts)))
            sent += batch.size
        return sent

    def _send(self, batch: NDArray[np.int64]) -> None:
        for slot, rows in self.layout.split(batch):
            logs, fresh = self.messages[slot.number], picked(self.fresh[slot.number], rows)
            old = picked(logs, rows)
            new = damped(fresh, old, self.options.damping)
            self._account(picked(slot.cells, rows), old, new)
            logs[:, rows] = new
            self.residuals[slot.first + rows] = residuals(fresh, new)

    def _account(self, cells: NDArray[np.int64], old: Floats, new: Floats) -> None:
        (was, zero), (now, gone) = parted(old), parted(new)
        np.add.at(self.known.sums, cells.ravel(), (now - was).ravel())
        np.add.at(self.known.zeros, cells.ravel(), (gone - zero).ravel())

    def _refresh(self, changed: NDArray[np.int64]) -> None:
        """Anew what the factors of changed variables would say."""
        for at, rows in self.layout.factors_of(changed):
            fresh = _fresh(self.layout, at, self.messages, self.known, rows, self.options.product)
            for slot, new in zip(self.layout.stacks[at].slots, fresh, strict=True):
                self.fresh[slot.number][:, rows] = new
                old = picked(self.messages[slot.number], rows)
                self.residuals[slot.first + rows] = residuals(new, old)
