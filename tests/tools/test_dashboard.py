"""The front page and the pipeline's page of the small world."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.asker import Asker
from tests.catalogue.small_world import load_graph, load_tables
from workbench.core.errors import BadInput
from workbench.tools.dashboard import dashboard
from workbench.tools.pipeline_status import pipeline_status

LOADED = 1001.0


@pytest.fixture
def bench(relational: Any, graph: Any) -> Asker:
    load_tables(relational)
    load_graph(graph)
    return Asker(relational, graph)


def rows(found: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in found.values]


def test_graph_and_tables_are_told_apart_label_by_label(bench: Asker) -> None:
    page = dashboard(bench, now=LOADED)

    assert rows(page.nodes) == [("interest", 6, 5, 1, 5, 0, 0), ("person", 3, 3, 0, 3, 0, 0)]
    assert rows(page.edges) == [("PERSON_has_INTEREST", 12, 12, 0, 0, 0, 0)]
    assert rows(page.node_embeddings) == [("interest", 5, 0, 0, 0), ("person", 3, 0, 0, 0)]
    assert rows(page.tables) == [
        ("nodes", 8, 8, 0, 0),
        ("edges", 12, 0, 0, 0),
        ("rag_anchor_embeddings", 8, 0, 0, 0),
        ("rag_edge_embeddings", 1, 0, 0, 0),
    ]


def test_changes_are_those_of_the_window(bench: Asker) -> None:
    bench.relational.write(  # type: ignore[union-attr]
        "UPDATE nodes_meta SET delete_ts = 5000, update_ts = 5000 WHERE node_id = 'person:1'"
    )
    then, later = (dashboard(bench, days=1 / 86400, now=now).tables[0] for now in (LOADED, 5000))

    assert (then["added"], then["deleted"]) == (8, 0)
    assert (later["added"], later["updated"], later["deleted"]) == (0, 0, 1)


def test_a_page_of_now_sees_nothing_of_long_ago(bench: Asker) -> None:
    page = dashboard(bench)

    assert page.until == pytest.approx(time.time(), abs=60)
    assert page.until - page.since == 86400
    assert {row["added"] for row in page.ingest} == {0}


def test_what_was_read_is_told_by_its_source(bench: Asker) -> None:
    ingest = {row["table_name"]: (row["source"], row["total"]) for row in dashboard(bench).ingest}

    assert ingest["grist_nodes"] == ("Grist", 8)
    assert ingest["dm_anchor_attributes"] == ("Data Model", 1)
    assert len(ingest) == 9


def test_numbers_that_the_row_limit_would_cut_are_refused(bench: Asker) -> None:
    narrow = Asker(bench.relational, bench.graph, row_limit=1)
    for page in (dashboard, pipeline_status):
        with pytest.raises(BadInput, match=r"pipeline_tables: .* more than 1 rows"):
            page(narrow)


def test_a_deployment_without_pipeline_shows_its_graph_alone(relational: Any, graph: Any) -> None:
    load_graph(graph)
    page = dashboard(Asker(relational, graph))

    assert [row["graph_count"] for row in page.nodes] == [6, 3]
    assert {row["total"] for row in page.tables} == {0}
    assert len(page.ingest) == 0


def test_steps_are_found_with_what_they_would_do_next(bench: Asker) -> None:
    pending = {row["step"]: row["pending"] for row in pipeline_status(bench).steps}

    assert len(pending) == 8
    assert pending["prepare_nodes_34bc19d28a"] == 2
    assert pending["generate_embeddings_3c11efed1b"] == 1
    assert pending["pass_df_to_memgraph_37de095f96"] == 8
    assert pending["prepare_edges_c225902fe6"] == 0


def test_a_step_of_unknown_inputs_is_listed_without_a_guess(bench: Asker) -> None:
    bench.relational.write(  # type: ignore[union-attr]
        "CREATE TABLE own_step_00ff00ff00_meta AS "
        "SELECT 'a' AS own_id, p.process_ts, p.is_success, p.priority, p.error "
        "FROM prepare_nodes_34bc19d28a_meta p LIMIT 1"
    )
    steps = {row["function"]: row for row in pipeline_status(bench).steps}

    assert steps["own_step"]["key"] == ["own_id"]
    assert (steps["own_step"]["pending"], steps["own_step"]["rows_processed"]) == (None, 1)


def test_tables_are_listed_with_their_last_run(bench: Asker) -> None:
    tables = {row["table_name"]: row for row in pipeline_status(bench).tables}

    assert (tables["nodes"]["last_run_end"], tables["nodes"]["added"]) == (1001.0, 8)
    assert tables["memgraph_nodes"]["row_count"] == 0
    assert tables["eval_gds"]["last_run_start"] is None
