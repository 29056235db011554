"""How a plan reads, and what it says of doubtful cases."""

from __future__ import annotations

from typing import Any

import polars
import pytest

from tests.etl.conftest import Base
from tests.etl.embedders import DownAfter, Watched
from tests.etl.interposed import Interposed
from tests.etl.real_documents import indexed
from tests.etl.small_base import attribute, link
from workbench.core.errors import BadInput, StoreBusy, StoreUnavailable
from workbench.etl.embedding import Sending, estimated_tokens
from workbench.etl.grist import Etl, Extract, Stores, stale
from workbench.etl.plan import EtlPlan
from workbench.schema import change_dimension


def etl(base: Base, extract: Extract, embedder: Any = None, **more: Any) -> Etl:
    stores = Stores(base.relational, base.graph, embedder or base.embedder)
    return Etl(lambda: extract, stores, **more)


def vectors(plan: EtlPlan) -> list[tuple[Any, ...]]:
    return [(s.label, s.action, s.reason, s.rows, s.texts, s.tokens) for s in plan.steps
            if s.where == "rag_anchor_embeddings"]  # fmt: skip


def test_a_first_plan_reads_as_what_a_load_will_do(base: Base, documents: Any) -> None:
    plan = etl(base, documents()).plan(price=0.5)
    assert (plan.texts, plan.tokens, plan.cost) == (2, 3, 1.5)
    assert vectors(plan) == [("person.name", "embed", "new", 2, 2, 3)]
    lines = str(plan).splitlines()
    assert lines[0] == "plan for model.grist, data.grist: "
    assert (
        "  embed           2  rag_anchor_embeddings person.name (new), 2 texts, ~3 tokens" in lines
    )
    assert lines[-1] == f"to embed with {base.embedder.model}: 2 texts, ~3 tokens, cost ~1.500000"
    assert base.rows("SELECT count(*) FROM dm_anchors") == [(0,)]


def test_without_a_price_the_cost_is_unknown_and_says_so(base: Base, documents: Any) -> None:
    plan = etl(base, documents()).plan()
    assert plan.cost is None
    assert "cost unknown: give price= per token" in str(plan)


def test_a_plan_is_a_table(base: Base, documents: Any) -> None:
    plan = etl(base, documents()).plan()
    frame = plan.polars()
    assert frame.columns == list(plan.rows.columns)
    stored = frame.filter(polars.col("where") == "graph").select("label", "action", "rows").rows()
    assert stored == [("nodes", "store", 4), ("edges", "store", 2), ("person", "index", 1),
                      ("city", "index", 1)]  # fmt: skip
    assert "<table" in plan._repr_html_()


@pytest.mark.parametrize(
    ("people", "found"),
    [
        ([["p:1", "Ada"], ["p:2", "Grace"], ["p:3", "Eve"]], ("embed", "new", 1, 1, 1)),
        ([["p:1", "Ada"], ["p:2", "Hopper"]], ("embed", "text changed", 1, 1, 2)),
        ([["p:1", "Ada"], ["p:2", ""]], ("delete", "no text", 1, None, None)),
        ([["p:1", "Ada"]], ("delete", "row gone", 1, None, None)),
    ],
)
def test_every_vector_has_its_reason(
    base: Base, documents: Any, people: Any, found: tuple[Any, ...]
) -> None:
    base.load(documents())
    assert vectors(etl(base, documents(people)).plan()) == [("person.name", *found)]


def test_a_value_that_was_blank_has_no_vector_yet(base: Base, documents: Any) -> None:
    base.load(documents([["p:1", "Ada"], ["p:2", ""]]))
    ((_, action, reason, *_),) = vectors(etl(base, documents()).plan())
    assert (action, reason) == ("embed", "no vector yet")


def test_a_text_of_many_rows_is_counted_once(base: Base, documents: Any) -> None:
    plan = etl(base, documents([["p:1", "Ada"], ["p:2", "Ada"]])).plan()
    assert vectors(plan) == [("person.name", "embed", "new", 2, 1, 1)]


def test_vectors_of_nobody_knows_which_model_are_made_anew_and_it_is_said(
    base: Base, documents: Any
) -> None:
    base.load(documents())
    base.relational.write("TRUNCATE workbench_node_vector, workbench_vector_space")
    plan = etl(base, documents()).plan()
    assert [found[1:3] for found in vectors(plan)] == [("embed", "model unknown")]
    assert "schema.record_space(store, table, model, dimension)" in str(plan)


def test_a_vector_that_somebody_else_wrote_is_of_an_unknown_model(
    base: Base, documents: Any
) -> None:
    base.load(documents())
    base.relational.write(
        "UPDATE rag_anchor_embeddings SET attribute_value = 'Eve' WHERE node_id = 'p:1'"
    )
    eve = documents([["p:1", "Eve"], ["p:2", "Grace"]])
    assert [found[1:4] for found in vectors(etl(base, eve).plan())] == [
        ("embed", "model unknown", 1)
    ]


def test_a_table_that_somebody_else_changed_is_compared_again(base: Base, documents: Any) -> None:
    base.load(documents())
    base.relational.write("UPDATE nodes SET attributes = '{}' WHERE node_id = 'c:1'")
    steps = [tuple(step)[:5] for step in etl(base, documents()).plan().steps]
    assert ("nodes", "", "update", "", 1) in steps


def test_a_graph_that_lost_nodes_is_stored_anew_and_the_plan_says_why(
    base: Base, documents: Any
) -> None:
    base.load(documents())
    base.graph.write("MATCH (n:city {id: 'c:1'}) DETACH DELETE n")
    (nodes,) = (
        s for s in etl(base, documents()).plan().steps if s[:3] == ("graph", "nodes", "store")
    )
    assert nodes.rows == 4
    assert nodes.reason.startswith("the graph holds 1 LIVES_IN, 1 city, 2 person, the tables")


def test_what_a_failed_load_paid_for_is_not_counted_again(base: Base, documents: Any) -> None:
    failing = etl(base, documents(), DownAfter(calls=1), sending=Sending(texts=1))
    with pytest.raises(StoreUnavailable):
        failing.run()
    plan = failing.plan(price=1.0)
    assert (plan.texts, plan.resumed, plan.cost) == (1, 1, estimated_tokens("Grace"))
    assert "vectors kept from a load that failed: 1" in str(plan)


def test_progress_is_told_stage_by_stage(base: Base, documents: Any) -> None:
    told: list[tuple[str, int, int]] = []
    etl(base, documents()).run(lambda *found: told.append(found))
    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    assert stages == ["compare", "embed", "tables", "graph"]
    last = {stage: (done, total) for stage, done, total in told}
    assert all(done == total for done, total in last.values())
    assert (last["embed"], last["graph"]) == ((2, 2), (6, 6))


def test_a_name_that_the_graph_cannot_take_is_refused_before_anything_is_written(
    base: Base, documents: Any
) -> None:
    base.graph.admit({"person"}, {"LIVES_IN"})  # does not raise
    both = documents(links=[link(1, 2, "city")])
    for does in (etl(base, both).plan, etl(base, both).run):
        with pytest.raises(BadInput, match=r"may not share a name on this engine: \['city'\]"):
            does()
    assert (base.rows("SELECT 1 FROM dm_anchors"), base.states()) == ([], [])


def test_an_embedder_that_gives_too_few_vectors_is_told(base: Base, documents: Any) -> None:
    class Short(Watched):
        def embed(self, texts: Any) -> Any:
            return super().embed(texts)[:-1]

    told = r"expected 2 vectors of 256 numbers, found 1 vectors"
    with pytest.raises(StoreUnavailable, match=told):
        etl(base, documents(), Short()).run()


def test_another_program_that_writes_meanwhile_is_noticed(base: Base, documents: Any) -> None:
    base.load(documents())

    def meddle(texts: Any) -> None:
        base.relational.write("UPDATE nodes SET attributes = '{}' WHERE node_id = 'c:1'")

    eve = documents([["p:1", "Eve"], ["p:2", "Grace"]])
    with pytest.raises(StoreBusy, match="table nodes: another program changed it"):
        etl(base, eve, Interposed(base.embedder, "embed", meddle)).run()
    assert base.rows("SELECT attributes FROM grist_nodes WHERE node_id = 'p:1'") == [
        ({"name": "Ada"},)
    ]
    assert etl(base, eve).run().resumed == 1


def test_an_attribute_of_a_removed_anchor_leaves_the_others_alone(
    base: Base, documents: Any
) -> None:
    base.load(documents(links=[]))
    only = documents(
        anchors=[["person", "", "", ""]], attributes=[attribute(1, "name", embeddable=True)],
        links=[],
    )  # fmt: skip
    steps = {tuple(step)[:5] for step in etl(base, only).plan().steps}
    assert {step for step in steps if step[0] == "graph"} == {
        ("graph", "nodes", "delete", "", 2), ("graph", "city", "unindex", "", 1),
    }  # fmt: skip
    etl(base, only).run()
    assert base.rows("SELECT anchor FROM memgraph_anchor_indexes") == [("person",)]
    assert "person" in indexed(base)
    assert "city" not in indexed(base)
    base.load(documents(links=[]))
    assert "city" in indexed(base)


def test_a_later_word_on_all_vectors_of_a_table_counts(base: Base, documents: Any) -> None:
    base.load(documents())
    other = Watched("another/model 2")
    change_dimension(base.relational, 256, embed=other.embed, model=other.model)
    assert etl(base, documents(), other).plan().empty
    assert [found[1:4] for found in vectors(etl(base, documents()).plan())] == [
        ("embed", "model changed", 2)
    ]


def test_calls_that_were_made_again_are_in_the_receipt(base: Base, documents: Any) -> None:
    class Busy(Watched):
        left = 2

        def embed(self, texts: Any) -> Any:
            if self.left:
                self.left -= 1
                raise StoreBusy("too many requests", after=0.001)
            return super().embed(texts)

    receipt = etl(base, documents(), Busy()).run()
    assert (receipt.retries, receipt.embedded, receipt.summary()["retries"]) == (2, 2, 2)
    assert "calls that were made again: 2" in str(receipt)


def test_a_database_without_our_tables_has_nothing_stale(local_stores: Any) -> None:
    assert len(stale(local_stores[0])) == 0
