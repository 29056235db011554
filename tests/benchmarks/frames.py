"""A million rows into polars, against fetchall() and a DataFrame of them."""

from __future__ import annotations

import pandas
import polars
import psycopg

from workbench.bench.bench import Bench
from workbench.stores.local.bench_servers import BenchServers

from .measure import Figure, seconds

_TABLE = """
DROP TABLE IF EXISTS million;
CREATE TABLE million AS
SELECT i AS id, 'name ' || i AS name, random() AS score, i % 2 = 0 AS even,
       now() + i * interval '1 second' AS at
FROM generate_series(1, 1000000) i
"""


def figures(bench: Bench) -> list[Figure]:
    bench.relational.write(_TABLE)
    servers = BenchServers(bench.folder)
    conninfo = servers.postgres.conninfo(servers.ensure(servers.postgres))
    with psycopg.connect(conninfo) as bare:

        def to_polars() -> object:
            cursor = bare.execute("SELECT * FROM million")
            names = [column.name for column in cursor.description or ()]
            return polars.DataFrame(cursor.fetchall(), schema=names, orient="row")

        def to_pandas() -> object:
            cursor = bare.execute("SELECT * FROM million")
            names = [column.name for column in cursor.description or ()]
            return pandas.DataFrame(cursor.fetchall(), columns=names)

        ours = min(seconds(lambda: bench.frame("SELECT * FROM million")) for _ in range(3))
        peers = {"polars": seconds(to_polars), "pandas": seconds(to_pandas)}
    return [
        Figure(
            f"1M rows x 5 columns: bench.frame against fetchall + {name}.DataFrame",
            f"{ours:.2f} s",
            f"{peer:.2f} s ({peer / ours:.1f} x)",
            ">= 5 x",
            peer / ours >= 5,
        )
        for name, peer in peers.items()
    ]
