"""The original read functions' own results on the recorded database, asked of our queries."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from itertools import groupby
from typing import Any
from uuid import UUID

import pytest

from tests.asker import Asker
from tests.conftest import SHARED
from tests.vedana_embedding import FixtureEmbedder, embedding
from workbench.catalogue.asking import ask, ask_text
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.placeholders import parameter_names
from workbench.core.answer import Answer
from workbench.tools.make_context import make_context

EXPECTED = SHARED / "data" / "vedana" / "expected.json"
CATALOGUE = Catalogue.shipped()


@cache
def expected() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(EXPECTED.read_text("utf-8")) if EXPECTED.exists() else {}
    return found


def cases(section: str) -> Any:
    """The keys of a section, or its positions; none where the fixtures are absent."""
    found = expected().get(section, ())
    return list(found) if isinstance(found, dict) else range(len(found))


@pytest.fixture(scope="session")
def asked(oracle: Any) -> Callable[..., Answer]:
    def question(name: str, /, **given: Any) -> Answer:
        return ask(CATALOGUE.get(name), given, store=oracle, embedder=FixtureEmbedder)

    return question


@pytest.mark.parametrize("thread", cases("contexts"))
def test_a_context_reads_like_the_original(thread: str, oracle: Any) -> None:
    case = expected()["contexts"][thread]
    read = make_context(Asker(oracle), thread)

    assert read.history == case["history"]
    assert [[str(e.event_id), e.event_type, str(e.created_at)] for e in read.events] == (
        case["events"]
    )
    assert read.context(20) == case["context20"]
    assert read.context(2) == case["context2"]
    assert read.last_user_message == case["last_user_message"]
    assert list(read.last_user_action) == case["last_user_action"]
    assert read.thread_config == case["thread_config"]


def test_one_read_of_many_threads_gives_each_thread_s_events(asked: Callable[..., Answer]) -> None:
    threads = expected()["contexts"]
    rows = asked("vedana/thread_events_of", thread_ids=list(threads)).rows
    found = {
        str(thread): [
            [str(row["event_id"]), row["event_type"], str(row["created_at"])] for row in g
        ]
        for thread, g in groupby(rows, key=lambda row: row["thread_id"])
    }

    assert found == {thread: case["events"] for thread, case in threads.items()}


@pytest.mark.parametrize("at", cases("threads"))
def test_a_thread_is_found_by_its_id(at: int, asked: Callable[..., Answer]) -> None:
    case = expected()["threads"][at]
    found = asked("vedana/thread", thread_id=case["thread_id"]).rows[0]

    assert {**found, "thread_id": str(found["thread_id"])} == {
        **case,
        "created_at": found["created_at"],
    }


def test_the_latest_thread_of_a_contact_is_the_original_s(asked: Callable[..., Answer]) -> None:
    found = asked("vedana/latest_thread_of_contact", contact_id="telegram:1001").rows

    assert found.column("thread_id") == [UUID(expected()["lookup"]["latest telegram:1001"])]


def test_what_is_missing_is_no_row(asked: Callable[..., Answer]) -> None:
    assert expected()["lookup"]["missing"] is None
    assert len(asked("vedana/threads_by_external_id", external_id="missing")) == 0
    assert len(asked("vedana/latest_thread_of_contact", contact_id="missing")) == 0
    assert len(asked("vedana/thread", thread_id=UUID(int=0))) == 0


def search(case: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    form = "edges" if case["prop_type"] == "edge" else "nodes"
    given = {key: case[key] for key in ("label", "embedding", "threshold", "top_n")}
    return f"vedana/vector_search_{form}", {**given, "property": case["prop_name"]}


def assert_same_hits(found: list[dict[str, Any]], case: dict[str, Any]) -> None:
    """Similarities in order; the other columns where no neighbour in rank is as similar."""
    wanted = [row["similarity"] for row in case["rows"]]
    assert [row["similarity"] for row in found] == pytest.approx(wanted, abs=1e-6)
    for at, row in enumerate(case["rows"]):
        tied = [other for other in wanted if abs(other - wanted[at]) < 1e-6]
        if len(tied) == 1 and at + 1 < case["top_n"]:
            assert {key: found[at][key] for key in row} == {
                **row,
                "similarity": found[at]["similarity"],
            }


@pytest.mark.parametrize("at", cases("vector_search"))
def test_a_vector_search_finds_what_the_original_found(
    at: int, asked: Callable[..., Answer]
) -> None:
    case = expected()["vector_search"][at]
    name, given = search(case)
    by_vector, by_text = asked(name, **given), asked(name, **{**given, "embedding": case["text"]})

    assert_same_hits(list(by_vector.rows), case)
    assert list(by_text.rows) == list(by_vector.rows)
    assert [step.store for step in by_text.trace] == ["embedder", "relational"]


@pytest.mark.parametrize("at", cases("vector_search"))
def test_the_original_s_text_still_gives_the_original_s_rows(at: int, oracle: Any) -> None:
    case = expected()["vector_search"][at]
    name, given = search(case)
    query = CATALOGUE.get(name)
    vector = query.parameters[2].check(given["embedding"])
    answer = ask_text(
        "relational", query.original, {**given, "embedding": vector}, store=oracle, row_limit=100
    )

    assert parameter_names("relational", query.original) == given.keys()
    assert_same_hits(list(answer.rows), case)


@pytest.mark.parametrize("at", cases("vector_search"))
def test_the_fixture_s_embedding_function_makes_its_query_vectors(at: int) -> None:
    case = expected()["vector_search"][at]

    assert embedding(case["text"]) == case["embedding"]


ATTRIBUTE = {
    "attribute_name": "name",
    "attr_description": "description",
    "data_example": "example",
    "dtype": "dtype",
    "attr_query": "query",
    "embeddable": "embeddable",
    "embed_threshold": "embed_threshold",
    "embed_top_n": "embed_top_n",
}


def attributes(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    named = [row for row in rows if row["attribute_name"] is not None]
    return [{ours: row[column] for column, ours in ATTRIBUTE.items()} for row in named]


def anchors(asked: Callable[..., Answer]) -> dict[str, Any]:
    rows = sorted(asked("vedana/data_model_anchors").rows, key=lambda row: row["noun"])
    return {noun: list(group) for noun, group in groupby(rows, key=lambda row: row["noun"])}


def as_anchor(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "noun": rows[0]["noun"],
        "description": rows[0]["anchor_description"],
        "id_example": rows[0]["id_example"],
        "query": rows[0]["anchor_query"],
        "attributes": attributes(rows),
    }


def test_anchors_and_their_attributes_are_the_original_s(asked: Callable[..., Answer]) -> None:
    wanted = {anchor["noun"]: anchor for anchor in expected()["data_model"]["anchors"]}
    found = {noun: as_anchor(rows) for noun, rows in anchors(asked).items()}

    assert found == wanted
    assert list(found) == sorted(wanted)


def test_links_are_the_original_s(asked: Callable[..., Answer]) -> None:
    (wanted,) = expected()["data_model"]["links"]
    (row,) = asked("vedana/data_model_links").rows
    by_noun = anchors(asked)

    assert wanted == {
        "anchor_from": as_anchor(by_noun[row["anchor1"]]),
        "anchor_to": as_anchor(by_noun[row["anchor2"]]),
        "sentence": row["sentence"],
        "description": row["link_description"],
        "query": row["link_query"],
        "attributes": attributes([row]),
        "has_direction": row["has_direction"],
        "anchor_from_link_attr_name": row["anchor1_link_column_name"],
        "anchor_to_link_attr_name": row["anchor2_link_column_name"],
    }


def test_questions_prompts_and_lifecycle_are_the_original_s(asked: Callable[..., Answer]) -> None:
    model = expected()["data_model"]
    questions = asked("vedana/data_model_queries").rows.values
    prompts = asked("vedana/data_model_prompts").rows.values
    lifecycle = asked("vedana/data_model_lifecycle").rows.values

    assert questions == [(query["name"], query["example"]) for query in model["queries"]]
    assert prompts == sorted(model["prompts"].items())
    assert lifecycle == sorted(model["lifecycle"].items())


def test_vector_indices_are_the_original_s(asked: Callable[..., Answer]) -> None:
    rows = asked("vedana/data_model_vector_indices").rows.values

    assert sorted(list(row) for row in rows) == sorted(expected()["data_model"]["vector_indices"])
