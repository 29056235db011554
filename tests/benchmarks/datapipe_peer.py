"""The two steps of Vedana's pipeline that bring nodes into tables, as datapipe-core runs them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pandas
import psycopg
from datapipe.compute import ComputeInput, ComputeOutput
from datapipe.datatable import DataStore, DataTable
from datapipe.step.batch_generate import do_batch_generate
from datapipe.step.batch_transform import BatchTransformStep
from datapipe.store.database import DBConn, TableStoreDB
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Column, String
from sqlalchemy.dialects.postgresql import JSONB

from workbench.bench.bench import Bench
from workbench.stores.local.bench_servers import BenchServers

CHUNK = 1000  # Datapipe's default, and Vedana's
_DATABASE = "datapipe"

Records = Callable[[int], list[dict[str, Any]]]


def datapipe_pipeline(bench: Bench, records: Records) -> Callable[[int], None]:
    """What brings a version of the records into a database of its own on the bench's server.

    A generate step upserts them into `grist_nodes`; a transform copies what changed to `nodes`.
    Each keeps a hash and times for every row, as in vedana_etl/pipeline.py.
    """
    logging.getLogger("datapipe").setLevel(logging.ERROR)
    connection = DBConn(_database(bench))
    store = DataStore(connection, create_meta_table=True)
    found, kept = _table(store, "grist_nodes"), _table(store, "nodes")
    prepare = BatchTransformStep(
        ds=store,
        name="prepare_nodes",
        func=lambda frame: frame,
        input_dts=[ComputeInput(dt=found)],
        output_dts=[ComputeOutput(dt=kept)],
        transform_keys=["node_id"],
        chunk_size=CHUNK,
    )

    def run(version: int) -> None:
        def chunks() -> Iterator[pandas.DataFrame]:
            rows = records(version)
            for at in range(0, len(rows), CHUNK):
                yield pandas.DataFrame(rows[at : at + CHUNK])

        do_batch_generate(chunks, store, [found])
        prepare.run_full(store)

    return run


def _table(store: DataStore, name: str) -> DataTable:
    key = [Column(part, String, primary_key=True) for part in ("node_id", "node_type")]
    columns = [*key, Column("attributes", JSONB)]
    kept = TableStoreDB(store.meta_dbconn, name, columns, create_table=True)
    return store.create_table(name, kept)


def _database(bench: Bench) -> str:
    """The URL of a new database."""
    servers = BenchServers(bench.folder)
    conninfo = servers.postgres.conninfo(servers.ensure(servers.postgres))
    with psycopg.connect(conninfo, autocommit=True) as session:
        session.execute(f"CREATE DATABASE {_DATABASE}")
    parts = {name: quote(str(value), safe="") for name, value in conninfo_to_dict(conninfo).items()}
    login = f"{parts['user']}:{parts['password']}"
    port = parts.get("port", "5432")
    return f"postgresql+psycopg2://{login}@/{_DATABASE}?host={parts['host']}&port={port}"
