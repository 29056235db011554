"""A database that Vedana's own ETL filled: what a plan says of it, and what a run keeps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.dumps import pg_restore
from tests.etl.conftest import Base
from tests.etl.real_documents import in_graph, pending
from tests.vedana_embedding import FixtureEmbedder
from workbench.core.errors import BadInput
from workbench.etl.grist import Etl, EtlPlan, Stores, read
from workbench.schema import migrate
from workbench.schema.spaces import record_space
from workbench.stores.grist.collection import in_folder
from workbench.stores.read_only import ReadOnly

EMBEDDER = FixtureEmbedder()


@pytest.fixture
def original(local_stores: Any, vedana: Path, tmp_path: Path) -> Base:
    relational, graph = local_stores
    relational.write("CREATE EXTENSION vector")
    pg_restore(relational, vedana / "vedana_oracle.dump")
    return Base(relational, graph, tmp_path)


def etl(original: Base, vedana: Path, *, read_only: bool = False) -> Etl:
    def documents() -> Any:
        with in_folder(vedana) as found:
            return read(*found)

    stores: Any = original.relational, original.graph
    if read_only:
        stores = [ReadOnly(store, "it") for store in stores]
    return Etl(documents, Stores(*stores, EMBEDDER))


def told(plan: EtlPlan) -> dict[tuple[str, str, str], tuple[int, str]]:
    return {step[:3]: (step.rows, step.reason) for step in plan.steps}


def test_a_plan_needs_no_tables_of_ours_and_says_that_models_are_unknown(
    original: Base, vedana: Path
) -> None:
    plan = etl(original, vedana, read_only=True).plan()
    anew = "the graph holds nothing, the tables 4144 PERSON_has_INTEREST, 1068 interest, 46 person"
    assert told(plan) == {
        ("grist_nodes", "", "update"): (1114, ""),  # they lack their declared id (D30)
        ("nodes", "", "update"): (1114, ""),
        ("rag_anchor_embeddings", "person.person_name", "embed"): (46, "model unknown"),
        ("rag_anchor_embeddings", "interest.interest_name", "embed"): (1068, "model unknown"),
        ("graph", "nodes", "store"): (1114, anew),
        ("graph", "edges", "store"): (4144, anew),
        ("graph", "person", "index"): (1, anew),
        ("graph", "interest", "index"): (1, anew),
    }
    assert plan.notes[0].startswith("nobody recorded which model")
    with pytest.raises(BadInput, match=r'workbench_load is missing.*migrate\(store, \("workbench"'):
        etl(original, vedana).run()


def test_vectors_whose_model_is_said_are_kept_and_datapipe_finds_nothing_pending(
    original: Base, vedana: Path
) -> None:
    migrate(original.relational, ("workbench",))
    for table in ("rag_anchor_embeddings", "rag_edge_embeddings"):
        record_space(original.relational, table, EMBEDDER.model, EMBEDDER.dimension)
    before = original.rows("SELECT * FROM rag_anchor_embeddings_meta ORDER BY 1")
    receipt = etl(original, vedana).run()
    assert (receipt.embedded, receipt.reused) == (0, 1114)
    assert original.rows("SELECT * FROM rag_anchor_embeddings_meta ORDER BY 1") == before
    assert in_graph(original) == {"person": 46, "interest": 1068, "PERSON_has_INTEREST": 4144}
    assert pending(original) == {}
    assert etl(original, vedana).plan().empty


def test_another_dimension_is_told_by_the_plan(original: Base, vedana: Path) -> None:
    with in_folder(vedana) as found:
        extract = read(*found)
    stores = Stores(original.relational, original.graph, original.embedder)
    with pytest.raises(BadInput, match=r"vectors have dimension 1024.*bench\.reembed\(\)"):
        Etl(lambda: extract, stores).plan()
