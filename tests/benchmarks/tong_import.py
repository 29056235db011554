"""A TongGraph file brought into a bench, the first answers of its graph, and small writes.

Beside the import, in turns: `sqlite3` fetching the same tables and psycopg copying their rows,
undecoded and unchecked, into tables like ours. Beside a write: one INSERT with its commit.
Each file is measured in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import os
import random
import re
import sqlite3
import statistics
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psycopg

import workbench as wb
from workbench.bench.bench import Bench
from workbench.graphs.graph import PropertyGraph
from workbench.stores.local.bench_servers import BenchServers

from .measure import Figure, median_us_in_turn, seconds, seconds_quick
from .tong_files import write_large

NODES, SIZES = 100_000, (400_000, 100_000)
_NAMES, _WRITES = ("g", "g2", "g3"), 25
_ASKED = 10.0  # seconds for the import
_OPENED = 1.0  # seconds for a handle
_COPIED = {
    "nodes": (
        "id bigint PRIMARY KEY",
        'external_id text COLLATE "C" UNIQUE',
        "labels text",
        "properties text",
    ),
    "edges": (
        "id bigint PRIMARY KEY",
        "source bigint",
        "target bigint",
        "edge_type text",
        "properties text",
    ),
    "op_log": (
        "seq bigint PRIMARY KEY",
        "op text",
        "object_id bigint",
        "payload text",
        "created_at bigint",
    ),
}


def figures(folder: Path) -> list[Figure]:
    """Of each file the import; of the larger one what comes after it too."""
    found: list[Figure] = []
    with get_context("spawn").Pool(1, maxtasksperchild=1) as alone:
        for edges in SIZES:
            place = folder / str(edges)
            place.mkdir(parents=True)
            alone.apply(_written_file, (place / "large.db", edges))
            found += alone.apply(_measured, (place, edges))
    return found


def _written_file(file: Path, edges: int) -> None:
    write_large(file, NODES, edges)


def _measured(folder: Path, edges: int) -> list[Figure]:
    file = folder / "large.db"
    with wb.open(folder / "bench", linger=0.0) as bench:
        servers = BenchServers(bench.folder)
        bench.relational.write("SELECT 1")
        conninfo = servers.postgres.conninfo(servers.ensure(servers.postgres))
        with psycopg.connect(conninfo, autocommit=True) as bare:
            found = [*_imports(bench, bare, file, edges)]
            if edges == SIZES[0]:
                with bench.property_graphs["g"] as graph:
                    found += [*_opening(bench, bare), *_first_answers(bench)]
                    found += [*_writes(graph, bare), *_reads(graph, bare)]
                    found += _cypher(graph, bare)
    return found


def _imports(
    bench: Bench, bare: psycopg.Connection[Any], file: Path, edges: int
) -> Iterator[Figure]:
    graphs, ours, peer, used = bench.property_graphs, [], [], []
    list(graphs)  # its tables are there
    before = _memory("VmRSS")
    peak = 0.0
    for name in _NAMES:
        start = os.times()
        ours.append(seconds(partial(graphs.read, file, name)))
        used.append(os.times().user - start.user)
        peak = peak or _memory("VmHWM")
        peer.append(seconds(lambda: _copied(bare, file)))
    took, bound = min(ours), min(peer)
    yield Figure(
        f"import of a file of {NODES:,} nodes and {edges:,} edges, {file.stat().st_size >> 20} MB",
        f"{took:.1f} s, {min(used):.1f} s of them this process",
        f"sqlite3 and psycopg's COPY of the rows as they are {bound:.1f} s ({took / bound:.2f} x)",
        f"<= {_ASKED:g} s",
        took <= _ASKED,
    )
    yield Figure("  memory of this process", f"{peak:.0f} MB at most", f"{before:.0f} MB before")


def _copied(bare: psycopg.Connection[Any], file: Path) -> None:
    """The rows of the tables that an import stores, into tables of the same kind."""
    address = f"{file.as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as db, bare.transaction():
        for name, columns in _COPIED.items():
            bare.execute(f"DROP TABLE IF EXISTS {name}")
            bare.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
            rows = db.execute(f"SELECT * FROM {name}").fetchall()
            with bare.cursor().copy(f"COPY {name} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)


def _opening(bench: Bench, bare: psycopg.Connection[Any]) -> Iterator[Figure]:
    """A handle beside the driver's fetch of its rows."""
    ours = min(seconds(lambda: bench.property_graphs.open("g").close()) for _ in _NAMES)

    found = bare.execute("SELECT number FROM tong_graphs WHERE name = 'g'").fetchall()
    number = int(found[0][0])

    def fetched() -> None:
        for name in ("nodes", "edges"):
            bare.execute(f"SELECT * FROM tong_{name} WHERE graph = {number}").fetchall()

    peer = min(seconds(fetched) for _ in _NAMES)
    yield Figure(
        "opened, all records in this process",
        f"{ours:.2f} s",
        f"psycopg's fetchall of them {peer:.2f} s ({ours / peer:.2f} x)",
        f"<= {_OPENED:g} s",
        ours <= _OPENED,
    )


def _first_answers(bench: Bench) -> Iterator[Figure]:
    """What the first call of a kind waits for, each of a graph opened anew."""
    calls: dict[str, Callable[[PropertyGraph], object]] = {
        "k_hop(0, 2)": lambda graph: graph.k_hop(0, 2),
        "get_node_id": lambda graph: graph.get_node_id("person:7"),
        "nodes_with_label": lambda graph: graph.nodes_with_label("Person"),
        "nodes_with_property": lambda graph: graph.nodes_with_property("rank", 7),
    }
    for name, call in calls.items():
        with bench.property_graphs["g"] as graph:
            first, again = (seconds_quick(partial(call, graph)) for _ in range(2))
        yield Figure(f"  the first {name}", f"{first * 1e3:.0f} ms", f"again {again * 1e3:.2f} ms")


def _reads(graph: PropertyGraph, bare: psycopg.Connection[Any]) -> Iterator[Figure]:
    """What it costs that every call sees what was committed before it."""
    state, query = graph.state, "SELECT generation FROM tong_graphs WHERE name = 'g'"
    check, record, asked = median_us_in_turn(
        lambda: graph.stale,
        lambda: state.nodes.get(7),
        lambda: bare.execute(query, prepare=True).fetchall(),
    )
    yield Figure(
        "  the question whether others have changed the graph, with each call",
        f"{check:.0f} µs",
        f"psycopg asking it {asked:.0f} µs ({check / asked:.2f} x); get_node without {record:.1f}",
    )


def _writes(graph: PropertyGraph, bare: psycopg.Connection[Any]) -> Iterator[Figure]:
    draw = random.Random(8)
    bare.execute(
        "CREATE TABLE one (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, properties json)"
    )

    def person() -> int:
        return draw.randrange(NODES)

    graph.nodes_with_property("rank", 7)
    calls: dict[str, Callable[[int], object]] = {
        "add_node": lambda at: graph.add_node(properties={"rank": at}),
        "add_edge": lambda at: graph.add_edge(person(), person(), "KNOWS", {"weight": 0.5}),
        "update_node": lambda at: graph.update_node(person(), set_properties={"rank": at}),
    }
    for name, call in calls.items():
        ours, peer = _in_turn(call, lambda _: _inserted(bare))
        yield _written(f"{name} of {NODES:,} nodes and {SIZES[0]:,} edges, on disk", ours, peer)
    ours, peer = _in_turn(
        lambda at: (graph.update_node(person(), set_properties={"rank": at}), graph.k_hop(at, 2)),
        lambda _: _inserted(bare),
    )
    yield _written("  update_node and a k_hop(…, 2) after it", ours, peer)


def _cypher(graph: PropertyGraph, bare: psycopg.Connection[Any]) -> Iterator[Figure]:
    count = "MATCH (n) RETURN count(n) AS counted"
    took = seconds(lambda: graph.cypher(count))
    records = NODES + SIZES[0]
    yield Figure(
        "the first question in Cypher: the graph server starts and takes all records",
        f"{took:.1f} s, {records / took:,.0f} records/s",
    )
    text = "MATCH (n) WHERE id(n) = $id SET n.rank = $rank"
    again = "MATCH (n) WHERE id(n) = $id RETURN n.rank AS rank"
    graph.cypher(text, {"id": 1, "rank": 0})
    ours, peer = _in_turn(
        lambda at: graph.cypher(text, {"id": at, "rank": 1000 + at}),
        lambda _: _inserted(bare),
    )
    yield _written("a SET of one node in Cypher, on disk", ours, peer)
    (seen,) = _in_turn(lambda at: graph.cypher(again, {"id": at}))
    yield Figure("  a MATCH of one node by its id", f"{seen:.1f} ms")


def _inserted(bare: psycopg.Connection[Any]) -> None:
    bare.execute("INSERT INTO one (properties) VALUES ('{\"rank\": 3}')")


def _in_turn(*calls: Callable[[int], object]) -> list[float]:
    """The median milliseconds of each call of a number, taking turns."""
    taken = [[seconds_quick(partial(call, at)) for call in calls] for at in range(_WRITES)]
    return [statistics.median(column) * 1e3 for column in zip(*taken, strict=True)]


def _written(what: str, ours: float, peer: float) -> Figure:
    return Figure(
        what, f"{ours:.1f} ms", f"psycopg's INSERT of a row {peer:.1f} ms ({ours / peer:.1f} x)"
    )


def _memory(name: str) -> float:
    """Megabytes by the kernel's count."""
    told = Path("/proc/self/status").read_text()
    return int(re.findall(rf"{name}:\s+(\d+) kB", told)[0]) / 1024
