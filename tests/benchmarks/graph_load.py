"""100,000 nodes and 500,000 edges into the local graph, against the bare driver's batches."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import neo4j
import psutil

import workbench as wb
from workbench.bench.bench import Bench
from workbench.core.values import Edge, Node
from workbench.stores.local.arcadedb import DATABASE, WRITER
from workbench.stores.local.bench_servers import BenchServers

from .measure import Figure, seconds

NODES, EDGES, BATCH = 100_000, 500_000, 5_000
_MERGE_NODES = "UNWIND $rows AS row MERGE (n:Thing {id: row.id}) SET n = row"
_MERGE_EDGES = (
    "UNWIND $rows AS row MATCH (a:Thing {id: row.a}), (b:Thing {id: row.b}) "
    "MERGE (a)-[r:LINKS]->(b) SET r = row.p"
)


def figures(folder: Path) -> list[Figure]:
    """Each way loads into an empty graph of its own, on a bench of its own."""
    with wb.open(folder / "bare", linger=0.0) as bench:
        bare = _bare(bench)
    with wb.open(folder / "ours", linger=0.0) as bench:
        ours = seconds(lambda: bench.graph.put(_nodes(), _edges()))
        counted = bench.cypher("MATCH ()-[r:LINKS]->() RETURN count(r) AS n").rows[0]["n"]
        assert counted == len({(a, b) for a, b in _ends()})
        memory = _memory(bench) / 1024**3
    return [
        Figure(
            "100k nodes + 500k edges: graph.put against the driver's batched upserts",
            f"{ours:.1f} s",
            f"{bare:.1f} s ({ours / bare:.2f} x)",
            "<= 1.2 x",
            ours <= 1.2 * bare,
        ),
        Figure("  memory of all processes", f"{memory:.2f} GB", "", "< 2.5 GB", memory < 2.5),
    ]


def _ends() -> Iterator[tuple[int, int]]:
    numbers = random.Random(7)
    return ((numbers.randrange(NODES), numbers.randrange(NODES)) for _ in range(EDGES))


def _nodes() -> Iterator[Node]:
    return (Node(f"n{i}", ("Thing",), {"name": f"thing {i}"}) for i in range(NODES))


def _edges() -> Iterator[Edge]:
    return (
        Edge(f"n{a}", "LINKS", f"n{b}", {"w": a % 7}, source_label="Thing", target_label="Thing")
        for a, b in _ends()
    )


def _bare(bench: Bench) -> float:
    servers = BenchServers(bench.folder)
    running = servers.ensure(servers.arcadedb)
    url = f"bolt://127.0.0.1:{running.endpoint['port']}"
    login = (WRITER, servers.arcadedb.passwords()[WRITER])
    with (
        neo4j.GraphDatabase.driver(url, auth=login) as driver,
        driver.session(database=DATABASE) as session,
    ):
        session.run("CREATE CONSTRAINT FOR (n:Thing) REQUIRE n.id IS UNIQUE").consume()

        def load() -> None:
            nodes = [{"id": f"n{i}", "name": f"thing {i}"} for i in range(NODES)]
            for at in range(0, NODES, BATCH):
                session.execute_write(_run, _MERGE_NODES, nodes[at : at + BATCH])
            ends = [{"a": f"n{a}", "b": f"n{b}", "p": {"w": a % 7}} for a, b in _ends()]
            for at in range(0, EDGES, BATCH):
                session.execute_write(_run, _MERGE_EDGES, ends[at : at + BATCH])

        return seconds(load)


def _run(transaction: neo4j.ManagedTransaction, text: str, rows: list[dict[str, object]]) -> None:
    transaction.run(text, rows=rows).consume()


def _memory(bench: Bench) -> int:
    """Resident bytes of this process, and of every local server with its children."""
    processes = {psutil.Process()}
    for running in BenchServers(bench.folder).running().values():
        server = psutil.Process(running.pid)
        processes |= {server, *server.children(recursive=True)}
    return sum(process.memory_info().rss for process in processes)
