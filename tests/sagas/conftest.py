"""A small world with the tables of sagas and a folder of objects."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.asker import WorldAsker
from tests.lore.conftest import fresh
from tests.sagas.missions import forget
from tests.sagas.small_world import build
from workbench.schema import migrate
from workbench.stores.objects import open as object_stores


@contextmanager
def made(servers: Any, folder: Path, **form: str) -> Iterator[WorldAsker]:
    """The small world in fresh stores, in one schema version and edge shape."""
    with fresh("relational", servers) as relational, fresh("graph", servers) as graph:
        migrate(relational, ("lore", "sagas"), dimension=256)
        asker = WorldAsker(relational, graph, objects=object_stores.folder(folder / "objects"))
        build(asker, **form)
        yield asker


@pytest.fixture(scope="module")
def world(servers: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorldAsker]:
    with made(servers, tmp_path_factory.mktemp("saga")) as asker:
        yield asker


@pytest.fixture
def stores(world: WorldAsker) -> Iterator[WorldAsker]:
    """The small world as it was made; what a test adds is taken away after it."""
    yield world
    forget(world)
