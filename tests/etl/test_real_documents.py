"""Vedana's own documents in real stores: numbers counted another way, and what an edit changes."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.etl.conftest import Base
from tests.etl.states import state
from tests.stores.test_grist_document import DATA
from workbench.etl.difference import Counts
from workbench.etl.grist import Extract, Receipt, read
from workbench.stores.grist.collection import in_folder

NODES = ("nodes", "grist_nodes")
EDGES = ("edges", "grist_edges")


@pytest.fixture
def folder(vedana: Path, tmp_path: Path) -> Path:
    """The documents where a test may edit them."""
    copy = tmp_path / "documents"
    copy.mkdir()
    for path in vedana.glob("*.grist"):
        shutil.copyfile(path, copy / path.name)
    return copy


def extracted(folder: Path) -> Extract:
    with in_folder(folder) as documents:
        return read(*documents)


def edit(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / DATA)) as db:
        for statement in statements:
            assert db.execute(statement).rowcount > 0
        db.commit()


def ask(folder: Path, text: str) -> Any:
    """The one value that plain SQLite finds in the Data document."""
    with closing(sqlite3.connect(folder / DATA)) as db:
        return db.execute(text).fetchone()[0]


def counted(folder: Path) -> tuple[int, int, int]:
    """Nodes, edges and embeddable texts, as SQLite counts them; links have no direction."""
    people, interests, links = (
        ask(folder, f"SELECT count(DISTINCT {what}) FROM {table}")
        for what, table in (
            ("person_id", "Anchor_person"),
            ("interest_id", "Anchor_interest"),
            ("l.from_node_id || '>' || l.to_node_id", f"Link_person_has_interest l {JOIN}"),
        )
    )
    named = ask(folder, "SELECT count(*) FROM Anchor_person WHERE person_name <> ''")
    topics = ask(folder, "SELECT count(*) FROM Anchor_interest WHERE interest_name <> ''")
    return people + interests, 2 * links, named + topics


JOIN = (
    "JOIN Anchor_person p ON p.person_id = l.from_node_id "
    "JOIN Anchor_interest i ON i.interest_id = l.to_node_id"
)


def numbers(base: Base) -> dict[str, tuple[int, int, int]]:
    """Nodes, edges and vectors in the tables; and in the graph, with the vectors of its nodes."""
    tables = "nodes", "edges", "rag_anchor_embeddings"
    in_tables = [base.rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables]
    nodes, ids = base.cypher("MATCH (n) RETURN count(n), collect(n.id)")[0]
    ((edges,),) = base.cypher("MATCH ()-[r]->() RETURN count(r)")
    text = "SELECT count(*) FROM rag_anchor_embeddings WHERE node_id = ANY($ids)"
    ((embedded,),) = base.rows(text, ids=ids)
    return {"tables": tuple(in_tables), "graph": (nodes, edges, embedded)}  # type: ignore[dict-item]


def held(receipt: Receipt) -> tuple[int, int, int]:
    """Nodes, edges and vectors that there are now, as the receipt says."""
    return receipt.graph.nodes, receipt.graph.edges, receipt.embedded + receipt.reused


def changed(receipt: Receipt) -> dict[str, Counts]:
    return {name: counts for name, counts in receipt.tables.items() if counts.changed}


def test_receipt_tables_graph_and_documents_have_the_same_numbers(base: Base, folder: Path) -> None:
    receipt = base.load(extracted(folder))
    expected = counted(folder)
    assert expected == (1114, 4144, 1114)
    assert held(receipt) == expected
    assert numbers(base) == {"tables": expected, "graph": expected}
    added = [receipt.tables[name].added for name in ("nodes", "edges", "rag_anchor_embeddings")]
    assert tuple(added) == expected


def test_the_same_documents_again_change_and_embed_nothing(base: Base, folder: Path) -> None:
    found = extracted(folder)
    base.load(found)
    before = state(base.relational, base.graph, found)
    receipt = base.load(extracted(folder))
    assert not receipt.changed
    assert (base.embedder.sent, receipt.embedded, receipt.reused) == ([], 0, 1114)
    assert not receipt.graph.reloaded
    assert state(base.relational, base.graph, found) == before


def test_another_name_of_an_interest_changes_one_record_one_vector_one_node(
    base: Base, folder: Path
) -> None:
    base.load(extracted(folder))
    edit(folder, "UPDATE Anchor_interest SET interest_name = 'Lighthouses' WHERE id = 7")
    receipt = base.load(extracted(folder))
    one = Counts(0, 1, 0, 1113)
    assert changed(receipt) == dict.fromkeys((*NODES, "rag_anchor_embeddings"), one)
    assert base.embedder.sent == ["Lighthouses"]
    assert receipt.graph[:4] == (1, 0, 0, 0)
    key = ask(folder, "SELECT interest_id FROM Anchor_interest WHERE id = 7")
    text = "MATCH (n:interest {id: $key}) RETURN n.interest_name"
    assert base.cypher(text, key=key) == [("Lighthouses",)]


def test_a_removed_person_is_removed_everywhere_and_the_links_left_behind_are_told(
    base: Base, folder: Path
) -> None:
    base.load(extracted(folder))
    key = ask(folder, "SELECT person_id FROM Anchor_person WHERE id = 3")
    links = ask(folder, f"SELECT count(*) FROM Link_person_has_interest WHERE from_node_id='{key}'")
    edit(folder, "DELETE FROM Anchor_person WHERE id = 3")
    receipt = base.load(extracted(folder))
    assert receipt.graph[:4] == (0, 0, 1, 2 * links)
    assert changed(receipt) == {
        **dict.fromkeys((*NODES, "rag_anchor_embeddings"), Counts(0, 0, 1, 1113)),
        **dict.fromkeys(EDGES, Counts(0, 0, 2 * links, 4144 - 2 * links)),
    }
    assert numbers(base) == dict.fromkeys(("tables", "graph"), counted(folder))
    dangling = [reject for reject in receipt.rejects if reject.seen == key]
    assert len(dangling) == links > 40
    assert {(r.document, r.column, r.reason) for r in dangling} == {
        (DATA, "from_node_id", "dropped: no person or interest has this id")
    }


def test_an_edited_base_equals_one_that_was_loaded_at_once(
    base: Base, folder: Path, servers: Any, tmp_path: Path
) -> None:
    base.load(extracted(folder))
    edit(
        folder,
        "DELETE FROM Anchor_person WHERE id IN (3, 9)",
        "DELETE FROM Link_person_has_interest WHERE id % 7 = 0",
        "UPDATE Anchor_interest SET interest_name = upper(interest_name) WHERE id % 50 = 0",
        "UPDATE Anchor_interest SET interest_id = 'interest:new' WHERE id = 11",
    )
    found = extracted(folder)
    base.load(found)
    edited = state(base.relational, base.graph, found)
    base.graph.write("MATCH (n) DETACH DELETE n")
    base.relational.write("TRUNCATE nodes, edges, grist_nodes, grist_edges, rag_anchor_embeddings")
    base.load(found)
    assert state(base.relational, base.graph, found) == edited
