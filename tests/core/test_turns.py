"""How the events of a thread make turns."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from workbench.core.search_limits import SearchLimits, limits_in_force
from workbench.core.threads import Thread
from workbench.core.turn_reading import turns_of
from workbench.core.turns import Turns
from workbench.core.values import Event

NOON = datetime(2026, 11, 21, 12)
INDICES = [
    {"kind": "anchor", "label": "interest", "property": "name", "threshold": 0.7, "top_n": 15},
    {"kind": "edge", "label": "interest", "property": "name", "threshold": 0.6, "top_n": 5},
    {"kind": "anchor", "label": "person", "property": "name", "threshold": 0.8, "top_n": 10},
]
LIMITS = limits_in_force(INDICES)


def events(*told: tuple[str, Any]) -> tuple[Event, ...]:
    """A second between any two."""
    return tuple(
        Event(UUID(int=at), kind, NOON + timedelta(seconds=at), data)
        for at, (kind, data) in enumerate(told)
    )


def turns(*told: tuple[str, Any]) -> Turns:
    found = turns_of(events(*told), LIMITS)
    shown = sorted(event.event_id.int for turn in found for event in turn.events)
    assert shown == list(range(len(told)))  # every event is in one turn, in every test here
    return found


def asks(content: str) -> tuple[str, Any]:
    return "comm.user_message", {"role": "user", "content": content}


def answers(content: str, **more: Any) -> tuple[str, Any]:
    return "comm.assistant_message", {"role": "assistant", "content": content, **more}


def processed(query: str, **info: Any) -> tuple[str, Any]:
    return "rag.query_processed", {"query": query, "technical_info": info, "threshold": 0.8}


def search(label: str, *rows: Any) -> dict[str, Any]:
    args = {"label": label, "property": "name", "text": "Q"}
    result = "Query: vector_text_search\nRows:\n" + "\n".join(map(repr, rows))
    return {"tool": "vector_text_search", "args": args, "result": result}


def kinds(found: Any) -> list[str]:
    return [event.event_type for event in found.other]


def test_a_turn_goes_from_a_question_to_its_answer() -> None:
    first, second = turns(asks("1"), answers("a"), processed("1"), asks("2"), answers("b"))

    assert (first.question, first.answer, first.latency) == ("1", "a", 1.0)
    assert (second.question, second.answer, second.latency) == ("2", "b", 1.0)
    assert [len(first.events), len(second.events)] == [3, 2]


def test_what_the_filter_thought_and_chose_belongs_to_the_turn() -> None:
    thought = ("context.dm_filter_reasoning", {"role": "assistant", "content": "persons"})
    chosen = {"reasoning": "persons", "selected_anchors": ["person"]}
    (turn,) = turns(asks("1"), thought, ("rag.data_model_filtered", chosen), answers("a"))

    assert (turn.reasoning, turn.selection) == ("persons", chosen)
    assert (turn.answer, turn.latency) == ("a", 3.0)


def test_a_run_goes_to_the_question_that_its_record_repeats() -> None:
    first, second = turns(
        asks("1"), asks("2"), answers("b"), processed("2"), answers("a"), processed("1")
    )

    assert [(first.question, first.answer), (second.question, second.answer)] == [
        ("1", "a"),
        ("2", "b"),
    ]


def test_a_lost_question_stays_without_an_answer_when_it_is_asked_again() -> None:
    lost, again = turns(asks("1"), asks("1"), answers("a"), processed("1"))

    assert (lost.answer, lost.latency, lost.cost) == (None, None, None)
    assert again.answer == "a"


def test_an_answer_without_a_record_is_that_of_the_question_before_it() -> None:
    started, asked = turns(asks("/start"), answers("Hi!"), asks("1"), answers("a"), processed("1"))

    assert [started.answer, asked.answer] == ["Hi!", "a"]
    assert started.calls == ()


def test_what_is_said_and_stored_after_the_answer_stays_with_the_turn() -> None:
    more = ("comm.assistant_message_with_buttons", {"content": "Pick", "buttons": [{"id": "q"}]})
    form = ("state.set.form", {"step": 1})
    click = ("comm.user_button_click", {"role": "user", "content": "btn:q"})
    first, second = turns(asks("1"), answers("a"), processed("1"), form, more, click)

    assert (first.answer, first.buttons, kinds(first)) == ("a", ([{"id": "q"}],), [form[0]])
    assert [said["content"] for said in first.said] == ["a", "Pick"]
    assert (second.question, second.kind) == ("btn:q", "user_button_click")


def test_events_before_the_first_question_and_a_front_ends_copy_open_its_turn() -> None:
    copy = ("chatwoot.message_created", {"role": "user", "content": "1"})
    created = ("jims.lifecycle.thread_created", {})
    first, second = turns(created, copy, asks("1"), answers("a"), processed("1"), copy, asks("1"))

    assert kinds(first) == [created[0], copy[0]]
    assert kinds(second) == [copy[0]]


def test_a_greeting_before_anybody_asked_is_a_turn_without_a_question() -> None:
    greeting, asked = turns(answers("Hi!"), asks("1"))

    assert (greeting.question, greeting.answer, greeting.asked_at) == (None, "Hi!", None)
    assert asked.question == "1"


def test_a_thread_without_a_conversation_is_shown_and_one_without_events_is_empty() -> None:
    (only,) = turns(("jims.lifecycle.thread_created", {}), ("own.event", [1]))

    assert (only.question, kinds(only)) == (None, ["jims.lifecycle.thread_created", "own.event"])
    assert turns_of(()) == ()
    assert turns_of(()).polars().shape == (0, 18)


def test_an_error_is_told_with_the_answer_that_the_user_saw() -> None:
    error = ("rag.error", {"query": "1", "error": "no such provider", "traceback": "…"})
    (turn,) = turns(asks("1"), answers("An error occurred"), error)

    assert (turn.error, turn.answer, turn.cost) == ("no such provider", "An error occurred", None)


@pytest.mark.parametrize(
    ("data", "shown"), [(None, None), ("text", "text"), ([1], "[1]"), ({"a": 1}, '{"a": 1}')]
)
def test_a_message_without_content_is_shown_as_what_it_is(data: Any, shown: str | None) -> None:
    (turn,) = turns(("comm.user_message", data), ("comm.assistant_message", data))

    assert (turn.question, turn.answer, turn.said) == (shown, shown, (data,))
    assert len(turn.faults) == 2


def test_an_answer_that_no_message_tells_is_that_of_the_record() -> None:
    (turn,) = turns(asks("1"), ("rag.query_processed", {"query": "1", "answer": "a"}))

    assert (turn.answer, turn.answered_at, turn.said) == ("a", None, ())


def test_a_missing_role_is_taken_by_the_type_and_told() -> None:
    (turn,) = turns(("comm.user_message", {"content": "1"}), ("comm.own", {"role": "assistant"}))

    assert turn.question == "1"
    assert turn.faults == ("comm.user_message: no role; taken by its type",)


def test_a_record_that_is_no_object_is_a_fault_and_no_call() -> None:
    (turn,) = turns(asks("1"), answers("a"), ("rag.query_processed", ["odd"]))

    assert turn.calls == ()
    assert turn.faults == ("event data: expected an object, saw ['odd']",)
    assert turn.answer == "a"


def test_a_search_has_the_limits_of_the_model_and_an_edge_is_preferred() -> None:
    calls = [search("person", {"similarity": 0.9}), search("interest"), search("pet")]
    (turn,) = turns(asks("1"), processed("1", tool_calls=calls))

    assert [found.limits for found in turn.retrievals] == [
        SearchLimits("anchor", 0.8, 10, "data model"),
        SearchLimits("edge", 0.6, 5, "data model"),
        SearchLimits("anchor", 0.8, 10, "fallback"),
    ]
    assert turn.retrievals[0].call.rows == ({"similarity": 0.9},)


def test_limits_are_unknown_where_there_is_no_model() -> None:
    (turn,) = turns_of(events(asks("1"), processed("1", tool_calls=[search("person")])))

    assert turn.retrievals[0].limits is None
    assert turn.retrievals[0].text == "Q"


def test_recorded_rows_can_show_that_the_limits_were_others() -> None:
    limits = LIMITS.of("person", "name")

    assert limits is not None
    assert limits.contradiction([{"similarity": 0.81}]) == ""
    low = limits.contradiction([{"similarity": 0.9}, {"similarity": 0.5}])
    assert low == "a similarity of 0.5 was recorded at a threshold of 0.8"
    assert limits.contradiction([{}] * 11) == "11 rows were recorded at a limit of 10"


def test_cost_is_of_known_prices_and_names_the_unknown() -> None:
    stats = {
        "a": {"prompt_tokens": 9, "requests_cost": 0.25},
        "b": {"prompt_tokens": 1, "requests_cost": 0.5},
        "c": {"prompt_tokens": 5, "requests_cost": 0.0},
    }
    (turn,) = turns(asks("1"), processed("1", model_stats=stats))

    assert (turn.cost, turn.unknown_prices) == (0.75, ("c",))


def test_turns_and_their_calls_are_frames() -> None:
    cypher = {"tool": "cypher", "args": {"query": "RETURN 1"}, "result": "Query: cypher\nRows:\n"}
    calls = [search("person", {"similarity": 0.9}), cypher]
    found = turns(asks("1"), answers("a"), processed("1", tool_calls=calls), asks("2"))
    frame, called = found.polars(), found.calls()

    assert frame["question"].to_list() == ["1", "2"]
    assert frame["latency_s"].to_list() == [1.0, None]
    assert frame.select("searches", "hits", "cypher").rows() == [(1, 1, 1), (0, 0, 0)]
    assert called["query"].to_list() == [None, "RETURN 1"]
    assert called["reconstructed_threshold"].to_list() == [0.8, None]
    assert called["result"].to_list() == ['[{"similarity": 0.9}]', "[]"]


def test_events_of_one_instant_are_told_and_the_events_are_a_frame() -> None:
    first, second = events(asks("1"), ("own.event", None))
    thread = Thread(UUID(int=9), {}, (first, second._replace(created_at=NOON)), LIMITS)

    assert thread.ties == (NOON,)
    assert thread.polars().columns == ["event_id", "event_type", "created_at", "data"]
    assert thread.polars()["data"].to_list() == ['{"content": "1", "role": "user"}', None]
    assert thread.turns[0].question == "1"
