"""Datapipe's books: the meta table beside each table, and that of each step of its pipeline.

A load keeps them as Datapipe would, so that its own tools still read them and find nothing
pending. Two things differ. The row of a table that did not change keeps its `process_ts`:
Datapipe moves it whenever it sees a row, and uses it within its own run alone. And all of it is
in the transaction that changes the data (D27).

Source: datapipe-core 0.14.8, datapipe/meta/sql_meta.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ..core.datapipe import STEP_INPUTS
from ..core.protocols import Reads, Relational
from .tables import Record, Table

_ROW = ("hash", "create_ts", "update_ts", "process_ts", "delete_ts")
_STEP = ("process_ts", "is_success", "priority", "error")
_METAS = """
SELECT class.relname::text AS meta, array_agg(attname::text ORDER BY attnum) AS columns
FROM pg_class AS class JOIN pg_namespace AS space ON space.oid = class.relnamespace
    JOIN pg_attribute ON attrelid = class.oid AND attnum > 0 AND NOT attisdropped
WHERE nspname = current_schema() AND relkind IN ('r', 'p') AND relname LIKE '%\\_meta'
GROUP BY class.oid, class.relname
"""
# These are done only once the graph holds what the tables hold.
_OF_THE_GRAPH = ("pass_df_to_memgraph", "ensure_memgraph_node_indexes")


class Step(NamedTuple):
    """A step of the pipeline: its meta table, what its units are keyed by, and its inputs."""

    meta: str
    key: tuple[str, ...]
    units: str
    model: str

    @property
    def of_the_graph(self) -> bool:
        return self.meta.startswith(_OF_THE_GRAPH)


@dataclass(frozen=True, slots=True)
class Books:
    """The tables that have a row meta table, and the steps whose inputs are known.

    A step of a deployment's own, of which nobody here knows what it reads, is left alone.
    """

    tables: frozenset[str]
    steps: tuple[Step, ...]


def found(store: Reads) -> Books:
    """The books that this database has: the names of the steps hold a hash of their wiring."""
    metas = {meta: tuple(names) for meta, names in store.rows(_METAS, reviewed=True).values}
    tables = {meta.removesuffix("_meta") for meta, names in metas.items() if {*_ROW} <= {*names}}
    steps = []
    for meta, names in sorted(metas.items()):
        key = tuple(name for name in names if name not in _STEP)
        inputs = STEP_INPUTS.get((meta[: -len("_0123456789_meta")], key[0] if key else ""))
        if {*_STEP} <= {*names} and inputs and {*filter(None, inputs)} <= tables:
            steps.append(Step(meta, key, *inputs))
    return Books(frozenset(tables), tuple(steps))


def hashes(table: Table, records: Iterable[Record]) -> Iterator[int]:
    """Datapipe's hash of each row: CityHash32 of its Python text, as a signed number."""
    from cityhash import CityHash32

    for record in records:
        number: int = CityHash32(str(table.hashed(record)))
        yield number - 2**32 if number >= 2**31 else number


def book(store: Relational, table: Table, staged: str, now: float) -> None:
    """Note the rows of `staged`, which has the key and `row_hash`, as seen and changed at `now`."""
    store.write(
        f"INSERT INTO {table.name}_meta ({_list(table.key)}, {_list(_ROW)}) "
        f"SELECT {_list(table.key)}, row_hash, $now, $now, $now, NULL FROM {staged} "
        f"ON CONFLICT ({_list(table.key)}) DO UPDATE SET hash = excluded.hash, "
        "update_ts = excluded.update_ts, process_ts = excluded.process_ts, delete_ts = NULL",
        {"now": now},
    )


def bury(store: Relational, table: Table, now: float) -> None:
    """Leave a tombstone for every row that the table has no more."""
    store.write(
        f"UPDATE {table.name}_meta m SET hash = 0, delete_ts = $now, update_ts = $now, "
        "process_ts = $now WHERE delete_ts IS NULL AND NOT EXISTS "
        f"(SELECT FROM {table.name} t WHERE {_same(table.key, 't', 'm')})",
        {"now": now},
    )


def copy(store: Relational, source: str, target: str, key: Collection[str], now: float) -> None:
    """Make the books of `target`, whose rows are in the graph, those of the table `source`."""
    same = _same(key, "s", "t")
    store.write(
        f"INSERT INTO {target}_meta ({_list(key)}, {_list(_ROW)}) "
        f"SELECT {_list(key)}, hash, $now, $now, $now, NULL FROM {source}_meta s "
        "WHERE delete_ts IS NULL AND NOT EXISTS (SELECT FROM "
        f"{target}_meta t WHERE {same} AND t.hash = s.hash AND t.delete_ts IS NULL) "
        f"ON CONFLICT ({_list(key)}) DO UPDATE SET hash = excluded.hash, "
        "update_ts = excluded.update_ts, process_ts = excluded.process_ts, delete_ts = NULL",
        {"now": now},
    )
    store.write(
        f"UPDATE {target}_meta t SET hash = 0, delete_ts = $now, update_ts = $now, "
        "process_ts = $now WHERE delete_ts IS NULL AND NOT EXISTS "
        f"(SELECT FROM {source}_meta s WHERE {same} AND s.delete_ts IS NULL)",
        {"now": now},
    )


def settle(store: Relational, step: Step, now: float) -> None:
    """Note every unit of a step's work as done, those that failed before among them."""
    key, model = _list(step.key), "NULL::float8"
    if step.model:
        model = f"(SELECT max(update_ts) FROM {step.model}_meta)"
    store.write(
        f"INSERT INTO {step.meta} ({key}, {_list(_STEP)}) "
        f"SELECT {key}, greatest(at, $now), true, 0, NULL FROM ("
        f"SELECT {key}, greatest(max(update_ts), {model}) AS at "
        f"FROM {step.units}_meta GROUP BY {key}) u "
        f"WHERE NOT EXISTS (SELECT FROM {step.meta} d WHERE {_same(step.key, 'u', 'd')} "
        "AND d.is_success AND d.process_ts >= u.at) "
        f"ON CONFLICT ({key}) DO UPDATE SET process_ts = excluded.process_ts, is_success = true, "
        "error = NULL",
        {"now": now},
    )
    store.write(
        f"UPDATE {step.meta} SET process_ts = $now, is_success = true, error = NULL "
        "WHERE is_success IS NOT TRUE OR process_ts IS NULL",
        {"now": now},
    )


def _list(columns: Iterable[str]) -> str:
    return ", ".join(columns)


def _same(key: Iterable[str], one: str, other: str) -> str:
    return " AND ".join(f"{one}.{column} = {other}.{column}" for column in key)
