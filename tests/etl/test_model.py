"""The Data Model document: blanks, doubles, errors and what the shipped one says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.etl.small_base import (
    ANCHOR_ATTRIBUTES,
    ANCHORS,
    LINKS,
    attribute,
    link,
    model,
    told,
)
from tests.stores.grist_files import FORMULA_ERROR, Col, texts, write
from workbench.core.data_model import Anchor, Attribute, DataModel, Link
from workbench.core.errors import BadInput
from workbench.etl.model import read_model
from workbench.etl.rejects import Reject
from workbench.stores.grist.document import GristDocument

SHIPPED = "j6PTmqgw4caBDdQdpyz7au.grist"


def reading(path: Path) -> tuple[DataModel, list[Reject]]:
    with GristDocument(path) as document:
        found = read_model(document)
    return found.model, list(found.findings)


def test_a_whole_model_has_no_rejects(tmp_path: Path) -> None:
    found, rejects = reading(model(tmp_path))
    person = Anchor("person", attributes=(Attribute("name", embeddable=True, embed_top_n=10),))
    assert found.anchors[0] == person
    assert found.links == (Link("person", "city", "LIVES_IN", has_direction=True),)
    assert rejects == []


def test_the_shipped_model_has_its_entities_and_six_odd_places(vedana: Path) -> None:
    found, rejects = reading(vedana / SHIPPED)
    assert [anchor.noun for anchor in found.anchors] == ["person", "interest"]
    assert [a.name for a in found.anchors[1].attributes] == ["interest_id", "interest_name"]
    assert found.anchors[1].attributes[1].embed_threshold == 0.8
    assert found.links[0].sentence == "PERSON_has_INTEREST"
    assert not found.links[0].has_direction
    assert [len(found.queries), len(found.prompts), len(found.lifecycle)] == [1, 8, 1]
    assert found.prompts[0].name == "generate_answer_with_tools_tmplt"
    assert [reject[1:4] for reject in rejects] == [
        *[("Anchors", None, "Raw"), ("Anchors", 5, ""), ("Anchor_attributes", 5, "")],
        *[("Links", None, "Raw"), ("Queries", 2, ""), ("Queries", 3, "")],
    ]


def test_blank_texts_are_missing_and_na_stays_text(tmp_path: Path) -> None:
    found, _ = reading(model(tmp_path, anchors=[["person", "", "NA", "null"]], links=[]))
    assert found.anchors[0] == Anchor(
        "person", None, "NA", "null", (Attribute("name", embeddable=True, embed_top_n=10),)
    )


@pytest.mark.parametrize(
    ("anchors", "expected"),
    [
        ([["person", "", "", ""], ["", "no noun", "", ""]], (2, "noun", "dropped: blank", "")),
        ([["person", "", "", ""]] * 2, (2, "noun", "dropped: row 1 has the same key", "person")),
        ([["person", "", "", ""], [""] * 4], (2, "", "dropped: blank row", "")),
        (
            [["person", "", "", ""], [FORMULA_ERROR, "", "", ""]],
            (2, "noun", "formula error", "NameError"),
        ),
    ],
)
def test_an_anchor_that_cannot_be_kept_is_told(
    tmp_path: Path, anchors: list[list[str]], expected: tuple[object, ...]
) -> None:
    found, rejects = reading(model(tmp_path, anchors=anchors, attributes=[], links=[]))
    assert [anchor.noun for anchor in found.anchors] == ["person"]
    assert told(rejects)[0] == ("Anchors", *expected)


def test_an_attribute_without_an_anchor_is_dropped(tmp_path: Path) -> None:
    attributes = [attribute(1, "name"), attribute(0, "age"), attribute(7, "size")]
    _, rejects = reading(model(tmp_path, attributes=attributes))
    table = "Anchor_attributes"
    assert told(rejects) == [
        (table, 2, "anchor", "dropped: blank", ""),
        (table, 3, "anchor", "a reference to a row that Anchors does not have", "7"),
        (table, 3, "anchor", "dropped: blank", ""),
    ]


def test_anchors_written_as_text_are_known_by_name(tmp_path: Path) -> None:
    columns = {**ANCHOR_ATTRIBUTES, "anchor": Col()}
    rows = [["person", *attribute(0, "name")[1:]], ["persom", *attribute(0, "age")[1:]]]
    path = model(tmp_path, others={"Anchor_attributes": (columns, rows)})
    found, rejects = reading(path)
    assert [a.name for a in found.anchors[0].attributes] == ["name"]
    assert told(rejects) == [
        ("Anchor_attributes", 2, "anchor", "dropped: no anchor of that name", "persom")
    ]


def test_a_link_of_an_unknown_anchor_is_dropped_with_its_attributes(tmp_path: Path) -> None:
    columns = {**LINKS, "anchor2": Col()}
    rows = [[1, "town", *link(1, 0, "LIVES_IN")[2:]]]
    path = model(
        tmp_path, link_attributes=[attribute(1, "since")], others={"Links": (columns, rows)}
    )
    found, rejects = reading(path)
    assert found.links == ()
    assert told(rejects) == [
        ("Links", 1, "anchor2", "dropped: no anchor of that noun", "town"),
        ("Link_attributes", 1, "link", "dropped: no link of that name", "LIVES_IN"),
    ]


def test_links_that_share_a_sentence_are_kept_and_told(tmp_path: Path) -> None:
    links = [link(1, 2, "KNOWS"), link(1, 1, "KNOWS")]
    found, rejects = reading(model(tmp_path, links=links, link_attributes=[attribute(1, "since")]))
    assert [k.anchor_to for k in found.links] == ["city", "person"]
    assert [[a.name for a in k.attributes] for k in found.links] == [["since"], ["since"]]
    assert [(row, seen) for _, row, _, _, seen in told(rejects)] == [(2, "KNOWS")]
    assert "row 1 has the same sentence" in rejects[0].reason


def test_numbers_and_truth_values_of_another_type_are_blank_and_told(tmp_path: Path) -> None:
    columns = {**ANCHOR_ATTRIBUTES, "embeddable": Col(), "embed_threshold": Col()}
    rows = [
        [1, "name", "", "", "no", "", "", "high", 3],
        [1, "age", "", "", "", "", "", "0.5", None],
    ]
    found, rejects = reading(model(tmp_path, others={"Anchor_attributes": (columns, rows)}))
    assert found.anchors[0].attributes == (
        Attribute("name", embed_top_n=3),
        Attribute("age", embed_threshold=0.5, embed_top_n=10),
    )
    assert {(row, column, seen) for _, row, column, _, seen in told(rejects)} == {
        (1, "embeddable", "no"),
        (1, "embed_threshold", "high"),
    }


def test_queries_and_prompts_without_text_are_dropped(tmp_path: Path) -> None:
    tables = {
        "Queries": (texts("query_name", "query_example"), [["Who?", "MATCH"], ["What?", ""]]),
        "Prompts": (texts("name", "text"), [["", "orphan"], ["judge", "be fair"]]),
    }
    found, rejects = reading(model(tmp_path, others=tables))
    assert (found.queries, found.prompts) == ((("Who?", "MATCH"),), (("judge", "be fair"),))
    assert told(rejects) == [
        ("Queries", 2, "query_example", "dropped: blank", ""),
        ("Prompts", 1, "name", "dropped: blank", ""),
    ]


def test_missing_tables_and_columns_and_unknown_ones_are_told(tmp_path: Path) -> None:
    path = write(
        tmp_path / "old.grist",
        {"Anchors": (texts("noun", "colour"), [["person", "red"]]), "Notes": (texts("a"), [])},
    )
    found, rejects = reading(path)
    assert found.anchors == (Anchor("person"),)
    missing, unknown = "read as blank: no such column", "not a column of the data model"
    assert told(rejects)[:4] == [
        *[("Anchors", None, c, missing, "") for c in ("description", "id_example", "query")],
        ("Anchors", None, "colour", f"not read: {unknown}", ""),
    ]
    tables = {reject.table for reject in rejects if "no such table" in reject.reason}
    assert tables == {
        *("Anchor_attributes", "Links", "Link_attributes"),
        *("Queries", "Prompts", "ConversationLifecycle"),
    }
    assert told(rejects)[-1] == ("Notes", None, "", "not a table of the data model", "")


def test_another_document_is_refused(vedana: Path) -> None:
    with (
        GristDocument(vedana / "eB5kH8Z7NVErycp32wx1Ge.grist") as document,
        pytest.raises(BadInput, match=r"expected a table Anchors, found Anchor_person"),
    ):
        read_model(document)


def test_anchor_names_may_be_unicode(tmp_path: Path) -> None:
    path = write(tmp_path / "m.grist", {"Anchors": (ANCHORS, [["персона 🦄", "`x`", "", ""]])})
    found, _ = reading(path)
    assert found.anchors == (Anchor("персона 🦄", "`x`"),)
