"""Threads of the recorded database, and of bases that lack something."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.asker import Asker
from workbench.core.errors import BadInput
from workbench.core.search_limits import SearchLimits
from workbench.schema import migrate
from workbench.tools.thread import thread


@pytest.fixture(scope="module")
def bench(recorded_tables: Any) -> Asker:
    return Asker(recorded_tables)


@pytest.fixture(scope="module")
def contexts(vedana: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((vedana / "expected.json").read_text())["contexts"]
    return found


def ids(bench: Asker, where: str) -> list[UUID]:
    text = (
        f"SELECT DISTINCT thread_id FROM thread_events JOIN threads USING (thread_id) WHERE {where}"
    )
    return bench.sql(text).rows.column("thread_id")


def test_a_thread_reads_as_the_original_does(bench: Asker, contexts: dict[str, Any]) -> None:
    assert len(contexts) > 10
    for thread_id, expected in contexts.items():
        found = thread(bench, thread_id)
        assert found.history == expected["history"]
        assert found.context(20) == expected["context20"]
        assert found.context(2) == expected["context2"]
        assert found.last_user_message == expected["last_user_message"]
        assert [str(event.event_id) for event in found.events] == [
            event[0] for event in expected["events"]
        ]


def test_the_exact_context_leaves_the_one_message_out(
    bench: Asker, contexts: dict[str, Any]
) -> None:
    longest = max(contexts, key=lambda name: len(contexts[name]["history"]))
    history = contexts[longest]["history"]

    assert len(thread(bench, longest).context(2)) == 3
    assert thread(bench, longest).context(2, exact_n=True) == history[-2:]


def test_a_filtered_turn_tells_thought_search_cypher_and_answer(bench: Asker) -> None:
    (thread_id, *_) = ids(bench, "event_type = 'rag.data_model_filtered'")
    (turn,) = thread(bench, thread_id).turns
    (search,) = turn.retrievals

    assert turn.reasoning == "The question asks which persons have an interest."
    assert turn.selection is not None
    assert turn.selection["selected_links"] == ["PERSON_has_INTEREST"]
    assert search.limits == SearchLimits("anchor", 0.8, 15, "data model")
    assert turn.question == f"Who likes {search.text}?"
    assert [row["node"]["interest_name"] for row in search.call.rows or ()] == [search.text]
    assert {row["p.person_name"] for call in turn.cypher for row in call.rows or ()} == {
        *str(turn.answer).rpartition(": ")[2].split(", ")
    }
    assert {usage.model for usage in turn.usage} > {"gpt-4.1-nano", "gpt-4.1-mini"}


def test_buttons_and_state_are_shown(bench: Asker) -> None:
    (thread_id,) = ids(bench, "external_id = 'chatwoot-conv-1234'")
    found = thread(bench, thread_id)
    asked, clicked = found.turns

    assert asked.buttons == ([{"text": "Quokkas", "id": "q"}, {"text": "Chess", "id": "c"}],)
    assert (asked.question, clicked.question) == ("Who likes Chess?", "btn:c")
    assert found.state("form") == {"step": 1, "slots": {"interest": None}}
    assert [e.event_type for e in asked.other][1:] == ["chatwoot.message_created", "state.set.form"]


def test_an_error_is_told_with_its_reason(bench: Asker) -> None:
    (thread_id,) = ids(bench, "event_type = 'rag.error'")
    (turn,) = thread(bench, thread_id).turns

    assert str(turn.error).startswith("litellm.BadRequestError: LLM Provider NOT provided")
    assert turn.answer == "An error occurred while processing the request"
    assert turn.cost is None


def test_costs_are_those_that_the_evaluation_noted(bench: Asker) -> None:
    text = (
        "SELECT thread_id, (event_data ->> 'pipeline_cost')::float8 FROM thread_events "
        "WHERE event_type = 'eval.result' ORDER BY event_id LIMIT 20"
    )
    for thread_id, cost in bench.sql(text).rows.values:
        (turn,) = thread(bench, thread_id).turns
        assert turn.cost == pytest.approx(cost)
        assert turn.unknown_prices == ()


def test_latency_is_the_time_between_the_two_messages(bench: Asker) -> None:
    text = """
        SELECT thread_id, extract(epoch FROM max(created_at) - min(created_at))::float8
        FROM thread_events
        WHERE event_type IN ('comm.user_message', 'comm.assistant_message')
        GROUP BY thread_id HAVING count(*) = 2 ORDER BY thread_id LIMIT 20
    """
    for thread_id, seconds in bench.sql(text).rows.values:
        assert thread(bench, thread_id).turns[0].latency == pytest.approx(seconds)


def test_every_turn_of_a_long_thread_is_a_row(bench: Asker, contexts: dict[str, Any]) -> None:
    longest = max(contexts, key=lambda name: len(contexts[name]["history"]))
    said = contexts[longest]["history"]
    frame = thread(bench, longest).turns.polars()

    assert frame["question"].to_list() == [m["content"] for m in said if m["role"] == "user"]
    assert frame["answer"].to_list() == [m["content"] for m in said if m["role"] == "assistant"]


def test_without_a_data_model_the_limits_are_unknown_and_the_rest_is_read(relational: Any) -> None:
    migrate(relational, ("vedana",), dimension=4)
    columns = ("thread_id", "created_at", "thread_config")
    relational.put("threads", columns, [(UUID(int=1), datetime(2026, 11, 21), {})])
    relational.write("DROP TABLE dm_anchor_attributes")
    found = thread(Asker(relational), UUID(int=1))

    assert found.limits.unknown == 'relation "dm_anchor_attributes" does not exist'
    assert found.limits.of("interest", "interest_name") is None
    assert (found.events, found.turns) == ((), ())


def test_an_unknown_thread_is_said(bench: Asker) -> None:
    with pytest.raises(BadInput, match="there is no thread"):
        thread(bench, UUID(int=0))
