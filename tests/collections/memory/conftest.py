"""Memories over a real database, with a clock that stands, and vectors that are seen through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import engines, loaded
from workbench.bench.veles.opening import collections_of
from workbench.collections.collections import Collections
from workbench.collections.memory.memory import Memory
from workbench.core.collections.records import Change
from workbench.schema import migrate
from workbench.stores.relational.postgres import Postgres
from workbench.velesql.executing.run import Limits
from workbench.velesql.store import Veles

WORDS = ("paint", "glass", "blue", "old", "boat", "harbour", "bread", "oven")


class Counted:
    """Texts to how often each of `WORDS` stands in them."""

    model, dimension = "counted words", len(WORDS)

    def embed(self, texts: Sequence[str]) -> list[list[float]]:
        return [[float(text.lower().split().count(word)) for word in WORDS] for text in texts]


class Clock:
    """Unix seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


def memory_over(database: Collections, clock: Callable[[], float], **options: Any) -> Memory:
    query = Veles(database, limits=Limits(rows=2**62)).result
    embedder = options.pop("embedder", Counted())
    return Memory(database, query, embedder, clock=clock, **options)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def stored(servers: Any) -> Iterator[Postgres]:
    """One database a file; each test begins with an empty memory."""
    name = engines("relational")[0].name
    with loaded("relational", name, servers, lambda store: migrate(store, ("veles",))) as found:
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("memory")


@pytest.fixture(scope="module")
def database(stored: Postgres, folder: Path) -> Iterator[Collections]:
    with closing(collections_of(stored, folder)) as found:
        yield found


@pytest.fixture
def memory(database: Collections, clock: Clock) -> Memory:
    found = memory_over(database, clock)
    for name in database.definitions():
        database.write(name, Change(clear=True))
    return found


@pytest.fixture
def other(stored: Postgres, folder: Path, memory: Memory, clock: Clock) -> Iterator[Memory]:
    """The same memory in what stands for another process: sessions and mirrors of its own."""
    with closing(Postgres(stored._conninfo)) as store, closing(collections_of(store, folder)) as at:
        yield memory_over(at, clock)
