"""What a failing embedder, failing documents, another model and a reader make of a load of the real
documents.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.etl.embedders import Down, Watched
from tests.etl.real_documents import (
    WHOLE,
    Documents,
    check_books,
    counted,
    documents,
    records,
)
from tests.stores.test_grist_document import DATA, MODEL
from workbench.core.errors import BadInput, StoreUnavailable, WriteRefused
from workbench.etl.grist import Etl, Stores, stale, unfinished
from workbench.stores.read_only import ReadOnly

__all__ = ["documents"]  # a fixture


def test_another_model_marks_every_vector_of_the_old_one(documents: Documents) -> None:
    base, other = documents.base, Watched("another/model 2")
    plan = documents.etl(other).plan()
    assert {(step.label, step.reason, step.rows) for step in plan.steps} == {
        ("interest.interest_name", "model changed", 1068),
        ("person.person_name", "model changed", 46),
    }
    assert records(base, "model") == [(base.embedder.model,)]
    documents.load(other)
    assert len(other.sent) == 1114
    assert records(base, "model", "dimension", "state") == [("another/model 2", 256, "fresh")]
    ((same,),) = base.rows(
        "SELECT count(*) FROM workbench_node_vector JOIN rag_anchor_embeddings "
        "USING (node_id, node_type, attribute_name) "
        "WHERE text_hash = sha256(convert_to(attribute_value, 'UTF8'))"
    )
    assert same == 1114


def test_endpoint_down(documents: Documents) -> None:
    base = documents.base
    documents.edit(DATA, "UPDATE Anchor_interest SET interest_name = 'Lighthouses' WHERE id = 7")
    with pytest.raises(StoreUnavailable, match="embedding service is down"):
        documents.load(Down())
    served = "SELECT attribute_value FROM rag_anchor_embeddings WHERE node_id = 'interest:7'"
    assert base.rows(served) != [("Lighthouses",)]
    assert records(base, "state", "error") == [
        ("fresh", None), ("stale", "the embedding service is down"),
    ]  # fmt: skip
    told = stale(base.relational)
    assert {row[:4] for row in told.values} == {
        ("grist_nodes", None, None, 1114),
        ("nodes", None, None, 1114),
        ("rag_anchor_embeddings", None, None, 1114),
        ("rag_anchor_embeddings", "interest", "interest_name", 1),
    }
    ((failed,),) = [unfinished(base.relational)]
    assert "It changed nothing: what is there is stale" in str(failed)
    documents.load()
    assert (base.rows(served), base.embedder.sent) == ([("Lighthouses",)], ["Lighthouses"])
    assert (len(stale(base.relational)), unfinished(base.relational)) == (0, [])
    check_books(base)


def test_grist_down(documents: Documents) -> None:
    base = documents.base
    (documents.folder / MODEL).unlink()
    with pytest.raises(BadInput, match="expected one data model document"):
        documents.load()
    assert counted(base) == WHOLE
    assert len(stale(base.relational)) == 16
    assert [load.stage for load in unfinished(base.relational)] == ["read"]


def test_a_plan_and_its_run_see_the_same_documents(documents: Documents) -> None:
    etl = documents.etl()
    etl.plan()
    documents.edit(DATA, "UPDATE Anchor_interest SET interest_name = 'Lighthouses' WHERE id = 7")
    assert not etl.run().changed
    assert etl.run().changed


def test_a_plan_needs_stores_that_are_open_to_beread_alone(documents: Documents) -> None:
    documents.edit(DATA, "DELETE FROM Anchor_person WHERE id = 3")
    base = documents.base
    reading: Any = [ReadOnly(store, "it") for store in (base.relational, base.graph)]
    etl = Etl(documents.read, Stores(*reading, base.embedder))
    assert {tuple(step) for step in etl.plan().steps} == documents.planned()
    with pytest.raises(WriteRefused):
        etl.run()
    assert (counted(base), unfinished(base.relational)) == (WHOLE, [])
