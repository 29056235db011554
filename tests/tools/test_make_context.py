"""A thread read from a real database by the catalogue's queries."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from tests.asker import Asker
from workbench.core.errors import BadInput
from workbench.schema import migrate
from workbench.tools.make_context import make_context

THREAD = UUID("06b016b5-2c1c-7910-8000-5dfa411cc9eb")
EVENTS = [
    (UUID(int=4), "state.set.step", datetime(2026, 11, 21, 12, 1), '{"at": 2}'),
    (UUID(int=3), "comm.assistant_message", datetime(2026, 11, 21, 12), '{"content": "Ann"}'),
    (UUID(int=2), "comm.user_message", datetime(2026, 11, 21, 12), None),
    (
        UUID(int=9),
        "comm.user_message",
        datetime(2026, 11, 21, 11),
        '{"role": "user", "content": "Who?"}',
    ),
]


@pytest.fixture
def threads(relational: Any) -> Any:
    migrate(relational, ("vedana",), dimension=4)
    columns = ("thread_id", "created_at", "thread_config")
    relational.put("threads", columns, [(THREAD, datetime(2026, 11, 21), {"interface": "api"})])
    text = (
        "INSERT INTO thread_events (thread_id, event_id, event_type, created_at, event_data) "
        "VALUES ($thread, $id, $kind, $at, $data::json)"
    )
    for number, kind, at, data in EVENTS:
        values = {"thread": THREAD, "id": number, "kind": kind, "at": at, "data": data}
        relational.write(text, values)
    return relational


def test_a_thread_is_read_in_the_order_of_time_then_id(threads: Any) -> None:
    context = make_context(Asker(threads), str(THREAD))

    assert context.thread_id == THREAD
    assert context.thread_config == {"interface": "api"}
    assert [event.event_id.int for event in context.events] == [9, 2, 3, 4]


def test_a_message_without_data_is_tolerated(threads: Any) -> None:
    context = make_context(Asker(threads), THREAD)

    assert context.history == [{"role": "user", "content": "Who?"}, {"content": "Ann"}]
    assert context.last_user_message == "Who?"
    assert context.state("step") == {"at": 2}


def test_an_unknown_thread_is_said(threads: Any) -> None:
    with pytest.raises(BadInput, match="there is no thread 0000"):
        make_context(Asker(threads), UUID(int=0))


def test_a_thread_cut_by_the_row_limit_is_refused_not_misread(threads: Any) -> None:
    with pytest.raises(BadInput, match=r"thread_events: .* more than 3 rows; raise row_limit"):
        make_context(Asker(threads, row_limit=3), THREAD)
