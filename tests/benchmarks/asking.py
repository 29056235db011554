"""What `bench.ask` costs over the bare driver, for a read of one row by its key."""

from __future__ import annotations

import neo4j
import psycopg

from workbench.bench.bench import Bench
from workbench.core.values import Node
from workbench.stores.local.arcadedb import DATABASE, READER
from workbench.stores.local.bench_servers import BenchServers

from .measure import Figure, median_us_in_turn

_SQL = """-- /// query
-- summary = "One row by its key."
-- source = "benchmark"
-- [params.id]
-- type = "str"
-- doc = "The key."
-- example = "7"
-- [columns]
-- id = "the key"
-- value = "the value"
-- ///
SELECT id, value FROM point WHERE id = $id
"""
_CYPHER = """// /// query
// summary = "One node's name by its id."
// source = "benchmark"
// [params.id]
// type = "str"
// doc = "The id."
// example = "p7"
// [columns]
// name = "the name"
// ///
MATCH (n:Point {id: $id}) RETURN n.name AS name
"""


def figures(bench: Bench) -> list[Figure]:
    _prepare(bench)
    servers = BenchServers(bench.folder)
    return [_over_sql(bench, servers), _over_bolt(bench, servers)]


def _prepare(bench: Bench) -> None:
    (bench.folder / "queries" / "point").mkdir(exist_ok=True)
    (bench.folder / "queries" / "point" / "row.sql").write_text(_SQL)
    (bench.folder / "queries" / "point" / "node.cypher").write_text(_CYPHER)
    bench.relational.write("DROP TABLE IF EXISTS point")
    bench.relational.write("CREATE TABLE point (id text PRIMARY KEY, value text)")
    bench.relational.put("point", ["id", "value"], [(str(i), f"v{i}") for i in range(10_000)])
    bench.relational.write("ANALYZE point")
    nodes = (Node(f"p{i}", ("Point",), {"name": f"n{i}"}) for i in range(10_000))
    bench.graph.put(nodes)


def _over_sql(bench: Bench, servers: BenchServers) -> Figure:
    running = servers.ensure(servers.postgres)
    statement = "SELECT id, value FROM point WHERE id = %s"
    with psycopg.connect(servers.postgres.conninfo(running), autocommit=True) as bare:
        bare.execute("SELECT 1")

        def by_driver() -> object:
            return bare.execute(statement, ("7",), prepare=True, binary=True).fetchall()

        return _overhead("SQL", lambda: bench.ask("point/row", id="7"), by_driver)


def _over_bolt(bench: Bench, servers: BenchServers) -> Figure:
    running = servers.ensure(servers.arcadedb)
    login = (READER, servers.arcadedb.passwords()[READER])
    url = f"bolt://127.0.0.1:{running.endpoint['port']}"
    statement = "MATCH (n:Point {id: $id}) RETURN n.name AS name"
    reading = {"database": DATABASE, "default_access_mode": neo4j.READ_ACCESS}
    with neo4j.GraphDatabase.driver(url, auth=login) as driver, driver.session(**reading) as bare:

        def by_driver() -> object:
            return [record.values() for record in bare.run(statement, id="p7")]

        return _overhead("Bolt", lambda: bench.ask("point/node", id="p7"), by_driver)


def _overhead(name: str, ours: object, theirs: object) -> Figure:
    mine, bare = median_us_in_turn(ours, theirs)  # type: ignore[arg-type]
    allowed = bare * 1.15 + 60
    return Figure(
        f"bench.ask, point read over {name}",
        f"{mine:.0f} µs",
        f"driver {bare:.0f} µs",
        f"<= {allowed:.0f} µs (15 % + 60 µs)",
        mine <= allowed,
    )
