"""Loading: what changes in tables and graph, and what the receipt says of it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.etl.conftest import Base, in_graph, vectors
from tests.etl.embedders import OFFLINE
from tests.etl.small_base import attribute, data, extract, golden, model
from workbench.etl.difference import Counts
from workbench.etl.grist import Receipt


def changed(receipt: Receipt) -> dict[str, Counts]:
    return {name: counts for name, counts in receipt.tables.items() if counts.changed}


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


def test_a_new_description_embeds_nothing(base: Base, documents: Any) -> None:
    base.load(documents())
    described = attribute(1, "name", embeddable=True)
    described[2] = "what people call them"
    receipt = base.load(documents(attributes=[described, attribute(2, "name")]))
    assert changed(receipt) == {"dm_anchor_attributes": Counts(0, 1, 0, 1)}
    assert (base.embedder.sent, receipt.graph.nodes_stored) == ([], 0)


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
