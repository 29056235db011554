"""What the explorer shows of a thread is what `core.turns` reads, and nothing else."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from tests.widgets.threads.recorded import many_rows, said, thread_of, unpacked
from workbench.core.annotations import fold
from workbench.core.recorded_calls import RecordedCall
from workbench.core.threads import Thread
from workbench.widgets.scene.values import plain
from workbench.widgets.threads import still
from workbench.widgets.threads.citations import ids_in, ids_quoted, is_named, name_of
from workbench.widgets.threads.model import Listing, Row, row_of
from workbench.widgets.threads.packing import packed
from workbench.widgets.threads.scale import folded
from workbench.widgets.threads.turns import contents_of


def test_the_turns_of_every_recorded_thread_are_those_of_core(recorded: list[Thread]) -> None:
    for thread in recorded:
        told = contents_of(thread).turns
        assert [turn["question"] for turn in told] == [turn.question for turn in thread.turns]
        assert [turn["answer"] for turn in told] == [turn.answer for turn in thread.turns]
        assert [turn["latency"] for turn in told] == [turn.latency for turn in thread.turns]
        assert [turn["cost"] for turn in told] == [turn.cost for turn in thread.turns]
        assert [turn["error"] for turn in told] == [turn.error for turn in thread.turns]


def test_every_call_keeps_its_rows_in_their_order(recorded: list[Thread]) -> None:
    for thread in recorded:
        pairs = zip(contents_of(thread).turns, thread.turns, strict=True)
        for told, turn in pairs:
            shown = [
                None if call["rows"] is None else [row["values"] for row in call["rows"]]
                for call in told["calls"]
            ]
            assert shown == [_rows(call) for call in turn.calls]


def _rows(call: RecordedCall) -> list[Any] | None:
    return None if call.rows is None else [dict(row) for row in call.rows]


def test_every_event_is_in_its_turn(recorded: list[Thread]) -> None:
    for thread in recorded:
        told = contents_of(thread)
        counted = [sum(event.turn == at for event in told.events) for at in range(len(told.turns))]
        assert counted == [len(turn.events) for turn in thread.turns]


def test_a_first_thread_tells_what_was_recorded(recorded: list[Thread]) -> None:
    first = contents_of(recorded[0]).turns[0]

    search, cypher = first["calls"]
    assert [row["ids"] for row in search["rows"]] == [
        ["lighthouse:widows-ledge"],
        ["lighthouse:hestrel-low"],
    ]
    assert [(row["name"], row["named"]) for row in search["rows"]] == [
        ("Widow's Ledge", True),
        ("Hestrel Low", False),
    ]
    assert search["limits"] is None  # there was no data model to tell them from
    assert [row["values"]["keeper"] for row in cypher["rows"]][:2] == ["Tobias Lunt", "Ruth Lunt"]
    assert first["usage"][0]["prompt_tokens"] == 2095
    assert first["cited"][0] == {
        "id": "lighthouse:widows-ledge",
        "name": "Widow's Ledge",
        "named": True,
    }


def test_what_was_not_recorded_is_null() -> None:
    thread = thread_of(1, said("user", "hello"), said("assistant", "good day"))

    (turn,) = contents_of(thread).turns

    assert (turn["usage"], turn["cost"], turn["calls"], turn["cited"]) == ([], None, [], [])
    assert turn["latency"] == 4.0


def test_comments_and_tags_stand_at_the_turn_that_they_speak_of(recorded: list[Thread]) -> None:
    turns = [turn for thread in recorded for turn in contents_of(thread).turns]

    notes = [comment for turn in turns for comment in turn["comments"]]
    assert {"severity": "High", "status": "open", "note": "It was 1786."} in notes
    assert sum(turn["tags"] == ["good"] for turn in turns) == 2


def test_the_row_of_a_thread_counts_its_failures_and_comments(recorded: list[Thread]) -> None:
    rows = [row_of(thread, fold(thread.events)) for thread in recorded]

    assert sum(row.errors for row in rows) == 1
    assert sum(row.comments for row in rows) == 2
    assert rows[0].active_at == recorded[0].events[-2].created_at  # a reviewer's tag is no talk


ROW = {
    "similarity": 0.5,
    "node_id": "person:1",
    "node": {"person_name": "Ada", "friend": {"id": "person:2"}, "mail_id": 7},
    "thread_id": "t",
}


def test_ids_are_found_by_their_keys_and_in_quoted_text() -> None:
    assert list(ids_in(ROW)) == ["person:1", "person:2"]
    assert list(ids_quoted("WHERE a.id = \"k:x-1\" AND b.id = 'k:2' AND c = 'plain'")) == [
        "k:x-1",
        "k:2",
    ]


def test_a_row_is_named_by_its_id_its_name_or_its_texts() -> None:
    assert name_of(ROW) == "Ada"
    assert is_named(ROW, "It was ADA.")
    assert is_named({"keeper": "Ruth Lunt", "since": 1890}, "Ruth Lunt kept it")
    assert not is_named({"keeper": "Jo", "since": 1890}, "Jo, in 1890")  # too short to tell
    assert not is_named(ROW, None)


def test_numbers_that_a_browser_cannot_hold_become_text() -> None:
    assert plain({"a": float("nan"), "b": 2**60, "c": [1, True, None]}) == {
        "a": "nan",
        "b": str(2**60),
        "c": [1, True, None],
    }


def test_packed_columns_hold_every_event_and_mention(recorded: list[Thread]) -> None:
    threads = recorded[:3]
    rows = tuple(row_of(thread, fold(thread.events)) for thread in threads)
    inside = {str(t.thread_id): contents_of(t) for t in threads}

    meta, columns = unpacked(packed(Listing(rows, 3, inside)))

    assert columns["event_count"] == [len(thread.events) for thread in threads]
    kinds = [meta["types"][at] for at in columns["event_type"]]
    assert kinds == [event.event_type for thread in threads for event in thread.events]
    datas = [json.loads(text) for text in columns["event_data"]]
    assert datas == [event.data for thread in threads for event in thread.events]
    assert _mentions(columns) == [
        cited["id"] for c in inside.values() for turn in c.turns for cited in turn["cited"]
    ]


def _mentions(columns: dict[str, Any]) -> list[str]:
    return [columns["node"][at] for at in columns["mention_node"]]


def test_a_long_list_says_what_it_leaves_out() -> None:
    rows = many_rows(10)

    assert Listing(rows, 10, {}).left_out == "the events of 0 of 10 threads are carried"
    assert Listing(rows, 1000, {}).left_out.startswith("990 more threads match and are not listed;")


def test_types_beyond_the_mask_share_its_last_bit() -> None:
    types = tuple(f"kind.{n:02}" for n in range(40))
    row = many_rows(1)[0].__class__("t", datetime(2026, 1, 1), types=types)

    _, columns = unpacked(packed(Listing((row,), 1)))

    assert columns["types"] == [2**32 - 1]


def test_long_pauses_are_folded_and_short_ones_are_to_scale() -> None:
    assert folded([0, 1, 2, 3, 1000]) == [0, 1 / 13, 2 / 13, 3 / 13, 1]
    assert folded([0, 1, 3], fold=False) == [0, 1 / 3, 1]
    assert folded([5, 5]) == [0, 0]
    assert folded([]) == []


def test_a_picture_tells_how_much_it_leaves_out() -> None:
    rows = tuple(Row(str(at), datetime(2026, 11, 1)) for at in range(45))
    pairs = [{"a": None, "b": None, "same": False}] * 42
    turns = [said("user", "why?"), said("assistant", "so")] * 8
    thread = contents_of(thread_of(3, *turns))

    assert "… and 55 more threads" in still.listed(Listing(rows, 95)).svg()
    assert "… and 2 more steps" in still.pairs_picture(pairs).svg()
    assert "… and 2 more turns" in still.waterfall(thread).svg()
