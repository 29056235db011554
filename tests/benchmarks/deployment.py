"""A synthetic Vedana deployment of the size that the benchmarks speak of, by COPY, from a seed.

Some 100 seconds on two cores, most of it the HNSW index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from shutil import disk_usage
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np

from workbench.schema import migrate
from workbench.stores.relational.postgres import Postgres

from .conversations import EVENT_COLUMNS, THREAD_COLUMNS, Conversations

NODE_COLUMNS = ("node_id", "node_type", "attributes")
EDGE_COLUMNS = (
    *("from_node_id", "to_node_id", "from_node_type", "to_node_type"),
    *("edge_label", "attributes"),
)
VECTOR_COLUMNS = ("node_id", "node_type", "attribute_name", "attribute_value", "embedding")
# Labels by their share of the nodes: a vector search for a rare one filters nearly everything.
LABELS = {
    "topic": 0.40,
    "person": 0.25,
    "document": 0.15,
    "product": 0.10,
    "place": 0.05,
    "company": 0.03,
    "event": 0.015,
    "author": 0.005,
}
# Undirected, so each is stored in both directions, as Vedana does.
LINKS = (
    ("person", "topic", "PERSON_has_TOPIC", 0.50),
    ("document", "topic", "DOCUMENT_about_TOPIC", 0.20),
    ("person", "document", "PERSON_wrote_DOCUMENT", 0.15),
    ("company", "product", "COMPANY_makes_PRODUCT", 0.10),
    ("person", "place", "PERSON_lives_in_PLACE", 0.05),
)
_CLUSTERS, _SPREAD = 200, 0.6  # of one label: groups of vectors, and their noise beside the centre
_FILLED = ("threads", "thread_events", "nodes", "edges", "rag_anchor_embeddings")
_INDEXES = """
SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
FROM pg_index WHERE indrelid = ANY($tables::regclass[]) AND NOT indisunique ORDER BY 1
"""


class Size(NamedTuple):
    threads: int = 100_000
    events: int = 1_000_000
    nodes: int = 200_000
    edges: int = 1_000_000
    dimension: int = 384


WHOLE = Size()


def build(store: Postgres, size: Size = WHOLE, *, seed: int = 7) -> dict[str, float]:
    """Make and fill the tables of a new database; the seconds of each part and each index.

    The last threads have no events: the events end where their number is reached.
    """
    seconds = {}
    start = perf_counter()
    migrate(store, ("workbench", "vedana"), dimension=size.dimension)
    indexes = _without_indexes(store)
    parts: dict[str, Callable[[], object]] = {
        "model": lambda: _load_model(store),
        "conversations": lambda: _load_conversations(store, size, seed),
        "graph": lambda: _load_graph(store, size, seed),
        "vectors": lambda: _load_vectors(store, size, seed),
        **{name: partial(_build_index, store, text) for name, text in indexes.items()},
        "statistics": lambda: store.write("VACUUM ANALYZE"),
    }
    seconds["tables"] = perf_counter() - start
    for name, part in parts.items():
        start = perf_counter()
        part()
        seconds[name] = perf_counter() - start
    return seconds


def _without_indexes(store: Postgres) -> dict[str, str]:
    """Drops the indexes of the tables to be filled: one build is many times faster than inserts.

    Their definitions by name.
    """
    found = dict(store.rows(_INDEXES, {"tables": list(_FILLED)}).values)
    for name in found:
        store.write(f"DROP INDEX {name}")
    return found


def _build_index(store: Postgres, definition: str) -> None:
    """By two processes where what they share, which is that memory, fits into /dev/shm."""
    shared = Path("/dev/shm")
    workers = int(shared.is_dir() and disk_usage(shared).free > 2 * 1024**3)
    with store.transaction():
        store.write("SET LOCAL maintenance_work_mem = '1GB'")
        store.write(f"SET LOCAL max_parallel_maintenance_workers = {workers}")
        store.write(definition)


def _load_model(store: Postgres) -> None:
    store.put("dm_anchors", ("noun",), [(label,) for label in LABELS])
    attributes = [(label, f"{label}_name", True, 0.6, 10) for label in LABELS]
    columns = ("anchor", "attribute_name", "embeddable", "embed_threshold", "embed_top_n")
    store.put("dm_anchor_attributes", columns, attributes)
    links = [(a, b, sentence, False) for a, b, sentence, _ in LINKS]
    store.put("dm_links", ("anchor1", "anchor2", "sentence", "has_direction"), links)


def _load_conversations(store: Postgres, size: Size, seed: int) -> None:
    told = Conversations(size.threads, seed)
    store.put("threads", THREAD_COLUMNS, told.threads())
    stored = store.put("thread_events", EVENT_COLUMNS, islice(told.events(), size.events))
    assert stored == size.events, f"{stored} events"


def counts(nodes: int) -> dict[str, int]:
    """Nodes of each label, `nodes` in all."""
    rest = {label: int(share * nodes) for label, share in LABELS.items() if label != "topic"}
    return {"topic": nodes - sum(rest.values()), **rest}


def _load_graph(store: Postgres, size: Size, seed: int) -> None:
    store.put("nodes", NODE_COLUMNS, _nodes(size))
    store.put("edges", EDGE_COLUMNS, _edges(size, np.random.default_rng(seed)))


def _nodes(size: Size) -> Iterator[tuple[Any, ...]]:
    for label, count in counts(size.nodes).items():
        for at in range(count):
            attributes = {f"{label}_name": f"{label} {at}", "year": 1900 + at % 127, "rank": at}
            yield f"{label}:{at}", label, attributes


def _edges(size: Size, chance: np.random.Generator) -> Iterator[tuple[Any, ...]]:
    there = counts(size.nodes)
    for source, target, sentence, share in LINKS:
        wanted = round(share * size.edges / 2)
        for a, b in _pairs(there[source], there[target], wanted, chance):
            first, second = f"{source}:{a}", f"{target}:{b}"
            yield first, second, source, target, sentence, {"since": a % 50}
            yield second, first, target, source, sentence, {"since": a % 50}


def _pairs(
    sources: int, targets: int, wanted: int, chance: np.random.Generator
) -> Iterator[tuple[int, int]]:
    """Different pairs."""
    drawn = chance.choice(sources * targets, size=wanted, replace=False)
    return ((int(a), int(b)) for a, b in zip(*divmod(drawn, targets), strict=True))


def _load_vectors(store: Postgres, size: Size, seed: int) -> None:
    chance = np.random.default_rng(seed)
    for label, count in counts(size.nodes).items():
        store.put("rag_anchor_embeddings", VECTOR_COLUMNS, _vectors(label, count, size, chance))


def _vectors(
    label: str, count: int, size: Size, chance: np.random.Generator
) -> Iterator[tuple[Any, ...]]:
    """One vector a node: a label has a direction, its clusters lie around that."""
    middle = chance.normal(size=size.dimension)
    centres = middle + chance.normal(size=(_CLUSTERS, size.dimension))
    for start in range(0, count, 10_000):
        numbers = np.arange(start, min(start + 10_000, count))
        noise = chance.normal(size=(len(numbers), size.dimension)) * _SPREAD
        block = centres[numbers % _CLUSTERS] + noise
        block = (block / np.linalg.norm(block, axis=1, keepdims=True)).astype(np.float32)
        for at, vector in zip(numbers, block, strict=True):
            yield f"{label}:{at}", label, f"{label}_name", f"{label} {at}", vector
