"""Loading: which texts are embedded, and which vectors stay."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.etl.conftest import Base, vectors
from tests.etl.embedders import Watched
from tests.etl.small_base import attribute, link
from tests.stores.grist_files import Col, texts
from workbench.etl.difference import Counts


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
    base.relational.write("DELETE FROM workbench_node_vector")
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


def test_a_refused_text_is_asked_about_and_told_every_time(base: Base, documents: Any) -> None:
    for _ in range(2):
        picky = Watched(refuses=lambda text: text == "Ada")
        receipt = base.load(documents(), embedder=picky)
        assert [reject.reason for reject in receipt.rejects] == ["no vector: too long"]
    assert (receipt.embedded, receipt.reused) == (0, 1)
    assert base.load(documents()).embedded == 1


def test_a_text_that_the_model_does_not_know_is_told_every_time(base: Base, documents: Any) -> None:
    for sent in (["Ada", "Grace"], []):
        blind = Watched(knows_nothing_of=lambda text: text == "Ada")
        receipt = base.load(documents(), embedder=blind)
        assert blind.sent == sent
        assert ["its vector is zero" in reject.reason for reject in receipt.rejects] == [True]
    assert not np.any(vectors(base)["Ada"])
