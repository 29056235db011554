"""Vectors of a collection in this process, beside FAISS's flat index: `--rows 100000` for more.

Recall, p50 and p99 are of the same queries in the same run; queries are new points of the data's
distribution, never rows. Gaussian data is the hardest there is; clustered data is 200 clusters,
as embeddings of texts on 200 subjects.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from functools import partial
from time import perf_counter
from typing import Any

import faiss
import numpy as np
import psutil
from numpy.typing import NDArray

from workbench.core.collections.definition import VectorSpace
from workbench.core.collections.protocols import Effort
from workbench.stores.vector.rows.rows import FaissRows
from workbench.stores.vector.rows.store import FaissStore

K, DIMENSION, CLUSTERS = 10, 384, 200
_PART = 50_000
Vectors = NDArray[np.float32]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--recall", type=float, default=0.99)
    parser.add_argument("--data", choices=("gaussian", "clustered"))
    given = parser.parse_args()
    print("| data | what | recall | p50 µs | p99 µs | of flat |\n|---|---|---|---|---|---|")
    for name in [given.data] if given.data else ["gaussian", "clustered"]:
        for line in _lines(name, given.rows, given.queries, given.recall):
            print(f"| {name} | {line} |", flush=True)
    return 0


def _lines(name: str, n: int, queries: int, recall: float) -> Iterator[str]:
    before, random = _resident(), np.random.default_rng(7)
    centres = random.normal(size=(CLUSTERS, DIMENSION)).astype(np.float32)
    rows = FaissStore().new(VectorSpace(DIMENSION, "cosine"), {"recall": recall})
    rows.append(_points(random, centres if name == "clustered" else None, n))
    asked = _points(random, centres if name == "clustered" else None, queries)
    raw, held = n * DIMENSION * 4, _resident() - before
    start = perf_counter()
    rows.build()
    built = perf_counter() - start
    resident = _resident() - before
    yield (
        f"{rows.report.kind}, built in {built:.1f} s; resident {resident / raw:.2f} x the vectors "
        f"(before the build {held / raw:.2f}), told {rows.bytes / raw:.2f} | | | |"
    )
    for one in rows.report.measured:
        shown = f"{one['name']} (built in {one['build_seconds']} s)"
        yield f"measured: {shown} | {one['recall']:.4f} | {one['microseconds']:.0f} | | "
    yield from _searches(rows, asked, random)


def _searches(rows: FaissRows, asked: Vectors, random: np.random.Generator) -> Iterator[str]:
    truth = [rows.top(query, K, effort=Effort(1.0)) for query in asked]
    flat = _flat_time(rows, asked)
    yield _line("FAISS flat", 1.0, flat, flat)
    for label, effort in (("fast", 0.95), ("balanced", 0.99), ("accurate", 0.999), ("perfect", 1)):
        found, times = _timed(partial(rows.top, k=K, effort=Effort(effort)), asked)
        yield _line(
            f"{label}: {rows.path(None, Effort(effort))}", _recall(found, truth), times, flat
        )
    for share in (0.5, 0.05, 0.005):
        mask = random.random(len(rows)) < share
        found, times = _timed(partial(rows.top, k=K, allowed=mask), asked)
        exact = [_masked(rows, query, mask) for query in asked[:20]]
        words = rows.path(int(mask.sum()))
        yield _line(f"{share:.1%} allowed: {words}", _recall(found[:20], exact), times, flat)


def _line(what: str, recall: float, times: Vectors, flat: Vectors) -> str:
    p50, p99 = np.percentile(times, (50, 99))
    return f"{what} | {recall:.4f} | {p50:.0f} | {p99:.0f} | {p50 / np.median(flat):.2f}"


def _points(random: np.random.Generator, centres: Vectors | None, n: int) -> Vectors:
    """Made part by part, so that little is resident but the points."""
    points = np.empty((n, DIMENSION), dtype=np.float32)
    for start in range(0, n, _PART):
        part = points[start : start + _PART]
        part[:] = random.standard_normal(part.shape, dtype=np.float32)
        if centres is not None:
            part *= 0.35
            part += centres[random.integers(0, len(centres), len(part))]
    return points


def _flat_time(rows: FaissRows, asked: Vectors) -> Any:
    """FAISS's own exact search of one query, by one thread; the copy it needs is then dropped."""
    index, pace = faiss.IndexFlatIP(DIMENSION), max(len(asked) // max(len(rows) // 50_000, 1), 10)
    for start in range(0, len(rows), _PART):
        part = rows.rows(np.arange(start, min(start + _PART, len(rows))))
        index.add(part / np.linalg.norm(part, axis=1, keepdims=True))
    faiss.omp_set_num_threads(1)
    return _timed(lambda query: index.search(query[None], K), asked[:pace])[1]


def _timed(search: Callable[[Any], Any], asked: Vectors) -> tuple[list[Any], Any]:
    found, times = [], []
    for query in asked[:5]:
        search(query)
    for query in asked:
        start = perf_counter()
        found.append(search(query))
        times.append((perf_counter() - start) * 1e6)
    return found, np.array(times)


def _masked(rows: FaissRows, query: Vectors, mask: NDArray[np.bool_]) -> Any:
    at = np.flatnonzero(mask)
    scores = rows.scores(query, at)
    return (at[np.argsort(-scores, kind="stable")[:K]],)


def _recall(found: list[Any], truth: list[Any]) -> float:
    pairs = zip(found, truth, strict=True)
    same = sum(len(set(a[0].tolist()) & set(b[0].tolist())) for a, b in pairs)
    return same / sum(len(b[0]) for b in truth)


def _resident() -> int:
    return int(psutil.Process().memory_info().rss)


if __name__ == "__main__":
    raise SystemExit(main())
