"""Vector collections over the PostgreSQL engines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from tests.engines import Tested
from tests.engines.relational import ENGINES as RELATIONAL
from workbench.stores.vector.pgvector import PgVectors, create


def _fresh(database: Callable[[Any], AbstractContextManager[Any]]) -> Any:
    @contextmanager
    def collection(server: Any) -> Iterator[PgVectors]:
        with database(server) as store:
            yield create(store, "things", 4)

    return collection


ENGINES = tuple(
    Tested(f"pgvector-on-{engine.name}", engine.absent, engine.serve, _fresh(engine.fresh))
    for engine in RELATIONAL
)
