"""A network laid out for messages: an edge for every variable of every factor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..evidence import Observed
from ..network import Network

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Rows: TypeAlias = Ints | slice  # which factors of a stack
Number = TypeVar("Number", np.float64, np.int64)


class Slot(NamedTuple):
    """One place in the scope of a stack's factors: its edges are `first` + row.

    `cells` (c, m) are the flat places of a variable's states among all priors.
    """

    number: int
    first: int
    variables: Ints
    cells: Ints


class Stack(NamedTuple):
    """Factors of one shape: logarithms of their tables (c1..ck, m)."""

    tables: Floats
    slots: tuple[Slot, ...]


@dataclass(frozen=True, eq=False)
class Layout:
    """Stacks with their slots, and what priors and evidence say of each state (logarithms).

    `variables` (edges,) is an edge's variable; `order` lists the edges by variable, those of
    one between its two `bounds`.
    """

    stacks: tuple[Stack, ...]
    slots: tuple[Slot, ...]
    priors: Floats
    starts: Ints
    variables: Ints
    order: Ints
    bounds: Ints

    @classmethod
    def of(cls, network: Network, observed: Observed) -> Layout:
        stacks: list[Stack] = []
        edges = number = 0
        for group in (group for group in network.groups if len(group.ids)):
            slots = []
            for variables in group.scope.T:
                slots.append(_slot(network, variables, number, edges))
                number, edges = number + 1, edges + len(variables)
            stacks.append(Stack(_logs(np.moveaxis(group.tables, 0, -1)), tuple(slots)))
        slots = [slot for stack in stacks for slot in stack.slots]
        variables = np.concatenate([s.variables for s in slots] or [np.zeros(0, np.int64)])
        bounds = np.searchsorted(np.sort(variables), np.arange(len(network) + 1))
        order = np.argsort(variables, kind="stable")
        priors = _seen(network, observed)
        return cls(tuple(stacks), tuple(slots), priors, network.starts, variables, order, bounds)

    @property
    def edges(self) -> int:
        return len(self.variables)

    @property
    def degrees(self) -> Ints:
        return np.diff(self.bounds)

    def split(self, edges: Ints) -> Iterator[tuple[Slot, Ints]]:
        """Ascending edges by slot, as rows; slots without any are passed over."""
        cuts = np.searchsorted(edges, [slot.first for slot in self.slots] + [self.edges])
        for slot, start, end in zip(self.slots, cuts, cuts[1:], strict=False):
            if start < end:
                yield slot, edges[start:end] - slot.first

    def factors_of(self, variables: Ints) -> Iterator[tuple[int, Ints]]:
        """The factors over any of these variables: the stack's number, and its rows ascending."""
        touching = self.order[_ranges(self.bounds[variables], self.bounds[variables + 1])]
        edges = distinct(touching, self.edges)
        rows = {slot.number: found for slot, found in self.split(edges)}
        for at, stack in enumerate(self.stacks):
            found = [rows[slot.number] for slot in stack.slots if slot.number in rows]
            if found:
                yield at, distinct(np.concatenate(found), stack.tables.shape[-1])


def picked(array: NDArray[Number], rows: Rows) -> NDArray[Number]:
    """Some factors' part of an array, the factors last as in the whole, in memory too."""
    return array[..., rows] if isinstance(rows, slice) else array.take(rows, axis=-1)


def distinct(numbers: Ints, count: int) -> Ints:
    """Each number once, ascending; all of them are below `count`."""
    if numbers.size < count // 16:
        return np.unique(numbers)
    marked = np.zeros(count, np.bool_)
    marked[numbers] = True
    return np.flatnonzero(marked)


def _slot(network: Network, variables: Ints, number: int, first: int) -> Slot:
    card = int(network.cards[variables[0]])
    cells = network.starts[variables] + np.arange(card)[:, None]
    return Slot(number, first, np.ascontiguousarray(variables), cells)


def _seen(network: Network, observed: Observed) -> Floats:
    logs = _logs(network.priors)
    for position, likelihood in sorted(observed.soft.items()):
        logs[network.starts[position] : network.starts[position + 1]] += _logs(likelihood)
    hard = observed.hard
    ruled_out = np.isin(network.owners, hard)
    ruled_out[network.starts[hard] + observed.states[hard]] = False
    logs[ruled_out] = -np.inf
    return logs


def _logs(weights: Floats) -> Floats:
    with np.errstate(divide="ignore"):  # the logarithm of 0 is meant
        return np.ascontiguousarray(np.log(weights))


def _ranges(starts: Ints, ends: Ints) -> Ints:
    """start..end-1 of every pair, one after another."""
    sizes = ends - starts
    offsets = np.repeat(starts - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes)
    return offsets + np.arange(int(sizes.sum()))
