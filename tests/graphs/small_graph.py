"""A small graph of people, papers and beliefs: what the queries' examples ask for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.graphs.opened import opened
from workbench.core.property_graph.change import Model
from workbench.core.property_graph.records import LogEntry, NodeRecord
from workbench.graphs.graph import PropertyGraph


@dataclass
class SmallGraph:
    graph: PropertyGraph
    tables: Any
    database: Any


@contextmanager
def small_graph(servers: Any, name: str) -> Iterator[SmallGraph]:
    """Its handle, the store of its tables, the store of the database that it is projected to."""
    with opened(servers) as (found):
        model = Model(
            nodes=[NodeRecord(0, "alice", ("Person",), {"name": "Alice", "rank": 3})],
            next_ids={"node": 1},
            log=[LogEntry(1, "add_node", 0, "alice", 1_790_000_000)],
        )
        with found.graphs.make(name, model, file="people.db") as graph:
            _fill(graph)
            graph.cypher("MATCH (n) RETURN count(n)")
            database = graph._projection.place(graph.state)
            yield SmallGraph(graph, found.store, database)
        found.graphs.drop(name)


def _fill(graph: PropertyGraph) -> None:
    graph.add_node("bob", ["Person"], {"name": "Bob", "rank": 2})
    graph.add_node("paper", ["Paper"], {"title": "graph database research"})
    graph.add_edge(0, 1, "KNOWS", {"since": 2020})
    graph.add_edge(0, 2, "WROTE")
    graph.add_edge(1, 2, "READS", {"probability": 0.5})
    graph.create_fulltext_index("words", ["title"])
    graph.create_fulltext_index("fragments", ["title"], tokenizer="trigram")
    graph.create_vector_index("emb", 2)
    graph.upsert_vectors("emb", {0: [1.0, 0.0], 1: [0.5, 0.5]})
    for owner in (0, 1):
        graph.add_variable("binary", owner, {"p": 0.6})
    graph.add_cpd(1, [0], [0.9, 0.1, 0.2, 0.8])
    graph.add_evidence(0, {"state": "true", "source": "sensor"})
    graph.belief_propagation([1], persist=True)
