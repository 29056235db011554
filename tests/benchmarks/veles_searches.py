"""Searches of a collection, from the text of a query to rows with payload, beside their peers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from time import perf_counter
from typing import Any, NamedTuple

import faiss
import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg.types.json import Jsonb

from workbench.bench.bench import Bench

from .measure import Figure
from .veles_data import DIMENSION, Data, Vectors, payloads

K = 10
_BLOCK, _WARM = 20, 5
_NEAR = "SELECT * FROM {name} WHERE vector NEAR $q LIMIT 10"
_FILTERED = "SELECT * FROM {name} WHERE vector NEAR $q AND {test} LIMIT 10"
# Share of rows, what is asked of the time of a flat scan, the test, and its value at query i: one
# that is asked again, or one that was never asked before; prices have two decimals.
_FILTERS: tuple[tuple[float, float, str, str, Callable[[int], Any]], ...] = (
    (0.5, 0.7, "value again", "half = $f", lambda _: "h1"),
    (0.5, 0.7, "new values", "price < $f", lambda at: 50.001 + at / 1e6),
    (0.05, 0.15, "value again", "kind = $f", lambda _: "k7"),
    (0.05, 0.15, "new values", "price < $f", lambda at: 5.001 + at / 1e6),
    (0.005, 0.1, "value again", "topic = $f", lambda _: "t7"),
    (0.005, 0.1, "new values", "price < $f", lambda at: 0.501 + at / 1e6),
)
_HNSW = """
CREATE TABLE {name}_peer (id bigint PRIMARY KEY, embedding vector(384), payload jsonb);
"""
Search = Callable[[int], Sequence[Any]]


class Times(NamedTuple):
    """Microseconds: p50 and p99 of the quietest round, and p50 over that of the peer."""

    p50: float
    p99: float
    ratio: float


def figures(bench: Bench, conninfo: str, data: Data, rounds: int) -> list[Figure]:
    name = f"near_{data.name}"
    _load(bench, name, data)
    unit = data.rows / np.linalg.norm(data.rows, axis=1, keepdims=True)
    flat = faiss.IndexFlatIP(DIMENSION)
    flat.add(unit)
    near = _NEAR.format(name=name)
    with psycopg.connect(conninfo, autocommit=True) as bare:
        searches: dict[str, Search] = {
            "FAISS flat": lambda at: flat.search(data.queries[at][None], K)[1][0],
            "NEAR": lambda at: bench.veles(near, q=data.queries[at]).ids,
            "numpy": lambda at: _by_numpy(unit, data.queries[at]),
            "pgvector HNSW": _by_pgvector(bare, name, data),
        }
        times = in_turn(searches, len(data.queries), rounds)
        truth = _truth(data, np.arange(len(data.rows)))
        recall = {one: _recall(search, truth) for one, search in searches.items()}
    found = _near(data.name, times, recall)
    return [*found, *_filtered(bench, name, data, searches["FAISS flat"], rounds)]


def in_turn(
    searches: Mapping[str, Callable[[int], object]], queries: int, rounds: int
) -> dict[str, Times]:
    """Times of searches that take turns, twenty queries each, the first of them the peer.

    Turns of one query would have each search read what another has put out of the caches.
    """
    taken: dict[str, list[list[float]]] = {name: [] for name in searches}
    for _ in range(rounds):
        for name in searches:
            taken[name].append([])
        for start in range(0, queries, _BLOCK):
            for name, search in searches.items():
                for at in range(start, start + _WARM):
                    search(at % queries)
                for at in range(start, min(start + _BLOCK, queries)):
                    before = perf_counter()
                    search(at)
                    taken[name][-1].append((perf_counter() - before) * 1e6)
    quiet = {name: np.percentile(lists, (50, 99), axis=1) for name, lists in taken.items()}
    peer = float(next(iter(quiet.values()))[0].min())
    return {
        name: Times(float(p50.min()), float(p99.min()), float(p50.min()) / peer)
        for name, (p50, p99) in quiet.items()
    }


def _load(bench: Bench, name: str, data: Data) -> None:
    collection = bench.collections.create(name, DIMENSION)
    n = len(data.rows)
    collection.upsert(ids=range(n), vectors=data.rows, payloads=payloads(n))
    collection.build()


def _near(name: str, times: dict[str, Times], recall: dict[str, float]) -> list[Figure]:
    ours = times["NEAR"]
    peers = ", ".join(
        f"{one} {of.p50:.0f} µs" + (f" (recall {recall[one]:.3f})" if recall[one] < 1 else "")
        for one, of in times.items()
        if one != "NEAR"
    )
    said = f"{ours.p50:.0f} µs, {ours.ratio:.2f} x flat, recall {recall['NEAR']:.3f}"
    met = ours.ratio <= 0.3 and recall["NEAR"] >= 0.99
    tail = ours.p99 / ours.p50
    return [
        Figure(f"{name}: NEAR, p50", said, peers, "<= 0.3 x flat, recall >= .99", met),
        Figure(f"{name}: NEAR, p99", f"{ours.p99:.0f} µs", "", "<= 3 x p50", tail <= 3),
    ]


def _filtered(bench: Bench, name: str, data: Data, flat: Search, rounds: int) -> Iterator[Figure]:
    rows = payloads(len(data.rows))
    for share, asked, how, test, value in _FILTERS:
        text, counter = _FILTERED.format(name=name, test=test), iter(range(10**9))

        def ours(at: int, text: str = text, value: Any = value, counter: Any = counter) -> Any:
            return bench.veles(text, q=data.queries[at], f=value(next(counter))).ids

        times = in_turn({"flat": flat, "ours": ours}, len(data.queries), rounds)
        of, peer = times["ours"], times["flat"]
        field, operator, _ = test.split()
        wanted = value(0)
        kept = [
            at
            for at, row in enumerate(rows)
            if (row[field] == wanted if operator == "=" else row[field] < wanted)
        ]
        recall = _recall(ours, _truth(data, np.array(kept)))
        said = f"{of.p50:.0f} µs, {of.ratio:.2f} x flat, recall {recall:.3f}"
        met = of.ratio <= asked and recall == 1
        what = f"{data.name}: NEAR + filter of {share:.1%}, {how}"
        limit = f"<= {asked} x flat, recall 1"
        yield Figure(what, said, f"FAISS flat {peer.p50:.0f} µs", limit, met)


def _truth(data: Data, among: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The ids of the nearest of some rows, in double precision."""
    rows = data.rows[among].astype(np.float64)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return [among[np.argsort(-(rows @ query))[:K]] for query in data.queries.astype(np.float64)]


def _recall(search: Search, truth: list[NDArray[np.int64]]) -> float:
    found = sum(len({*map(int, search(at))} & {*one.tolist()}) for at, one in enumerate(truth))
    return found / sum(map(len, truth))


def _by_numpy(unit: Vectors, query: Vectors) -> Any:
    scores = unit @ query
    best = np.argpartition(scores, -K)[-K:]
    return best[np.argsort(-scores[best])]


def _by_pgvector(bare: psycopg.Connection[Any], name: str, data: Data) -> Search:
    """By an index of its defaults, looking through 200 rows."""
    bare.execute(_HNSW.format(name=name))
    copy = f"COPY {name}_peer FROM STDIN"
    with bare.cursor() as cursor, cursor.copy(copy) as rows:
        for at, (vector, payload) in enumerate(
            zip(data.rows, payloads(len(data.rows)), strict=True)
        ):
            rows.write_row((at, str(vector.tolist()), Jsonb(payload)))
    bare.execute(f"CREATE INDEX ON {name}_peer USING hnsw (embedding vector_cosine_ops)")
    bare.execute("SET hnsw.ef_search = 200; SET enable_seqscan = off")
    text = f"SELECT id, payload FROM {name}_peer ORDER BY embedding <=> %s::vector LIMIT {K}"

    def search(at: int) -> Sequence[Any]:
        given = (str(data.queries[at].tolist()),)
        return [id for id, _ in bare.execute(text, given, prepare=True).fetchall()]

    return search
