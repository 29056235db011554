"""VelesQL over a bench, beside FAISS, numpy, pgvector and polars.

`python -m tests.benchmarks.veles`: from the text of a query to its rows with payload, in one
process and one thread. `--rows` is the size of what is searched, `--only` one part, `--data` one
kind of points.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import faiss
import numpy as np
import psycopg
from psycopg.types.json import Jsonb

import workbench as wb
from workbench.bench.bench import Bench
from workbench.stores.local.bench_servers import BenchServers
from workbench.velesql.syntax.parse import parse

from .measure import HEAD, Figure, line, seconds_quick
from .veles_data import DIMENSION, data, payloads
from .veles_searches import figures as searches
from .veles_searches import in_turn

_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}
_MANY = 100_000
_TEXTS = (
    "SELECT * FROM docs WHERE vector NEAR $q AND kind = 'k7' LIMIT 10",
    "SELECT kind, COUNT(*) AS n FROM docs WHERE price > 5 GROUP BY kind HAVING COUNT(*) > 3",
    "SELECT * FROM people AS p WHERE vector NEAR $q AND MATCH (p)-[:KNOWS]->(x:Clerk) LIMIT 10",
)
_REOPEN = """
from time import perf_counter
import sys, numpy as np, workbench as wb
query = np.load(sys.argv[2])
start = perf_counter()
with wb.open(sys.argv[1]) as bench:
    found = bench.veles("SELECT * FROM many WHERE vector NEAR $q LIMIT 10", q=query)
    taken = perf_counter() - start
    assert len(found) == 10
print(taken)
"""


def main() -> int:
    if not _ONE_THREAD.items() <= os.environ.items():  # numpy and polars read them when they load
        module = [sys.executable, "-m", "tests.benchmarks.veles", *sys.argv[1:]]
        os.execve(sys.executable, module, {**os.environ, **_ONE_THREAD})
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--data", choices=("gaussian", "clustered", "texts"))
    parser.add_argument("--only", choices=("searches", "graph", "groups", "parse", "writes"))
    given = parser.parse_args()
    faiss.omp_set_num_threads(1)
    with tempfile.TemporaryDirectory() as name:
        print(HEAD)
        met = [_told(figure) for figure in _figures(Path(name) / "bench", given)]
    return 0 if all(met) else 1


def _told(figure: Figure) -> bool:
    print(line(figure), flush=True)
    return figure.met


def _figures(folder: Path, given: argparse.Namespace) -> Iterator[Figure]:
    def wanted(part: str) -> bool:
        return given.only in (None, part)

    with wb.open(folder) as bench:
        servers = BenchServers(bench.folder)
        conninfo = servers.postgres.conninfo(servers.ensure(servers.postgres))
        if wanted("searches"):
            for name in [given.data] if given.data else ["gaussian", "clustered", "texts"]:
                points = data(name, given.rows, given.queries)
                yield from searches(bench, conninfo, points, given.rounds)
        if wanted("graph"):
            yield _graph(bench)
        if wanted("groups"):
            yield _groups(bench)
        if wanted("parse"):
            yield from _parsing()
        if wanted("writes"):
            yield from _writing(bench, conninfo)
    if wanted("writes"):
        yield _reopening(folder)


def _graph(bench: Bench) -> Figure:
    """2,000 nodes, a tenth of them clerks, and 6,000 edges."""
    random, points = np.random.default_rng(3), data("gaussian", 2000, 200)
    people = bench.collections.create("people", DIMENSION, kind="graph")
    labels = [
        {"_labels": ["Person", "Clerk"] if at % 10 == 0 else ["Person"]} for at in range(2000)
    ]
    people.upsert(ids=range(2000), vectors=points.rows, payloads=labels)
    ends = random.integers(0, 2000, (6000, 2)).tolist()
    people.relate([{"source": a, "target": b, "label": "KNOWS"} for a, b in ends])
    texts = {
        "NEAR": "SELECT * FROM people WHERE vector NEAR $q LIMIT 10",
        "NEAR + MATCH": _TEXTS[2],
    }
    times = in_turn(
        {name: _asking(bench, text, points.queries) for name, text in texts.items()}, 200, 5
    )
    found = times["NEAR + MATCH"]
    said = f"{found.p50:.0f} µs, p99 {found.p99:.0f} µs"
    peer = f"NEAR alone {times['NEAR'].p50:.0f} µs"
    return Figure("NEAR + one-hop MATCH", said, peer, "<= 700 µs", found.p50 <= 700)


def _asking(bench: Bench, text: str, queries: Any) -> Callable[[int], Any]:
    return lambda at: bench.veles(text, q=queries[at])


def _groups(bench: Bench) -> Figure:
    import polars

    rows = payloads(_MANY)
    bench.collections.create("sales", kind="metadata").upsert(ids=range(_MANY), payloads=rows)
    frame, price = polars.DataFrame(rows), polars.col("price")
    wanted = frame.group_by("kind").agg(price.len().alias("n"), price.mean().alias("mean"))
    text = "SELECT kind, COUNT(*) AS n, AVG(price) AS mean FROM sales GROUP BY kind LIMIT 100"
    found = {row["kind"]: (row["n"], round(row["mean"], 6)) for row in bench.veles(text).rows}
    assert found == {kind: (n, round(mean, 6)) for kind, n, mean in wanted.iter_rows()}

    def by_polars(_: int) -> Any:
        return frame.group_by("kind").agg(price.len().alias("n"), price.mean().alias("mean")).rows()

    times = in_turn({"polars": by_polars, "ours": lambda _: bench.veles(text)}, 100, 5)
    ours, peer = times["ours"], times["polars"]
    said = f"{ours.p50:.0f} µs, {ours.ratio:.2f} x polars"
    shown = f"polars {peer.p50:.0f} µs"
    return Figure("GROUP BY, 100,000 rows", said, shown, "<= 1.5 x polars", ours.ratio <= 1.5)


def _parsing() -> Iterator[Figure]:
    cold = [np.median([_parsed(f"{text} -- {at}") for at in range(300)]) * 1e6 for text in _TEXTS]
    cached = np.median([_parsed(_TEXTS[1]) for _ in range(3000)]) * 1e6
    shown = ", ".join(f"{one:.0f}" for one in cold)
    yield Figure("parse, new texts", f"{shown} µs", "", "<= 150 µs", max(cold) <= 150)
    yield Figure("parse, a text again", f"{cached:.2f} µs", "", "<= 5 µs", cached <= 5)


def _parsed(text: str) -> float:
    return seconds_quick(partial(parse, text))


def _writing(bench: Bench, conninfo: str) -> Iterator[Figure]:
    points, rows = data("gaussian", _MANY, 1), payloads(_MANY)
    one = bench.collections.create("single", DIMENSION)
    point = {"id": 0, "vector": points.rows[0], **rows[0]}
    with psycopg.connect(conninfo, autocommit=True) as bare:
        assert bare.execute("SHOW fsync").fetchone() == ("on",)
        bare.execute("CREATE TABLE bare (id bigint PRIMARY KEY, vector bytea, payload jsonb)")
        text = "INSERT INTO bare VALUES (%s, %s, %s)"
        vector = points.rows[0].tobytes()
        times = in_turn(
            {
                "bare": lambda _: bare.execute(text, (next(ids), vector, Jsonb(rows[0]))).rowcount,
                "ours": lambda _: one.upsert([{**point, "id": next(ids)}]),
            },
            *(200, 3),
        )
    ours, peer = times["ours"], times["bare"]
    shown = f"bare INSERT {peer.p50 / 1000:.2f} ms"
    said = f"{ours.p50 / 1000:.2f} ms, p99 {ours.p99 / 1000:.2f} ms"
    yield Figure("upsert of one point, fsync on", said, shown, "p50 <= 2 ms", ours.p50 <= 2000)
    many = bench.collections.create("many", DIMENSION)
    taken = seconds_quick(lambda: many.upsert(ids=range(_MANY), vectors=points.rows, payloads=rows))
    pace = _MANY / taken
    yield Figure(
        "bulk insert, 100,000 x 384", f"{pace:.0f} rows/s", "", ">= 15,000 rows/s", pace >= 15_000
    )
    start = perf_counter()
    many.build()
    print(f"built 100,000 x 384 in {perf_counter() - start:.0f} s", file=sys.stderr)


def _reopening(folder: Path) -> Figure:
    """A process that has loaded the package opens the bench, whose servers run."""
    query = folder / "query.npy"
    np.save(query, data("gaussian", 1, 1).queries[0])
    command = [sys.executable, "-c", _REOPEN, str(folder), str(query)]
    with wb.open(folder) as bench:
        assert bench.relational.engine
        runs = [
            subprocess.run(command, check=True, capture_output=True, text=True) for _ in range(3)
        ]
    taken = sorted(float(run.stdout) for run in runs)[1]
    return Figure("reopen 100,000 x 384, first answer", f"{taken:.2f} s", "", "<= 1 s", taken <= 1)


ids = iter(range(1, 10**9))

if __name__ == "__main__":
    raise SystemExit(main())
