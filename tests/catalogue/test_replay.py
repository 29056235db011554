"""A capsule is kept as JSON, asked again, and the two answers are compared."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from tests.catalogue.small_world import EMBEDDER, THREAD, vector
from workbench.catalogue import capsule as capsules
from workbench.catalogue.asking import ask, ask_text
from workbench.catalogue.capsule import Question, record
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.replay import replay
from workbench.core.answer import Answer, Plan
from workbench.core.errors import BadInput
from workbench.core.values import Engine, Rows

CATALOGUE = Catalogue.shipped()
SEARCH = CATALOGUE.get("vedana/vector_search_nodes")
ANY = {"label": "interest", "property": "interest_name", "threshold": -1.0}


def again(store: Any, question: Question) -> Answer:
    if question.query is None:
        return ask_text(question.kind, question.text, question.parameters, store=store)
    return ask(CATALOGUE.get(question.query), question.parameters, store=store)


def kept(answer: Answer) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(json.dumps(answer.capsule(), allow_nan=False))
    return stored


def search(store: Any) -> Answer:
    return ask(SEARCH, {**ANY, "embedding": "Quokkas"}, store=store, embedder=lambda: EMBEDDER)


def test_a_capsule_says_what_was_asked_of_what_and_how(tables: Any) -> None:
    found = kept(search(tables))

    assert (found["capsule"], found["query"], found["kind"]) == (1, SEARCH.name, "relational")
    assert found["engine"]["name"] == "postgres"
    assert found["engine"]["extensions"]["vector"] == tables.engine.extensions["vector"]
    assert found["parameters"]["embedding"] == {"$vector": vector("Quokkas").tolist()}
    assert found["settings"] == {
        "row_limit": None,
        "timeout": None,
        "embedder": "vedana-fixtures 1",
        "embedded": {"embedding": "Quokkas"},
        "tuned": {},
    }
    assert found["result"]["count"] == 5
    assert found["result"]["floats"][0] == [pytest.approx(1.0)]


def test_the_same_answer_has_the_same_capsule(tables: Any) -> None:
    assert search(tables).capsule() == search(tables).capsule()


def test_an_unchanged_store_replays_equal_without_an_embedder(tables: Any) -> None:
    found = replay(kept(search(tables)), partial(again, tables))

    assert (found.verdict, found.added, found.removed) == ("equal", 0, 0)
    assert found.engine_then == found.engine_now
    assert not found.text_changed


def test_typed_text_replays_with_its_uuid_and_timestamp(tables: Any) -> None:
    text = "SELECT * FROM threads WHERE thread_id = $id AND created_at = $at"
    given = {"id": UUID(str(THREAD)), "at": datetime(2026, 11, 21, 12)}
    answer = ask_text("relational", text, given, store=tables)

    assert len(answer) == 1
    assert replay(kept(answer), partial(again, tables)).verdict == "equal"


def test_rows_that_came_and_went_are_counted(world: Any) -> None:
    before = kept(search(world))
    world.write("DELETE FROM nodes WHERE node_id IN ('interest:2', 'interest:3')")
    found = replay(before, partial(again, world))

    assert (found.verdict, found.added, found.removed) == ("rows differ", 0, 2)


def test_a_score_that_moved_is_measured_against_eps(world: Any) -> None:
    before = kept(search(world))
    nudge = "UPDATE rag_anchor_embeddings SET embedding = $v WHERE node_id = 'interest:1'"
    world.write(nudge, {"v": vector("Quokkas") + vector("Chess") * 1e-2})
    tight = replay(before, partial(again, world))
    loose = replay(before, partial(again, world), eps=1e-2)

    assert (tight.verdict, tight.added, tight.removed) == ("rows differ", 0, 0)
    assert loose.verdict == "scores within eps"
    assert 1e-7 < loose.largest_difference < 1e-2


def test_a_changed_text_is_said_beside_the_verdict(tables: Any) -> None:
    before = {**kept(search(tables)), "text_hash": "another"}
    found = replay(before, partial(again, tables))

    assert (found.verdict, found.text_changed) == ("equal", True)


def fixed(columns: tuple[str, ...], *rows: tuple[Any, ...], scores: Any = ()) -> dict[str, Any]:
    question = Question("own/q", "relational", "SELECT", {}, scores=scores)
    return record(question, Engine("postgres", "18"), Rows(columns, rows))


def compared(then: dict[str, Any], now: dict[str, Any], eps: float = 1e-6) -> Any:
    answer = Answer(Rows((), ()), (), lambda: Plan(""), lambda: now)
    return replay(then, lambda _: answer, eps=eps)


def test_the_same_rows_in_another_order_are_told() -> None:
    found = compared(fixed(("a",), (1,), (2,), (2,)), fixed(("a",), (2,), (1,), (2,)))

    assert (found.verdict, found.added, found.removed) == ("order differs", 0, 0)


def test_a_repeated_row_counts_as_often_as_it_occurs() -> None:
    found = compared(fixed(("a",), (1,), (2,), (2,)), fixed(("a",), (2,), (1,), (1,), (1,)))

    assert (found.verdict, found.added, found.removed) == ("rows differ", 2, 1)


def test_two_ties_that_swapped_within_eps_differ_in_order_only() -> None:
    columns = ("id", "score")
    then = fixed(columns, ("x", 0.5), ("y", 0.5 - 1e-8), scores=("score",))
    now = fixed(columns, ("y", 0.5), ("x", 0.5 - 1e-8), scores=("score",))
    found = compared(then, now)

    assert found.verdict == "order differs"
    assert found.largest_difference == pytest.approx(1e-8, rel=1e-3)


@pytest.mark.parametrize(("old", "new"), [(0.5, None), (None, 0.5), (float("nan"), 0.5)])
def test_a_score_that_became_none_or_nan_is_no_small_difference(old: Any, new: Any) -> None:
    then, now = (fixed(("s", "k"), (score, "k"), scores=("s",)) for score in (old, new))

    assert compared(then, now, eps=1e9).verdict == "rows differ"


def test_a_float_that_is_no_declared_score_must_be_equal() -> None:
    then, now = (fixed(("f",), (value,)) for value in (0.5, 0.5 + 1e-9))

    assert compared(then, now).verdict == "rows differ"


def test_in_typed_text_every_all_float_column_is_a_score() -> None:
    then = fixed(("f", "n"), (0.5, 1), (None, 2), scores=None)
    now = fixed(("f", "n"), (0.5 + 1e-9, 1), (None, 2), scores=None)

    assert compared(then, now).verdict == "scores within eps"


def test_other_columns_are_another_result() -> None:
    found = compared(fixed(("a",), (1,)), fixed(("b",), (1,)))

    assert found.verdict == "rows differ"
    assert found.note == "columns were ['a'], are ['b']"


def test_a_large_result_is_kept_as_hashes_that_still_tell_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(capsules, "ROWS_KEPT", 2)
    three, turned = fixed(("a",), (1,), (2,), (3,)), fixed(("a",), (3,), (2,), (1,))
    four = fixed(("a",), (1,), (2,), (3,), (4,))

    assert "rows" not in three["result"]
    assert three["result"]["left_out"] == "rows: more than 2, so only hashes are kept"
    assert compared(three, turned).verdict == "order differs"
    assert (compared(three, four).verdict, compared(three, four).added) == ("rows differ", 1)


def test_a_result_that_the_row_limit_now_cuts_differs() -> None:
    whole = fixed(("a",), (1,))
    cut = record(Question(None, "graph", "", {}), Engine("x", "1"), Rows(("a",), [(1,)], True))
    found = compared(whole, cut)

    assert found.verdict == "rows differ"
    assert found.note == "the row limit cuts one of the two results"


def test_a_part_of_a_capsule_is_refused() -> None:
    with pytest.raises(BadInput, match="saw none of engine, kind, parameters, "):
        replay({"capsule": 1, "query": "x"}, lambda _: pytest.fail("asked"))


def test_what_is_no_capsule_is_refused() -> None:
    with pytest.raises(BadInput, match="expected a capsule of format 1, saw 2"):
        replay({"capsule": 2}, lambda _: pytest.fail("asked"))
