"""Factor tables of equal shape as one array, so that one operation serves them all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from ..core.errors import BadInput
from ..core.property_graph.belief import Factor, FactorTable

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_ROW_TOLERANCE = 1e-9  # what TongGraph allows a row of a conditional table to miss 1 by
_Record = tuple[int, FactorTable]


@dataclass(frozen=True, eq=False)
class Group:
    """Factors of one shape: `ids` (m,), variable positions `scope` (m, k), `tables` (m, c1..ck).

    `ids` ascend; the axes of a table follow its scope, conditional tables too (child first).
    """

    ids: Ints
    scope: Ints
    tables: Floats

    @property
    def shape(self) -> tuple[int, ...]:
        return self.tables.shape[1:]


def groups_of(
    factors: Iterable[Factor], ids: Ints, cards: Ints
) -> tuple[tuple[Group, ...], tuple[str, ...]]:
    """The groups in the order of their shapes, and a warning for every odd conditional table.

    `ids` are those of the variables, ascending. BadInput names the factor that is not sound.
    """
    kinds: dict[tuple[int, bool], list[_Record]] = {}
    for factor in factors:
        if factor.table is not None:
            kind = len(factor.table.variables), factor.table.is_cpd
            kinds.setdefault(kind, []).append((factor.id, factor.table))
    parts: dict[tuple[int, ...], list[Group]] = {}
    odd: list[str] = []
    for (arity, is_cpd), records in sorted(kinds.items()):
        scope = _scopes(records, arity, ids)
        for chosen, shape in _by_shape(cards[scope]):
            mine = [records[at] for at in chosen.tolist()]
            tables = _tables(mine, shape, is_cpd)
            numbers = np.fromiter((number for number, _ in mine), np.int64, len(mine))
            odd += _odd_rows(numbers, tables) if is_cpd else []
            parts.setdefault(shape, []).append(Group(numbers, scope[chosen], tables))
    return tuple(_joined(parts[shape]) for shape in sorted(parts)), tuple(odd)


def _scopes(records: Sequence[_Record], arity: int, ids: Ints) -> Ints:
    if arity == 0:
        raise BadInput(f"factor {records[0][0]} is over no variable: expected one or more")
    named = np.fromiter(
        chain.from_iterable(table.variables for _, table in records), np.int64
    ).reshape(-1, arity)
    scope = np.searchsorted(ids, named)
    found = scope < len(ids)
    found[found] = ids[scope[found]] == named[found]
    for row, column in np.argwhere(~found)[:1].tolist():
        raise BadInput(
            f"factor {records[row][0]} is over variable {named[row, column]}, which is not in "
            "the network: add the variable, or leave the factor out"
        )
    ordered = np.sort(scope, axis=1)
    for row in np.flatnonzero((ordered[:, 1:] == ordered[:, :-1]).any(axis=1))[:1].tolist():
        raise BadInput(
            f"factor {records[row][0]} is over {records[row][1].variables}: "
            "expected each variable once"
        )
    return scope


def _by_shape(shapes: Ints) -> list[tuple[Ints, tuple[int, ...]]]:
    """For every distinct row of `shapes` the places where it stands, ascending."""
    if not len(shapes):
        return []
    if (shapes == shapes[0]).all():
        return [(np.arange(len(shapes)), tuple(shapes[0].tolist()))]
    distinct, which = np.unique(shapes, axis=0, return_inverse=True)
    which = which.ravel()
    order = np.argsort(which, kind="stable")
    places = np.split(order, np.flatnonzero(np.diff(which[order])) + 1)
    return list(zip(places, map(tuple, distinct.tolist()), strict=True))


def _tables(records: Sequence[_Record], shape: tuple[int, ...], is_cpd: bool) -> Floats:
    size = int(np.prod(shape))
    for number, table in records:
        if len(table.values) != size:
            raise BadInput(
                f"factor {number} has {len(table.values)} values: its variables have "
                f"{' x '.join(map(str, shape))} = {size} states together"
            )
    values = np.fromiter(chain.from_iterable(table.values for _, table in records), np.float64)
    values = values.reshape(len(records), size)
    sound = (np.isfinite(values) & (values >= 0)).all(axis=1)
    for row in np.flatnonzero(~sound)[:1].tolist():
        raise BadInput(
            f"factor {records[row][0]} has the values {records[row][1].values}: "
            "expected finite numbers that are not negative"
        )
    if not is_cpd:
        return values.reshape(-1, *shape)
    blocks = values.reshape(-1, *shape[1:], shape[0])  # a block of the child's states per row
    return np.ascontiguousarray(np.moveaxis(blocks, -1, 1))


def _odd_rows(numbers: Ints, tables: Floats) -> list[str]:
    sums = tables.sum(axis=1).reshape(len(tables), -1)
    missed = (np.abs(sums - 1) > _ROW_TOLERANCE).any(axis=1)
    return [
        f"conditional factor {number} has rows that do not sum to 1: it is used as a plain factor"
        for number in numbers[missed].tolist()
    ]


def _joined(parts: Sequence[Group]) -> Group:
    ids = np.concatenate([part.ids for part in parts])
    order = np.argsort(ids, kind="stable")
    scope = np.concatenate([part.scope for part in parts])[order]
    tables = np.concatenate([part.tables for part in parts])[order]
    twice = np.flatnonzero(np.diff(ids[order]) == 0)
    if len(twice):
        raise BadInput(f"factor {ids[order][twice[0]]} is given twice: each id names one factor")
    return Group(ids[order], scope, tables)
