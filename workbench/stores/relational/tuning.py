"""Reads under settings of the planner and of index search, which end with the read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from psycopg import sql

from ...core.answer import Plan
from ...core.errors import BadInput, NotSupported
from ...core.protocols import Reads
from ...core.values import Engine, Parameters, Rows
from .plans import to_plan
from .reading import Door

# What decides how a query runs, and nothing of what it may read or change.
_ALLOWED = re.compile(
    r"""
    hnsw\.(?:ef_search|iterative_scan|max_scan_tuples|scan_mem_multiplier)
  | ivfflat\.(?:probes|iterative_scan|max_probes)
  | enable_\w+ | jit | work_mem | random_page_cost | seq_page_cost | cpu_\w+_cost
  | effective_cache_size | max_parallel_workers_per_gather | parallel_\w+_cost
    """,
    re.VERBOSE,
)
# pgvector's settings exist once its library is loaded; before, any value would be taken, and
# a wrong one replaced by the default without an error.
_LOAD_PGVECTOR = "SELECT '[1]'::vector"
# Reads fetch from a cursor, which PostgreSQL otherwise plans for its first tenth.
_AS_WITHOUT_CURSOR = "SET LOCAL cursor_tuple_fraction = 1"


class Tuned:
    """The reads of a store under settings; see `core.protocols.Tunes`."""

    def __init__(
        self,
        store: Reads,
        reading: Callable[[str], AbstractContextManager[Door]],
        settings: Mapping[str, str],
    ) -> None:
        self._store, self._reading = store, reading
        self._settings = statements(settings)
        if _LOAD_PGVECTOR in self._settings and "vector" not in store.engine.extensions:
            raise NotSupported(
                f"the settings {', '.join(settings)} are pgvector's, and this database has no "
                "extension `vector`. Create it there, or ask on a database that has it."
            )

    @property
    def engine(self) -> Engine:
        return self._store.engine

    def rows(
        self,
        text: str,
        parameters: Parameters | None = None,
        *,
        limit: int | None = None,
        timeout: float | None = None,
        reviewed: bool = False,
    ) -> Rows:
        """As the store's, but planned anew each time: a kept plan is one of other settings."""
        with self._reading(text) as store, store.under(self._settings) as door:
            return door.asked(text, parameters, limit=limit, timeout=timeout)

    def explain(self, text: str, parameters: Parameters | None = None) -> Plan:
        with self._reading(text) as store, store.under(self._settings) as door:
            return to_plan(door.plan(text, parameters))

    def profile(
        self, text: str, parameters: Parameters | None = None, *, timeout: float | None = None
    ) -> Plan:
        with self._reading(text) as store, store.under(self._settings) as door:
            return to_plan(door.profile(text, parameters, timeout))

    def close(self) -> None:
        self._store.close()


def statements(settings: Mapping[str, str]) -> tuple[str, ...]:
    """What sets them for one transaction; BadInput for a setting that is not on the list."""
    for name in settings:
        if not _ALLOWED.fullmatch(name):
            raise BadInput(
                f"setting {name!r}: expected one that only decides how a query runs (hnsw.*, "
                "ivfflat.*, enable_*, jit, work_mem or a planner's cost). Others belong to the "
                "account or the connection."
            )
    loads = [_LOAD_PGVECTOR] if any("." in name for name in settings) else []
    local = [
        f"SET LOCAL {name} = {sql.Literal(value).as_string()}" for name, value in settings.items()
    ]
    return (*loads, _AS_WITHOUT_CURSOR, *local)
