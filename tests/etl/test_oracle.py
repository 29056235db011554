"""Vedana's own documents, loaded here, against the database that Vedana's own ETL made of them.

Decided differences: a declared id column stays among a node's attributes (D30), so each node
has `person_id` or `interest_id` beside what Vedana stored. Vectors come from another model.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.etl.conftest import Base, fresh
from tests.schema.conftest import pg_restore
from workbench.etl.books import hashes
from workbench.etl.difference import compare
from workbench.etl.grist import Receipt, read
from workbench.etl.tables import records
from workbench.schema import migrate
from workbench.stores.grist.collection import in_folder

SAME = {  # table: the columns that order its rows
    "dm_anchors": "noun",
    "dm_anchor_attributes": "anchor, attribute_name",
    "dm_links": "sentence",
    "dm_link_attributes": "link",
    "dm_queries": "query_name",
    "dm_prompts": "name",
    "dm_conversation_lifecycle": "event",
    "grist_edges": "from_node_id, to_node_id",
    "edges": "from_node_id, to_node_id",
    "memgraph_anchor_indexes": "anchor",
    "memgraph_link_indexes": "link",
    "eval_gds": "gds_question",
}
ASK = (
    "MATCH (p:person)-[:PERSON_has_INTEREST]->(i:interest) WHERE i.interest_name = $name "
    "RETURN p.person_name ORDER BY p.person_name"
)


@pytest.fixture(scope="module")
def oracle(request: pytest.FixtureRequest, servers: Any) -> Iterator[Any]:
    vedana: Path = request.getfixturevalue("vedana")
    with fresh("relational", servers) as store:
        pg_restore(store, vedana / "vedana_oracle.dump")
        yield store


@pytest.fixture(scope="module")
def loaded(
    request: pytest.FixtureRequest, servers: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Base, Receipt]]:
    """The three documents in a base of their own, and the receipt of the load."""
    folder: Path = request.getfixturevalue("vedana")
    with fresh("relational", servers) as relational, fresh("graph", servers) as graph:
        migrate(relational, ("workbench", "vedana"), dimension=256)
        base = Base(relational, graph, tmp_path_factory.mktemp("rejects"))
        with in_folder(folder) as documents:
            extract = read(*documents)
        yield base, base.load(extract)


@pytest.mark.parametrize(("table", "order"), SAME.items(), ids=SAME)
def test_a_table_holds_what_vedana_stored(
    loaded: tuple[Base, Receipt], oracle: Any, table: str, order: str
) -> None:
    text = f"SELECT * FROM {table} ORDER BY {order}"
    ours, theirs = loaded[0].relational.rows(text), oracle.rows(text)
    assert ours.columns == theirs.columns
    assert list(ours.values) == list(theirs.values)


@pytest.mark.parametrize("table", ["nodes", "grist_nodes"])
def test_nodes_hold_what_vedana_stored_and_their_declared_id(
    loaded: tuple[Base, Receipt], oracle: Any, table: str
) -> None:
    text = f"SELECT node_id, node_type, attributes FROM {table} ORDER BY node_id"
    theirs = [
        (node_id, kind, {**attributes, f"{kind}_id": node_id})
        for node_id, kind, attributes in oracle.rows(text).values
    ]
    assert list(loaded[0].relational.rows(text).values) == theirs
    assert len(theirs) == 1114


def test_the_same_texts_have_vectors(loaded: tuple[Base, Receipt], oracle: Any) -> None:
    text = (
        "SELECT node_id, node_type, attribute_name, attribute_value "
        "FROM rag_anchor_embeddings ORDER BY node_id, attribute_name"
    )
    ours = list(loaded[0].relational.rows(text).values)
    assert ours == list(oracle.rows(text).values)
    assert len(ours) == 1114


def test_every_vector_is_that_of_its_text(loaded: tuple[Base, Receipt]) -> None:
    base, _ = loaded
    text = "SELECT attribute_value, embedding FROM rag_anchor_embeddings"
    stored = base.rows(text)
    expected = base.embedder.embed([text for text, _ in stored])
    assert all(
        (vector == wanted).all() for (_, vector), wanted in zip(stored, expected, strict=True)
    )


def test_the_graph_has_the_counts_of_the_documents(loaded: tuple[Base, Receipt]) -> None:
    base, _ = loaded
    labels = base.cypher("MATCH (n) RETURN labels(n)[0], count(n)")
    assert dict(labels) == {"person": 46, "interest": 1068}
    types = base.cypher("MATCH (a)-[r]->(b) RETURN type(r), labels(a)[0], count(r)")
    assert sorted(types) == [
        ("PERSON_has_INTEREST", "interest", 2072),
        ("PERSON_has_INTEREST", "person", 2072),
    ]
    degrees = Counter(
        n
        for _, n in base.cypher(
            "MATCH (i:interest)<-[:PERSON_has_INTEREST]-(p:person) RETURN i.id, count(p)"
        )
    )
    assert degrees == {2: 1004, 1: 64}


def test_the_graph_holds_the_nodes_that_vedana_sent(
    loaded: tuple[Base, Receipt], vedana: Path
) -> None:
    lines = (vedana / "cypher_log_etl.jsonl").read_text().splitlines()
    recorded = [json.loads(line) for line in lines]
    sent = [
        row for one in recorded if "MERGE (n:" in one["cypher"] for row in one["params"]["rows"]
    ]
    names = {row["id"]: row["props"] for row in sent}
    found = loaded[0].cypher(
        "UNWIND $ids AS id MATCH (n {id: id}) RETURN id, properties(n)", ids=list(names)
    )
    assert {key: {name: held[name] for name in names[key]} for key, held in found} == names
    assert len(names) > 200


def test_every_golden_question_is_answered_by_the_graph(loaded: tuple[Base, Receipt]) -> None:
    base, _ = loaded
    questions = base.rows("SELECT gds_question, gds_answer FROM eval_gds")
    wrong = [
        question
        for question, answer in questions
        if [name for (name,) in base.cypher(ASK, name=asked_name(question))]
        != sorted(answer.split(", "))
    ]
    assert (len(questions), wrong) == (100, [])


def asked_name(question: str) -> str:
    return question.removeprefix("Who likes ").removesuffix("?")


def test_the_receipt_counts_everything_once(loaded: tuple[Base, Receipt]) -> None:
    _, receipt = loaded
    assert {name: counts.added for name, counts in receipt.tables.items()} == {
        "dm_anchors": 2,
        "dm_anchor_attributes": 4,
        "dm_links": 1,
        "dm_link_attributes": 0,
        "dm_queries": 1,
        "dm_prompts": 8,
        "dm_conversation_lifecycle": 1,
        "eval_gds": 100,
        "grist_nodes": 1114,
        "nodes": 1114,
        "grist_edges": 4144,
        "edges": 4144,
        "memgraph_anchor_indexes": 2,
        "memgraph_link_indexes": 0,
        "rag_anchor_embeddings": 1114,
        "rag_edge_embeddings": 0,
    }
    assert receipt.graph == (1114, 4144, 0, 0, 1114, 4144, False)
    assert (receipt.embedded, receipt.reused, receipt.skipped) == (1114, 0, {})
    assert len(receipt.rejects) == 6


def test_a_database_that_vedana_loaded_gets_only_what_differs(servers: Any, vedana: Path) -> None:
    with in_folder(vedana) as documents:
        wanted = records(read(*documents))
    with fresh("relational", servers) as store:
        pg_restore(store, vedana / "vedana_oracle.dump")
        counts = {t.name: compare(store, t, found).counts for t, found in wanted.items()}
    changed = {name: found for name, found in counts.items() if found.changed}
    assert changed == dict.fromkeys(("nodes", "grist_nodes"), (0, 1114, 0, 0))


def test_the_hashes_are_those_that_datapipe_stored(oracle: Any, vedana: Path) -> None:
    with in_folder(vedana) as documents:
        tables = list(records(read(*documents)))
    found = {}
    for table in tables:
        columns = ", ".join(table.columns)
        key = ", ".join(table.key)
        text = f"SELECT hash, {columns} FROM {table.name} JOIN {table.name}_meta USING ({key})"
        stored = oracle.rows(text).values
        assert [row[0] for row in stored] == list(hashes(table, [row[1:] for row in stored]))
        found[table.name] = len(stored)
    assert (len(found), sum(found.values())) == (14, 10635)
