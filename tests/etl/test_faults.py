"""Loading: what an error leaves behind, and how the next load mends it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.etl.conftest import Base, CutGraph, in_graph, vectors
from tests.etl.embedders import Down, DownAfter
from tests.etl.small_base import data, link, model
from tests.stores.grist_files import texts
from workbench.core.errors import BadInput, StoreUnavailable, WorkbenchError
from workbench.etl.embedding import Sending
from workbench.etl.grist import read, unfinished
from workbench.schema import migrate
from workbench.stores.grist.collection import in_folder

BATCH = Sending().texts


def test_a_graph_that_lost_its_content_is_loaded_anew(base: Base, documents: Any) -> None:
    base.load(documents())
    base.graph.write("MATCH (n) DETACH DELETE n")
    receipt = base.load(documents())
    assert receipt.graph == (4, 2, 0, 0, 4, 2, True)
    assert len(in_graph(base)) == 2


def test_what_has_no_record_leaves_a_graph_that_is_loaded_anew(base: Base, documents: Any) -> None:
    base.load(documents())
    base.graph.write("CREATE (:person {id: 'ghost'})-[:LIVES_IN]->(:city {id: 'nowhere'})")
    base.graph.write("CREATE (:island {id: 'not ours'})")
    receipt = base.load(documents())
    assert receipt.graph == (4, 2, 2, 1, 4, 2, True)
    assert base.cypher("MATCH (n:island) RETURN n.id") == [("not ours",)]
    assert len(in_graph(base)) == 2


def test_an_edge_that_was_stored_twice_is_one_again(base: Base, documents: Any) -> None:
    base.load(documents())
    base.graph.write(
        "MATCH (a:person {id: 'p:1'}), (b:city {id: 'c:1'}) CREATE (a)-[:LIVES_IN]->(b)"
    )
    base.load(documents())
    assert base.cypher("MATCH (:person)-[r:LIVES_IN]->() RETURN count(r)") == [(2,)]


def test_labels_and_names_may_hold_anything(base: Base, documents: Any) -> None:
    noun, kind, name = "тип `x`", "sees `it`", "naïve 🦄 $name {x} 'quoted' \\n"
    ends = texts("from_node_id", "to_node_id", "edge_label")
    tables = {
        "Anchor_person": ({}, []),
        "Link_LIVES_IN": ({}, []),
        f"Anchor_{noun}": (texts("name"), [[name]]),
        f"Link_{kind}": (ends, [[f"{noun}:1", "c:1", kind]]),
    }
    anchors = [[noun, "", "", ""], ["city", "", "", ""]]
    odd = documents(tables=tables, anchors=anchors, links=[link(1, 2, kind)])
    assert base.load(odd).rejects == ()
    found = base.cypher("MATCH (n:`тип ``x```)-[:`sees ``it```]->(c) RETURN n.name, c.id")
    assert found == [(name, "c:1")]
    assert set(vectors(base)) == {name}
    assert not base.load(odd).changed


def test_vectors_of_another_dimension_are_refused_before_anything_is_written(
    local_stores: Any, tmp_path: Path, documents: Any
) -> None:
    relational, graph = local_stores
    migrate(relational, ("workbench", "vedana"), dimension=1024)
    base = Base(relational, graph, tmp_path / "rejects")
    told = r"vectors have dimension 1024, those of wordllama.* have 256.*bench\.reembed\(\)"
    with pytest.raises(BadInput, match=told):
        base.load(documents())
    assert (base.states(), base.rows("SELECT 1 FROM dm_anchors")) == ([], [])
    assert base.cypher("MATCH (n) RETURN count(n)") == [(0,)]


def test_missing_tables_are_named_with_the_command_that_makes_them(
    local_stores: Any, tmp_path: Path, documents: Any
) -> None:
    told = r'table dm_anchors is missing.*migrate\(store, \("workbench", "vedana"\), dimension=256'
    with pytest.raises(BadInput, match=told):
        Base(*local_stores, tmp_path).load(documents())


def test_half_a_load_never_looks_whole(base: Base, documents: Any) -> None:
    with pytest.raises(StoreUnavailable, match="connection to the graph is gone"):
        base.load(documents(), graph=CutGraph(base.graph))
    assert base.states() == ["failed"]
    ((receipt,),) = base.rows("SELECT receipt FROM workbench_load")
    assert receipt == {
        "error": "StoreUnavailable: the connection to the graph is gone",
        "stage": "graph",
    }
    receipt = base.load(documents())
    assert receipt.graph == (4, 2, 0, 0, 4, 2, True)
    assert base.states() == ["failed", "complete"]
    assert len(in_graph(base)) == 2


def test_a_load_that_was_killed_is_followed_by_one_that_compares_everything(
    base: Base, documents: Any
) -> None:
    base.load(documents())
    base.relational.write("UPDATE workbench_load SET state = 'running', finished_at = NULL")
    base.graph.write("MATCH (n {id: 'p:1'}) SET n.name = 'stale'")
    assert base.load(documents()).graph.reloaded
    assert base.cypher("MATCH (n {id: 'p:1'}) RETURN n.name") == [("Ada",)]


def test_an_embedder_that_is_down_leaves_the_tables_as_they_were(
    base: Base, documents: Any
) -> None:
    base.load(documents())
    with pytest.raises(StoreUnavailable, match="embedding service is down"):
        base.load(documents([["p:1", "Eve"]]), embedder=Down())
    assert base.states() == ["complete", "failed"]
    assert set(vectors(base)) == {"Ada", "Grace"}
    assert len(base.rows("SELECT 1 FROM nodes")) == 4


def test_tables_change_together_or_not_at_all(base: Base, documents: Any) -> None:
    base.load(documents())
    base.relational.write(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'no room'; END $$"
    )
    base.relational.write(
        "CREATE TRIGGER full_table BEFORE UPDATE ON rag_anchor_embeddings "
        "FOR EACH ROW EXECUTE FUNCTION refuse()"
    )
    with pytest.raises(WorkbenchError, match="no room"):
        base.load(documents([["p:1", "Ada L."], ["p:2", "Grace"]]))
    assert base.rows("SELECT attributes FROM nodes WHERE node_id = 'p:1'") == [({"name": "Ada"},)]
    assert base.cypher("MATCH (n {id: 'p:1'}) RETURN n.name") == [("Ada",)]
    assert base.states() == ["complete", "failed"]


def test_what_was_embedded_before_a_failure_is_not_paid_for_again(
    base: Base, documents: Any
) -> None:
    many = [[f"p:{number}", f"person {number}"] for number in range(BATCH + 10)]
    failing = DownAfter(calls=1)
    with pytest.raises(StoreUnavailable, match="embedding service is down"):
        base.load(documents(many), embedder=failing)
    assert len(failing.sent) == BATCH
    assert [loads.may_differ for loads in unfinished(base.relational)] == [False]
    assert (vectors(base), base.rows("SELECT 1 FROM nodes")) == ({}, [])
    assert base.cypher("MATCH (n) RETURN count(n)") == [(0,)]
    receipt = base.load(documents(many))
    assert (receipt.embedded, receipt.resumed, len(vectors(base))) == (10, BATCH, BATCH + 10)
    assert set(base.embedder.sent).isdisjoint(failing.sent)
    assert base.rows("SELECT count(*) FROM workbench_embedding") == [(0,)]


def test_documents_that_cannot_be_read_leave_the_base_as_it_was(
    base: Base, documents: Any, folders: Any
) -> None:
    base.load(documents())
    folder = folders()
    model(folder)
    data(folder)
    cut = (folder / "data.grist").read_bytes()
    (folder / "data.grist").write_bytes(cut[: len(cut) // 2])
    with pytest.raises(BadInput, match="was cut off"), in_folder(folder) as found:
        base.load(read(*found))
    assert base.states() == ["complete"]
    assert unfinished(base.relational) == []
