"""Lint of documents: nothing on a flawless base, and for one flaw one finding."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.asker import Asker
from tests.etl.small_base import ANCHORS, CITIES, PEOPLE, link
from tests.stores.grist_files import FORMULA_ERROR, Col, texts
from tests.tools.lint_fixtures import (
    ATTRIBUTES,
    EDGE,
    KNOWS,
    LIVES_IN,
    PERSON,
    ROWS,
    SINCE,
    documents,
    lint,
    told,
)
from workbench.core.errors import BadInput
from workbench.stores.grist.document import GristDocument
from workbench.tools.lint_data_model import lint_data_model

PERSON_ROW, CITY_ROW = ["person", "", "", ""], ["city", "", "", ""]
LIVES_LINK = [*LIVES_IN, "", "", True]


def test_a_flawless_base_has_no_findings(tmp_path: Path) -> None:
    assert told(lint(documents(tmp_path))) == []


def attribute(owner: int, name: str, **others: Any) -> list[Any]:
    columns = ("description", "data_example", "embeddable", "query", "dtype")
    cells = [others.get(column, column == "embeddable" and False) or "" for column in columns]
    cells[2] = others.get("embeddable", False)
    return [owner, name, *cells, others.get("threshold"), others.get("top_n")]


MODEL_FLAWS: dict[str, tuple[dict[str, Any], tuple[Any, ...]]] = {
    "a blank row": (
        {"anchors": (PERSON_ROW, CITY_ROW, ["", "", "", ""])},
        ("note", "blank-row", "Anchors", 3, "", ""),
    ),
    "a blank key": (
        {"anchors": (PERSON_ROW, CITY_ROW, ["", "some", "", ""])},
        ("error", "blank-key", "Anchors", 3, "noun", ""),
    ),
    "a key that is there twice": (
        {"anchors": (PERSON_ROW, CITY_ROW, PERSON_ROW)},
        ("error", "duplicate-key", "Anchors", 3, "noun", "person"),
    ),
    "a column that nothing reads": (
        {"others": {"Anchors": ({**ANCHORS, "Raw": Col()}, [[*PERSON_ROW, ""], [*CITY_ROW, ""]])}},
        ("note", "undeclared-column", "Anchors", None, "Raw", "Raw"),
    ),
    "an anchor without a table": (
        {"anchors": (PERSON_ROW, CITY_ROW, ["country", "", "", ""])},
        ("error", "missing-table", "Anchors", 3, "noun", "Anchor_country"),
    ),
    "a link of no known anchor": (
        {"links": (LIVES_LINK, KNOWS, link(1, 0, "OWNS", "friend"))},
        ("error", "blank-key", "Links", 3, "anchor2", ""),
    ),
    "a link without data": (
        {"links": (LIVES_LINK, KNOWS, link(1, 2, "LEFT"))},
        ("error", "missing-table", "Links", 3, "sentence", "LEFT"),
    ),
    "a pointing column that is not there": (
        {"links": (LIVES_LINK, KNOWS, link(1, 1, "LIKES", "friends"))},
        ("error", "missing-column", "Links", 3, "anchor1_link_column_name", "friends"),
    ),
    "a sentence of two links": (
        {"links": (LIVES_LINK, KNOWS, link(2, 1, "LIVES_IN"))},
        ("error", "shared-sentence", "Links", 3, "sentence", "LIVES_IN"),
    ),
    "an id as attribute": (
        {"attributes": (*ATTRIBUTES, attribute(1, "person_id"))},
        ("error", "id-as-attribute", "Anchor_attributes", 4, "attribute_name", "person_id"),
    ),
    "an attribute named id": (
        {"attributes": (*ATTRIBUTES, attribute(1, "id"))},
        ("error", "attribute-named-id", "Anchor_attributes", 4, "attribute_name", "id"),
    ),
    "an attribute without a column": (
        {"attributes": (*ATTRIBUTES, attribute(2, "Name"))},
        ("error", "missing-column", "Anchor_attributes", 4, "attribute_name", "Name"),
    ),
    "a link's attribute without a column": (
        {"link_attributes": (SINCE, attribute(1, "until"))},
        ("error", "missing-column", "Link_attributes", 2, "attribute_name", "until"),
    ),
    "numbers to embed": (
        {"attributes": (*ATTRIBUTES[:1], ATTRIBUTES[2], attribute(1, "born", embeddable=True))},
        (
            "error",
            "embeds-no-text",
            "Anchor_person",
            None,
            "born",
            "every value is no text but int",
        ),
    ),
    "a threshold that nothing exceeds": (
        {"attributes": (*ATTRIBUTES[:2], attribute(2, "name", embeddable=True, threshold=1.0))},
        ("error", "threshold-range", "Anchor_attributes", 3, "embed_threshold", "1"),
    ),
    "no hits wanted": (
        {"attributes": (*ATTRIBUTES[:2], attribute(2, "name", embeddable=True, top_n=0))},
        ("error", "top-n-range", "Anchor_attributes", 3, "embed_top_n", "0"),
    ),
}


@pytest.mark.parametrize(("changes", "expected"), MODEL_FLAWS.values(), ids=MODEL_FLAWS)
def test_one_flaw_of_the_model_is_one_finding(
    tmp_path: Path, changes: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    assert told(lint(documents(tmp_path, **changes))) == [expected]


UUID_TEXT = "0f8fad5b-d9cb-469f-a165-70867728950e"
NO_ROW = "a reference to a row that Anchor_person does not have"
FRIEND_GONE = [[*PEOPLE[0], 1815, 2], [*PEOPLE[1], 1906, 9]]


def persons(rows: Any, **columns: Col) -> dict[str, Any]:
    return {"tables": {"Anchor_person": ({**PERSON, **columns}, rows)}}


def lives(*rows: list[Any], columns: Any = EDGE) -> dict[str, Any]:
    first = ["p:1", "c:1", "LIVES_IN", 1900]
    return {"tables": {"Link_lives_in": (columns, [first, *rows])}}


def others(name: str) -> dict[str, Any]:
    return {"tables": {name: (texts("note"), [["x"]])}}


DATA_FLAWS: dict[str, tuple[dict[str, Any], tuple[Any, ...]]] = {
    "a table of no anchor": (
        others("Anchor_persons"),
        ("error", "ignored-table", "Anchor_persons", None, "", "Anchor_persons"),
    ),
    "a table of no link": (
        others("Link_lives"),
        ("error", "ignored-table", "Link_lives", None, "", "Link_lives"),
    ),
    "a table of neither": (
        others("Notes"),
        ("warning", "ignored-table", "Notes", None, "", "Notes"),
    ),
    "a column that is not declared": (
        persons([[*row, "x"] for row in ROWS], memo=Col()),
        ("warning", "undeclared-column", "Anchor_person", None, "memo", "memo"),
    ),
    "a label unlike its column": (
        persons(ROWS, name=Col(label="Full name")),
        ("warning", "label-differs", "Anchor_person", None, "name", "Full name"),
    ),
    "a blank row": (
        persons([*ROWS, ["", "", None, 0]]),
        ("note", "blank-row", "Anchor_person", 3, "", ""),
    ),
    "a blank id": (
        persons([*ROWS, ["", "Alan", 1912, 1]]),
        ("warning", "blank-id", "Anchor_person", 3, "person_id", ""),
    ),
    "an id that is there twice": (
        persons([*ROWS, ["p:2", "Alan", 1912, 1]]),
        ("error", "duplicate-id", "Anchor_person", 3, "person_id", "p:2"),
    ),
    "an error cell": (
        persons([*ROWS, ["p:3", "Alan", FORMULA_ERROR, 1]]),
        ("error", "error-cell", "Anchor_person", 3, "born", "formula error: NameError"),
    ),
    "a UUID to embed": (
        persons([*ROWS, ["p:3", UUID_TEXT, 1912, 1]]),
        ("warning", "not-embedded", "Anchor_person", 3, "name", "a UUID"),
    ),
    "only UUIDs to embed": (
        persons([["p:1", UUID_TEXT, 1815, 2], ["p:2", UUID_TEXT, 1906, 1]]),
        ("error", "embeds-no-text", "Anchor_person", None, "name", "every value is a UUID"),
    ),
    "a pointer to no row": (
        persons(FRIEND_GONE),
        ("error", "error-cell", "Anchor_person", 2, "friend", f"{NO_ROW}: 9"),
    ),
    "a pointer to no id": (
        persons([[*PEOPLE[0], 1815, "p:2"], [*PEOPLE[1], 1906, "p:9"]], friend=Col()),
        ("error", "missing-node", "Anchor_person", 2, "friend", "p:9"),
    ),
    "an id of two anchors": (
        {"tables": {"Anchor_city": (texts("city_id", "name"), [*CITIES, ["p:1", "Rome"]])}},
        ("error", "shared-id", "Anchor_city", 3, "city_id", "p:1"),
    ),
    "an edge to no node": (
        lives(["p:2", "c:9", "LIVES_IN", 1901]),
        ("error", "missing-node", "Link_lives_in", 2, "to_node_id", "c:9"),
    ),
    "an edge that is there twice": (
        lives(["p:1", "c:1", "LIVES_IN", 1901]),
        ("error", "duplicate-edge", "Link_lives_in", 2, "", "p:1 -> c:1"),
    ),
    "a label of no link": (
        lives(["p:2", "c:2", "LIVED_IN", 1901]),
        ("error", "unknown-relation", "Link_lives_in", 2, "edge_label", "LIVED_IN"),
    ),
    "an edge without an end": (
        lives(["p:2", "", "LIVES_IN", 1901]),
        ("error", "blank-end", "Link_lives_in", 2, "to_node_id", ""),
    ),
    "a blank row of edges": (
        lives(["", "", "", None]),
        ("note", "blank-row", "Link_lives_in", 2, "", ""),
    ),
    "a number for an end": (
        lives(["p:2", 2, "LIVES_IN", 1901], columns={**EDGE, "to_node_id": Col("Any")}),
        ("warning", "integer-end", "Link_lives_in", 2, "to_node_id", "2"),
    ),
}


@pytest.mark.parametrize(("changes", "expected"), DATA_FLAWS.values(), ids=DATA_FLAWS)
def test_one_flaw_of_the_data_is_one_finding(
    tmp_path: Path, changes: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    assert told(lint(documents(tmp_path, **changes))) == [expected]


def test_an_edge_table_without_its_columns_is_told_once(tmp_path: Path) -> None:
    columns = texts("from_node_id", "to_node_id", "since")
    tables = {"Link_lives_in": (columns, [["p:1", "c:1", "1900"]])}
    assert told(lint(documents(tmp_path, tables=tables))) == [
        ("error", "missing-column", "Link_lives_in", None, "edge_label", "edge_label")
    ]


def test_the_advice_names_what_was_probably_meant(tmp_path: Path) -> None:
    found = lint(documents(tmp_path, **others("Anchor_persons")))
    assert found[0]["advice"].endswith("Was Anchor_person meant?")


def test_a_document_of_another_kind_is_refused(tmp_path: Path) -> None:
    _, data = documents(tmp_path)
    with GristDocument(data) as document, pytest.raises(BadInput, match="expected a table Anchors"):
        lint_data_model(Asker(), model=document)
