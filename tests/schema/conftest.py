"""Databases of the original systems, as their own software or documents make them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import SHARED
from tests.dumps import pg_restore
from workbench.stores.relational.postgres import Postgres


@pytest.fixture
def original(relational: Postgres, vedana: Path) -> Postgres:
    """The tables that Vedana's own migrations made, without rows but for their revision."""
    pg_restore(relational, vedana / "vedana_oracle.dump", "--schema-only")
    relational.write("INSERT INTO alembic_version VALUES ('a4ffc429e5ab')")
    return relational


@pytest.fixture
def sample(relational: Postgres, vedana: Path) -> Postgres:
    """The whole recorded Vedana database: 1114 vectors of 1024 dimensions."""
    pg_restore(relational, vedana / "vedana_oracle.dump")
    return relational


@pytest.fixture
def written_lore(relational: Postgres) -> Postgres:
    """The eight lore tables, from the statements in the engine's own document."""
    found = [f for f in SHARED.glob("seeds/*.txt") if "CREATE TABLE lore_event" in f.read_text()]
    if not found:
        pytest.skip("the lore engine's document is not beside this checkout (../shared/seeds)")
    statements = found[0].read_text().split("-- World, version", 1)[1]
    relational.write("--" + statements.split("These tables are", 1)[0])
    return relational


@contextmanager
def second(store: Postgres) -> Iterator[Postgres]:
    """Another process's store on the same database."""
    other = Postgres(store._conninfo)
    try:
        yield other
    finally:
        other.close()
