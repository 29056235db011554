"""Every form of write to a property graph, chosen by chance, over whatever the graph holds.

A form that adds several records at once marks each with `batch` and with how many there are,
so that anybody can tell whether all of them are there.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from workbench.core.errors import BadInput

MOST = 120  # nodes, above which some are deleted
Form = Callable[[Any, random.Random, int], Any]


def _nodes(graph: Any, chance: random.Random, count: int = 2) -> list[int]:
    """Some nodes; added where there are too few."""
    there = graph.node_ids()
    while len(there) < count:
        there.append(graph.add_node())
    return chance.sample(there, count)


def _batch(number: int, of: int) -> dict[str, Any]:
    return {"batch": number, "of": of}


def add_node(graph: Any, chance: random.Random, number: int) -> None:
    labels = chance.sample(["A", "B", "C"], chance.randrange(3))
    graph.add_node(f"n{number}", labels, {"v": chance.choice([True, 1, 1.0, "é雪", -0.0, 1e300])})


def add_nodes(graph: Any, chance: random.Random, number: int) -> None:
    graph.add_nodes(
        {"labels": ["Batch"], "properties": {**_batch(number, 8), "t": f"word{number} word"}}
        for _ in range(8)
    )


def add_edges(graph: Any, chance: random.Random, number: int) -> None:
    a, b = _nodes(graph, chance)
    graph.add_edges(
        {"source": a, "target": b, "edge_type": "T", "properties": _batch(number, 5)}
        for _ in range(5)
    )


def update_node(graph: Any, chance: random.Random, number: int) -> None:
    (id,) = _nodes(graph, chance, 1)
    removed = chance.sample(["A", "v"], 1)
    graph.update_node(
        id,
        external_id=f"renamed {number}",
        add_labels=["D"],
        remove_labels=["A"],
        set_properties={"u": number, "t": f"word{number} new"},
        remove_properties=removed,
    )


def update_edge(graph: Any, chance: random.Random, number: int) -> None:
    if not graph.edge_count():
        add_edges(graph, chance, number)
    graph.update_edge(chance.choice(graph.edge_ids()), set_properties={"u": number})


def delete_node(graph: Any, chance: random.Random, number: int) -> None:
    owners = {one.owner_id for one in graph.variables()}
    free = [
        id
        for id in graph.node_ids()
        if id not in owners and "batch" not in graph.get_node(id).properties
    ]
    for id in free[: max(1, len(free) - MOST)]:
        kept = [e for e in graph.edges() if id in (e.source, e.target) and "batch" in e.properties]
        if not kept:
            graph.delete_node(id, detach=True)


def delete_edge(graph: Any, chance: random.Random, number: int) -> None:
    a, b = _nodes(graph, chance)
    graph.delete_edge(graph.add_edge(a, b, "Passing"))


def cypher_create(graph: Any, chance: random.Random, number: int) -> None:
    text = "UNWIND range(1, 6) AS i CREATE (n:Made {batch: $n, of: 6, i: i})"
    graph.cypher(text, {"n": number})


def cypher_merge(graph: Any, chance: random.Random, number: int) -> None:
    (id,) = _nodes(graph, chance, 1)
    text = (
        "MATCH (a) WHERE id(a) = $id MERGE (a)-[r:Knows]->(b:Merged {m: $m}) "
        "ON CREATE SET b.made = $n ON MATCH SET b.met = $n"
    )
    graph.cypher(text, {"id": id, "m": number % 7, "n": number})


def cypher_set(graph: Any, chance: random.Random, number: int) -> None:
    graph.cypher("MATCH (n:Made) SET n.all = $n", {"n": number})


def cypher_delete(graph: Any, chance: random.Random, number: int) -> None:
    made = graph.add_node(None, ["Doomed"])
    graph.add_edge(made, made, "Loop")
    graph.cypher("MATCH (n:Doomed) DETACH DELETE n")


def transaction(graph: Any, chance: random.Random, number: int) -> None:
    with graph.transaction() as run:
        for _ in range(3):
            run.run("CREATE (n:Run {batch: $n, of: 3})", {"n": number})
        run.run("MATCH (n:Run {batch: $n}) SET n.done = true", {"n": number})


def text_index(graph: Any, chance: random.Random, number: int) -> None:
    name = chance.choice(["words", "grams"])
    if name in [one.name for one in graph.fulltext_indexes()]:
        graph.drop_fulltext_index(name)
    tokenizer = "trigram" if name == "grams" else "unicode61"
    graph.create_fulltext_index(name, ["t"], tokenizer=tokenizer)


def vectors(graph: Any, chance: random.Random, number: int) -> None:
    if "near" not in [one.name for one in graph.vector_indexes()]:
        graph.create_vector_index("near", 3)
    ids = _nodes(graph, chance, 2)
    graph.upsert_vectors("near", {id: [chance.gauss(0, 1), 0.1, number] for id in ids})
    if number % 9 == 0:
        graph.drop_vector_index("near")


def add_network(graph: Any, chance: random.Random, number: int) -> None:
    (owner,) = _nodes(graph, chance, 1)
    first = graph.variable_count()  # none is ever removed, so that ids are dense
    graph.add_network(
        [{"domain": "binary", "owner_id": owner if number % 8 == 0 else None}] * 3,
        [{"variables": [first, first + 1], "values": [3, 1, 1, 3]}],
        [{"variable_id": first + 2, "parent_variables": [first], "values": [0.9, 0.1, 0.2, 0.8]}],
    )


def evidence(graph: Any, chance: random.Random, number: int) -> None:
    if not graph.variable_count():
        add_network(graph, chance, number)
    variable = chance.choice(graph.variables()).id
    made = graph.add_evidence(variable, likelihood={"true": 0.7, "false": 0.3})
    graph.replace_evidence(made, {"state": "true", "note": number})
    if number % 2:
        graph.retract_evidence(made)


def persist(graph: Any, chance: random.Random, number: int) -> None:
    if not graph.variable_count():
        add_network(graph, chance, number)
    graph.belief_propagation(persist=True)


def import_nodes(graph: Any, chance: random.Random, number: int) -> None:
    lines = [
        {"external_id": f"file {number} {at}", "labels": ["File"], "properties": _batch(number, 20)}
        for at in range(20)
    ]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "nodes.jsonl"
        file.write_text("".join(f"{json.dumps(one)}\n" for one in lines))
        graph.import_nodes_jsonl(file)


def ask(graph: Any, chance: random.Random, number: int) -> None:
    """Cypher of the newest state, and of one that is over: the database moves, another comes."""
    snapshot = graph.snapshot()
    before = snapshot.node_count()
    graph.add_node()
    counted = graph.cypher("MATCH (n) RETURN count(n) AS c").records[0]["c"]
    if counted != graph.node_count():
        raise AssertionError(f"Cypher counts {counted} nodes, the mirror {graph.node_count()}")
    counted = snapshot.cypher("MATCH (n) RETURN count(n) AS c").records[0]["c"]
    if counted != before:
        raise AssertionError(f"a snapshot of {before} nodes has {counted} now")


FORMS: dict[str, Form] = {
    one.__name__: one
    for one in (
        add_node, add_nodes, add_edges, update_node, update_edge, delete_node, delete_edge,
        cypher_create, cypher_merge, cypher_set, cypher_delete, transaction, text_index, vectors,
        add_network, evidence, persist, import_nodes, ask,
    )
}  # fmt: skip


def read_file(bench: Any, file: Path, number: int) -> None:
    """Bring a file in under a new name, and ask the graph of it in Cypher."""
    name = f"file {number}"
    graphs = bench.property_graphs
    for old in [one for one in graphs if one.startswith("file")][:-1]:
        graphs.drop(old)
    try:
        graphs.read(file, name)
    except BadInput:
        if name not in graphs:
            raise
    with bench.property_graph(name) as graph:
        graph.cypher("MATCH (n) RETURN count(n) AS c")
