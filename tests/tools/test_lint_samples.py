"""Lint of the two sample knowledge bases: every flaw that they are known to have, no other."""

from __future__ import annotations

from pathlib import Path

from data.lights.flaws import flaws
from tests.asker import Asker
from tests.tools.lint_fixtures import told
from workbench.stores.grist.collection import in_folder
from workbench.tools.lint_data_model import lint_data_model

LIGHTS = Path(__file__).resolve().parents[2] / "data" / "lights"


def test_every_flaw_planted_in_the_lights_is_found_and_nothing_false() -> None:
    with in_folder(LIGHTS) as found:
        findings = told(lint_data_model(Asker(), model=found.model, data=found.data))
    rules = {"unknown-relation": "unknown label", "duplicate-edge": "duplicate link"}
    planted = {
        (rules.get(rule, rule.replace("-", " ")), table, str(row or column))
        for _, rule, table, row, column, _ in findings
        if rule not in ("label-differs", "unbound-parameter")
    }
    assert planted == {tuple(flaw) for flaw in flaws()}
    assert len(findings) == len(planted) + 8


def test_what_is_unusual_in_the_lights_is_no_error() -> None:
    with in_folder(LIGHTS) as found:
        findings = told(lint_data_model(Asker(), model=found.model, data=found.data))
    assert [row for row in findings if row[1] in ("label-differs", "unbound-parameter")] == [
        ("warning", "label-differs", "Anchor_lighthouse", None, "character", "Light character"),
        ("warning", "label-differs", "Anchor_lighthouse", None, "range_nm", "Range (nm)"),
        *(
            ("note", "unbound-parameter", "Queries", row, "query_example", "$node_id")
            for row in range(1, 7)
        ),
    ]


SHIPPED = [
    ("error", "id-as-attribute", "Anchor_attributes", 1, "attribute_name", "person_id"),
    ("error", "id-as-attribute", "Anchor_attributes", 3, "attribute_name", "interest_id"),
    ("error", "id-in-query", "Anchors", 1, "query", "person.person_id"),
    ("error", "id-in-query", "Anchors", 2, "query", "interest.interest_id"),
    ("error", "id-in-query", "Anchor_attributes", 2, "query", "person.person_id"),
    ("error", "unknown-relation", "Links", 1, "query", "LIKES"),
    ("error", "unbound-parameter", "Queries", 1, "query_example", "$node_id"),
    ("error", "unknown-argument", "Queries", 1, "query_example", "vector_text_search(on=…)"),
    ("error", "literal-newline", "Prompts", 8, "text", "- {query.name}\\n{query.example}"),
    ("warning", "unknown-label", "Prompts", 9, "text", "category"),
    ("warning", "unknown-label", "Prompts", 9, "text", "material"),
    ("warning", "unknown-label", "Prompts", 9, "text", "offer"),
    ("warning", "unknown-relation", "Prompts", 9, "text", "OFFER_belongs_to_CATEGORY"),
    ("warning", "unknown-relation", "Prompts", 9, "text", "OFFER_made_of_MATERIAL"),
    ("note", "undeclared-column", "Anchors", None, "Raw", "Raw"),
    ("note", "undeclared-column", "Links", None, "Raw", "Raw"),
    ("note", "blank-row", "Anchors", 5, "", ""),
    ("note", "blank-row", "Anchor_attributes", 5, "", ""),
    ("note", "blank-row", "Queries", 2, "", ""),
    ("note", "blank-row", "Queries", 3, "", ""),
]


def test_the_shipped_documents_have_the_known_flaws_and_no_others(vedana: Path) -> None:
    with in_folder(vedana) as found:
        assert told(lint_data_model(Asker(), model=found.model, data=found.data)) == SHIPPED
