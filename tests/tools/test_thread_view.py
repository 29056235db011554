"""The end of a thread as a reviewer sees it, over real stores."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.asker import Asker
from tests.tools.random_threads import EVENTS, THREADS, World
from workbench.core.errors import BadInput
from workbench.schema import migrate
from workbench.tools import thread_view

THREAD, EMPTY = UUID(int=77), UUID(int=78)
NOON = datetime(2026, 11, 21, 12)
TARGET, COMMENT = UUID(int=2), UUID(int=50)
SAID: list[tuple[str, Any]] = [
    ("jims.lifecycle.thread_created", {}),
    ("comm.user_message", {"role": "user", "content": "Who?", "tags": ["given", "old"]}),
    ("comm.assistant_message", ["not", "an", "object"]),
    ("chatwoot.message", {"role": "user", "content": "Who?"}),
    ("comm.user_button_click", {"content": {"btn": 1}}),
    ("rag.query_processed", {"technical_info": {"vts_queries": "none", "model_stats": []}}),
    ("comm.custom", None),
]
LEFT: list[tuple[str, Any]] = [
    ("tag_added", {"target_event_id": str(TARGET), "tag": " new "}),
    ("tag_removed", {"target_event_id": str(TARGET), "tag": "old"}),
    ("tag_added", {"target_event_id": str(UUID(int=3)), "tag": "other"}),
    ("feedback", {"event_id": str(TARGET), "note": "no", "severity": "Severe"}),
    ("comment_resolved", {"comment_id": str(COMMENT)}),
    ("comment_deleted", {"comment_id": None}),
    ("comment_reopened", None),
]


@pytest.fixture
def bench(relational: Any) -> Asker:
    migrate(relational, ("vedana",), dimension=4)
    told = [(THREAD, NOON, {}, None, None), (EMPTY, NOON, {}, None, None)]
    relational.put("threads", THREADS, told)
    events = [
        (THREAD, UUID(int=at), NOON + timedelta(seconds=at), kind, data)
        for at, (kind, data) in enumerate(SAID, 1)
    ]
    # The ids of what reviewers left begin three below the comment's, which is the fourth.
    events += [
        (THREAD, UUID(int=at), NOON + timedelta(hours=at), f"jims.backoffice.{kind}", data)
        for at, (kind, data) in enumerate(LEFT, COMMENT.int - 3)
    ]
    relational.put("thread_events", EVENTS, events)
    return Asker(relational)


def test_every_event_but_those_of_jims_is_shown_as_stored(bench: Asker) -> None:
    view = thread_view(bench, str(THREAD))

    assert [(event.event_type, event.data) for event in view.events] == SAID[1:]
    assert (view.total, view.has_more) == (6, False)
    assert [event.content for event in view.events] == ["Who?", "", "", {"btn": 1}, "", ""]
    assert [event.role for event in view.events][:4] == ["user", "assistant", "assistant", "user"]


def test_the_last_events_are_shown_oldest_first(bench: Asker) -> None:
    view = thread_view(bench, THREAD, last=2)

    assert [event.event_type for event in view.events] == ["rag.query_processed", "comm.custom"]
    assert (view.total, view.has_more) == (6, True)


def test_an_event_has_its_own_tags_and_those_left_on_it(bench: Asker) -> None:
    view = thread_view(bench, THREAD)

    assert view.events[0].tags == ("given", "new")
    assert view.events[1].tags == ("other",)
    assert view.available_tags == ("new", "other")


def test_a_comment_ends_by_its_newest_end(bench: Asker) -> None:
    (comment,) = thread_view(bench, THREAD).events[0].comments

    assert (comment.comment_id, comment.note, comment.severity) == (COMMENT, "no", "Severe")
    assert (comment.status, comment.priority) == ("resolved", "Low")
    assert thread_view(bench, THREAD).annotations.review == "Complete"


def test_technical_data_of_another_shape_is_none(bench: Asker) -> None:
    event = thread_view(bench, THREAD).events[4]

    assert (event.vector_queries, event.cypher_queries, dict(event.models)) == ((), (), {})


def test_a_thread_without_events_is_shown_empty(bench: Asker) -> None:
    view = thread_view(bench, EMPTY)

    assert (view.events, view.total, view.has_more) == ((), 0, False)


def test_a_view_becomes_a_frame(bench: Asker) -> None:
    frame = thread_view(bench, THREAD).polars()

    assert frame["tags"].to_list()[:2] == ["given, new", "other"]
    assert frame["comments"].to_list()[0] == "Severe, resolved: no"
    assert frame["data"].to_list()[1] == '["not", "an", "object"]'


def test_every_odd_thread_can_be_seen(relational: Any) -> None:
    world = World(8).load(relational)
    for thread, events in world.events.items():
        shown = thread_view(Asker(relational), thread, last=100).events
        told = [event for event in events if not event.event_type.startswith("jims.")]
        ordered = sorted(told, key=lambda event: (event.created_at, event.event_id))
        assert [(e.event_id, e.data) for e in shown] == [(e.event_id, e.data) for e in ordered]


def test_an_unknown_thread_and_an_empty_view_are_refused(bench: Asker) -> None:
    with pytest.raises(BadInput, match=r"there is no thread 0000.*tools\.threads lists"):
        thread_view(bench, UUID(int=0))
    with pytest.raises(BadInput, match="last: expected the number of events to show, 1 or more"):
        thread_view(bench, THREAD, last=0)
