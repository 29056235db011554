"""The sample world in fresh stores, in either schema version and either edge shape."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.asker import WorldAsker
from tests.conftest import engines
from workbench.etl.world import WorldStores, load_world
from workbench.schema import migrate
from workbench.stores.embedding.wordllama import WordLlamaEmbedder

WORLD = Path(__file__).resolve().parents[2] / "data" / "world"
VARIANTS = [(schema, shape) for schema in ("setting", "v1.2") for shape in ("native", "reified")]


@contextmanager
def fresh(kind: str, servers: Any, name: str | None = None) -> Iterator[Any]:
    """An empty store of an engine, the first of its kind where none is named.

    There is one graph on a server: a module that holds it takes no other.
    """
    found = engines(kind)
    engine = next(e for e in found if e.name == (name or found[0].name))
    if why := engine.absent():
        pytest.skip(f"{engine.name} is absent: {why}")
    with engine.fresh(servers.of(kind, engine)) as store:
        yield store


@contextmanager
def loaded(
    servers: Any,
    schema: str = "setting",
    shape: str = "native",
    *,
    folder: Path = WORLD,
    engine: str | None = None,
) -> Iterator[WorldAsker]:
    """A world in fresh tables and a fresh graph; one at a time, for there is one graph."""
    with fresh("relational", servers) as relational, fresh("graph", servers, engine) as graph:
        embedder = WordLlamaEmbedder()
        migrate(relational, ("workbench", "lore", "sagas"), dimension=embedder.dimension)
        asker = WorldAsker(relational, graph, embedder)
        stores = WorldStores(asker, graph, relational, None, embedder)
        load_world(folder, stores, schema=schema, shape=shape)  # type: ignore[arg-type]
        yield asker


@pytest.fixture(scope="module")
def world_bench(servers: Any) -> Iterator[WorldAsker]:
    """The sample world, schema `setting`, native edges; a test that changes it puts it back."""
    with loaded(servers) as asker:
        yield asker


@pytest.fixture(params=VARIANTS, ids="-".join)
def world_variant(request: pytest.FixtureRequest, servers: Any) -> Iterator[WorldAsker]:
    """The sample world, once a schema version and edge shape, loaded anew for each test."""
    with loaded(servers, *request.param) as asker:
        yield asker
