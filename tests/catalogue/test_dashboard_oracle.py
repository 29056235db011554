"""The front page's and the pipeline's numbers on the recorded database and its graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from tests.asker import Asker
from tests.catalogue.test_vedana_oracle import cases, expected
from tests.conftest import engines, loaded
from workbench.core.overview import Dashboard, PipelineStatus
from workbench.core.values import Edge, Node
from workbench.tools.dashboard import dashboard
from workbench.tools.pipeline_status import pipeline_status

SHORTLY_AFTER_THE_LOAD = 1795168794.7 + 86400
CHANGES = ("added", "updated", "deleted")


def nodes(oracle: Any) -> Iterator[Node]:
    rows = oracle.rows("SELECT node_id, node_type, attributes FROM nodes").values
    return (Node(key, (label,), {"id": key, **rest}) for key, label, rest in rows)


def edges(oracle: Any) -> Iterator[Edge]:
    names = "from_node_id, edge_label, to_node_id, attributes, from_node_type, to_node_type"
    return (Edge(*row) for row in oracle.rows(f"SELECT {names} FROM edges").values)


@pytest.fixture(scope="session")
def bench(oracle: Any, servers: Any) -> Iterator[Asker]:
    """The recorded database, and a graph that holds what its tables say it holds."""

    def load(store: Any) -> None:
        store.put(nodes(oracle), edges(oracle))

    with loaded("graph", engines("graph")[0].name, servers, load) as graph:
        yield Asker(oracle, graph)


@pytest.fixture(scope="session")
def page(bench: Asker) -> Dashboard:
    return dashboard(bench, days=1, now=SHORTLY_AFTER_THE_LOAD)


@pytest.fixture(scope="session")
def status(bench: Asker) -> PipelineStatus:
    return pipeline_status(bench)


def totals(page: Dashboard) -> dict[str, dict[str, Any]]:
    return {row["table_name"]: row for row in page.tables}


def found(page: Dashboard) -> dict[str, Any]:
    """The page under the original's names."""
    tables = totals(page)
    anchors = tables["rag_anchor_embeddings"]
    return {
        "time_window_days": (page.until - page.since) / 86400,
        "graph_total_nodes": sum(page.nodes.column("graph_count")),
        "graph_nodes_by_label": [without(row, "difference") for row in page.nodes],
        "dp_nodes_total": tables["nodes"]["total"],
        "dp_nodes_by_type": [
            {"label": row["label"], "count": row["etl_count"]} for row in page.nodes
        ],
        "emb_anchor_total": anchors["total"],
        "emb_new_anchor": anchors["added"],
        "emb_deleted_anchor": anchors["deleted"],
        "emb_updated_edge": tables["rag_edge_embeddings"]["updated"],
        "emb_anchor_by_node_type": list(page.node_embeddings),
        "nodes_total_diff": sum(page.nodes.column("difference")),
        "new_nodes": tables["nodes"]["added"],
        "deleted_nodes": tables["nodes"]["deleted"],
        "updated_edges": tables["edges"]["updated"],
        "ingest_breakdown": breakdown(page),
        "ingest_updated_total": updated_by_source(page),
    }


def without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def breakdown(page: Dashboard) -> dict[str, list[dict[str, Any]]]:
    sources = defaultdict(list)
    for row in page.ingest:
        plain = without(row, "source", "table_name")
        sources[row["source"]].append({"table": row["table_name"], **plain})
    return dict(sources)


def updated_by_source(page: Dashboard) -> dict[str, int]:
    sources = breakdown(page).items()
    return {source: sum(row["updated"] for row in rows) for source, rows in sources}


def with_one_definition(key: str, wanted: Any) -> Any:
    """D49: 0 where the original's node table has no number, no group that is always empty."""
    if key == "graph_nodes_by_label":
        return [{name: 0 if v is None else v for name, v in row.items()} for row in wanted]
    if key in ("ingest_breakdown", "ingest_updated_total"):
        return without(wanted, "grist")
    return wanted


@pytest.mark.parametrize("key", cases("dashboard"))
def test_a_number_of_the_front_page_is_the_original_s(key: str, page: Dashboard) -> None:
    assert found(page)[key] == with_one_definition(key, expected()["dashboard"][key])


def test_graph_and_tables_agree_on_every_edge(page: Dashboard) -> None:
    assert [tuple(row.values()) for row in page.edges] == [
        ("PERSON_has_INTEREST", 4144, 4144, 0, 4144, 0, 0)
    ]


@pytest.mark.parametrize("table", cases("etl_page") and expected()["etl_page"]["tables"])
def test_a_table_s_last_run_is_the_original_s(table: str, status: PipelineStatus) -> None:
    row = next(row for row in status.tables if row["table_name"] == table)

    assert {
        "table_name": row["table_name"],
        "process_ts": row["process_ts"],
        "row_count": row["row_count"],
        "last_update_ts": row["last_run_end"],
        "last_update_rows": row["updated"],
        "last_added_rows": row["added"],
        "last_deleted_rows": row["deleted"],
    } == expected()["etl_page"]["tables"][table]


@pytest.mark.parametrize("place", cases("etl_page") and expected()["etl_page"]["steps"])
def test_a_step_s_last_run_is_the_original_s(place: str, status: PipelineStatus) -> None:
    wanted = expected()["etl_page"]["steps"][place]
    row = next(row for row in status.steps if row["step"] == wanted["step_name"])

    assert {
        "step_name": row["step"],
        "meta_table_name": row["meta"],
        **without(row, "step", "function", "meta", "key", "pending"),
    } == wanted


def test_all_eight_steps_are_found_and_nothing_is_pending(status: PipelineStatus) -> None:
    functions = sorted(status.steps.column("function"))

    assert functions == [
        "ensure_memgraph_edge_indexes",
        "ensure_memgraph_node_indexes",
        *["generate_embeddings"] * 2,
        *["pass_df_to_memgraph"] * 2,
        "prepare_edges",
        "prepare_nodes",
    ]
    assert set(status.steps.column("pending")) == {0}
    assert len(status.tables) == 18
