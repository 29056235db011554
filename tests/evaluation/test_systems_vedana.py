"""Vedana's vector search as a system, and what its engine recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from tests.asker import Asker
from tests.catalogue import small_world
from tests.tools.conftest import fresh
from tests.tools.recorded_threads import FAILED, QUOKKAS, cypher, search
from workbench.core.errors import BadInput, WorkbenchError
from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.replies import Ranking, Reply
from workbench.core.search_limits import SearchLimits
from workbench.core.turn_reading import turns_of
from workbench.core.turns import Turn
from workbench.core.values import Event
from workbench.evaluation.recorded.turns import reply_of
from workbench.evaluation.systems.recorded import Recorded
from workbench.evaluation.systems.vedana_search import VedanaSearch

PAIR = ("interest", "interest_name")
QUESTION = Question("q1", "Who likes Quokkas?")


@pytest.fixture(scope="module")
def bench(servers: Any) -> Iterator[Asker]:
    with fresh("relational", servers) as relational:
        small_world.load_tables(relational)
        yield Asker(relational, embedder=small_world.EMBEDDER)


def cosine(one: str, other: str) -> float:
    return float(small_world.vector(one) @ small_world.vector(other))


def test_hits_are_those_of_the_vector_search(bench: Asker) -> None:
    reply = VedanaSearch(bench, *PAIR, threshold=-1.0, top_n=2)(QUESTION)
    assert reply.ranking is not None
    every = {one: cosine(QUESTION.text, name) for one, name in small_world.INTERESTS.items()}
    best = sorted(every, key=lambda one: -every[one])[:2]
    assert reply.ranking.ids == best
    assert reply.ranking.scores == pytest.approx([every[one] for one in best], abs=1e-6)
    assert "rag_anchor_embeddings" in reply.trace[-1].text


def test_the_limits_are_the_engines_the_models_or_those_given(bench: Asker) -> None:
    limits = SearchLimits("anchor", 0.1, 15, "data model")
    found = [
        VedanaSearch(bench, *PAIR),
        VedanaSearch(bench, *PAIR, limits=limits),
        VedanaSearch(bench, *PAIR, limits=limits, top_n=1),
    ]
    told = [(one.settings["threshold"], one.settings["top_n"]) for one in found]
    assert told == [(0.8, 10), (0.1, 15), (0.1, 1)]
    assert found[0](QUESTION).ranking == ([], [])


def test_the_searched_text_can_be_made_of_the_question(bench: Asker) -> None:
    def interest(question: Question) -> str:
        return question.text.removeprefix("Who likes ").rstrip("?")

    ranking = VedanaSearch(bench, *PAIR, text=interest)(QUESTION).ranking
    assert ranking is not None
    assert (ranking.ids, ranking.scores) == (["interest:1"], pytest.approx([1.0]))


def test_settings_tell_engine_and_model(bench: Asker) -> None:
    settings = VedanaSearch(bench, *PAIR).settings
    assert settings["model"] == small_world.EMBEDDER.model
    assert settings["engine"].startswith("postgres ")
    assert settings["text"] == "workbench.evaluation.systems.vedana_search.question_text"


def test_a_pair_without_vectors_and_limits_of_edges_are_refused(bench: Asker) -> None:
    with pytest.raises(BadInput, match="no vectors of interest\\.colour"):
        VedanaSearch(bench, "interest", "colour")
    with pytest.raises(BadInput, match="the limits of a node's attribute"):
        VedanaSearch(bench, *PAIR, limits=SearchLimits("edge", 0.1, 15, "data model"))


def turn(*calls: Any, answer: str | None = "Geneva Durben", **more: Any) -> Turn:
    """One turn as the engine stores it: the question, its record, and the answer."""
    info = {"tool_calls": list(calls), **more}
    said = [
        ("comm.user_message", {"role": "user", "content": QUESTION.text}),
        ("rag.query_processed", {"query": QUESTION.text, "answer": answer, "technical_info": info}),
    ]
    now = datetime(2026, 11, 21, tzinfo=UTC)
    events = [Event(UUID(int=at), kind, now, data) for at, (kind, data) in enumerate(said)]
    (found,) = turns_of(events)
    return found


def hit(number: int, similarity: Any) -> Any:
    return {**QUOKKAS, "node_id": f"interest:{number}", "similarity": similarity}


def test_a_turn_becomes_its_answer_hits_rows_and_calls() -> None:
    query = cypher("MATCH (p) RETURN p.person_name", {"p.person_name": "Geneva Durben"})
    usage = {"m": {"requests_count": 1, "prompt_tokens": 9, "requests_cost": 0.25}}
    reply = reply_of(turn(search("Quokkas", QUOKKAS), query, model_stats=usage))
    assert (reply.text, reply.cost) == ("Geneva Durben", 0.25)
    assert reply.ranking == (["interest:1"], [1.0])
    assert reply.rows is not None
    assert list(reply.rows) == [{"p.person_name": "Geneva Durben"}]
    assert [step.kind for step in reply.trace] == ["vector_text_search", "cypher"]
    assert reply.trace[1].text.startswith('Args: {"query": "MATCH (p) RETURN p.person_name"}')


def test_hits_of_several_searches_are_one_ranking() -> None:
    found = turn(
        search("one", hit(1, 0.9), hit(3, float("nan")), hit(2, 0.5)),
        search("two", hit(2, 0.7), hit(4, 0.9)),
    )
    reply = Reply.of(reply_of(found))
    assert reply.ranking == (["interest:1", "interest:4", "interest:2"], [0.9, 0.9, 0.7])


def test_a_failed_call_stands_in_the_trace_and_without_a_search_there_is_no_ranking() -> None:
    reply = reply_of(turn(cypher("RETURN", result=FAILED)))
    assert (reply.ranking, reply.rows) == (None, None)
    assert reply.trace[0].text.endswith("Result: 'Error executing query'")


def test_a_record_is_replayed_by_text_or_by_id() -> None:
    said = Reply(text="Nobody")
    by_text = Recorded({" Who likes Quokkas? ": turn()})
    by_id = Recorded({"q1": said}, by="id", name="old")
    assert by_text(QUESTION).text == "Geneva Durben"
    assert (by_id(QUESTION), by_id.name) == (said, "old")
    assert by_id.settings == {"system": "recorded", "by": "id", "recorded": 1, "models": []}


def test_what_has_no_record_or_no_answer_fails() -> None:
    with pytest.raises(BadInput, match="nothing is recorded for 'Who likes Quokkas\\?'"):
        Recorded({})(QUESTION)
    with pytest.raises(WorkbenchError, match="has no answer: none was stored"):
        Recorded({QUESTION.text: turn(answer=None)})(QUESTION)
    with pytest.raises(BadInput, match="by='text' or by='id'"):
        Recorded({QUESTION.text: Reply(ranking=Ranking([], []))}, by="name")  # type: ignore[arg-type]
