"""Where the statements of tests are answered: data sets of the shared cases, loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.velesql.cases import cases

Load = Callable[[Any], Any]


class Databases:
    """Data sets loaded by `load`; those that nothing changes are loaded once.

    Where `load` replaces what it loaded before, there is only `one` at a time.
    """

    def __init__(self, load: Load, *, one: bool = False) -> None:
        self._load, self._one = load, one
        self._kept: dict[str, Any] = {}

    def of(self, case: Mapping[str, Any]) -> Any:
        """The database of a case: one of its own where it changes something."""
        name = case["dataset"]
        if changes(case):
            return self.fresh(name)
        if name not in self._kept:
            self._kept[name] = self.fresh(name)
        return self._kept[name]

    def fresh(self, dataset: str) -> Any:
        if self._one:
            self._kept.clear()
        return self._load(cases()["datasets"].get(dataset, []))


def changes(case: Mapping[str, Any]) -> bool:
    reads = ("SELECT", "MATCH", "EXPLAIN", "LET", "SHOW", "DESCRIBE")
    return bool(case.get("setup")) or not case["query"].upper().startswith(reads)


def in_memory(dataset: Any) -> Any:
    from tests.velesql.in_memory import InMemory

    return InMemory.loaded(dataset)


def into(database: Any) -> Load:
    """Loads a data set into a database in place of what was there."""
    from tests.velesql.in_memory import load

    def loaded(dataset: Any) -> Any:
        for name in list(database.definitions()):
            database.drop(name)
        load(database, dataset)
        return database

    return loaded
