"""Searches of a property graph: vectors beside a bare float32 product, texts with PostgreSQL."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import workbench as wb
from workbench.core.property_graph.change import Change, Model
from workbench.core.property_graph.columns import EdgeColumns, Loaded, NodeColumns, VectorColumns
from workbench.core.property_graph.records import (
    METRICS,
    Metric,
    NodeRecord,
    TextIndex,
    VectorIndex,
)
from workbench.graphs.durable.registry import Registry
from workbench.graphs.durable.tables import Tables
from workbench.graphs.durable.texts import Texts
from workbench.graphs.searching.text_search import search_text
from workbench.graphs.searching.vector_search import search_vector, search_vectors
from workbench.graphs.state import State
from workbench.schema import migrate

from .measure import Figure, seconds, seconds_quick

SIZE, K = 128, 10
_ASKED = {10_000: 0.5, 100_000: 6.0}  # milliseconds for the cosine
_NODES, _WORDS = 20_000, 12
_CALLS = 41


def figures(folder: Path) -> list[Figure]:
    vectors = [figure for n in _ASKED for metric in METRICS for figure in _vectors(n, metric)]
    with wb.open(folder / "texts", linger=0.0) as bench:
        migrate(bench.relational, ("tong",))
        return [*vectors, *_texts(bench.relational)]


def _vectors(n: int, metric: Metric) -> Iterator[Figure]:
    roll = np.random.default_rng(8)
    rows, queries = (roll.standard_normal((m, SIZE)).astype(np.float32) for m in (n, 8))
    state, listed = _state(rows, metric), [query.tolist() for query in queries]
    ours, bare = _in_turn(
        partial(search_vector, state, "v", listed[0], limit=K), lambda: rows @ queries[0]
    )
    what = f"{metric}, {n:,} x {SIZE}, k = {K}"
    yield _figure(what, ours, bare, _ASKED[n] if metric == "cosine" else None)
    if metric != "cosine":
        return
    ours, bare = _in_turn(
        partial(search_vectors, state, "v", listed, limit=K), lambda: queries @ rows.T
    )
    yield _figure("  a batch of 8", ours, bare)
    few = partial(search_vector, state, "v", listed[0], limit=K, properties={"k": 7})
    yield _figure("  of the 1% that a property leaves", _in_turn(few)[0])


def _state(rows: NDArray[np.float32], metric: Metric) -> State:
    n, none = len(rows), np.zeros(0, np.int64)
    nodes = NodeColumns(
        np.arange(n),
        [f"node:{id}" for id in range(n)],
        ["[]"] * n,
        [f'{{"k":{id % 100}}}' for id in range(n)],
    )
    rest = Model(vector_indexes=[VectorIndex("v", "node", SIZE, metric)])
    vectors = {"v": VectorColumns(np.arange(n), rows)}
    return State.of(Loaded(0, nodes, EdgeColumns(none, none, none, [], []), vectors, rest))


def _texts(store: Any) -> Iterator[Figure]:
    tables = Tables(store, Registry(store).make("texts"))
    roll = random.Random(8)
    words, rarity = [f"w{i}" for i in range(20_000)], [1 / (i + 1) for i in range(20_000)]
    said = [" ".join(roll.choices(words, rarity, k=_WORDS)) for _ in range(_NODES)]
    nodes = [NodeRecord(id, f"node:{id}", (), {"t": text}) for id, text in enumerate(said)]
    tables.fill(Model(nodes=nodes, next_ids={"node": _NODES}))
    state = State.of(tables.load())
    texts = Texts(store, tables._graph)

    def commit(change: Change) -> None:
        state.apply(tables.commit(change, expecting=state.generation))

    define = Change(text_indexes=[TextIndex("i", "node", ("t",))])
    what = f"a text index over {_NODES:,} nodes of {_WORDS} words"
    yield _figure(what, seconds(lambda: commit(define)) * 1e3)
    for query in ("w5000", "w100", "w3 w40"):
        ask = partial(search_text, state, "i", query, limit=K)
        with_tables = partial(ask, candidates=lambda q: texts.candidates(q, state.generation))
        assert with_tables() == ask()
        ours, alone = statistics.median(map(_ms, [with_tables] * 15)), _ms(ask)
        yield _figure(f"  search of {query!r}, beside all records gone through", ours, alone)
    one = [Change(nodes=[NodeRecord(id, f"node:{id}", (), {"t": "w1 w2 w3"})]) for id in range(15)]
    yield _figure("  a change of one text", statistics.median(_ms(partial(commit, c)) for c in one))


def _in_turn(*actions: Callable[[], object]) -> list[float]:
    """The median milliseconds of each, the actions taking turns."""
    taken = [[_ms(action) for action in actions] for _ in range(_CALLS)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def _ms(action: Callable[[], object]) -> float:
    return seconds_quick(action) * 1e3


def _figure(
    what: str, ours: float, peer: float | None = None, asked: float | None = None
) -> Figure:
    beside = "" if peer is None else f"{peer:.2f} ms ({ours / peer:.2f} x)"
    wanted = "" if asked is None else f"<= {asked} ms"
    return Figure(what, f"{ours:.2f} ms", beside, wanted, asked is None or ours <= asked)
