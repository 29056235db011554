"""The old model's world_id texts become settings and planes, once, and unknown ones stay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.asker import WorldAsker
from tests.lore.conftest import fresh
from workbench.core.errors import BadInput
from workbench.core.lore import schema_version
from workbench.etl.world import WorldStores
from workbench.etl.world.world_ids import WorldIdReceipt, migrate_world_ids
from workbench.schema import migrate

WORLD = Path(__file__).resolve().parents[2] / "data" / "world"
MAPPING = yaml.safe_load((WORLD / "settings.yaml").read_text())["world_id_migration"]
FORMS = [(schema, shape) for schema in ("setting", "v1.2") for shape in ("native", "reified")]


@pytest.fixture
def legacy(servers: Any) -> Iterator[WorldAsker]:
    """The old model's nodes; one of two worlds names both."""
    rows = (WORLD / "legacy" / "nodes_world_id.jsonl").read_text().splitlines()
    nodes: dict[tuple[str, str], dict[str, Any]] = {}
    for row in map(json.loads, rows):
        own = nodes.setdefault((row["label"], row["id"]), {"id": row["id"], "name": row["name"]})
        known = own.get("world_id")
        own["world_id"] = [known, row["world_id"]] if known else row["world_id"]
    with fresh("relational", servers) as relational, fresh("graph", servers) as graph:
        migrate(relational, ("lore",), dimension=4)
        asker = WorldAsker(relational, graph)
        for (label, id), props in nodes.items():
            asker.tell("lore/load_nodes", label=label, rows=[{"id": id, "props": props}])
        yield asker


def run(asker: WorldAsker, mapping: Any = MAPPING, **how: Any) -> WorldIdReceipt:
    assert asker.graph is not None
    return migrate_world_ids(mapping, WorldStores(asker, asker.graph, asker.relational), **how)


def cypher(asker: WorldAsker, text: str) -> list[Any]:
    return list(asker.cypher(text, row_limit=1000).rows.values)


def settings(asker: WorldAsker) -> dict[str, list[str]]:
    return dict(cypher(asker, "MATCH (n) WHERE n.world_id IS NOT NULL RETURN n.id, n.settings"))


def version(asker: WorldAsker) -> str:
    census = asker.ask("lore/schema_census").rows
    return schema_version({row["what"]: row["found"] for row in census})


def test_a_dry_run_tells_the_diff_and_changes_nothing(legacy: WorldAsker) -> None:
    before = cypher(legacy, "MATCH (n) RETURN n.id, properties(n)")
    receipt = run(legacy)
    changes = {tuple(row[:2]): row[2:] for row in receipt.changes.values}
    assert changes["per_hester_varrowmere", "settings"] == ([], ["tidewheel"])
    assert changes["per_tamsin_brack", "LOCATED_IN_PLANE"] == (None, "pln_littoral")
    assert changes["tidewheel", "Setting"] == (None, "tidewheel")
    assert ("per_hester_varrowmere", "LOCATED_IN_PLANE") not in changes
    assert sorted(cypher(legacy, "MATCH (n) RETURN n.id, properties(n)"), key=str) == sorted(
        before, key=str
    )


@pytest.mark.parametrize(("schema", "shape"), FORMS)
def test_every_node_gets_its_settings_and_planes_in_each_form(
    legacy: WorldAsker, schema: str, shape: str
) -> None:
    told = run(legacy)
    receipt = run(legacy, dry_run=False, schema=schema, shape=shape)
    found = settings(legacy)
    assert found["per_ninepence"] == ["tidewheel", "margin"]
    assert {id for id, named in found.items() if named and "margin" in named} == {
        "per_lapis_versal", "fac_dog_ears", "loc_index_market", "lin_versal", "per_ninepence",
    }  # fmt: skip
    assert version(legacy) == schema
    assert receipt.nodes_after == receipt.nodes_before + 5  # 2 settings, 3 planes
    assert len(told.changes) == len(receipt.changes)


@pytest.mark.parametrize(("schema", "shape"), FORMS)
def test_planes_are_reached_by_timeless_edges_that_cite_the_migration(
    legacy: WorldAsker, schema: str, shape: str
) -> None:
    run(legacy, dry_run=False, schema=schema, shape=shape)
    native = "MATCH (n)-[r:LOCATED_IN|LOCATED_IN_PLANE]->(p:Plane)"
    reified = "MATCH (n)-[:FROM]->(r:Relation {type: 'LOCATED_IN_PLANE'})-[:TO]->(p:Plane)"
    shaped = reified if (schema, shape) == ("setting", "reified") else native
    edges = cypher(legacy, f"{shaped} RETURN n.id, p.id, r.sources, r.valid_from ORDER BY n.id")
    legacy_rows = (WORLD / "legacy" / "nodes_world_id.jsonl").read_text().splitlines()
    planes = {"littoral": "pln_littoral", "teapot_world": "pln_teapot"}
    rows = [json.loads(line) for line in legacy_rows]
    assert edges == [
        (row["id"], planes[row["world_id"]], ["migration"], None)
        for row in sorted(rows, key=lambda row: row["id"])
        if row["world_id"] in planes
    ]


def test_two_nodes_of_one_id_become_one_with_the_edges_of_both(legacy: WorldAsker) -> None:
    assert legacy.graph is not None
    legacy.graph.write(  # a label whose ids no index keeps apart
        "CREATE (a:Sage {id: 'sag_x', name: 'X', world_id: 'default'})"
        "-[:KNOWS]->(:Person {id: 'p'}) "
        "CREATE (b:Sage {id: 'sag_x', age: 9, world_id: 'margin_old'})"
        "<-[:KNOWS {since: 3}]-(:Person {id: 'q'})"
    )
    receipt = run(legacy, dry_run=False)
    assert ("sag_x", "nodes", 2, 1) in receipt.changes.values
    assert receipt.nodes_after == receipt.nodes_before - 1 + 5
    held = "MATCH (n:Sage {id: 'sag_x'}) RETURN n.name, n.age, n.world_id, n.settings"
    both = (["default", "margin_old"], ["tidewheel", "margin"])
    assert cypher(legacy, held) == [("X", 9, *both)]
    edges = "MATCH (a)-[r:KNOWS]->(b) RETURN a.id, r.since, b.id ORDER BY b.id"
    assert cypher(legacy, edges) == [("sag_x", None, "p"), ("q", 3, "sag_x")]


def test_an_unknown_value_stays_and_is_told(legacy: WorldAsker) -> None:
    receipt = run(legacy, dry_run=False)
    assert receipt.problems.values == [
        ("loc_house_below", "undertow_test", "the mapping does not have this value")
    ]
    assert receipt.exit_status == 1
    node = cypher(legacy, "MATCH (n:Location {id: 'loc_house_below'}) RETURN properties(n)")
    assert {k: v for k, v in node[0][0].items() if not k.startswith("@")} == {
        "id": "loc_house_below", "name": "The House Below", "world_id": "undertow_test",
    }  # fmt: skip


def test_a_second_run_changes_nothing_and_the_old_value_can_still_be_read(
    legacy: WorldAsker,
) -> None:
    run(legacy, dry_run=False)
    count = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN n.id, count(r), n.world_id ORDER BY n.id"
    before = cypher(legacy, count)
    again = run(legacy, dry_run=False)
    assert (len(again.changes), len(again.tables), again.exit_status) == (0, 0, 1)
    assert cypher(legacy, count) == before
    assert ("per_tamsin_brack", 2, "littoral") in before


def test_a_value_that_becomes_known_later_is_migrated_then(legacy: WorldAsker) -> None:
    run(legacy, dry_run=False)
    more = {"world_id": "undertow_test", "becomes": "plane", "setting_id": "tidewheel"}
    receipt = run(legacy, [*MAPPING, {**more, "plane_id": "pln_undertow"}], dry_run=False)
    assert (receipt.exit_status, set(receipt.changes.column("node"))) == (
        0,
        {"pln_undertow", "loc_house_below"},
    )
    assert settings(legacy)["loc_house_below"] == ["tidewheel"]


def test_columns_of_the_tables_are_rewritten_once(legacy: WorldAsker) -> None:
    assert legacy.relational is not None
    legacy.relational.write(
        "INSERT INTO world VALUES ('default', 'D', 'e', '1.1'), ('margin_old', 'M', 'f', '1.1'),"
        " ('odd', 'O', 'g', '1.1');"
        "INSERT INTO dialogue_log (world_id, npc_id, message) VALUES ('default', 'a', 'x'),"
        " ('margin_old', 'b', 'y'), ('odd', 'c', 'z'), (NULL, 'd', 'w')"
    )
    told = run(legacy)
    assert told.tables.values == [
        ("dialogue_log.world_id", "default", "tidewheel", 1),
        ("dialogue_log.world_id", "margin_old", "margin", 1),
    ]
    run(legacy, dry_run=False)
    stored = legacy.relational.rows("SELECT world_id FROM dialogue_log ORDER BY npc_id")
    assert stored.column("world_id") == ["tidewheel", "margin", "odd", None]
    again = run(legacy, dry_run=False)
    assert again.tables.values == []
    assert ("dialogue_log.world_id", "odd", "the mapping does not have this value") in (
        again.problems.values
    )


BAD = {
    "each world_id once": [MAPPING[0], MAPPING[0]],
    "`becomes` to be setting or plane": [{**MAPPING[0], "becomes": "moon"}],
    "a plane_id, since it becomes a plane": [{**MAPPING[1], "plane_id": None}],
    "world_id, becomes, setting_id": [{"world_id": "x"}],
    "a second run would change it again": [
        {"world_id": "a", "becomes": "setting", "setting_id": "b"},
        {"world_id": "b", "becomes": "setting", "setting_id": "c"},
    ],
}


@pytest.mark.parametrize("expected", BAD)
def test_a_mapping_that_contradicts_itself_is_refused(expected: str) -> None:
    from workbench.etl.world.world_ids import read_mapping

    with pytest.raises(BadInput, match=expected):
        read_mapping(BAD[expected])
