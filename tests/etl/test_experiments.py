"""What an edit of the real documents makes a load do: what the plan says of it beforehand, what
the run did, and what is in tables, vectors, graph and Datapipe's books afterwards.

The edits are those that Vedana's own reference observed on its own pipeline.
"""

from __future__ import annotations

import pytest

from tests.etl.real_documents import (
    NO_PRICE,
    WHOLE,
    Documents,
    check_books,
    counted,
    documents,
    in_graph,
    indexed,
)
from tests.stores.test_grist_document import DATA, MODEL

__all__ = ["documents"]  # a fixture


def test_nothing_changed(documents: Documents) -> None:
    base = documents.base
    before = base.rows("SELECT * FROM nodes_meta ORDER BY 1, 2")
    plan = documents.etl().plan()
    assert (plan.empty, plan.texts, plan.tokens) == (True, 0, 0)
    assert "nothing to do" in str(plan)
    receipt = documents.load()
    assert (receipt.changed, base.embedder.sent) == (False, [])
    assert (counted(base), len(before)) == (WHOLE, 1114)
    assert base.rows("SELECT * FROM nodes_meta ORDER BY 1, 2") == before
    check_books(base)


def test_one_description(documents: Documents) -> None:
    base = documents.base
    documents.edit(
        MODEL,
        "UPDATE Anchor_attributes SET description = 'what somebody likes', data_example = 'Chess', "
        "query = 'MATCH (n) RETURN n', embed_threshold = 0.5, embed_top_n = 3 "
        "WHERE attribute_name = 'interest_name'",
    )
    assert documents.planned() == {("dm_anchor_attributes", "", "update", "", 1, *NO_PRICE)}
    receipt = documents.load()
    assert (base.embedder.sent, receipt.embedded, receipt.reused) == ([], 0, 1114)
    assert base.rows(
        "SELECT embed_threshold, embed_top_n FROM dm_anchor_attributes "
        "WHERE attribute_name = 'interest_name'"
    ) == [(0.5, 3)]
    assert receipt.graph[:4] == (0, 0, 0, 0)
    check_books(base)


def test_one_name(documents: Documents) -> None:
    base = documents.base
    documents.edit(DATA, "UPDATE Anchor_interest SET interest_name = 'Lighthouses' WHERE id = 7")
    assert documents.planned() == {
        ("grist_nodes", "", "update", "", 1, *NO_PRICE),
        ("nodes", "", "update", "", 1, *NO_PRICE),
        ("rag_anchor_embeddings", "interest.interest_name", "embed", "text changed", 1, 1, 3, None),
        ("graph", "nodes", "store", "", 1, *NO_PRICE),
    }
    receipt = documents.load()
    assert (base.embedder.sent, receipt.embedded, receipt.reused) == (["Lighthouses"], 1, 1113)
    key = {"id": "interest:7"}
    text = "SELECT attribute_value FROM rag_anchor_embeddings WHERE node_id = $id"
    assert base.rows(text, **key) == [("Lighthouses",)]
    assert base.cypher("MATCH (n {id: $id}) RETURN n.interest_name", **key) == [("Lighthouses",)]
    assert base.rows(
        "SELECT count(*) FROM nodes_meta WHERE update_ts > create_ts"
    ) == [(1,)]  # fmt: skip
    check_books(base)


def test_delete_a_person(documents: Documents) -> None:
    base = documents.base
    documents.edit(DATA, "DELETE FROM Anchor_person WHERE id = 3")
    planned = documents.planned()
    documents.load()
    gone = 4144 - counted(base)["edges"]
    assert 80 <= gone <= 100
    assert planned == {
        *((table, "", "delete", "", 1, *NO_PRICE) for table in ("grist_nodes", "nodes")),
        *((table, "", "delete", "", gone, *NO_PRICE) for table in ("grist_edges", "edges")),
        ("rag_anchor_embeddings", "person.person_name", "delete", "row gone", 1, *NO_PRICE),
        ("graph", "nodes", "delete", "", 1, *NO_PRICE),
        ("graph", "edges", "delete", "", gone, *NO_PRICE),
    }
    assert base.embedder.sent == []
    assert in_graph(base) == {
        "person": 45, "interest": 1068, "PERSON_has_INTEREST": 4144 - gone,
    }  # fmt: skip
    assert base.rows("SELECT count(*) FROM workbench_node_vector") == [(1113,)]
    one = dict.fromkeys(("nodes", "grist_nodes", "rag_anchor_embeddings"), 1)
    check_books(base, edges=gone, grist_edges=gone, **one)
    dead = "SELECT hash, delete_ts = update_ts FROM nodes_meta WHERE delete_ts IS NOT NULL"
    assert base.rows(dead) == [(0, True)]


def test_embeddable_off_and_on_again(documents: Documents) -> None:
    base = documents.base
    switch = "UPDATE Anchor_attributes SET embeddable = {} WHERE attribute_name = 'interest_name'"
    documents.edit(MODEL, switch.format(0))
    assert documents.planned() == {
        ("dm_anchor_attributes", "", "update", "", 1, *NO_PRICE),
        ("rag_anchor_embeddings", "interest.interest_name", "delete", "no longer embeddable", 1068,
         *NO_PRICE),
    }  # fmt: skip
    documents.load()
    assert (base.embedder.sent, counted(base)["rag_anchor_embeddings"]) == ([], 46)
    check_books(base, rag_anchor_embeddings=1068)
    documents.edit(MODEL, switch.format(1))
    (embed,) = (step for step in documents.etl().plan(price=0.001).steps if step.action == "embed")
    assert embed[:6] == (
        "rag_anchor_embeddings", "interest.interest_name", "embed", "newly embeddable", 1068, 1068,
    )  # fmt: skip
    assert embed.cost == pytest.approx(embed.tokens * 0.001)
    documents.load()
    assert len(base.embedder.sent) == 1068
    check_books(base)


def test_anchor_removed(documents: Documents) -> None:
    base = documents.base
    assert {"person", "interest"} <= indexed(base)
    documents.edit(
        MODEL,
        "DELETE FROM Anchors WHERE noun = 'interest'",
        "DELETE FROM Anchor_attributes WHERE attribute_name LIKE 'interest%'",
        "DELETE FROM Links WHERE sentence = 'PERSON_has_INTEREST'",
    )
    planned = documents.planned()
    assert ("memgraph_anchor_indexes", "", "delete", "", 1, *NO_PRICE) in planned
    assert ("graph", "interest", "unindex", "", 1, *NO_PRICE) in planned
    assert ("graph", "nodes", "delete", "", 1068, *NO_PRICE) in planned
    assert not {step for step in planned if step[2] in ("add", "update", "embed", "store")}
    documents.load()
    assert base.embedder.sent == []
    assert in_graph(base) == {"person": 46}
    assert "person" in indexed(base)
    assert "interest" not in indexed(base)
    assert counted(base) == {"nodes": 46, "edges": 0, "rag_anchor_embeddings": 46}
    assert base.rows("SELECT DISTINCT node_type FROM workbench_node_vector") == [("person",)]
    assert base.rows("SELECT anchor FROM memgraph_anchor_indexes") == [("person",)]
    assert base.rows("SELECT noun FROM dm_anchors") == [("person",)]
