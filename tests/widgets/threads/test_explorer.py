"""The explorer over the whole recorded database, against the tools that it shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.widgets.threads.recorded import lights, unpacked
from workbench import tools
from workbench.bench.see.threads import compare_threads, thread, threads
from workbench.core.errors import BadInput


def found(view: Any, **asked: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A block that the browser was answered with, read."""
    from base64 import b64decode

    do = asked.pop("do")
    return unpacked(b64decode(view.answers()[do](asked)))


def test_the_list_is_that_of_the_tool_in_its_order(recorded_bench: Any) -> None:
    view = threads(recorded_bench, limit=60, carried=5)
    page = tools.threads(recorded_bench, page_size=60)

    assert [row.thread_id for row in view.listing.rows] == [str(row.thread_id) for row in page]
    assert view.listing.total == 235
    assert len(view.listing.contents) == 5
    assert repr(view).startswith("ThreadExplorer: 60 of 235 threads; 175 more threads match")


def test_numbers_and_filters_that_mean_nothing_are_told(recorded_bench: Any) -> None:
    with pytest.raises(BadInput, match="a limit of 1 or more and 0 or more carried: 0, 25"):
        threads(recorded_bench, limit=0)
    with pytest.raises(BadInput, match="0 or more carried: 500, -1"):
        threads(recorded_bench, carried=-1)
    with pytest.raises(BadInput, match=r"not of a source: \['interface'\]"):
        threads(None, source=lights(), interface="web")


def test_a_rows_figures_are_those_of_its_thread(recorded_bench: Any) -> None:
    view = threads(recorded_bench, interface="telegram")
    assert len(view.listing.rows) == 3
    for row in view.listing.rows:
        read = tools.thread(recorded_bench, row.thread_id)
        assert row.events == len(read.events)
        assert row.types == tuple(sorted({event.event_type for event in read.events}))
        assert row.title == next(turn.question for turn in read.turns if turn.question)


def test_the_store_is_asked_for_a_page_by_the_browsers_filters(recorded_bench: Any) -> None:
    view = threads(recorded_bench, limit=10, carried=0)
    filters = {"search": "quokkas", "interface": "", "since": None}

    meta, columns = found(view, do="page", filters=filters)

    wanted = tools.threads(recorded_bench, search="quokkas", page_size=10)
    assert columns["thread"] == [str(row.thread_id) for row in wanted]
    assert meta["total"] == wanted.total


def test_a_thread_that_is_not_carried_is_read_when_it_is_opened(recorded_bench: Any) -> None:
    view = threads(recorded_bench, limit=10, carried=0)
    last = view.listing.rows[-1].thread_id

    _, columns = found(view, do="thread", thread=last)

    assert columns["carried"] == [last]
    assert columns["event_count"] == [view.listing.rows[-1].events]
    assert view.open(last).opened == last


def test_a_replay_shows_the_verdicts_of_the_tool(recorded_bench: Any) -> None:
    name = tools.threads(recorded_bench, interface="telegram").rows[0].thread_id
    view = thread(recorded_bench, name)

    answered = view.answers()["replay"]({"thread": str(name)})
    replay = tools.replay_thread(recorded_bench, name)

    assert [query["verdict"] for query in answered["queries"]] == [
        q.verdict for q in replay.queries
    ]
    view.replay()
    shown = [call["verdict"]["verdict"] for turn in view.contents().turns for call in turn["calls"]]
    assert shown == [query.verdict for query in replay.queries]


def test_every_thread_of_the_database_can_be_shown(recorded_bench: Any) -> None:
    view = threads(recorded_bench, limit=500, carried=500)

    assert view.listing.left_out == ""
    assert len(view.listing.contents) == 235
    assert sum(len(contents.events) for contents in view.listing.contents.values()) == 1441


def test_there_is_no_such_thread(recorded_bench: Any) -> None:
    with pytest.raises(BadInput, match="there is no thread"):
        thread(recorded_bench, "00000000-0000-0000-0000-000000000000")


def test_without_a_bench_a_view_takes_threads_at_hand_and_says_so() -> None:
    with pytest.raises(BadInput, match="expected a bench that holds the threads"):
        threads(None)
    view = threads(None, source=lights())

    assert repr(view) == "ThreadExplorer: 81 of 81 threads"
    assert view.answers() == {}
    with pytest.raises(BadInput, match="it has no store to ask"):
        view.contents("00000000-0000-0000-0000-000000000000")


def test_one_thread_is_shown_alone_with_a_table_of_its_events(tmp_path: Path) -> None:
    first = lights()[0]
    view = thread(None, first)

    assert view.summary() == f"thread {first.thread_id}: 2 turns, 8 events"
    assert view.table().column("type") == [event.event_type for event in first.events]
    assert view.picture().svg().count("<text") > 8
    assert view.save(tmp_path / "t.png").read_bytes()[:4] == b"\x89PNG"


def test_two_threads_side_by_side_are_a_view_of_their_own() -> None:
    found = lights()
    pair = [t for t in found if t.turns[0].question == found[0].turns[0].question][-2:]

    view = compare_threads(None, *pair)

    assert view.summary().endswith("equal")
    assert len(view.table()) == len(view.pairs)
    assert unpacked(view.data)[0]["kind"] == "comparison"
