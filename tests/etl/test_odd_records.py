"""Documents with everything wrong at once: every record that is dropped or odd is named."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from string import ascii_letters
from typing import Any

import pytest

from tests.etl.conftest import Base, in_graph
from tests.etl.small_base import attribute, data, extract, golden, link, model
from tests.stores.grist_files import FORMULA_ERROR, Col, texts
from workbench.etl.grist import Extract

PEOPLE = [
    ["p:1", "Ada", 1, "x"],
    ["p:1", "Eve", 2, ""],
    ["", "Grace", 3, ""],
    [None, "Hedy", 4, ""],
    ["p:5", FORMULA_ERROR, 5, ""],
    ["p:6", "Joan", "many", ""],
    ["p:7", "latin", 7, ""],
    ["", "", 0, ""],
]
SWITCHES = [[True, "on"], [False, "off"], [None, "?"]]
LIVES = [
    ["p:1", "c:1", "LIVES_IN"],
    ["p:1", "c:1", "LIVES_IN"],
    ["p:404", "c:1", "LIVES_IN"],
    ["p:5", "", "LIVES_IN"],
    ["p:6", "c:2", "LIKES"],
]
PERSON, NAME, LINKS = "Anchor_person", "name", "Link_LIVES_IN"
MISFIT = "a value that does not fit its column's type"
TOLD = [
    ("model.grist", "Anchors", 3, "noun", "dropped: row 1 has the same key", "person"),
    ("model.grist", "Links", 2, "anchor2", "a reference to a row that Anchors does not have", "9"),
    ("model.grist", "Links", 2, "anchor2", "dropped: blank", ""),
    ("model.grist", "Anchors", 5, "noun", "the data has no table Anchor_ghost", "ghost"),
    ("data.grist", "Notes", None, "", "not read: its name starts with neither Anchor_ nor Link_"),
    ("data.grist", PERSON, None, "secret", "not read: the model declares no such attribute", ""),
    ("data.grist", PERSON, 8, "", "dropped: blank row", ""),
    ("data.grist", PERSON, 3, "person_id", "no usable id: kept as person:3", "blank"),
    ("data.grist", PERSON, 4, "person_id", "no usable id: kept as person:4", "blank"),
    ("data.grist", PERSON, 2, "person_id", "dropped: row 1 has the same id", "p:1"),
    ("data.grist", PERSON, 5, NAME, "formula error", "NameError"),
    ("data.grist", PERSON, 6, "age", "text in a column of type Int", "many"),
    (
        "data.grist",
        PERSON,
        7,
        NAME,
        "a value that does not fit its column's type",
        "2 stored bytes",
    ),
    ("data.grist", "Anchor_switch", 1, "switch_id", "no usable id: kept as switch:1", "True"),
    ("data.grist", "Anchor_switch", 2, "switch_id", "no usable id: kept as switch:2", "False"),
    ("data.grist", "Anchor_switch", 3, "switch_id", "no usable id: kept as switch:3", "blank"),
    ("data.grist", LINKS, 2, "", "dropped: row 1 has this edge", "p:1 -> c:1"),
    ("data.grist", LINKS, 3, "from_node_id", "dropped: no person or city has this id", "p:404"),
    ("data.grist", LINKS, 4, "to_node_id", "dropped: no usable value", ""),
    (
        *("data.grist", LINKS, 5, "edge_label"),
        *("kept, but the model has no such label here; it has LIVES_IN", "LIKES"),
    ),
    ("data.grist", "Link_ORBITS", None, "", "not read: the model has no link ORBITS", ""),
]


@pytest.fixture
def spoiled(folders: Any) -> Extract:
    folder = folders()
    nouns = [["person"], ["city"], ["person"], ["switch"], ["ghost"]]
    asked = model(
        folder,
        anchors=[[*noun, "", "", ""] for noun in nouns],
        attributes=[
            attribute(1, NAME, embeddable=True),
            attribute(1, "age"),
            attribute(2, NAME),
            attribute(4, NAME),
        ],
        links=[link(1, 2, "LIVES_IN"), link(1, 9, "ORBITS")],
    )
    return extract(asked, spoiled_data(folder))


def spoiled_data(folder: Path) -> Path:
    ends = texts("from_node_id", "to_node_id", "edge_label")
    person = {**texts("person_id", NAME), "age": Col("Int"), "secret": Col()}
    path = data(
        folder,
        Anchor_person=(person, PEOPLE),
        Anchor_switch=({"switch_id": Col("Bool"), NAME: Col()}, SWITCHES),
        Link_LIVES_IN=(ends, LIVES),
        Link_ORBITS=(ends, [["p:1", "mars", "ORBITS"]]),
        Notes=(texts("note"), [["not for the base"]]),
    )
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE Anchor_person SET name = CAST(x'ff41' AS TEXT) WHERE id = 7")
        db.commit()
    return path


def test_every_odd_record_is_named_with_document_table_row_and_reason(
    base: Base, spoiled: Extract
) -> None:
    receipt = base.load(spoiled)
    assert sorted(receipt.rejects, key=str) == sorted(((*t, "")[:6] for t in TOLD), key=str)
    assert receipt.rejects_file is not None
    written = [json.loads(line) for line in receipt.rejects_file.read_text().splitlines()]
    assert written == [reject._asdict() for reject in receipt.rejects]
    assert f"dropped or odd records: {len(TOLD)}" in str(receipt)
    assert sum(receipt.summary()["rejects"].values()) == len(TOLD)


def test_what_is_not_dropped_is_stored(base: Base, spoiled: Extract) -> None:
    base.load(spoiled)
    people = base.cypher("MATCH (n:person) RETURN n.id, n.name, n.age ORDER BY n.id")
    assert people == [
        ("p:1", "Ada", 1),
        ("p:5", None, 5),
        ("p:6", "Joan", None),
        ("p:7", None, 7),
        ("person:3", "Grace", 3),
        ("person:4", "Hedy", 4),
    ]
    switches = base.rows("SELECT node_id FROM nodes WHERE node_type = 'switch' ORDER BY 1")
    assert switches == [("switch:1",), ("switch:2",), ("switch:3",)]
    assert in_graph(base) == {
        ("p:1", "person", "LIVES_IN", "c:1"),
        ("p:6", "person", "LIKES", "c:2"),
    }


def test_keys_that_no_index_takes_cost_their_record_and_are_named(base: Base, folders: Any) -> None:
    folder = folders()
    letters = Random(1).choices(ascii_letters, k=5000)  # noise: an index would compress a pattern
    long = "".join(letters)
    ends = texts("from_node_id", "to_node_id", "edge_label")
    links = [[long, "c:1", "LIVES_IN"], ["p:2", "c:1", long], ["p:2", "c:2", "LIVES_IN"]]
    people = (texts("person_id", NAME), [[long, "Ada"], ["p:2", "Grace"]])
    found = extract(
        model(folder, others={"Prompts": (texts("name", "text"), [[long, "x"]])}),
        data(folder, Anchor_person=people, Link_LIVES_IN=(ends, links)),
        golden(folder, [[long, "Ada", "", ""]]),
    )
    assert [(reject.table, reject.row, reject.reason) for reject in base.load(found).rejects] == [
        ("Prompts", 1, "dropped: too long for a key"),
        ("Anchor_person", 1, "no usable id: kept as person:1"),
        (LINKS, 1, "dropped: no person or city has this id"),
        (LINKS, 2, "dropped: too long for a key"),
        ("Gds", 1, "dropped: too long for a key"),
    ]
    assert base.rows("SELECT node_id FROM nodes WHERE node_type = 'person' ORDER BY 1") == [
        ("p:2",),
        ("person:1",),
    ]
