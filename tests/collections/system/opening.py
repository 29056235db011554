"""The collections of a bench's folder, opened as another process would."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.velesql.contents import contents, edges, points
from workbench.bench.veles.opening import collections_of
from workbench.collections.collections import Collections
from workbench.collections.durable.tables import Tables
from workbench.collections.mirrors.mirror import Mirror
from workbench.stores.relational.postgres import Postgres
from workbench.stores.vector.rows.store import FaissStore
from workbench.velesql.answering import answer
from workbench.velesql.executing.result import Result


@contextmanager
def opened(conninfo: str, folder: Path) -> Iterator[Collections]:
    """On sessions of its own."""
    with (
        closing(Postgres(conninfo)) as store,
        closing(collections_of(store, folder)) as collections,
    ):
        yield collections


def say(database: Any, text: str, **parameters: Any) -> Result:
    return answer(text, parameters, database)


def held(database: Any) -> dict[str, Any]:
    """By name all that a collection holds; its number, which stores give, is left out."""
    return {
        name: (replace(definition, number=0), *rest)
        for name, (definition, *rest) in contents(database).items()
    }


def told_anew(database: Collections, name: str, conninfo: str) -> tuple[Any, Any]:
    """What the tables of a collection hold, read by a mirror that knows nothing."""
    definition = database.definition(name)
    mirror = Mirror(definition, FaissStore())
    with closing(Postgres(conninfo)) as store:
        mirror.apply(Tables(store, definition).since(0))
    return points(mirror), edges(mirror)


def mirrors_are_tables(database: Collections, conninfo: str) -> bool:
    return all(
        (points(mirror), edges(mirror)) == told_anew(database, name, conninfo)
        for name in database.definitions()
        for mirror in [database.mirror(name)]
    )


def rows_of(database: Any, queries: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The rows of some queries, by text."""
    return {text: say(database, text, **given).values for text, given in queries.items()}


def origins(collections: Collections) -> dict[str, str]:
    """What the mirror of each collection was made of, by name."""
    for name in collections.definitions():
        collections.mirror(name)
    return {name: collections.origin(name) for name in collections.definitions()}
