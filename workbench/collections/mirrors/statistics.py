"""What planning knows of the values of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .column import BOOLEAN, FLOAT, INTEGER, TEXT, Column
from .fields import Path

if TYPE_CHECKING:
    from .table import Table

STEPS = 1024  # of a histogram: a step of it is a thousandth of the rows
COMMON = 10  # texts that ANALYZE names
DRIFT = 0.1  # of the rows came or went: what was counted is counted anew

# Shares of rows that operators are taken to keep where nothing was counted. A third is what
# PostgreSQL takes of inequalities; a tenth of patterns and arrays is high on purpose, because
# too low an estimate has rows compared one by one.
DEFAULTS: Mapping[str, float] = {"LIKE": 0.1, "ILIKE": 0.1, "CONTAINS": 0.1, "CONTAINS_TEXT": 0.1}
DEFAULT = 1 / 3


@dataclass(frozen=True, slots=True)
class Numbers:
    """How numbers are spread: values (m,) ascending, how many are less than each, and at most.

    All distinct values where they are few (`counted`), else the ends of steps of equal depth.
    """

    values: NDArray[np.float64]
    less: NDArray[np.int64]
    most: NDArray[np.int64]
    distinct: int
    counted: bool

    def count(self, operator: str, value: float) -> float:
        """How many numbers are `operator value`."""
        less, most = self._around(value)
        total = float(self.most[-1]) if len(self.most) else 0.0
        if operator == "=":
            return most - less if self.counted or most > less else total / self.distinct
        if operator in ("<", "<="):
            return less if operator == "<" else most
        return total - (most if operator == ">" else less)

    def _around(self, value: float) -> tuple[float, float]:
        """How many are less than a value, and how many at most that."""
        at = int(self.values.searchsorted(value))
        if at == len(self.values):
            return (float(self.most[-1]),) * 2 if at else (0.0, 0.0)
        high = self.values.item(at)
        if high == value:
            return float(self.less.item(at)), float(self.most.item(at))
        if at == 0:
            return 0.0, 0.0
        low, known, next_ = self.values.item(at - 1), self.most.item(at - 1), self.less.item(at)
        share = 0.0 if self.counted else (value - low) / (high - low)
        between = known + share * (next_ - known)
        return between, between


@dataclass(frozen=True, slots=True)
class Counts:
    """One column of `rows` rows: NULLs, booleans, texts by code, numbers."""

    rows: int
    nulls: int
    truths: tuple[int, int]
    texts: NDArray[np.int64]
    numbers: Numbers
    others: int

    @property
    def distinct(self) -> int:
        """Values that differ, of booleans, numbers and texts."""
        texts = int(np.count_nonzero(self.texts))
        return texts + self.numbers.distinct + sum(count > 0 for count in self.truths)


class Statistics:
    """Shares of rows that simple conditions keep, from counts of each column's values.

    A column is counted when it is first asked about, and again when a tenth of the rows came
    or went since.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._counts: dict[Path, tuple[int, Counts]] = {}

    @classmethod
    def of(cls, table: Table) -> Statistics:
        """Those that belong to a table."""
        return table.statistics

    def counts(self, path: Path) -> Counts:
        """Of the rows that were alive when they were counted."""
        table = self._table
        changes = 2 * table.size - table.count  # grows with every row that comes or goes
        found = self._counts.get(path)
        if found is None or changes - found[0] > DRIFT * found[1].rows:
            counted = count(table.column(path), None if table.whole else table.alive)
            found = self._counts[path] = changes, counted
        return found[1]

    def selectivity(self, path: Path, operator: str, value: Any = None) -> tuple[float, str]:
        """The share of rows, 0 to 1, for which a condition is TRUE, and what tells so.

        `operator` is = != <> < <= > >=, IN and BETWEEN with a sequence of values, IS NULL, or
        one of these after NOT (IS NOT NULL). The source is "counted", "histogram", or "default"
        where the values do not tell.
        """
        counts = self.counts(path)
        if not counts.rows:
            return 0.0, "counted"
        name = operator.upper()
        if name in ("IS NULL", "IS NOT NULL"):
            nulls = counts.nulls / counts.rows
            return (nulls if name == "IS NULL" else 1 - nulls), "counted"
        negated = name.startswith("NOT ") or name in ("!=", "<>")
        name = "=" if name in ("!=", "<>") else name.removeprefix("NOT ")
        known = counts.rows - counts.nulls
        found = self._kept(path, counts, name, value)
        kept, source = found or (DEFAULTS.get(name, DEFAULT) * known, "default")
        return min(max((known - kept if negated else kept) / counts.rows, 0.0), 1.0), source

    def _kept(
        self, path: Path, counts: Counts, operator: str, value: Any
    ) -> tuple[float, str] | None:
        if operator == "IN":
            return self._any(path, counts, value)
        if operator == "BETWEEN":
            return _between(counts, value)
        if operator == "=" and isinstance(value, str):
            code = self._table.fields.code(path, value)
            known = 0 <= code < len(counts.texts)
            return (counts.texts.item(code) if known else 0), "counted"
        if operator == "=" and isinstance(value, bool):
            return counts.truths[value], "counted"
        if operator in ("=", "<", "<=", ">", ">=") and type(value) in (int, float):
            numbers = counts.numbers
            source = "counted" if numbers.counted else "histogram"
            return numbers.count(operator, value), source
        return None

    def _any(self, path: Path, counts: Counts, values: Sequence[Any]) -> tuple[float, str] | None:
        found = [self._kept(path, counts, "=", one) for one in values if one is not None]
        known = [one for one in found if one is not None]
        if len(known) < len(found):
            return None
        sources = {source for _, source in known}
        return sum(kept for kept, _ in known), max(sources, default="counted")

    def analyze(self) -> dict[str, Any]:
        """Count every field of the JSON objects anew: one row.

        Rows, columns, bytes of ids and JSON, and by name of the field: distinct values, NULLs,
        the commonest texts with their counts, and least and greatest number.
        """
        self._counts.clear()
        held = set(self._table.fields.held())
        names = self._table.fields.names(self._table.alive)
        row: dict[str, Any] = {"rows": self._table.count, "columns": len(names)}
        row["bytes"] = self._table.bytes + self._table.payload_texts.bytes
        parts = {name: self._described((name,)) for name in names}
        for name in names:
            if (name,) not in held:
                self._table.fields.forget((name,))
        for key in ("distinct", "nulls", "common", "range"):
            row[key] = {name: part[key] for name, part in parts.items() if part[key] is not None}
        return row

    def _described(self, path: Path) -> dict[str, Any]:
        counts, column = self.counts(path), self._table.column(path)
        common = np.argsort(-counts.texts, kind="stable")[:COMMON].tolist()
        shown = {column.texts[at]: counts.texts.item(at) for at in common if counts.texts[at]}
        values = counts.numbers.values
        return {
            "distinct": counts.distinct,
            "nulls": counts.nulls,
            "common": shown or None,
            "range": [values.item(0), values.item(-1)] if len(values) else None,
        }


def count(column: Column, alive: NDArray[np.bool_] | None) -> Counts:
    """Counts of the rows of a column that are alive; None: all."""
    kinds, numbers, codes = column.kinds, column.numbers, column.codes
    if alive is not None:
        kinds, numbers, codes = kinds[alive], numbers[alive], codes[alive]
    by_kind = np.bincount(kinds, minlength=8)
    true = int(np.count_nonzero((kinds == BOOLEAN) & (numbers == 1)))
    texts = np.bincount(codes[kinds == TEXT], minlength=len(column.texts))
    return Counts(
        rows=len(kinds),
        nulls=int(by_kind[:2].sum()),
        truths=(by_kind.item(BOOLEAN) - true, true),
        texts=texts,
        numbers=_numbers(np.sort(numbers[(kinds == INTEGER) | (kinds == FLOAT)])),
        others=int(by_kind[TEXT + 1 :].sum()),
    )


def _numbers(ascending: NDArray[np.float64]) -> Numbers:
    last = np.flatnonzero(np.append(ascending[1:] != ascending[:-1], True))[: len(ascending)]
    counted = len(last) <= STEPS
    at = last if counted else np.linspace(0, len(ascending) - 1, STEPS + 1).astype(np.int64)
    # A value that spans several steps stands once, with all that it spans.
    values = np.unique(ascending[at])
    less, most = ascending.searchsorted(values), ascending.searchsorted(values, "right")
    return Numbers(values, less, most, len(last), counted=counted)


def _between(counts: Counts, values: Sequence[Any]) -> tuple[float, str] | None:
    low, high = values
    if type(low) not in (int, float) or type(high) not in (int, float):
        return None
    numbers = counts.numbers
    kept = numbers.count("<=", high) - numbers.count("<", low)
    return max(kept, 0.0), "counted" if numbers.counted else "histogram"
