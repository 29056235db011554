"""Which records have a property, and with what value: a column a key, made at first need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from ...core.property_graph.records import Properties, Scalar
from .columns import Ids, frozen, ids_of, values_of

_AT_A_TIME = 65_536  # records decoded together: enough to be quick, few enough to be small


class _Any:
    def __repr__(self) -> str:
        return "ANY"


ANY: Final = _Any()  # stands for every value


def typed(value: Any) -> tuple[Any, ...]:
    """What two values share if and only if they are one: 1, 1.0, True and "1" are four.

    So are 0.0 and -0.0, as in TongGraph, whose index compares the encoded text.
    """
    if isinstance(value, float) and value == 0:
        return (float, repr(float(value)))
    return (type(value), value)


class Column(NamedTuple):
    """The records that have a key: ids ascend, and `values[codes[i]]` is what `ids[i]` has."""

    ids: Ids
    codes: NDArray[np.int32]
    values: list[Scalar]
    numbering: dict[tuple[Any, ...], int]  # of a typed value, its place in `values`

    def having(self, value: Any) -> Ids:
        """Ids of the records with exactly this value, or with any."""
        if value is ANY:
            return self.ids
        code = self.numbering.get(typed(value))
        return self.ids[:0] if code is None else self.ids[self.codes == code]


class PropertyIndex:
    """Columns by key. Values are only ever added to a numbering, so that states share it."""

    def __init__(self, columns: dict[str, Column]) -> None:
        self.columns = columns

    @classmethod
    def of(cls, ids: Ids, texts: Sequence[str]) -> PropertyIndex:
        filling = _Filling()
        for start in range(0, len(texts), _AT_A_TIME):
            rows = values_of(texts[start : start + _AT_A_TIME])
            filling.add(ids[start : start + _AT_A_TIME].tolist(), rows)
        return cls(filling.columns())

    def having(self, key: str, value: Any = ANY) -> Ids:
        """Ascending ids of the records with this property."""
        column = self.columns.get(key)
        return ids_of(()) if column is None else column.having(value)

    def updated(self, changed: Iterable[int], stored: Mapping[int, Properties]) -> PropertyIndex:
        """Without what the changed records had, with what the stored ones have."""
        gone, filling = ids_of(changed), _Filling(self.columns)
        order = sorted(stored)
        filling.add(order, [stored[id] for id in order])
        added = filling.columns()
        touched = {key: _merged(self.columns.get(key), new, gone) for key, new in added.items()}
        others = {k: _merged(c, None, gone) for k, c in self.columns.items() if k not in touched}
        return PropertyIndex({k: c for k, c in (others | touched).items() if len(c.ids)})


class _Filling:
    """Columns being made of records that ascend by id."""

    def __init__(self, known: Mapping[str, Column] | None = None) -> None:
        self._known = known or {}
        self._ids = defaultdict[str, list[int]](list)
        self._codes = defaultdict[str, list[int]](list)
        self._numbering: dict[str, tuple[list[Scalar], dict[tuple[Any, ...], int]]] = {}

    def add(self, ids: Sequence[int], rows: Iterable[Properties]) -> None:
        for id, properties in zip(ids, rows, strict=True):
            for key, value in properties.items():
                self._ids[key].append(id)
                self._codes[key].append(self._code(key, value))

    def _code(self, key: str, value: Scalar) -> int:
        if key not in self._numbering:
            known = self._known.get(key)
            self._numbering[key] = (known.values, known.numbering) if known else ([], {})
        values, numbering = self._numbering[key]
        code = numbering.setdefault(typed(value), len(values))
        if code == len(values):
            values.append(value)
        return code

    def columns(self) -> dict[str, Column]:
        return {
            key: Column(
                frozen(ids_of(ids)), np.array(self._codes[key], np.int32), *self._numbering[key]
            )
            for key, ids in self._ids.items()
        }


def _merged(old: Column | None, new: Column | None, gone: Ids) -> Column:
    """The old column without the ids that are gone, and the new one."""
    if old is None:
        return cast(Column, new)
    kept = ~np.isin(old.ids, gone)
    ids, codes = old.ids[kept], old.codes[kept]
    if new is not None:
        at = np.searchsorted(ids, new.ids)
        ids, codes = np.insert(ids, at, new.ids), np.insert(codes, at, new.codes)
    return old._replace(ids=frozen(ids), codes=codes)
