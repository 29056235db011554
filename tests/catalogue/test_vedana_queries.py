"""Where our text differs from Vedana's, on data that shows it; the original beside ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from tests.catalogue.small_world import DIMENSION, EMBEDDER, THREAD, vector
from workbench.catalogue.asking import ask, ask_text
from workbench.catalogue.catalogue import Catalogue

CATALOGUE = Catalogue.shipped()
NODES, EDGES = "vedana/vector_search_nodes", "vedana/vector_search_edges"
INTERESTS = {"label": "interest", "property": "interest_name", "top_n": 10}
NOTES = {"label": "PERSON_has_INTEREST", "property": "note", "top_n": 10}


def rows(store: Any, name: str, **given: Any) -> list[dict[str, Any]]:
    return list(ask(CATALOGUE.get(name), given, store=store, embedder=lambda: EMBEDDER).rows)


def original(store: Any, name: str, **given: Any) -> list[dict[str, Any]]:
    return list(ask_text("relational", CATALOGUE.get(name).original, given, store=store).rows)


def add_interests(store: Any, *added: tuple[str, str, Any]) -> None:
    """Nodes with their name's vector: (id, label, vector)."""
    store.put("nodes", ("node_id", "node_type", "attributes"), [(i, t, {}) for i, t, _ in added])
    columns = ("node_id", "node_type", "attribute_name", "embedding")
    records = [(i, t, "interest_name", v) for i, t, v in added]
    store.put("rag_anchor_embeddings", columns, records)


def test_the_threshold_is_exceeded_strictly(tables: Any) -> None:
    (hit,) = rows(tables, NODES, **INTERESTS, embedding="Quokkas")
    given = {**INTERESTS, "embedding": "Quokkas", "threshold": hit["similarity"]}

    assert hit["similarity"] == pytest.approx(1.0, abs=1e-6)
    assert rows(tables, NODES, **given) == []


def test_similarities_are_those_of_a_brute_force_scan(tables: Any) -> None:
    found = rows(tables, NODES, **INTERESTS, embedding="Chess", threshold=-1)
    stored = tables.rows("SELECT node_id, embedding FROM rag_anchor_embeddings").values
    wanted = {i: float(v @ vector("Chess")) for i, v in stored if i.startswith("interest")}

    assert {row["node_id"]: row["similarity"] for row in found} == pytest.approx(wanted, abs=1e-6)
    assert found == sorted(found, key=lambda row: (-row["similarity"], row["node_id"]))


def test_a_stored_vector_of_zeros_is_no_hit_whatever_the_threshold(world: Any) -> None:
    add_interests(world, ("interest:0", "interest", np.zeros(DIMENSION, np.float32)))
    given = {**INTERESTS, "embedding": vector("Quokkas")}
    faithful = original(world, NODES, **given, threshold=0.8)

    assert [row["node_id"] for row in faithful] == ["interest:1", "interest:0"]
    assert np.isnan(faithful[1]["similarity"])
    assert [row["node_id"] for row in rows(world, NODES, **given)] == ["interest:1"]


def test_a_query_vector_of_zeros_finds_nothing(tables: Any) -> None:
    assert rows(tables, NODES, **INTERESTS, embedding=[0.0] * DIMENSION, threshold=-1) == []


def test_an_id_under_two_labels_is_one_hit_with_its_own_attributes(world: Any) -> None:
    other = [("interest:1", "person", {"person_name": "no interest"})]
    world.put("nodes", ("node_id", "node_type", "attributes"), other)
    given = {**INTERESTS, "embedding": vector("Quokkas")}

    assert len(original(world, NODES, **given, threshold=0.8)) == 2
    assert [row["node"] for row in rows(world, NODES, **given)] == [{"interest_name": "Quokkas"}]


def test_ties_come_by_id_across_the_limit(world: Any) -> None:
    twins = [(f"interest:{letter}", "interest", vector("Quokkas")) for letter in "cab"]
    add_interests(world, *twins)
    given = {**INTERESTS, "embedding": "Quokkas", "top_n": 3}

    assert [row["node_id"] for row in rows(world, NODES, **given)] == [
        "interest:1",
        "interest:a",
        "interest:b",
    ]


def test_an_orphan_embedding_does_not_take_a_place(world: Any) -> None:
    world.write("DELETE FROM nodes WHERE node_id = 'interest:1'")
    found = rows(world, NODES, **INTERESTS | {"top_n": 1}, embedding="Quokkas", threshold=-1)

    assert len(found) == 1
    assert found[0]["node_id"] != "interest:1"


@contextmanager
def index_forced(store: Any) -> Iterator[None]:
    """As on a table so large that the planner takes the HNSW index wherever it can serve."""
    with store.transaction():
        store.write("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        store.write("SET LOCAL enable_bitmapscan = off; SET LOCAL enable_indexonlyscan = off")
        yield


def crowded(store: Any) -> np.ndarray[Any, Any]:
    """300 vectors of another label around a query vector, nearer than any interest."""
    centre = vector("Quokkas") * -1
    noise = np.random.default_rng(7).normal(0, 0.001, (300, DIMENSION)).astype(np.float32)
    add_interests(store, *((f"x:{at}", "other", centre + n) for at, n in enumerate(noise)))
    return centre


def test_the_answer_stays_exact_where_the_index_s_filter_loses_rows(world: Any) -> None:
    given = {**INTERESTS, "embedding": crowded(world), "threshold": -2.0}
    exact = rows(world, NODES, **given)
    with index_forced(world):
        forced, faithful = rows(world, NODES, **given), original(world, NODES, **given)

    assert len(exact) == 5
    assert forced == exact
    assert len(faithful) < 5


def test_the_indexed_form_finds_all_by_scanning_on_and_fewer_when_told_not_to(world: Any) -> None:
    given = {**INTERESTS, "embedding": crowded(world), "threshold": -2.0}
    name = f"{NODES}_indexed"
    forced = {**given, "may_sort": False}
    scanning = rows(world, name, **forced)
    cut = rows(world, name, **forced, iterative_scan="off")
    wide = rows(world, name, **forced, iterative_scan="off", ef_search=1000)

    assert [row["node_id"] for row in scanning] == [
        row["node_id"] for row in rows(world, NODES, **given)
    ]
    assert len(cut) < 5
    assert len(wide) == 5


def test_the_index_s_settings_do_not_outlive_the_statement(tables: Any) -> None:
    rows(tables, f"{NODES}_indexed", **INTERESTS, embedding="Quokkas", ef_search=99)

    assert tables.rows("SELECT current_setting('hnsw.ef_search')").values == [("40",)]


def test_an_ambiguous_edge_embedding_tells_every_edge_it_may_mean(world: Any) -> None:
    (alone,) = rows(world, EDGES, **NOTES, embedding="since childhood")
    world.write(
        "INSERT INTO edges SELECT from_node_id, to_node_id, 'robot', to_node_type, edge_label, "
        "attributes FROM edges WHERE from_node_id = 'person:1' AND to_node_id = 'interest:1'"
    )
    found = rows(world, EDGES, **NOTES | {"top_n": 1}, embedding="since childhood")

    assert alone["sharing"] == 1
    assert [(row["from_node_type"], row["sharing"]) for row in found] == [
        ("person", 2),
        ("robot", 2),
    ]


def test_every_thread_of_a_repeated_external_id_comes_newest_first(world: Any) -> None:
    columns = ("thread_id", "created_at", "thread_config", "external_id")
    later = [(UUID(int=n), datetime(2026, 12, n), {}, "chatwoot-conv-1234") for n in (1, 2)]
    world.put("threads", columns, later)
    found = rows(world, "vedana/threads_by_external_id", external_id="chatwoot-conv-1234")

    assert [row["thread_id"] for row in found] == [UUID(int=2), UUID(int=1), THREAD]


def test_events_of_one_instant_come_by_id_and_may_hold_null(world: Any) -> None:
    thread, noon = UUID(int=9), datetime(2026, 11, 21, 12)
    ids = [UUID(int=n) for n in (3, 1, 2)]
    columns = ("thread_id", "event_id", "created_at", "event_type")
    world.put("thread_events", columns, [(thread, i, noon, "rag.error") for i in ids])
    found = rows(world, "vedana/thread_events", thread_id=thread)

    assert [row["event_id"] for row in found] == sorted(ids)
    assert [row["event_data"] for row in found] == [None, None, None]


def test_the_events_of_many_threads_are_grouped_and_unknown_threads_absent(tables: Any) -> None:
    found = rows(tables, "vedana/thread_events_of", thread_ids=[UUID(int=1), str(THREAD)])

    assert [row["thread_id"] for row in found] == [THREAD]
    assert rows(tables, "vedana/thread_events_of", thread_ids=[]) == []


def test_the_data_model_is_sorted_by_key_and_filled_with_the_settings(tables: Any) -> None:
    found = rows(tables, "vedana/data_model_anchors", default_threshold=0.7, default_top_n=3)

    assert [(r["noun"], r["embed_threshold"], r["embed_top_n"]) for r in found] == [
        ("interest", 0.7, 15),
        ("person", 0.7, 3),
    ]


def test_vector_indices_leave_out_what_the_model_drops_and_repeat_nothing(world: Any) -> None:
    world.write(
        """
        INSERT INTO dm_links (anchor1, anchor2, sentence)
        VALUES ('interest', 'person', 'PERSON_has_INTEREST'), ('person', 'planet', 'VISITS');
        INSERT INTO dm_link_attributes (link, attribute_name, embeddable)
        VALUES ('VISITS', 'diary', true);
        INSERT INTO dm_anchor_attributes (anchor, attribute_name, embeddable)
        VALUES ('planet', 'name', true), ('person', 'age', false)
        """
    )

    assert [tuple(row.values()) for row in rows(world, "vedana/data_model_vector_indices")] == [
        ("anchor", "interest", "interest_name", 0.8, 15),
        ("anchor", "person", "person_name", 0.8, 10),
        ("edge", "PERSON_has_INTEREST", "note", 0.5, 10),
    ]
