"""The pipeline's books: classes of change, runs, pending work, previews."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from workbench.catalogue.asking import ask
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.template import template

Ask = Callable[..., list[dict[str, Any]]]
COLUMNS = ("node_id", "node_type", "create_ts", "update_ts", "process_ts", "delete_ts")
EMBEDDINGS = {
    "meta": "generate_embeddings_3c11efed1b_meta",
    "input": "nodes_meta",
    "model": "dm_anchor_attributes_meta",
    "key_1": "node_id",
    "key_2": "node_type",
    "key_3": "node_type",
}
PREPARING = {
    "meta": "prepare_nodes_34bc19d28a_meta",
    "input": "grist_nodes_meta",
    **{f"key_{at}": "node_id" for at in (1, 2, 3)},
}


@pytest.fixture
def asked(world: Any) -> Ask:
    def question(name: str, **given: Any) -> list[dict[str, Any]]:
        query = Catalogue.shipped().get(f"vedana/{name}")
        return list(ask(query, given, store=world).rows)

    return question


def original(store: Any, name: str, **given: Any) -> list[tuple[Any, ...]]:
    """The rows of the original's text."""
    made = template("relational", Catalogue.shipped().get(f"vedana/{name}").original)
    text, _ = made.filled(given)
    return list(store.rows(text, {name: given[name] for name in made.values}).values)


def fill(store: Any, times: list[tuple[Any, ...]]) -> None:
    """The books of `nodes` with these times alone: created, updated, deleted."""
    store.write("DELETE FROM nodes_meta")
    rows = [
        (f"n:{at}", "ab"[at % 2], made, changed, changed, gone)
        for at, (made, changed, gone) in enumerate(times)
    ]
    store.put("nodes_meta", COLUMNS, rows)


def lives(count: int) -> list[tuple[Any, ...]]:
    """Rows that were made, changed and deleted at random seconds of 0 to 100."""
    chance = random.Random(5)
    found: list[tuple[Any, ...]] = []
    for _ in range(count):
        made, later, last = sorted(chance.choices(range(100), k=3))
        found.append(chance.choice([(made, made, None), (made, later, None), (made, last, last)]))
    return found


def classed(life: tuple[Any, ...], since: float, until: float) -> str | None:
    made, changed, gone = life
    if gone is not None and since <= gone <= until:
        return "deleted"
    if gone is not None and gone < since:
        return None
    if since <= made <= until:
        return "added"
    return "updated" if made < since <= changed <= until else None


@pytest.mark.parametrize(("since", "until"), [(0, 100), (50, 100), (30, 60), (99, 99)])
def test_every_row_is_of_one_class_at_most(
    since: float, until: float, world: Any, asked: Ask
) -> None:
    times = lives(200)
    fill(world, times)
    wanted = Counter(classed(life, since, until) for life in times)
    window = {"meta": "nodes_meta", "since": since, "until": until}
    (row,) = asked("row_changes", **window)
    by_label = asked("row_changes_by_label", label="node_type", **window)

    assert [row[name] for name in ("added", "updated", "deleted")] == [
        wanted[name] for name in ("added", "updated", "deleted")
    ]
    assert row["total"] == sum(gone is None for _, _, gone in times)
    for name in ("total", "added", "updated", "deleted"):
        assert sum(label[name] for label in by_label) == row[name]


@pytest.mark.parametrize("since", [0.0, 50.0, 99.0, 200.0])
def test_up_to_now_the_classes_are_those_of_the_original_s_front_page(
    since: float, world: Any, asked: Ask
) -> None:
    fill(world, lives(200))
    (found,) = asked("row_changes", meta="nodes_meta", since=since)

    assert [tuple(found.values())] == original(world, "row_changes", meta="nodes_meta", since=since)


def test_a_row_that_came_back_is_updated_as_on_the_original_s_page(world: Any, asked: Ask) -> None:
    fill(world, [(10, 70, None)])

    assert asked("row_changes", meta="nodes_meta", since=50.0) == [
        {"total": 1, "added": 0, "updated": 1, "deleted": 0}
    ]


def test_a_deleted_row_is_no_updated_one_in_the_last_run(world: Any, asked: Ask) -> None:
    """D49: the original counts it twice, for deletion sets the time of update too."""
    fill(world, [(10, 10, None), (1000, 1000, None), (10, 1100, None), (10, 1200, 1200)])
    (run,) = asked("table_last_run", meta="nodes_meta")

    assert (run["last_run_start"], run["last_run_end"]) == (1000.0, 1200.0)
    assert (run["added"], run["updated"], run["deleted"], run["row_count"]) == (1, 1, 1, 3)


def test_a_pause_ends_a_run_only_when_it_is_longer_than_told(world: Any, asked: Ask) -> None:
    fill(world, [(0, 0, None), (300, 300, None), (601, 601, None)])

    def start(gap: float) -> float:
        (run,) = asked("table_last_run", meta="nodes_meta", gap_seconds=gap)
        return float(run["last_run_start"])

    assert [start(gap) for gap in (299.0, 300.0, 301.0)] == [601.0, 601.0, 0.0]


def test_a_table_or_step_that_never_ran_has_no_times(world: Any, asked: Ask) -> None:
    fill(world, [])
    world.write("DELETE FROM prepare_nodes_34bc19d28a_meta")
    (table,) = asked("table_last_run", meta="nodes_meta")
    (step,) = asked("step_last_run", meta=PREPARING["meta"])

    assert set(table.values()) == {None, 0}
    assert (table["last_run_start"], table["row_count"]) == (None, 0)
    assert (step["last_run_start"], step["rows_processed"], step["total_failed"]) == (None, 0, 0)


def test_failed_work_is_counted_in_the_run_and_over_all(world: Any, asked: Ask) -> None:
    world.write("UPDATE prepare_nodes_34bc19d28a_meta SET process_ts = 9999 WHERE is_success")
    (step,) = asked("step_last_run", meta=PREPARING["meta"])

    assert (step["last_run_start"], step["rows_success"], step["rows_failed"]) == (9999.0, 6, 0)
    assert (step["total_success"], step["total_failed"]) == (6, 1)


EVENTS = {
    "as it is": "SELECT 1",
    "the model was edited": "UPDATE dm_anchor_attributes_meta SET update_ts = 5000",
    "a node was deleted": (
        "UPDATE nodes_meta SET delete_ts = 5000, update_ts = 5000 WHERE node_id = 'person:3'"
    ),
    "the service was down": (
        "UPDATE generate_embeddings_3c11efed1b_meta SET is_success = false, error = 'down'"
    ),
    "nothing was done yet": "DELETE FROM generate_embeddings_3c11efed1b_meta",
}


@pytest.mark.parametrize("event", EVENTS)
def test_pending_embeddings_are_those_that_datapipe_would_make(
    event: str, world: Any, asked: Ask
) -> None:
    world.write(EVENTS[event])
    wanted = original(world, "pending_with_model", **EMBEDDINGS)
    found = asked("pending_with_model", **EMBEDDINGS)

    assert sorted((row["key_1"], row["key_2"]) for row in found) == sorted(wanted)
    assert {row["total"] for row in found} == {len(wanted)}


def test_pending_work_is_told_with_its_reason(world: Any, asked: Ask) -> None:
    world.write("UPDATE prepare_nodes_34bc19d28a_meta SET error = 'boom' WHERE NOT is_success")
    world.write("UPDATE grist_nodes_meta SET update_ts = 5000 WHERE node_id = 'interest:2'")
    found = asked("pending", **PREPARING)

    assert [(row["key_1"], row["reason"], row["error"]) for row in found] == [
        ("interest:2", "changed", None),
        ("person:1", "failed", "boom"),
        ("person:2", "new", None),
    ]
    assert len(asked("pending", **PREPARING, first=1)) == 1


def test_steps_and_tables_are_found_under_whatever_hash_and_name(world: Any, asked: Ask) -> None:
    world.write("ALTER TABLE prepare_nodes_34bc19d28a_meta RENAME TO prepare_nodes_0123456789_meta")
    world.write("CREATE TABLE ours (id int); CREATE TABLE ours_meta (id int)")
    world.write("CREATE TABLE extra_meta AS SELECT 1 AS a, 2 AS b, m.* FROM nodes_meta m")
    steps = {row["meta"]: row for row in asked("pipeline_steps")}
    tables = {row["table_name"]: row for row in asked("pipeline_tables")}

    assert steps["prepare_nodes_0123456789_meta"]["function"] == "prepare_nodes"
    assert "prepare_nodes_34bc19d28a_meta" not in steps
    assert tables["extra"]["key"] == ["a", "b", "node_id", "node_type"]
    assert (tables["extra"]["in_relational"], tables["nodes"]["in_relational"]) == (False, True)
    assert "ours" not in tables


def test_a_preview_shows_what_changed_newest_first_and_nothing_of_what_is_gone(
    world: Any, asked: Ask
) -> None:
    world.write("UPDATE nodes_meta SET update_ts = 3000 WHERE node_id = 'person:1'")
    world.write("UPDATE nodes_meta SET delete_ts = 4000 WHERE node_id = 'person:2'")
    gone, changed, *others = asked("change_preview", meta="nodes_meta", table="nodes")

    assert (gone["change_type"], gone["changed_at"], gone["row"]) == ("deleted", 4000.0, None)
    assert changed["change_type"] == "updated"
    assert changed["key"] == {"node_id": "person:1", "node_type": "person"}
    assert changed["row"]["attributes"] == {"person_name": "Geneva Durben"}
    assert {row["change_type"] for row in others} == {"added"}


def test_preview_pages_do_not_overlap_though_all_times_tie(asked: Ask) -> None:
    given = {"meta": "nodes_meta", "table": "nodes"}
    pages = [asked("change_preview", **given, first=3, skip=skip) for skip in (0, 3, 6)]

    assert [row["key"] for page in pages for row in page] == [
        row["key"] for row in asked("change_preview", **given)
    ]


def test_a_vector_is_told_by_its_length_in_any_table_s_preview(asked: Ask) -> None:
    given = {"table": "rag_anchor_embeddings", "order_by": "node_id"}
    rows = [row["row"] for row in asked("table_preview", **given, first=2, skip=1)]

    assert [row["node_id"] for row in rows] == ["interest:2", "interest:3"]
    assert rows[0]["embedding"] == "Vector(256)"
    assert list(asked("table_preview", table="dm_anchors", order_by="noun")[0]["row"]) == [
        *("noun", "query", "id_example", "description")
    ]


def test_a_value_too_long_for_a_text_search_is_searched_from_its_start(
    world: Any, asked: Ask
) -> None:
    words = " ".join(f"w{at}" for at in range(200_000))
    world.write(
        "UPDATE nodes SET attributes = jsonb_build_object('long', $words::text) "
        "WHERE node_id = 'interest:3'",
        {"words": words},
    )

    assert [row["node_id"] for row in asked("text_search_nodes", words="w7")] == ["interest:3"]
    assert asked("text_search_nodes", words="w199999") == []


def test_words_are_found_in_any_attribute_and_bad_ones_find_nothing(asked: Ask) -> None:
    found = asked("text_search_nodes", words='"joshua trees" or chess')

    assert [row["node_id"] for row in found] == ["interest:4", "interest:2"]
    assert asked("text_search_nodes", words="chess", label="person") == []
    assert asked("text_search_nodes", words="&|!(") == []
    assert len(asked("text_search_nodes", words="tree", language="english")) == 1
