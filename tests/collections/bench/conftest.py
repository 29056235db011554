"""One bench for this folder's tests, and collections of their own in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import workbench as wb
from workbench.bench.veles.collection import Collection

_NUMBERS = count(1)
PLACES = [
    {"id": 1, "vector": [1.0, 0.0], "kind": "pier", "year": 1901, "name": "Long Pier"},
    {"id": 2, "vector": [0.0, 1.0], "kind": "light", "year": 1850, "name": "Gannet Head"},
    {"id": 3, "vector": [-1.0, 0.0], "kind": "light", "name": "Hollow Rock"},
    {"id": 4, "vector": [0.8, 0.6], "kind": "pier", "year": 1990, "name": "Short Pier"},
]


@pytest.fixture(scope="package")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[wb.Bench]:
    with wb.open(tmp_path_factory.mktemp("collections") / "bench", linger=0.2) as opened:
        yield opened
        opened.stop()


@pytest.fixture
def make(bench: wb.Bench) -> Callable[..., Collection]:
    """A new, empty collection: `make(3, "euclidean", ids="text")`."""

    def made(dimension: int | None = 2, metric: Any = "cosine", **definition: Any) -> Collection:
        name = f"c{next(_NUMBERS)}"
        return bench.collections.create(name, dimension, metric, **definition)

    return made


@pytest.fixture
def places(make: Callable[..., Collection]) -> Collection:
    """Four points, one of which has no year."""
    collection = make()
    collection.upsert(PLACES)
    return collection


@pytest.fixture
def folder(bench: wb.Bench) -> Path:
    return bench.folder
