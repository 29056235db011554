"""The data model read from its tables."""

from __future__ import annotations

from typing import Any

import pytest

from tests.asker import Asker
from tests.catalogue.small_world import load_tables
from workbench.core.data_model import Attribute
from workbench.core.errors import BadInput
from workbench.tools.data_model import data_model


@pytest.fixture
def world(relational: Any) -> Any:
    load_tables(relational)
    return relational


def test_the_model_is_sorted_by_key_and_filled_with_the_settings(world: Any) -> None:
    model = data_model(Asker(world))

    assert [anchor.noun for anchor in model.anchors] == ["interest", "person"]
    assert model.anchors[0].description is None
    assert model.anchors[0].attributes == (
        Attribute("interest_name", "", "", "", "", True, embed_threshold=0.8, embed_top_n=15),
    )
    assert dict(model.lifecycle) == {"/start": "Hi!"}


def test_the_physical_order_is_that_in_which_rows_were_stored(world: Any) -> None:
    stored = data_model(Asker(world), physical_order=True)

    assert [anchor.noun for anchor in stored.anchors] == ["person", "interest"]
    assert stored.content_hash == data_model(Asker(world)).content_hash


def test_a_link_of_an_unknown_anchor_is_in_the_model_and_out_of_its_texts(world: Any) -> None:
    world.write(
        "INSERT INTO dm_links (anchor1, anchor2, sentence) VALUES ('person', 'planet', 'VISITS')"
    )
    model = data_model(Asker(world))

    assert [link.sentence for link in model.links] == ["PERSON_has_INTEREST", "VISITS"]
    assert "VISITS" not in model.to_text_descr()
    assert [index.label for index in model.vector_indices()] == [
        "interest",
        "person",
        "PERSON_has_INTEREST",
    ]


def test_links_of_one_sentence_stay_apart_with_their_attributes(world: Any) -> None:
    world.write(
        "INSERT INTO dm_links (anchor1, anchor2, sentence) "
        "VALUES ('interest', 'person', 'PERSON_has_INTEREST')"
    )
    links = data_model(Asker(world)).links

    assert [(link.anchor_from, len(link.attributes)) for link in links] == [
        ("interest", 1),
        ("person", 1),
    ]


def test_a_model_cut_by_the_row_limit_is_refused(world: Any) -> None:
    with pytest.raises(BadInput, match=r"anchors: .* more than 1 rows; raise row_limit"):
        data_model(Asker(world, row_limit=1))
