"""Loading: what changes in tables, vectors and graph, and what an error leaves behind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.etl.conftest import Base, CutGraph
from tests.etl.embedders import OFFLINE, Down, Watched
from tests.etl.small_base import (
    PEOPLE,
    attribute,
    data,
    extract,
    golden,
    link,
    model,
)
from tests.stores.grist_files import Col, texts
from workbench.core.errors import BadInput, StoreUnavailable, WorkbenchError
from workbench.etl.difference import Counts
from workbench.etl.grist import Extract, Receipt
from workbench.schema import migrate


@pytest.fixture
def folders(tmp_path: Path) -> Any:
    """A new folder for every set of documents that a test writes."""
    number = iter(range(100))

    def fresh() -> Path:
        folder = tmp_path / str(next(number))
        folder.mkdir()
        return folder

    return fresh


@pytest.fixture
def documents(folders: Any) -> Any:
    """An extract of the small base with other rows in its tables, or another model."""

    def read(people: Any = PEOPLE, *, tables: Any = None, **changes: Any) -> Extract:
        folder = folders()
        columns = texts("person_id", "name")
        path = data(folder, **{"Anchor_person": (columns, people), **(tables or {})})
        return extract(model(folder, **changes), path)

    return read


def changed(receipt: Receipt) -> dict[str, Counts]:
    return {name: counts for name, counts in receipt.tables.items() if counts.changed}


def in_graph(base: Base) -> set[tuple[str, str, str, str]]:
    """Every edge with the names at its ends and their labels."""
    text = "MATCH (a)-[r]->(b) RETURN a.id, labels(a)[0], type(r), b.id"
    return {(source, label, kind, target) for source, label, kind, target in base.cypher(text)}


def vectors(base: Base) -> dict[str, Any]:
    text = "SELECT attribute_value, embedding FROM rag_anchor_embeddings"
    return dict(base.rows(text))


def test_a_first_load_fills_tables_vectors_and_graph(every_base: Base, documents: Any) -> None:
    base = every_base
    receipt = base.load(documents())
    assert base.rows("SELECT * FROM nodes ORDER BY node_id") == [
        ("c:1", "city", {"name": "London"}),
        ("c:2", "city", {"name": "New York"}),
        ("p:1", "person", {"name": "Ada"}),
        ("p:2", "person", {"name": "Grace"}),
    ]
    assert in_graph(base) == {
        ("p:1", "person", "LIVES_IN", "c:1"),
        ("p:2", "person", "LIVES_IN", "c:2"),
    }
    assert base.cypher("MATCH (n {id: 'p:1'}) RETURN n.name") == [("Ada",)]
    assert vectors(base)["Ada"] == pytest.approx(OFFLINE.embed(["Ada"])[0])
    assert (receipt.embedded, receipt.reused, receipt.changed) == (2, 0, True)
    assert base.states() == ["complete"]


def test_the_same_again_changes_and_embeds_nothing(every_base: Base, documents: Any) -> None:
    base = every_base
    first = base.load(documents())
    second = base.load(documents())
    assert not second.changed
    assert changed(second) == {}
    assert base.embedder.sent == []
    assert (second.embedded, second.reused) == (0, first.embedded)
    assert {name: counts.unchanged for name, counts in second.tables.items()} == {
        name: counts.added for name, counts in first.tables.items()
    }


def test_one_new_name_is_one_row_one_text_and_one_node(base: Base, documents: Any) -> None:
    base.load(documents())
    receipt = base.load(documents([["p:1", "Ada Lovelace"], ["p:2", "Grace"]]))
    one = Counts(0, 1, 0, 1)
    assert changed(receipt) == {
        "grist_nodes": Counts(0, 1, 0, 3),
        "nodes": Counts(0, 1, 0, 3),
        "rag_anchor_embeddings": one,
    }
    assert base.embedder.sent == ["Ada Lovelace"]
    assert receipt.graph[:4] == (1, 0, 0, 0)
    assert base.cypher("MATCH (n {id: 'p:1'}) RETURN n.name") == [("Ada Lovelace",)]
    assert vectors(base)["Ada Lovelace"] == pytest.approx(OFFLINE.embed(["Ada Lovelace"])[0])


def test_a_person_who_is_gone_is_gone_everywhere(base: Base, documents: Any) -> None:
    base.load(documents())
    receipt = base.load(documents([["p:2", "Grace"]]))
    assert receipt.tables["nodes"] == Counts(0, 0, 1, 3)
    assert receipt.tables["edges"] == Counts(0, 0, 1, 1)
    assert receipt.graph[:4] == (0, 0, 1, 1)
    assert in_graph(base) == {("p:2", "person", "LIVES_IN", "c:2")}
    assert set(vectors(base)) == {"Grace"}
    assert [reject.seen for reject in receipt.rejects] == ["p:1"]  # the link that now dangles


def test_a_new_description_embeds_nothing(base: Base, documents: Any) -> None:
    base.load(documents())
    described = attribute(1, "name", embeddable=True)
    described[2] = "what people call them"
    receipt = base.load(documents(attributes=[described, attribute(2, "name")]))
    assert changed(receipt) == {"dm_anchor_attributes": Counts(0, 1, 0, 1)}
    assert (base.embedder.sent, receipt.graph.nodes_stored) == ([], 0)


def test_an_attribute_that_becomes_embeddable_needs_its_own_texts(
    base: Base, documents: Any
) -> None:
    base.load(documents())
    both = [attribute(1, "name", embeddable=True), attribute(2, "name", embeddable=True)]
    base.load(documents(attributes=both))
    assert base.embedder.sent == ["London", "New York"]
    assert set(vectors(base)) == {"Ada", "Grace", "London", "New York"}


def test_an_attribute_that_is_no_longer_embeddable_loses_its_vectors(
    base: Base, documents: Any
) -> None:
    base.load(documents())
    receipt = base.load(documents(attributes=[attribute(1, "name"), attribute(2, "name")]))
    assert receipt.tables["rag_anchor_embeddings"] == Counts(0, 0, 2, 0)
    assert (base.embedder.sent, vectors(base)) == ([], {})


def test_a_text_that_occurs_often_is_embedded_once(base: Base, documents: Any) -> None:
    receipt = base.load(documents([["p:1", "Ada"], ["p:2", "Ada"], ["p:3", "Eve"]]))
    assert sorted(base.embedder.sent) == ["Ada", "Eve"]
    assert receipt.embedded == 2
    assert receipt.tables["rag_anchor_embeddings"].added == 3


def test_another_model_embeds_everything_again(base: Base, documents: Any) -> None:
    base.load(documents())
    other = Watched("another/model 2")
    receipt = base.load(documents(), embedder=other)
    assert sorted(other.sent) == ["Ada", "Grace"]
    assert (receipt.embedded, receipt.reused) == (2, 0)
    assert base.rows("SELECT DISTINCT model, dimension FROM workbench_vector_space") == [
        ("another/model 2", 256)
    ]


def test_vectors_of_an_unknown_model_are_not_trusted(base: Base, documents: Any) -> None:
    base.load(documents())
    base.relational.write("DELETE FROM workbench_vector_space")
    base.load(documents())
    assert sorted(base.embedder.sent) == ["Ada", "Grace"]


def test_attributes_of_links_have_vectors_too(base: Base, documents: Any) -> None:
    columns = {**texts("from_node_id", "to_node_id", "edge_label"), "why": Col()}
    rows = [["p:1", "c:1", "LIVES_IN", "for work"], ["p:2", "c:2", "LIVES_IN", "for work"]]
    base.load(
        documents(
            tables={"Link_LIVES_IN": (columns, rows)},
            links=[link(1, 2, "LIVES_IN", directed=False)],
            link_attributes=[attribute(1, "why", embeddable=True)],
        )
    )
    stored = base.rows(
        "SELECT from_node_id, to_node_id, edge_label, attribute_name, attribute_value "
        "FROM rag_edge_embeddings ORDER BY 1, 2"
    )
    ends = [("c:1", "p:1"), ("c:2", "p:2"), ("p:1", "c:1"), ("p:2", "c:2")]
    assert stored == [(*pair, "LIVES_IN", "why", "for work") for pair in ends]
    assert base.embedder.sent.count("for work") == 1
    assert base.cypher("MATCH (:city)-[r]->(:person) RETURN DISTINCT r.why") == [("for work",)]
    assert base.rows("SELECT link FROM memgraph_link_indexes") == [("LIVES_IN",)]


def test_a_refused_text_costs_its_own_vector(base: Base, documents: Any) -> None:
    base.load(documents([["p:1", "Ada"], ["p:2", "Grace"]]))
    picky = Watched(refuses=lambda text: text == "Eve")
    people = [["p:1", "Eve"], ["p:2", "Grace"], ["p:3", "Bob"], ["p:4", "Joe"]]
    receipt = base.load(documents(people), embedder=picky)
    assert set(vectors(base)) == {"Grace", "Bob", "Joe"}
    assert [(r.table, r.column, r.reason, r.seen) for r in receipt.rejects] == [
        ("rag_anchor_embeddings", "name", "no vector: too long", "p:1: Eve")
    ]


def test_a_text_that_the_model_does_not_know_is_told_every_time(base: Base, documents: Any) -> None:
    for sent in (["Ada", "Grace"], []):
        blind = Watched(knows_nothing_of=lambda text: text == "Ada")
        receipt = base.load(documents(), embedder=blind)
        assert blind.sent == sent
        assert ["its vector is zero" in reject.reason for reject in receipt.rejects] == [True]
    assert not np.any(vectors(base)["Ada"])


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


def test_the_golden_set_is_loaded_and_left_alone_without_its_document(
    base: Base, folders: Any, documents: Any
) -> None:
    folder = folders()
    asked = golden(folder, [["Who lives in London?", "Ada", "", "sample"]])
    base.load(extract(model(folder), data(folder), asked))
    receipt = base.load(documents())
    assert base.rows("SELECT * FROM eval_gds") == [
        ("Who lives in London?", "Ada", "", "sample", "")
    ]
    assert "eval_gds" not in receipt.tables


def test_rejects_are_written_line_by_line(base: Base, documents: Any) -> None:
    receipt = base.load(documents([["p:1", "Ada"], ["p:1", "Eve"], ["", ""]]))
    assert receipt.rejects_file is not None
    lines = [json.loads(line) for line in receipt.rejects_file.read_text().splitlines()]
    assert lines == [reject._asdict() for reject in receipt.rejects]
    assert lines[0] == {
        "document": "data.grist",
        "table": "Anchor_person",
        "row": 3,
        "column": "",
        "reason": "dropped: blank row",
        "seen": "",
    }


def test_without_rejects_there_is_no_file(base: Base, documents: Any) -> None:
    assert base.load(documents()).rejects_file is None
    assert not base.rejects.exists()


def test_the_receipt_is_kept_with_the_load(base: Base, documents: Any) -> None:
    receipt = base.load(documents())
    ((load_id, source, finished, kept),) = base.rows(
        "SELECT load_id, source, finished_at > started_at, receipt FROM workbench_load"
    )
    assert (load_id, source, finished) == (receipt.load_id, "model.grist, data.grist", True)
    assert kept["tables"]["nodes"] == {"added": 4, "updated": 0, "deleted": 0, "unchanged": 0}
    assert (kept["embedded"], kept["graph"]["edges"]) == (2, 2)


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
    assert receipt == {"error": "StoreUnavailable: the connection to the graph is gone"}
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
