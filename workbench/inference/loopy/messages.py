"""The two kinds of messages between variables and factors, whole stacks of factors at a time.

Messages are logarithms, so that neither a zero nor a product of many small numbers is lost.
Every array has the factors on its last axis: what is summed over lies on the others.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .layout import Layout, Rows, Slot, Stack, picked

Product: TypeAlias = Literal["sum", "max"]
Floats: TypeAlias = NDArray[np.float64]


class Vanished(Exception):
    """Every state of a variable has become impossible; `position` is the variable's."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


class Totals(NamedTuple):
    """A state's sum of finite logarithms, and how many zeros are among its factors."""

    sums: Floats
    zeros: NDArray[np.int64]

    def logs(self) -> Floats:
        return np.where(self.zeros > 0, -np.inf, self.sums)


def parted(logs: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Finite parts, with 0.0 in place of a zero's logarithm, and 1 where there is a zero."""
    zero = np.isneginf(logs)
    return np.where(zero, 0.0, logs), zero.astype(np.int64)


def totals(layout: Layout, messages: list[Floats]) -> Totals:
    """What priors, evidence and all messages together say of each state."""
    sums, zeros = parted(layout.priors)
    for slot, logs in zip(layout.slots, messages, strict=True):
        finite, zero = parted(logs)
        cells = slot.cells.ravel()
        sums += np.bincount(cells, finite.ravel(), sums.size)
        if zero.any():
            zeros += np.bincount(cells[zero.ravel() > 0], minlength=sums.size)
    return Totals(sums, zeros)


def from_variables(slot: Slot, logs: Floats, known: Totals, rows: Rows) -> Floats:
    """Messages to factors: all that is known of a state but what that factor said, (c, rows)."""
    finite, zero = parted(picked(logs, rows))
    cells = picked(slot.cells, rows)
    others = known.sums[cells] - finite
    others[known.zeros[cells] > zero] = -np.inf
    _living(others, slot, rows)
    return others


def from_factors(stack: Stack, inward: list[Floats], product: Product, rows: Rows) -> list[Floats]:
    """Messages to variables, normalised, one (c, rows) a slot of the stack."""
    tables = picked(stack.tables, rows)
    found = []
    for at, slot in enumerate(stack.slots):
        weights = tables
        for other, logs in enumerate(inward):
            if other != at:
                weights = weights + _spread(logs, other, len(inward))
        others = tuple(axis for axis in range(len(inward)) if axis != at)
        found.append(_normalised(reduced(weights, others, product), slot, rows))
    return found


def reduced(logs: Floats, axes: tuple[int, ...], product: Product) -> Floats:
    """The logarithm of the sum, or the largest, over some axes."""
    if not axes:
        return logs
    top = logs.max(axis=axes, keepdims=True)
    if product == "max":
        return np.asarray(np.squeeze(top, axis=axes))
    top[np.isneginf(top)] = 0.0
    with np.errstate(divide="ignore"):  # the logarithm of a sum of zeros is meant
        summed = np.log(np.exp(logs - top).sum(axis=axes))
    return np.asarray(summed + np.squeeze(top, axis=axes))


def damped(fresh: Floats, old: Floats, damping: float) -> Floats:
    """A share `damping` of the old message with the rest of the fresh one, normalised.

    What is impossible is so at once: fading out it would count as a doubt that converges.
    """
    if damping == 0.0:
        return fresh
    mixed = np.logaddexp(fresh + np.log1p(-damping), old + np.log(damping))
    mixed[np.isneginf(fresh)] = -np.inf
    return np.asarray(mixed - reduced(mixed, (0,), "sum"))


def residuals(fresh: Floats, old: Floats) -> Floats:
    """The sum of absolute differences of two messages as probabilities, one a factor."""
    return np.asarray(np.abs(np.exp(fresh) - np.exp(old)).sum(axis=0))


def _normalised(logs: Floats, slot: Slot, rows: Rows) -> Floats:
    _living(logs, slot, rows)
    return logs - reduced(logs, (0,), "sum")


def _living(logs: Floats, slot: Slot, rows: Rows) -> None:
    dead = np.isneginf(logs.max(axis=0))
    if dead.any():
        raise Vanished(int(slot.variables[rows][int(dead.argmax())]))


def _spread(logs: Floats, axis: int, axes: int) -> Floats:
    shape = [1] * axes + [logs.shape[1]]
    shape[axis] = logs.shape[0]
    return logs.reshape(shape)
