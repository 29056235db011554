"""What is left of a network once the evidence is put in: free variables and their factors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..evidence import Observed
from ..network import Network
from .logs import Floats, Ints, log_of


@dataclass(frozen=True, eq=False)
class Batch:
    """Factors of one shape over two or more free variables: `scope` (m, k), log `tables`."""

    scope: Ints
    tables: Floats


@dataclass(frozen=True, eq=False)
class Problem:
    """Free variables (`free`, a mask) with log weights `unary` (flat, as priors are), batches.

    `constant` is the log weight of what no free variable touches; a variable's own weights and
    every table keep their scale.
    """

    free: NDArray[np.bool_]
    unary: Floats
    batches: tuple[Batch, ...]
    constant: float


def reduced(network: Network, observed: Observed, active: NDArray[np.bool_]) -> Problem:
    """The problem of the active variables, which are whole components of the network.

    Observed variables are cut out of their factors; a variable of one state is as good as
    observed.
    """
    known = observed.known(network)
    unary = log_of(network.priors)
    for position, weights in observed.soft.items():
        unary[network.starts[position] : network.starts[position + 1]] += log_of(weights)
    seen = np.flatnonzero(active & (known >= 0))
    constant = float(unary[network.starts[seen] + known[seen]].sum())
    batches: list[Batch] = []
    for scope, tables in _cut(network, known, active):
        if scope.shape[1] == 0:
            constant += float(tables.sum())
        elif scope.shape[1] == 1:
            at = network.starts[scope] + np.arange(tables.shape[1])
            np.add.at(unary, at, tables)
        else:
            batches += _sorted_axes(scope, tables)
    return Problem(active & (known < 0), unary, tuple(_merged(batches)), constant)


def _cut(network: Network, known: Ints, active: NDArray[np.bool_]) -> Iterator[tuple[Ints, Floats]]:
    """Log tables with the known variables' axes taken at their states, one shape at a time."""
    for group in network.groups:
        mine = active[group.scope[:, 0]]
        scope, tables = group.scope[mine], group.tables[mine]
        cut = known[scope] >= 0
        patterns = cut @ (1 << np.arange(cut.shape[1], dtype=np.int64))
        for pattern in np.unique(patterns).tolist():
            rows = np.flatnonzero(patterns == pattern)
            fixed = [k for k in range(cut.shape[1]) if pattern >> k & 1]
            left = [k for k in range(cut.shape[1]) if not pattern >> k & 1]
            order = (0, *(k + 1 for k in fixed), *(k + 1 for k in left))
            states = (known[scope[rows, k]] for k in fixed)
            yield scope[rows][:, left], log_of(tables.transpose(order)[(rows, *states)])


def _sorted_axes(scope: Ints, tables: Floats) -> list[Batch]:
    """The same factors with the variables of each ascending."""
    orders = scope.argsort(axis=1)
    codes = orders @ (scope.shape[1] ** np.arange(scope.shape[1], dtype=np.int64))
    found = []
    for code in np.unique(codes).tolist():
        rows = np.flatnonzero(codes == code)
        order = orders[rows[0]].tolist()
        turned = tables[rows].transpose(0, *(k + 1 for k in order))
        found.append(Batch(scope[rows][:, order], np.ascontiguousarray(turned)))
    return found


def _merged(batches: list[Batch]) -> Iterator[Batch]:
    """One batch a shape; factors over the same variables become one, their product."""
    shapes: dict[tuple[int, ...], list[Batch]] = {}
    for batch in batches:
        shapes.setdefault(batch.tables.shape[1:], []).append(batch)
    for _, same in sorted(shapes.items()):
        scope = np.concatenate([batch.scope for batch in same])
        tables = np.concatenate([batch.tables for batch in same])
        order = np.lexsort(scope.T[::-1])
        scope, tables = scope[order], tables[order]
        first = np.concatenate(([True], (scope[1:] != scope[:-1]).any(axis=1)))
        yield Batch(scope[first], np.add.reduceat(tables, np.flatnonzero(first), axis=0))
