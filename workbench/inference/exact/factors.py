"""Factors in one buffer: tables that shrink in place, scopes, and new ones at the end."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from .logs import Bools, Floats, Ints
from .problem import Batch

Shape = tuple[int, ...]


def grouped(keys: Ints) -> Iterator[Ints]:
    """The places of equal keys together, ascending in each; the least key first."""
    if not len(keys):
        return
    order = np.argsort(keys, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(keys[order])) + 1)


class Factors:
    """Every factor by number: its variables, its table's place in `values`, whether it lives.

    On the way forward `values` holds log tables; on the way back the beliefs over the same
    variables, in the same places. `needed` marks the factors whose belief is asked for then.
    """

    def __init__(self, batches: Sequence[Batch]) -> None:
        self.shapes: list[Shape] = []
        self._numbers: dict[Shape, int] = {}
        self.width = max((batch.scope.shape[1] for batch in batches), default=2)
        self.scope = np.empty((0, self.width), np.int64)  # -1 beyond a factor's last variable
        self.shape = np.empty(0, np.int64)  # a place in `shapes`
        self.offset = np.empty(0, np.int64)
        self.alive = np.empty(0, np.bool_)
        self.needed = np.empty(0, np.bool_)
        self.values = np.empty(0)
        for batch in batches:
            self.add(batch.scope, batch.tables)

    def __len__(self) -> int:
        return len(self.shape)

    def shape_of(self, chosen: Ints) -> Shape:
        """The shape that all of `chosen` have."""
        return self.shapes[int(self.shape[chosen[0]])]

    def scope_of(self, chosen: Ints) -> Ints:
        """The variables of factors of one shape, (m, k)."""
        return self.scope[chosen, : len(self.shape_of(chosen))]

    def tables(self, chosen: Ints) -> Floats:
        """The tables of factors of one shape, (m, c1..ck)."""
        shape = self.shape_of(chosen)
        at = self.offset[chosen][:, None] + np.arange(math.prod(shape))
        found: Floats = self.values[at].reshape(-1, *shape)
        return found

    def pair_places(self, chosen: Ints, axes: Ints, ends: tuple[int, int]) -> Ints:
        """Where the tables of factors of two variables stand in `values`, (m, c of other, c).

        `axes` tell for each factor where the variable stands whose axis comes last; `ends` are
        the states of the other and of that one.
        """
        other, own = ends
        first = axes == 0
        steps = np.where(first, 1, own), np.where(first, other, 1)
        across = np.arange(other)[None, :, None] * steps[0][:, None, None]
        along = np.arange(own)[None, None, :] * steps[1][:, None, None]
        places: Ints = self.offset[chosen][:, None, None] + across + along
        return places

    def put(self, chosen: Ints, tables: Floats) -> None:
        """Writes tables over those of `chosen`, which are as large or larger."""
        flat = tables.reshape(len(chosen), -1)
        self.values[self.offset[chosen][:, None] + np.arange(flat.shape[1])] = flat

    def reshape(self, chosen: Ints, scope: Ints, shape: Shape) -> None:
        """Gives factors other variables, all of them one shape."""
        self.scope[chosen] = -1
        self.scope[chosen, : scope.shape[1]] = scope
        self.shape[chosen] = self._number(shape)

    def add(self, scope: Ints, tables: Floats, needed: Bools | bool = False) -> Ints:
        """New living factors of one shape; comes back: their numbers."""
        before, count = len(self), len(scope)
        size = math.prod(tables.shape[1:])
        padded = np.full((count, self.width), -1)
        padded[:, : scope.shape[1]] = scope
        number = self._number(tables.shape[1:])
        self.scope = np.concatenate((self.scope, padded))
        self.shape = np.concatenate((self.shape, np.full(count, number)))
        self.offset = np.concatenate((self.offset, len(self.values) + size * np.arange(count)))
        self.alive = np.concatenate((self.alive, np.ones(count, np.bool_)))
        self.needed = np.concatenate((self.needed, np.zeros(count, np.bool_) | needed))
        self.values = np.concatenate((self.values, tables.ravel()))
        return np.arange(before, len(self))

    def _number(self, shape: Shape) -> int:
        if shape not in self._numbers:
            self._numbers[shape] = len(self.shapes)
            self.shapes.append(shape)
        return self._numbers[shape]
