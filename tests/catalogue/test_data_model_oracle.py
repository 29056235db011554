"""The data model of the recorded database reads as the original's methods told it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from tests.asker import Asker
from tests.catalogue.test_vedana_oracle import expected
from workbench.core.data_model import Anchor, DataModel
from workbench.tools.data_model import data_model

CHOSEN = {
    "anchor_nouns": ["person"],
    "link_sentences": [],
    "anchor_attribute_names": ["person_name"],
    "query_names": [],
}


@pytest.fixture(scope="session")
def wanted(oracle: Any) -> dict[str, Any]:
    """The section of `expected.json`; skipped with the dump where the fixtures are absent."""
    section: dict[str, Any] = expected()["data_model"]
    return section


@pytest.fixture(scope="session")
def model(oracle: Any) -> DataModel:
    return data_model(Asker(oracle), physical_order=True)


def as_json(anchor: Anchor) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps(asdict(anchor)))
    return made


def test_anchors_come_with_their_attributes_in_the_original_order(
    model: DataModel, wanted: dict[str, Any]
) -> None:
    assert [as_json(anchor) for anchor in model.anchors] == wanted["anchors"]


def test_links_name_the_anchors_that_the_original_holds(
    model: DataModel, wanted: dict[str, Any]
) -> None:
    anchors = {anchor.noun: as_json(anchor) for anchor in model.anchors}
    found = [json.loads(json.dumps(asdict(link))) for link in model.links]
    for link in found:
        link["anchor_from"], link["anchor_to"] = (
            anchors[link["anchor_from"]],
            anchors[link["anchor_to"]],
        )

    assert found == wanted["links"]


def test_questions_prompts_and_lifecycle_are_the_original_s(
    model: DataModel, wanted: dict[str, Any]
) -> None:
    assert [query._asdict() for query in model.queries] == wanted["queries"]
    assert dict(model.prompts) == wanted["prompts"]
    assert dict(model.lifecycle) == wanted["lifecycle"]


def test_vector_indices_and_anchor_links_are_the_original_s(
    model: DataModel, wanted: dict[str, Any]
) -> None:
    assert [list(index) for index in model.vector_indices()] == wanted["vector_indices"]
    assert model.anchor_links("person") == wanted["anchor_links_person"]


def test_the_text_description_is_the_original_s(model: DataModel, wanted: dict[str, Any]) -> None:
    assert model.to_text_descr() == wanted["text_descr"]


def test_the_filtered_description_is_the_original_s(
    model: DataModel, wanted: dict[str, Any]
) -> None:
    assert model.to_text_descr(**CHOSEN) == wanted["text_descr_filtered"]


def test_the_outline_differs_only_in_naming_anchors_where_the_original_holds_objects(
    model: DataModel, wanted: dict[str, Any]
) -> None:
    """D44: the original's `from` and `to` are Anchor objects, which no JSON can hold."""
    found = json.loads(json.dumps(model.to_compact_json()))
    for link in found["links"]:
        for end in ("from", "to"):
            link[end] = {"__str__": link[end], "__type__": "Anchor"}

    assert found == wanted["compact_json"]


def test_the_outline_is_shorter_than_the_original_s_in_its_prompt(
    model: DataModel, wanted: dict[str, Any]
) -> None:
    """D44: there the objects stand in the prompt with everything they hold."""
    assert len(str(model.to_compact_json())) < wanted["compact_json_as_in_prompt_len"]


def test_dm_id_is_the_one_that_evaluation_runs_recorded(model: DataModel, oracle: Any) -> None:
    recorded = oracle.rows(
        "SELECT DISTINCT event_data -> 'data_model' ->> 'dm_id' FROM thread_events "
        "WHERE event_type = 'eval.meta'"
    ).values

    assert [(model.dm_id,)] == recorded


def test_sorting_changes_dm_id_and_not_the_content_hash(model: DataModel, oracle: Any) -> None:
    """D28: the same model in another order."""
    by_key = data_model(Asker(oracle))

    assert [anchor.noun for anchor in by_key.anchors] == ["interest", "person"]
    assert by_key.dm_id != model.dm_id
    assert by_key.content_hash == model.content_hash
