"""Anchor tables as nodes: ids, doubles, undeclared and missing columns, odd cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.etl.small_base import ANCHORS, attribute, data, extract, link, model, told
from tests.stores.grist_files import FORMULA_ERROR, Col, texts
from workbench.core.values import Node
from workbench.etl.extract import Extract


def people(tmp_path: Path, columns: dict[str, Col], rows: list[list[Any]], *names: str) -> Extract:
    """The extract of a table of persons whose attributes `names` are declared, and embeddable."""
    declared = [attribute(1, name, embeddable=True) for name in names]
    return extract(
        model(tmp_path, anchors=[["person", "", "", ""]], attributes=declared, links=[]),
        data(tmp_path, Anchor_person=(columns, rows), Anchor_city=({}, []), Link_LIVES_IN=({}, [])),
    )


def test_a_whole_base_has_its_nodes_and_no_rejects(tmp_path: Path) -> None:
    found = extract(model(tmp_path), data(tmp_path))
    assert found.nodes == (
        Node("p:1", ("person",), {"name": "Ada"}),
        Node("p:2", ("person",), {"name": "Grace"}),
        Node("c:1", ("city",), {"name": "London"}),
        Node("c:2", ("city",), {"name": "New York"}),
    )
    assert found.node_texts == {
        ("p:1", "person", "name"): "Ada",
        ("p:2", "person", "name"): "Grace",
    }
    assert found.rejects == ()


def test_the_second_row_of_an_id_is_dropped(tmp_path: Path) -> None:
    rows = [["p:1", "Ada"], ["p:1", "Eve"]]
    found = people(tmp_path, texts("person_id", "name"), rows, "name")
    assert found.nodes == (Node("p:1", ("person",), {"name": "Ada"}),)
    assert told(found) == [
        ("Anchor_person", 2, "person_id", "dropped: row 1 has the same id", "p:1")
    ]


def test_one_id_under_two_nouns_is_two_nodes(tmp_path: Path) -> None:
    found = extract(
        model(tmp_path),
        data(tmp_path, Anchor_city=(texts("city_id", "name"), [["p:1", "Paris"]])),
    )
    assert [(node.id, node.labels) for node in found.nodes if node.id == "p:1"] == [
        ("p:1", ("person",)),
        ("p:1", ("city",)),
    ]


def test_a_blank_id_becomes_noun_and_row_number(tmp_path: Path) -> None:
    rows = [["", "Ada"], [FORMULA_ERROR, "Eve"], ["person:4", "Bob"], [None, "Joe"]]
    found = people(tmp_path, texts("person_id", "name"), rows, "name")
    assert {node.id: node.properties["name"] for node in found.nodes} == {
        "person:4": "Bob",  # a written id comes before a made one
        "person:1": "Ada",
        "person:2": "Eve",
    }
    kept = "no usable id: kept as person:"
    assert told(found) == [
        ("Anchor_person", 1, "person_id", f"{kept}1", "blank"),
        ("Anchor_person", 2, "person_id", f"{kept}2", "formula error"),
        ("Anchor_person", 4, "person_id", f"{kept}4", "blank"),
        ("Anchor_person", 4, "person_id", "dropped: row 3 has the same id", "person:4"),
    ]


def test_without_an_id_column_rows_are_numbered_silently(tmp_path: Path) -> None:
    found = people(tmp_path, texts("name"), [["Ada"], ["Eve"]], "name")
    assert [node.id for node in found.nodes] == ["person:1", "person:2"]
    assert found.rejects == ()


def test_a_blank_row_is_dropped_also_with_zeros_and_a_formula(tmp_path: Path) -> None:
    columns = {
        **texts("person_id", "name"),
        "age": Col("Int"),
        "here": Col("Bool"),
        "sum": Col("Any", formula="1"),
    }
    rows = [["p:1", "Ada", 0, 0, 1], ["", "", 0, 0, 1]]
    found = people(tmp_path, columns, rows, "name", "age", "here", "sum")
    assert [node.id for node in found.nodes] == ["p:1"]
    assert told(found) == [("Anchor_person", 2, "", "dropped: blank row", "")]


def test_a_declared_id_column_is_kept_an_undeclared_one_is_not(tmp_path: Path) -> None:
    declared = people(tmp_path, texts("person_id", "name"), [["p:1", "Ada"]], "person_id", "name")
    (tmp_path / "second").mkdir()
    without = people(tmp_path / "second", texts("person_id", "name"), [["p:1", "Ada"]], "name")
    assert declared.nodes[0].properties == {"person_id": "p:1", "name": "Ada"}
    assert without.nodes[0].properties == {"name": "Ada"}


def test_integer_ids_are_text(tmp_path: Path) -> None:
    columns = {"person_id": Col("Numeric"), "name": Col()}
    found = people(tmp_path, columns, [[7, "Ada"], [8.5, "Eve"]], "name")
    assert [node.id for node in found.nodes] == ["7", "8.5"]


VALUES: dict[str, tuple[Col, Any, Any]] = {
    "a number": (Col("Numeric"), 3, 3.0),
    "a whole": (Col("Int"), 3, 3),
    "no": (Col("Bool"), 0, False),
    "a day": (Col("Date"), 0, "1970-01-01"),
    "a time": (Col("DateTime:UTC"), 0, "1970-01-01T00:00:00+00:00"),
    "a list of one": (Col("ChoiceList"), '["a"]', ["a"]),
    "a list of two": (Col("ChoiceList"), '["a", "b"]', ["a", "b"]),
    "a reference": (Col("Ref:Anchor_person", shown="Anchor_person.name"), 1, "Ada"),
    "references": (Col("RefList:Anchor_person", shown="Anchor_person.name"), "[1]", ["Ada"]),
    "a bare reference": (Col("Ref:Anchor_person"), 1, 1),
    "unicode": (Col(), "naïve 🦄 \u200d ключ", "naïve 🦄 \u200d ключ"),
}


@pytest.mark.parametrize(("column", "stored", "expected"), VALUES.values(), ids=VALUES)
def test_cells_become_json_values(tmp_path: Path, column: Col, stored: Any, expected: Any) -> None:
    columns = {**texts("person_id", "name"), "x": column}
    found = people(tmp_path, columns, [["p:1", "Ada", stored]], "name", "x")
    value = found.nodes[0].properties["x"]
    assert (type(value), value) == (type(expected), expected)


@pytest.mark.parametrize("column", [Col(), Col("Int"), Col("ChoiceList"), Col("Ref:Anchor_person")])
def test_blank_cells_are_missing(tmp_path: Path, column: Col) -> None:
    columns = {**texts("person_id", "name"), "x": column}
    found = people(tmp_path, columns, [["p:1", "Ada", None]], "name", "x")
    assert found.nodes[0].properties == {"name": "Ada"}


def test_an_error_costs_its_cell_and_not_the_table(tmp_path: Path) -> None:
    columns = {**texts("person_id", "name"), "age": Col("Int")}
    rows = [["p:1", "Ada", FORMULA_ERROR], ["p:2", "Eve", 36]]
    found = people(tmp_path, columns, rows, "name", "age")
    assert [node.properties for node in found.nodes] == [
        {"name": "Ada"},
        {"name": "Eve", "age": 36},
    ]
    assert told(found) == [("Anchor_person", 1, "age", "formula error", "NameError")]


def test_only_text_that_is_no_uuid_gets_a_vector(tmp_path: Path) -> None:
    columns = {**texts("person_id", "name"), "tags": Col("ChoiceList"), "born": Col("Date")}
    code = str(UUID(int=7))
    rows = [["p:1", "Ada", '["x"]', 0], ["p:2", code, None, None], ["p:3", "", None, 0]]
    found = people(tmp_path, columns, rows, "name", "tags", "born")
    assert found.node_texts == {("p:1", "person", "name"): "Ada"}
    assert found.skipped == {
        "person.name: a UUID": 1,
        "person.tags: not text": 1,
        "person.born: not text": 2,
    }


def test_names_that_do_not_meet_are_reported_on_both_sides(tmp_path: Path) -> None:
    columns = {**texts("person_id", "Name"), "note": Col(label="A note")}
    found = people(tmp_path, columns, [["p:1", "Ada", "x"]], "name", "id")
    assert found.nodes[0].properties == {}
    assert found.mapping.unmatched == ("person.name", "person.id")
    assert found.mapping.ignored == ("Anchor_person.Name", "Anchor_person.note")
    hint = "Anchor_person has no such column; Name looks like it"
    lint = "not read: an attribute named id would replace the node's id"
    undeclared = "not read: the model declares no such attribute"
    assert told(found) == [
        ("Anchor_attributes", 1, "attribute_name", hint, "name"),
        ("Anchor_attributes", 2, "attribute_name", lint, "id"),
        ("Anchor_person", None, "Name", undeclared, ""),
        ("Anchor_person", None, "note", undeclared, ""),
    ]


def test_a_column_is_known_by_its_id_whatever_its_label(tmp_path: Path) -> None:
    columns = {"person_id": Col(label="Key"), "name": Col(label="Full name")}
    found = people(tmp_path, columns, [["p:1", "Ada"]], "name")
    assert found.nodes == (Node("p:1", ("person",), {"name": "Ada"}),)


def test_tables_that_do_not_meet_an_anchor_are_reported(tmp_path: Path) -> None:
    path = data(
        tmp_path,
        Anchor_city=({}, []),
        Anchor_City=(texts("city_id"), [["c:1"]]),
        Notes=(texts("a"), [["x"]]),
        Link_LIVES_IN=({}, []),
    )
    found = extract(model(tmp_path, links=[]), path)
    assert found.mapping.unmatched == ("city",)
    assert found.mapping.ignored == ("Notes", "Anchor_City")
    reasons = {(table, row): reason for table, row, _, reason, _ in told(found)}
    assert reasons == {
        ("Anchors", 2): "the data has no table Anchor_city; Anchor_City looks like it",
        ("Anchor_City", None): "not read: the model has no anchor City",
        ("Notes", None): "not read: its name starts with neither Anchor_ nor Link_",
    }


def test_a_column_that_points_is_not_undeclared(tmp_path: Path) -> None:
    columns = {**texts("person_id", "name"), "home": Col("Ref:Anchor_city")}
    found = extract(
        model(tmp_path, links=[link(1, 2, "LIVES_IN", "home")]),
        data(tmp_path, Anchor_person=(columns, [["p:1", "Ada", 1]]), Link_LIVES_IN=({}, [])),
    )
    assert found.rejects == ()
    assert "home" not in found.nodes[0].properties


def test_an_anchor_whose_name_needs_quotes_is_read(tmp_path: Path) -> None:
    others = {"Anchors": (ANCHORS, [["тип `x`", "", "", ""]])}
    found = extract(
        model(tmp_path, attributes=[attribute(1, "имя")], links=[], others=others),
        data(
            tmp_path,
            **{"Anchor_тип `x`": (texts("имя"), [["Ада"]])},
            **{name: ({}, []) for name in ("Anchor_person", "Anchor_city", "Link_LIVES_IN")},
        ),
    )
    assert found.nodes == (Node("тип `x`:1", ("тип `x`",), {"имя": "Ада"}),)
