"""A world folder into a graph: what is written, left alone, removed, refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.asker import WorldAsker
from tests.etl.world_files import FILES, edited, load, written
from workbench.core.errors import BadInput
from workbench.core.values import Edge, Node
from workbench.etl.difference import Counts
from workbench.etl.world import WorldReceipt, WorldStores, load_world


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path / "hill")


def moved(receipt: WorldReceipt) -> dict[str, Counts]:
    """The labels and types of which anything changed, without what did not."""
    return {
        name: counts._replace(unchanged=0)
        for name, counts in {**receipt.nodes, **receipt.edges}.items()
        if counts.changed
    }


def state(graph: Any) -> tuple[Any, ...]:
    """Every node and every edge, with all properties but the stamp."""
    nodes = graph.rows("MATCH (n) WHERE NOT n:WorldState RETURN labels(n) AS l, properties(n) AS p")
    edges = graph.rows(
        "MATCH (a)-[r]->(b) RETURN a.id AS s, type(r) AS t, b.id AS o, properties(r) AS p"
    )
    return tuple(sorted(json.dumps(row, sort_keys=True) for row in rows) for rows in (nodes, edges))


def refused(receipt: WorldReceipt) -> list[tuple[str, int | None, str]]:
    return [(r.document, r.row, r.reason) for r in receipt.rejects]


def test_several_edges_of_one_type_join_the_same_pair(folder: Path, graph: Any) -> None:
    load(folder, graph)

    found = graph.rows(
        "MATCH (:Faction {id: 'fac_high'})-[r:ENEMY_OF]->(:Faction {id: 'fac_low'}) "
        "RETURN r.edge_id, r.valid_from, r.valid_until ORDER BY r.edge_id"
    )
    assert found.values == [
        ("rel_1", "dawn.year_3", "dawn.year_9"),
        ("rel_2", "dawn.year_20", None),
    ]


@pytest.mark.parametrize("shape", ["native", "reified"])
def test_a_second_load_writes_nothing(folder: Path, graph: Any, shape: str) -> None:
    load(folder, graph, shape=shape)
    told: list[str] = []
    asker = WorldAsker(None, graph)
    asker.tell = lambda name, **_: told.append(name)  # type: ignore[method-assign, assignment]

    again = load_world(folder, WorldStores(asker, graph), shape=shape)  # type: ignore[arg-type]

    assert told == []
    assert again.changed == 0
    assert again.nodes["Person"] == Counts(unchanged=2)
    assert again.edges["ENEMY_OF"] == Counts(unchanged=2)


@pytest.mark.parametrize("shape", ["native", "reified"])
def test_an_edit_writes_what_was_edited_alone(folder: Path, graph: Any, shape: str) -> None:
    load(folder, graph, shape=shape)
    edited(folder, "entities/people.yaml", "born: dawn.year_2", "born: dawn.year_4")
    edited(folder, "entities/factions.yaml", "valid_until: dawn.year_9", "valid_until: dawn.year_8")

    receipt = load(folder, graph, shape=shape)

    assert moved(receipt) == {"Person": Counts(updated=1), "ENEMY_OF": Counts(updated=1)}


@pytest.mark.parametrize("shape", ["native", "reified"])
def test_a_relation_that_changes_its_end_is_one_edge_still(
    folder: Path, graph: Any, shape: str
) -> None:
    load(folder, graph, shape=shape)
    edited(folder, "entities/people.yaml", "to: fac_high", "to: fac_low")

    receipt = load(folder, graph, shape=shape)
    there = state(graph)
    graph.write("MATCH (n) DETACH DELETE n")
    load(folder, graph, shape=shape)

    assert moved(receipt) == {"MEMBER_OF": Counts(updated=1)}
    assert there == state(graph)


@pytest.mark.parametrize(
    ("shape", "edge"), [("native", "()-[r:MEMBER_OF]->()"), ("reified", "(r:Relation)")]
)
def test_an_edge_that_a_retcon_superseded_stays_so_when_its_record_is_edited(
    folder: Path, graph: Any, shape: str, edge: str
) -> None:
    load(folder, graph, shape=shape)
    named = f"MATCH {edge} WHERE r.edge_id = 'rel_3'"
    graph.write(f"{named} SET r.superseded_by = 'rel_3~1', r.retcon_at = '2026-11-21'")
    edited(folder, "entities/people.yaml", "dawn.year_12", "dawn.year_13")
    load(folder, graph, shape=shape)

    found = graph.rows(f"{named} RETURN r.valid_from, r.superseded_by, r.retcon_at, r.retcon_note")
    assert found.values == [("dawn.year_13", "rel_3~1", "2026-11-21", None)]
    assert not load(folder, graph, shape=shape).changed


def test_the_order_of_keys_and_of_files_is_no_change(folder: Path, graph: Any) -> None:
    load(folder, graph)
    edited(
        folder,
        "entities/people.yaml",
        "  name: Ada\n  settings: [hill]\n",
        "  settings: [hill]\n  name: Ada\n",
    )

    assert load(folder, graph).changed == 0


@pytest.mark.parametrize("shape", ["native", "reified"])
def test_what_left_the_files_is_removed_with_its_edges(
    folder: Path, graph: Any, shape: str
) -> None:
    load(folder, graph, shape=shape)
    text = FILES["entities/people.yaml"]
    without = text[: text.index("- id: per_bo")].replace("  - {id: rel_4, type", "  #")
    (folder / "entities" / "people.yaml").write_text(without)

    receipt = load(folder, graph, shape=shape)

    assert moved(receipt)["Person"] == Counts(deleted=1)
    gone = graph.rows("MATCH (n) WHERE n.id IN ['per_bo', 'rel_4'] RETURN n.id")
    assert gone.values == []
    assert graph.rows("MATCH ()-[r]->() WHERE r.edge_id = 'rel_4' RETURN r.edge_id").values == []


def test_nothing_that_another_made_is_removed(folder: Path, graph: Any) -> None:
    load(folder, graph)
    graph.put([Node("per_cy", ("Person",), {"name": "Cy"})])
    graph.put([], [Edge("per_cy", "MEMBER_OF", "fac_low", {}, "Person", "Faction")])

    receipt = load(folder, graph)

    assert receipt.changed == 0
    found = graph.rows("MATCH (p:Person {id: 'per_cy'})-[:MEMBER_OF]->(f) RETURN f.id")
    assert found.values == [("fac_low",)]


def test_a_second_folder_adds_to_the_world_and_takes_nothing(
    folder: Path, graph: Any, tmp_path: Path
) -> None:
    load(folder, graph)
    more = tmp_path / "cellar"
    (more / "entities").mkdir(parents=True)
    (more / "entities" / "planes.yaml").write_text(
        "label: Plane\nentities:\n- {id: pln_cellar, name: Cellar, settings: [hill], relations: "
        "[{id: rel_c, type: ADJACENT_TO, to: pln_slope, valid_from: dawn.year_5}]}\n"
    )

    receipt = load(more, graph)

    assert moved(receipt) == {"Plane": Counts(added=1), "ADJACENT_TO": Counts(added=1)}
    assert load(folder, graph).changed == 0
    world = WorldAsker(None, graph).world()
    keys = world.chronology.window_keys("dawn.year_5", None)
    found = graph.rows("MATCH ()-[r:ADJACENT_TO]->() RETURN r.from_line, r.from_key")
    assert found.values == [(keys.from_line, keys.from_key)]


BAD = """\
label: Person
entities:
- {id: per_ada, name: Ada, settings: [hill]}
- {name: Nobody}
- {id: per_ada, name: Ada again}
- {id: fac_low, name: Low}
- id: per_dee
  name: Dee
  relations:
  - {id: rel_1, type: MEMBER_OF, to: fac_high}
  - {id: rel_8, type: MEMBER_OF, to: fac_nowhere}
  - {id: rel_9, type: member of, to: fac_high}
  - {id: rel_10, type: EXISTS_IN, to: hill}
  - {id: rel_11, type: LOCATED_IN, to: pln_slope}
  - {id: rel_12, type: MEMBER_OF, to: fac_high, valid_from: yesterday}
- {id: per_eve, name: Eve, settings: [valley]}
- {id: per_fay, name: Fay, tall: .nan}
- {id: per_gus, name: Gus, label: Relation}
"""


def test_what_cannot_be_used_is_told_by_file_and_line(tmp_path: Path, graph: Any) -> None:
    folder = written(tmp_path / "hill", entities__people=BAD, missions__errands=None)

    receipt = load(folder, graph, rejects_folder=tmp_path / "runs")

    people = "entities/people.yaml"
    assert [(r.document, r.row) for r in receipt.rejects] == [
        (people, line) for line in (4, 5, 6, 10, 11, 12, 13, 14, 16, 17, 18)
    ]
    assert refused(receipt)[1][2] == f"the id is that of Person in {people}:3"
    assert refused(receipt)[3][2] == "the edge id is that of entities/factions.yaml:7"
    assert receipt.rejects_file is not None
    lines = receipt.rejects_file.read_text().splitlines()
    assert [json.loads(line)["row"] for line in lines] == [r.row for r in receipt.rejects]
    assert receipt.edges["MEMBER_OF"] == Counts(added=1)  # whatever its time says: rule C5
    assert f"{people}:4" in str(receipt)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("label: Person\nentities:\n- {id: per_ada, name: Ada, id: per_b}\n", 3),
        ("label: Person\nentities:\n- {id: per_ada]\n", 3),
        ("label: Person\nentities:\n- &a [*a]\n", 3),
        ("label: Person\nentities:\n- {id: per_ada, name: Ada, 7: x}\n", 3),
        ("label: Person\npeople: []\n", 1),
        ("- Person\n", 1),
    ],
)
def test_a_file_that_cannot_be_read_removes_nothing(
    folder: Path, graph: Any, text: str, line: int
) -> None:
    load(folder, graph)
    (folder / "entities" / "people.yaml").write_text(text)

    receipt = load(folder, graph)

    assert [(r.document, r.row) for r in receipt.rejects] == [("entities/people.yaml", line)]
    assert moved(receipt) == {}
    assert receipt.kept > 0
    assert graph.rows("MATCH (p:Person) RETURN p.id ORDER BY p.id").values == [
        ("per_ada",),
        ("per_bo",),
    ]


def test_one_bad_instance_refuses_its_file_with_line_and_check(folder: Path, graph: Any) -> None:
    edited(folder, "missions/errands.yaml", "fields: {pay: 3}", "fields: {pay: -3}")

    receipt = load(folder, graph)

    assert refused(receipt)[0][:2] == ("missions/errands.yaml", 6)
    assert refused(receipt)[0][2].startswith("enum/range: ")
    assert "DomainEntity" not in receipt.nodes


def test_entities_and_instances_come_as_json_lines_too(tmp_path: Path, graph: Any) -> None:
    folder = written(tmp_path / "hill", entities__people=None, missions__errands=None)
    ada = {"label": "Person", "id": "per_ada", "name": "Ada", "settings": ["hill"]}
    errand = {"id": "ERR-1", "template": "errand", "setting_id": "hill", "name": "Water"}
    errand |= {"fields": {"pay": 3}, "relations": [{"type": "GIVEN_BY", "to": "per_ada"}]}
    (folder / "entities" / "all.jsonl").write_text(f"\n{json.dumps(ada)}\n")
    (folder / "missions" / "all.jsonl").write_text(f"{json.dumps(errand)}\n" * 2)

    receipt = load(folder, graph)

    assert receipt.nodes["Person"] == Counts(added=1)
    assert refused(receipt)[0][:2] == ("missions/all.jsonl", 2)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("eras.yaml", "order: 1", "order: 1.5"),
        ("eras.yaml", "axis: sun, parent", "axis: moon, parent"),
        ("ontology.yaml", "type: ENEMY_OF", "type: MEMBER_OF"),
        ("templates/errand.yaml", "type: number", "type: numeral"),
        ("settings.yaml", "id: hill, ", ""),
    ],
)
def test_a_world_whose_registry_is_wrong_is_not_loaded(
    folder: Path, graph: Any, file: str, old: str, new: str
) -> None:
    edited(folder, file, old, new)

    with pytest.raises(BadInput):
        load(folder, graph)
    assert graph.rows("MATCH (n) RETURN n.id").values == []


def test_a_folder_without_a_world_is_refused(tmp_path: Path, graph: Any) -> None:
    with pytest.raises(BadInput, match="holds no world"):
        load(tmp_path, graph)
    with pytest.raises(BadInput, match="which is none"):
        load(tmp_path / "nowhere", graph)
