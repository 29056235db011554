"""What a data model tells of itself."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from workbench.core.data_model import (
    Anchor,
    Attribute,
    DataModel,
    LifecycleEvent,
    Link,
    Prompt,
    Query,
)
from workbench.core.data_model_text import filled

NAME = Attribute("name", embeddable=True, embed_threshold=0.5, embed_top_n=3)
SHOE = Anchor("shoe", "a shoe", "shoe:1", "MATCH (s:shoe)", (NAME, Attribute("size")))
BRAND = Anchor("brand", None, None, None, (NAME,))
MADE = Link("shoe", "brand", "MADE_BY", "made by", None, (NAME,), False, "brand_id", None)
LOST = Link("shoe", "planet", "FLIES_TO", attributes=(NAME,))
MODEL = DataModel(
    (SHOE, BRAND), (MADE, LOST), (Query("Who?", "MATCH"),), (), (LifecycleEvent("/start", "Hi"),)
)


def with_prompts(**texts: str) -> DataModel:
    return replace(MODEL, prompts=tuple(Prompt(name, text) for name, text in texts.items()))


def test_the_description_follows_the_default_templates() -> None:
    assert MODEL.to_text_descr() == (
        "## Nodes:\n"
        "- shoe: a shoe; ID example: shoe:1; retrieval query: MATCH (s:shoe)\n"
        "- brand: None; ID example: None; retrieval query: None\n\n"
        "## Node attributes:\n"
        "- shoe.name: ; example: ; retrieval query: \n"
        "- shoe.size: ; example: ; retrieval query: \n"
        "- brand.name: ; example: ; retrieval query: \n\n"
        "## Links between nodes:\n"
        "- MADE_BY: made by; query example: None\n\n"
        "## Link attributes:\n"
        "- MADE_BY.name: ; example: ; retrieval query: \n\n"
        "## Typical question answering scenarios:\n"
        "- Who?:\nMATCH\n"
    )


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, "shoe brand|MADE_BY|name size name|name|Who?"),
        ({"anchor_nouns": ["shoe"]}, "shoe||name size||Who?"),
        ({"anchor_nouns": []}, "||||Who?"),
        ({"link_sentences": []}, "shoe brand||name size name||Who?"),
        ({"anchor_attribute_names": ["size"]}, "shoe brand|MADE_BY|size|name|Who?"),
        ({"link_attribute_names": [], "query_names": []}, "shoe brand|MADE_BY|name size name||"),
    ],
)
def test_none_keeps_all_of_a_kind_and_a_link_needs_both_its_anchors(
    chosen: dict[str, list[str]], expected: str
) -> None:
    model = with_prompts(
        dm_descr_template="{anchors}|{links}|{anchor_attrs}|{link_attrs}|{queries}",
        dm_anchor_descr_template="{anchor.noun}",
        dm_attr_descr_template="{attr.name}",
        dm_link_descr_template="{link.sentence}",
        dm_link_attr_descr_template="{attr.name}",
        dm_query_descr_template="{query.name}",
    )

    assert model.to_text_descr(**chosen).replace("\n", " ") == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("- {query.name}", "- Who?"),
        ("{{literal}} {query.name}", "{literal} Who?"),
        ('{"a": {"b": 1}} {query.name}', '{"a": {"b": 1}} Who?'),
        ("{ {query.name}", "{ Who?"),
        ("{query.nam} {query.name}", "{query.nam} Who?"),
        ("{query.name.__class__}", "{query.name.__class__}"),
        ("{}{0}", "{}{0}"),
        ("", ""),
    ],
)
def test_a_template_s_other_braces_break_nothing(template: str, expected: str) -> None:
    assert filled(template, {"query.name": "Who?"}) == expected


def test_what_is_filled_in_is_not_read_as_a_template() -> None:
    assert filled("{a} {b}", {"a": "{b}", "b": "{{x}}"}) == "{b} {{x}}"


def test_an_escape_is_read_as_python_s_own_format_reads_it() -> None:
    for template in ("{{{a}}}", "{{{{{a}", "a}}{{b{a}", "{{a}}"):
        assert filled(template, {"a": "x"}) == template.format(a="x")


def test_vector_indices_name_what_can_be_found_each_once() -> None:
    repeated = replace(MODEL, links=(MADE, replace(MADE, anchor_from="brand"), LOST))

    assert [tuple(index) for index in repeated.vector_indices()] == [
        ("anchor", "shoe", "name", 0.5, 3),
        ("anchor", "brand", "name", 0.5, 3),
        ("edge", "MADE_BY", "name", 0.5, 3),
    ]


def test_anchor_links_are_those_with_a_column_on_the_anchor_s_side() -> None:
    assert MODEL.anchor_links("shoe") == [MADE]
    assert MODEL.anchor_links("brand") == []
    assert MODEL.anchor_links("planet") == []


def test_the_outline_is_plain_json() -> None:
    outline = MODEL.to_compact_json()

    assert json.loads(json.dumps(outline)) == outline
    assert outline["links"] == [
        {
            "from": "shoe",
            "to": "brand",
            "sentence": "MADE_BY",
            "description": "made by",
            "attributes": [{"attr_name": "name", "attr_description": ""}],
        }
    ]
    assert outline["queries"] == {"1": "Who?"}


def test_order_changes_dm_id_and_not_the_content_hash() -> None:
    turned = replace(
        MODEL,
        anchors=(BRAND, replace(SHOE, attributes=SHOE.attributes[::-1])),
        links=MODEL.links[::-1],
    )

    assert turned.dm_id != MODEL.dm_id
    assert turned.content_hash == MODEL.content_hash


def test_every_text_counts_in_the_content_hash_but_none_is_as_empty() -> None:
    changed = [
        replace(MODEL, anchors=(SHOE, replace(BRAND, description="a brand"))),
        replace(MODEL, lifecycle=()),
        with_prompts(eval_judge_prompt="compare"),
    ]
    unwritten = replace(MODEL, anchors=(SHOE, replace(BRAND, description="")))

    assert len({model.content_hash for model in [MODEL, *changed]}) == 4
    assert unwritten.content_hash == MODEL.content_hash
