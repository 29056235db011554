"""Recorded conversations are stored as they are, once, and nothing is dropped in silence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.asker import Asker
from workbench.core.errors import BadInput
from workbench.etl.difference import Counts
from workbench.etl.threads import load_threads
from workbench.schema import migrate
from workbench.tools.make_context import make_context

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "lights" / "threads.jsonl"
ID = UUID(int=7)


@pytest.fixture
def store(relational: Any) -> Any:
    migrate(relational, ("vedana",), dimension=4)
    return relational


def written(folder: Path, *lines: Any) -> Path:
    file = folder / "threads.jsonl"
    file.write_text("\n".join(x if isinstance(x, str) else json.dumps(x) for x in lines), "utf-8")
    return file


def thread(**changes: Any) -> dict[str, Any]:
    return {"thread_id": str(ID), "created_at": "2026-11-21", "thread_config": {}, **changes}


def event(number: int, data: Any, kind: str = "comm.user_message") -> dict[str, Any]:
    at = f"2026-11-21 10:00:0{number}"
    told = {"event_id": str(UUID(int=number)), "created_at": at, "event_type": kind}
    return {**told, "event_data": data}


def test_the_sample_is_stored_whole_and_once(store: Any) -> None:
    wanted = [json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines()]
    events = sum(len(one["events"]) for one in wanted)

    first, again = load_threads(SAMPLE, store), load_threads(SAMPLE, store)

    assert first.tables == {"threads": Counts(81), "thread_events": Counts(events)}
    assert again.tables == {
        "threads": Counts(unchanged=81),
        "thread_events": Counts(unchanged=events),
    }
    assert first.rejects == ()


def test_what_an_event_holds_comes_back_as_it_was(store: Any, tmp_path: Path) -> None:
    held = [{"role": "user", "content": "a\u0000b 'q' $x \\ \n"}, [1, None], "text", 3.5, None]
    events = [event(number, data) for number, data in enumerate(held, start=1)]
    load_threads(written(tmp_path, thread(events=events)), store)

    assert [e.data for e in make_context(Asker(store), ID).events] == held


def test_a_changed_event_is_updated_and_the_others_stay(store: Any, tmp_path: Path) -> None:
    load_threads(written(tmp_path, thread(events=[event(1, {}), event(2, {})])), store)
    later = thread(contact_id="ann", events=[event(2, {"content": "new"})])
    receipt = load_threads(written(tmp_path, later), store)

    assert receipt.tables == {"threads": Counts(updated=1), "thread_events": Counts(updated=1)}
    assert [e.data for e in make_context(Asker(store), ID).events] == [{}, {"content": "new"}]


def test_lines_that_are_no_thread_are_named(store: Any, tmp_path: Path) -> None:
    bad = ["{", "[]", thread(thread_id="x"), {"thread_id": str(ID)}, thread(), thread()]
    receipt = load_threads(written(tmp_path, *bad), store)

    assert [(reject.row, reject.table) for reject in receipt.rejects] == [
        (number, "threads") for number in (1, 2, 3, 4, 6)
    ]
    assert "line 4: dropped: expected thread_id, created_at, thread_config: no" in str(receipt)


def test_events_that_are_none_are_named_and_the_thread_is_kept(store: Any, tmp_path: Path) -> None:
    line = thread(events=[{"event_id": "7"}, "hello", event(1, {})])
    receipt = load_threads(written(tmp_path, line), store)

    assert [reject.table for reject in receipt.rejects] == ["thread_events"] * 2
    assert receipt.tables["thread_events"] == Counts(1)


def test_a_file_that_cannot_be_read_is_said(store: Any, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="expected a JSONL file of threads"):
        load_threads(tmp_path / "none.jsonl", store)
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    with pytest.raises(BadInput, match="expected a JSONL file of threads"):
        load_threads(tmp_path / "binary", store)
