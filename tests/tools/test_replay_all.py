"""Every recorded conversation replayed, on the base it was recorded on and on a changed one."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import numpy
import pytest

from tests.asker import Asker
from tests.vedana_embedding import embedding
from workbench.core.errors import BadInput
from workbench.tools.replay_all import replay_all
from workbench.tools.replay_thread import replay_thread

RENAMED, OLD, NEW = "interest:1", "Quokkas", "Quokas"


def all_threads(bench: Asker) -> list[UUID]:
    return bench.sql("SELECT thread_id FROM threads ORDER BY created_at").rows.column("thread_id")


def rename(bench: Asker, name: str) -> None:
    """In tables, vectors and graph."""
    stores: Any = bench
    given = {"id": RENAMED, "name": name, "v": numpy.array(embedding(name), numpy.float32)}
    for text in (
        "UPDATE nodes SET attributes = jsonb_build_object('interest_name', $name::text) "
        "WHERE node_id = $id",
        "UPDATE rag_anchor_embeddings SET attribute_value = $name WHERE node_id = $id",
        "UPDATE rag_anchor_embeddings SET embedding = $v WHERE node_id = $id",
    ):
        stores.relational.write(text, {n: given[n] for n in given if f"${n}" in text})
    text = "MATCH (i:interest {id: $id}) SET i.interest_name = $name"
    stores.graph.write(text, {"id": RENAMED, "name": name})


@pytest.fixture
def renamed(recorded_bench: Asker) -> Iterator[Asker]:
    rename(recorded_bench, NEW)
    yield recorded_bench
    rename(recorded_bench, OLD)


def test_every_recorded_query_replays_on_its_own_base(recorded_bench: Asker) -> None:
    table = replay_all(recorded_bench, all_threads(recorded_bench))

    # 7 of the 223 Cypher texts, none of which has an ORDER BY, are answered in another order.
    assert table.verdicts == {"equal": 461, "order differs": 7}
    assert Counter(query.tool for query in table.queries) == {
        "vector_text_search": 245,
        "cypher": 223,
    }
    assert {q.tool for q in table.queries if q.verdict == "order differs"} == {"cypher"}
    assert (len(table.threads), len(table.drifted)) == (235, 0)
    assert max(query.finding.largest_difference for query in table.queries) <= 1e-6
    assert table.embedders == (
        "vedana-fixtures 1: 3 of 3 sampled vectors of interest.interest_name are of this model",
    )


def recorded_queries(bench: Asker) -> list[tuple[UUID, str, str]]:
    """Event, tool and what was asked, by a reading of its own."""
    text = """
        SELECT event_id, call ->> 'tool', coalesce(call #>> '{args,text}', call #>> '{args,query}')
        FROM thread_events,
            json_array_elements(event_data #> '{technical_info,tool_calls}') AS call
        WHERE event_type = 'rag.query_processed'
    """
    return [tuple(row) for row in bench.sql(text).rows.values]  # type: ignore[misc]


def hits(text: str, nodes: list[tuple[str, str]], vectors: Any) -> set[tuple[str, str]]:
    """By brute force: the (id, name) above the model's 0.8, never as many as its 15."""
    similar = vectors @ numpy.array(embedding(text))
    found = {node for node, score in zip(nodes, similar, strict=True) if score > 0.8}
    assert len(found) < 15
    return found


def affected_by_the_renaming(bench: Asker) -> Counter[tuple[UUID, str, str]]:
    text = "SELECT node_id, attributes ->> 'interest_name' FROM nodes WHERE node_type = 'interest'"
    kept = [(node, name) for node, name in bench.sql(text).rows.values if node != RENAMED]
    vectors = [embedding(name) for _, name in kept]
    before, after = (
        ([*kept, (RENAMED, name)], numpy.array([*vectors, embedding(name)])) for name in (OLD, NEW)
    )
    asked = recorded_queries(bench)
    searches = {text for _, tool, text in asked if tool == "vector_text_search"}
    changed = {text for text in searches if hits(text, *before) != hits(text, *after)}
    named = re.compile(rf'i\.id = "{RENAMED}" RETURN .*interest_name')
    return Counter(q for q in asked if q[2] in changed or named.search(q[2]))


def test_after_a_renaming_exactly_the_affected_queries_drift(renamed: Asker) -> None:
    table = replay_all(renamed, all_threads(renamed))
    searched = {q.query.removeprefix("interest.interest_name: ") for q in table.drifted}
    drifted = Counter(
        (q.event_id, q.tool, q.query.removeprefix("interest.interest_name: "))
        for q in table.drifted
    )

    assert drifted == affected_by_the_renaming(renamed)
    assert {"Quokkas", "quokas"} < searched
    assert table.verdicts == {"equal": 440, "rows differ": 21, "order differs": 7}


def test_a_drift_shows_which_rows_came_and_went(renamed: Asker) -> None:
    shown = {q.query: q.finding for q in replay_all(renamed).drifted}
    lost, won = (shown[f"interest.interest_name: {text}"] for text in ("Quokkas", "quokas"))

    assert (len(lost.added), lost.removed[0]["node"]) == (0, {"interest_name": OLD})
    assert (len(won.removed), won.added[0]["node"]) == (0, {"interest_name": NEW})
    assert won.added[0]["similarity"] == pytest.approx(1.0)


def test_one_thread_replays_like_it_does_among_all(recorded_bench: Asker) -> None:
    among = replay_all(recorded_bench).threads[5]
    alone = replay_thread(recorded_bench, among.thread_id)

    assert (alone.thread_id, alone.queries) == (among.thread_id, among.queries)
    assert len(alone.queries) > 0


def test_a_selection_keeps_its_order_and_tells_its_progress(recorded_bench: Asker) -> None:
    chosen = [*all_threads(recorded_bench)[3:0:-1], UUID(int=1)]
    told: list[tuple[int, int]] = []
    table = replay_all(recorded_bench, map(str, chosen), lambda *done: told.append(done))

    assert [thread.thread_id for thread in table.threads] == chosen
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert len(table.threads[3].queries) == 0


def test_every_thread_with_a_record_is_the_default(recorded_bench: Asker) -> None:
    table = replay_all(recorded_bench)
    failed = "SELECT thread_id FROM thread_events WHERE event_type = 'rag.error'"
    (without,) = recorded_bench.sql(failed).rows.column("thread_id")

    assert {thread.thread_id for thread in table.threads} == {*all_threads(recorded_bench)} - {
        without
    }


def test_drift_is_a_frame_by_query_and_by_thread(renamed: Asker) -> None:
    table = replay_all(renamed)
    by_query, by_thread = table.polars(), table.by_thread()

    assert by_query.shape == (468, 14)
    assert by_query["drifted"].sum() == by_thread["drifted"].sum() == 21
    assert by_thread.columns[1:] == ["queries", "drifted", "equal", "rows differ", "order differs"]
    assert by_thread["queries"].sum() == 468


def test_events_beyond_the_row_limit_are_read_in_halves(
    recorded_bench: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, chosen = sys.modules[replay_all.__module__], all_threads(recorded_bench)[:40]
    whole = replay_all(recorded_bench, chosen)
    monkeypatch.setattr(module, "_EVENTS", 20)

    assert replay_all(recorded_bench, chosen) == whole
    monkeypatch.setattr(module, "_EVENTS", 2)
    with pytest.raises(BadInput, match="has more than 2 events"):
        replay_all(recorded_bench, chosen)
