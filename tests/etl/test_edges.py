"""Link tables and pointing columns as edges: ends, labels, directions, doubles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.etl.small_base import attribute, data, extract, link, model, told
from tests.stores.grist_files import FORMULA_ERROR, Col, texts
from workbench.core.values import Edge
from workbench.etl.extract import Extract

LINK = texts("from_node_id", "to_node_id", "edge_label")
ADA_IN_LONDON = Edge("p:1", "LIVES_IN", "c:1", {}, "person", "city")


def linked(
    tmp_path: Path, rows: list[list[Any]], columns: dict[str, Col] = LINK, **changes: Any
) -> Extract:
    """The extract with these rows as the link table; `changes` go to the model."""
    return extract(model(tmp_path, **changes), data(tmp_path, Link_LIVES_IN=(columns, rows)))


def pointing(tmp_path: Path, column: Col, *stored: Any, links: Any = None) -> Extract:
    """The extract of persons whose column `home` points to cities, and no link table."""
    columns = {**texts("person_id", "name"), "home": column}
    rows = [[f"p:{at}", "Ada", cell] for at, cell in enumerate(stored, start=1)]
    return extract(
        model(tmp_path, links=links or [link(1, 2, "LIVES_IN", "home")]),
        data(tmp_path, Anchor_person=(columns, rows), Link_LIVES_IN=({}, [])),
    )


def pairs(found: Extract) -> list[tuple[str, str]]:
    return [(edge.source, edge.target) for edge in found.edges]


def test_a_row_is_an_edge(tmp_path: Path) -> None:
    found = linked(tmp_path, [["p:1", "c:1", "LIVES_IN"]])
    assert found.edges == (ADA_IN_LONDON,)
    assert found.mapping.matched["LIVES_IN"] == ("Link_LIVES_IN",)
    assert found.rejects == ()


def test_a_link_without_direction_is_stored_both_ways(tmp_path: Path) -> None:
    rows = [["p:1", "c:1", "LIVES_IN"], ["c:1", "p:1", "LIVES_IN"], ["p:2", "c:1", "LIVES_IN"]]
    found = linked(tmp_path, rows, links=[link(1, 2, "LIVES_IN", directed=False)])
    assert pairs(found) == [("p:1", "c:1"), ("c:1", "p:1"), ("p:2", "c:1"), ("c:1", "p:2")]
    assert (found.edges[1].source_label, found.edges[1].target_label) == ("city", "person")
    assert found.rejects == ()


@pytest.mark.parametrize("name", ["Link_lives_in", "Link_Person_City", "Link_person_city"])
def test_a_table_is_known_by_sentence_or_anchors_in_any_case(tmp_path: Path, name: str) -> None:
    rows = [["p:1", "c:1", "LIVES_IN"]]
    found = extract(model(tmp_path), data(tmp_path, Link_LIVES_IN=({}, []), **{name: (LINK, rows)}))
    assert found.edges == (ADA_IN_LONDON,)


DROPPED: dict[str, tuple[list[Any], tuple[str, str, str]]] = {
    "a dangling end": (
        ["p:9", "c:1", "LIVES_IN"],
        ("from_node_id", "dropped: no person or city has this id", "p:9"),
    ),
    "two ends of one noun": (
        ["p:1", "p:2", "LIVES_IN"],
        ("", "dropped: its ends are not one person and one city", "p:1 -> p:2"),
    ),
    "a blank end": (["p:1", "", "LIVES_IN"], ("to_node_id", "dropped: no usable value", "")),
    "a blank label": (["p:1", "c:1", None], ("edge_label", "dropped: no usable value", "")),
    "a blank row": (["", None, ""], ("", "dropped: blank row", "")),
}


@pytest.mark.parametrize(("row", "reject"), DROPPED.values(), ids=DROPPED)
def test_a_row_that_is_no_edge_is_dropped(
    tmp_path: Path, row: list[Any], reject: tuple[str, str, str]
) -> None:
    found = linked(tmp_path, [["p:1", "c:1", "LIVES_IN"], row])
    assert found.edges == (ADA_IN_LONDON,)
    assert told(found) == [("Link_LIVES_IN", 2, *reject)]


def test_an_end_that_is_an_error_is_told_and_drops_the_row(tmp_path: Path) -> None:
    found = linked(tmp_path, [[FORMULA_ERROR, "c:1", "LIVES_IN"], ["p:1", "c:1", "LIVES_IN"]])
    assert found.edges == (ADA_IN_LONDON,)
    assert told(found) == [
        ("Link_LIVES_IN", 1, "from_node_id", "formula error", "NameError"),
        ("Link_LIVES_IN", 1, "from_node_id", "dropped: no usable value", ""),
    ]


def test_the_same_edge_twice_is_dropped_once(tmp_path: Path) -> None:
    found = linked(tmp_path, [["p:1", "c:1", "LIVES_IN"]] * 2)
    assert found.edges == (ADA_IN_LONDON,)
    assert told(found) == [("Link_LIVES_IN", 2, "", "dropped: row 1 has this edge", "p:1 -> c:1")]


def test_an_unknown_label_is_kept_and_told(tmp_path: Path) -> None:
    found = linked(
        tmp_path, [["p:1", "c:1", "lives_in"]], links=[link(1, 2, "LIVES_IN", directed=False)]
    )
    assert pairs(found) == [("p:1", "c:1")]
    assert found.edges[0].type == "lives_in"
    reason = "kept, but the model has no such label here; it has LIVES_IN"
    assert told(found) == [("Link_LIVES_IN", 1, "edge_label", reason, "lives_in")]


def test_a_row_against_the_direction_is_kept_and_told(tmp_path: Path) -> None:
    found = linked(tmp_path, [["c:1", "p:1", "LIVES_IN"]])
    assert found.edges == (Edge("c:1", "LIVES_IN", "p:1", {}, "city", "person"),)
    assert [reason for *_, reason, _ in told(found)] == [
        "kept, but it points against the direction of the link"
    ]


def test_ids_that_two_nouns_share_keep_their_edges_apart(tmp_path: Path) -> None:
    path = data(
        tmp_path,
        Anchor_city=(texts("city_id", "name"), [["p:2", "London"]]),
        Link_LIVES_IN=(LINK, [["p:1", "p:2", "LIVES_IN"]]),
        Link_KNOWS=(LINK, [["p:1", "p:2", "LIVES_IN"]]),
    )
    found = extract(model(tmp_path, links=[link(1, 2, "LIVES_IN"), link(1, 1, "KNOWS")]), path)
    assert {(edge.source_label, edge.target_label) for edge in found.edges} == {
        ("person", "city"),
        ("person", "person"),
    }


def test_a_link_table_without_a_label_column_is_told_with_its_rows(tmp_path: Path) -> None:
    found = linked(tmp_path, [["p:1", "c:1"]], texts("from_node_id", "to_node_id"))
    assert found.edges == ()
    reason = "no such column: all 1 rows of the table are dropped"
    assert told(found) == [("Link_LIVES_IN", None, "edge_label", reason, "")]


def test_a_table_that_no_link_means_is_told(tmp_path: Path) -> None:
    found = extract(model(tmp_path), data(tmp_path, Link_WORKS_IN=(LINK, [])))
    assert found.mapping.ignored == ("Link_WORKS_IN",)
    assert told(found) == [
        ("Link_WORKS_IN", None, "", "not read: the model has no link WORKS_IN", "")
    ]


def test_a_link_without_table_and_column_is_told(tmp_path: Path) -> None:
    found = extract(model(tmp_path), data(tmp_path, Link_LIVES_IN=({}, [])))
    assert found.mapping.unmatched == ("LIVES_IN",)
    ((table, row, column, reason, _),) = told(found)
    assert (table, row, column) == ("Links", 1, "sentence")
    assert reason == (
        "the data has no table Link_LIVES_IN or Link_person_city, and no column that points"
    )


def test_declared_attributes_of_a_link_are_kept_and_embedded_both_ways(tmp_path: Path) -> None:
    found = linked(
        tmp_path,
        [["p:1", "c:1", "LIVES_IN", "by choice", 3, "x"]],
        {**LINK, "why": Col(), "years": Col("Int"), "note": Col()},
        links=[link(1, 2, "LIVES_IN", directed=False)],
        link_attributes=[
            attribute(1, "why", embeddable=True),
            attribute(1, "years", embeddable=True),
            attribute(1, "gone"),
        ],
    )
    assert [edge.properties for edge in found.edges] == [{"why": "by choice", "years": 3}] * 2
    assert found.edge_texts == {
        ("p:1", "c:1", "LIVES_IN", "why"): "by choice",
        ("c:1", "p:1", "LIVES_IN", "why"): "by choice",
    }
    assert found.skipped == {"LIVES_IN.years: not text": 1}
    assert [(table, row, column, seen) for table, row, column, _, seen in told(found)] == [
        ("Link_attributes", 3, "attribute_name", "gone"),
        ("Link_LIVES_IN", None, "note", ""),
    ]


@pytest.mark.parametrize("kind", ["Int", "Numeric", "Ref:Anchor_person"])
def test_row_numbers_and_references_find_their_nodes(tmp_path: Path, kind: str) -> None:
    found = linked(tmp_path, [[2, "c:1", "LIVES_IN"]], {**LINK, "from_node_id": Col(kind)})
    assert pairs(found) == [("p:2", "c:1")]


def test_integers_are_ids_where_ids_are_integers(tmp_path: Path) -> None:
    columns = {"person_id": Col("Int"), "name": Col()}
    path = data(
        tmp_path,
        Anchor_person=(columns, [[2, "Ada"], [1, "Grace"]]),
        Link_LIVES_IN=({**LINK, "from_node_id": Col("Int")}, [[2, "c:1", "LIVES_IN"]]),
    )
    found = extract(model(tmp_path), path)
    assert pairs(found) == [("2", "c:1")]
    assert [node.properties["name"] for node in found.nodes if node.id == "2"] == ["Ada"]


POINTERS: dict[str, tuple[Col, Any, list[tuple[str, str]]]] = {
    "a reference": (Col("Ref:Anchor_city"), 2, [("p:1", "c:2")]),
    "a list": (Col("RefList:Anchor_city"), "[1, 2]", [("p:1", "c:1"), ("p:1", "c:2")]),
    "a list of one": (Col("RefList:Anchor_city"), "[2]", [("p:1", "c:2")]),
    "an empty list": (Col("RefList:Anchor_city"), None, []),
    "no reference": (Col("Ref:Anchor_city"), 0, []),
    "a row number": (Col("Int"), 2, [("p:1", "c:2")]),
    "an id": (Col(), "c:2", [("p:1", "c:2")]),
    "ids": (Col("ChoiceList"), '["c:1", "c:2"]', [("p:1", "c:1"), ("p:1", "c:2")]),
}


@pytest.mark.parametrize(("column", "stored", "expected"), POINTERS.values(), ids=POINTERS)
def test_a_column_points_to_rows(
    tmp_path: Path, column: Col, stored: Any, expected: list[tuple[str, str]]
) -> None:
    found = pointing(tmp_path, column, stored)
    assert pairs(found) == expected
    assert found.mapping.matched["LIVES_IN"] == ("Anchor_person.home",)
    assert found.rejects == ()


def test_a_column_of_the_second_anchor_points_back(tmp_path: Path) -> None:
    columns = {**texts("city_id", "name"), "people": Col("RefList:Anchor_person")}
    found = extract(
        model(tmp_path, links=[link(1, 2, "LIVES_IN", "", "people")]),
        data(
            tmp_path,
            Anchor_city=(columns, [["c:1", "London", "[1, 2]"]]),
            Link_LIVES_IN=({}, []),
        ),
    )
    assert pairs(found) == [("p:1", "c:1"), ("p:2", "c:1")]


def test_pointing_to_nothing_is_told_cell_by_cell(tmp_path: Path) -> None:
    found = pointing(tmp_path, Col(), "c:9", "c:1", FORMULA_ERROR)
    assert pairs(found) == [("p:2", "c:1")]
    assert told(found) == [
        ("Anchor_person", 1, "home", "dropped: points to no city", "c:9"),
        ("Anchor_person", 3, "home", "formula error", "NameError"),
    ]


def test_a_reference_to_another_table_points_to_nothing(tmp_path: Path) -> None:
    found = pointing(tmp_path, Col("Ref:Anchor_person", shown="Anchor_person.person_id"), 1)
    assert found.edges == ()
    assert told(found) == [("Anchor_person", 1, "home", "dropped: points to no city", "p:1")]


def test_a_pointing_column_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = pointing(tmp_path, Col(), "c:1", links=[link(1, 2, "LIVES_IN", "homes")])
    reason = "Anchor_person has no such column; home looks like it"
    assert ("Links", 1, "anchor1_link_column_name", reason, "homes") in told(found)
    assert found.mapping.unmatched == ("LIVES_IN",)


def test_a_reference_to_a_dropped_double_means_the_kept_row(tmp_path: Path) -> None:
    columns = {**texts("person_id", "name"), "home": Col("Ref:Anchor_city")}
    path = data(
        tmp_path,
        Anchor_person=(columns, [["p:1", "Ada", 2], ["p:1", "Eve", 1]]),
        Anchor_city=(texts("city_id", "name"), [["c:1", "London"], ["c:1", "Paris"]]),
        Link_LIVES_IN=({}, []),
    )
    found = extract(model(tmp_path, links=[link(1, 2, "LIVES_IN", "home")]), path)
    assert pairs(found) == [("p:1", "c:1")]  # and nothing from the dropped person


def test_an_edge_that_table_and_column_both_say_keeps_the_attributes(tmp_path: Path) -> None:
    columns = {**texts("person_id", "name"), "home": Col("Ref:Anchor_city")}
    path = data(
        tmp_path,
        Anchor_person=(columns, [["p:1", "Ada", 1]]),
        Link_LIVES_IN=({**LINK, "why": Col()}, [["p:1", "c:1", "LIVES_IN", "work"]]),
    )
    found = extract(
        model(
            tmp_path,
            links=[link(1, 2, "LIVES_IN", "home")],
            link_attributes=[attribute(1, "why")],
        ),
        path,
    )
    assert [edge.properties for edge in found.edges] == [{"why": "work"}]
    assert found.rejects == ()
