"""How a thread is read from its events."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from workbench.core.threads import ThreadContext
from workbench.core.values import Event

NOON = datetime(2026, 11, 21, 12)


def thread(*events: tuple[str, Any]) -> ThreadContext:
    made = (Event(UUID(int=at), kind, NOON, data) for at, (kind, data) in enumerate(events))
    return ThreadContext(UUID(int=99), {}, tuple(made))


def said(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}


TALK = thread(
    ("jims.lifecycle.thread_created", {}),
    ("comm.user_message", said("user", "1")),
    ("context.note", said("assistant", "note 1")),
    ("comm.assistant_message", {**said("assistant", "2"), "buttons": [{"id": "yes"}]}),
    ("state.set.step", {"at": 1}),
    ("comm.user_button_click", said("user", "btn:yes")),
    ("context.note", said("assistant", "note 2")),
    ("comm.assistant_message", said("assistant", "4")),
    ("state.set.step", {"at": 2}),
    ("rag.query_processed", {"query": "1"}),
)


def contents(messages: list[Any]) -> list[str]:
    return [message["content"] for message in messages]


def test_history_is_every_message_with_all_its_keys() -> None:
    assert contents(TALK.history) == ["1", "2", "btn:yes", "4"]
    assert TALK.history[1]["buttons"] == [{"id": "yes"}]


@pytest.mark.parametrize(
    ("n", "faithful", "exact"),
    [
        (20, ["1", "note 1", "2", "btn:yes", "note 2", "4"], None),
        (3, ["1", "note 1", "2", "btn:yes", "note 2", "4"], ["2", "btn:yes", "note 2", "4"]),
        (1, ["btn:yes", "note 2", "4"], ["4"]),
        (0, ["4"], []),
        (-1, [], []),
    ],
)
def test_context_holds_one_message_more_than_asked_unless_exact(
    n: int, faithful: list[str], exact: list[str] | None
) -> None:
    assert contents(TALK.context(n)) == faithful
    assert contents(TALK.context(n, exact_n=True)) == (faithful if exact is None else exact)


def test_a_note_older_than_the_oldest_message_kept_is_left_out() -> None:
    talk = thread(("context.note", said("assistant", "old")), ("comm.user_message", said("u", "1")))

    assert contents(talk.context(1, exact_n=True)) == ["1"]
    assert contents(talk.context(1)) == ["old", "1"]


def test_what_the_user_did_last_is_told_with_its_kind() -> None:
    assert TALK.last_user_message == "btn:yes"
    assert TALK.last_user_action == ("user_button_click", "btn:yes")


def test_a_thread_without_the_user_has_no_last_message() -> None:
    silent = thread(("comm.assistant_message", said("assistant", "hello")))

    assert silent.last_user_message is None
    assert silent.last_user_action == (None, None)


def test_a_state_is_the_newest_of_its_name() -> None:
    assert TALK.state("step") == {"at": 2}
    assert TALK.state("ste") is None


@pytest.mark.parametrize("data", [None, "text", 3, [said("user", "listed")]])
def test_an_event_whose_data_is_no_object_carries_no_message(data: Any) -> None:
    talk = thread(("comm.user_message", said("user", "1")), ("comm.user_message", data))

    assert contents(talk.history) == ["1"]
    assert contents(talk.context(1, exact_n=True)) == ["1"]
    assert talk.last_user_message == "1"
    assert len(talk.events) == 2
