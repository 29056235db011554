"""The columns of a table, each made when it is first asked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from itertools import chain, compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .column import Column
from .field import Field
from .lookup import Lookup
from .payloads import Payloads

Path = tuple[str, ...]


class Fields:
    """Columns by path over `payloads`, and what finds rows by their values.

    A column takes in what was appended since it was last asked for. Lookups are made for the
    paths in `indexed`, and for others when they are asked for a second time. `grown` is called
    when columns have grown, and may let go of some.
    """

    def __init__(self, payloads: Payloads) -> None:
        self._payloads = payloads
        self._fields: dict[Path, Field] = {}
        self._lookups: dict[Path, Lookup] = {}
        self._asked: set[Path] = set()
        self._used: dict[Path, float] = {}
        self.indexed: frozenset[Path] = frozenset()
        self.grown: Callable[[], None] | None = None

    def column(self, path: Path) -> Column:
        """BadInput where a row's text is no JSON."""
        field = self._fields.get(path)
        if field is None or len(field) < len(self._payloads):
            return self.columns([path])[0]
        self._used[path] = time.monotonic()
        return field.column

    def columns(self, paths: Iterable[Path]) -> list[Column]:
        """Several columns, whose missing rows are read in one pass."""
        wanted = list(paths)
        self._read(dict.fromkeys(wanted))
        self._used.update(dict.fromkeys(wanted, time.monotonic()))
        found = [self._fields[path].column for path in wanted]
        if self.grown is not None:
            self.grown()
        return found

    def lookup(self, path: Path) -> tuple[Lookup, Column] | None:
        """What finds rows by values at a path, and these; None the first time it is asked for."""
        if path not in self._asked and path not in self.indexed:
            self._asked.add(path)
            return None
        column = self.column(path)
        found = self._lookups.get(path)
        if found is None or not found.covers(column):
            field = self._fields.get(path)
            if field is None:  # there was no room for it
                return None
            found = self._lookups[path] = Lookup(column, field.places)
        return found, column

    def code(self, path: Path, text: str) -> int:
        """The code of a text in a column that was asked for; -1 where no row ever had it."""
        field = self._fields.get(path)
        return -1 if field is None else field.places.get(text, -1)

    def names(self, alive: NDArray[np.bool_]) -> list[str]:
        """The fields of the JSON objects of rows that are alive, sorted."""
        objects = chain.from_iterable(self._payloads.objects())
        return sorted(set().union(*compress(objects, alive.tolist())))

    def prepare(self) -> None:
        """Make the lookups of the paths that are indexed."""
        self._read(self.indexed)
        for path in self.indexed:
            self.lookup(path)

    def forget(self, path: Path) -> None:
        """Let go of a column; it is made again when it is asked for."""
        self._fields.pop(path, None)
        self._lookups.pop(path, None)
        self._used.pop(path, None)

    def held(self) -> dict[Path, tuple[int, float]]:
        """Of every column its bytes, and when it was last used."""
        return {path: (self._bytes(path), self._used.get(path, 0.0)) for path in self._fields}

    def _bytes(self, path: Path) -> int:
        lookup = self._lookups.get(path)
        return self._fields[path].bytes + (0 if lookup is None else lookup.bytes)

    def _read(self, paths: Iterable[Path]) -> None:
        size = len(self._payloads)
        behind: dict[int, list[tuple[Path, Field]]] = {}
        for path in paths:
            field = self._fields.get(path) or Field()
            if len(field) < size or path not in self._fields:
                behind.setdefault(len(field), []).append((path, field))
        for first, fields in behind.items():
            self._extend(first, fields)

    def _extend(self, first: int, fields: list[tuple[Path, Field]]) -> None:
        names = tuple(dict.fromkeys(path[0] for path, _ in fields))
        found: list[list[Any]] = [[] for _ in fields]
        for chunk in self._payloads.fields(names, first):
            for values, (path, _) in zip(found, fields, strict=True):
                values += _deeper(chunk[names.index(path[0])], path[1:])
        for values, (path, field) in zip(found, fields, strict=True):
            field.extend(values)
            self._fields[path] = field


def _deeper(values: list[Any], path: Path) -> list[Any]:
    return [at(one, path) for one in values] if path else values


def at(value: Any, path: Path) -> Any:
    """The value at a path into a JSON value; `...` where a step leads nowhere."""
    for step in path:
        if not isinstance(value, dict) or step not in value:
            return ...
        value = value[step]
    return value
