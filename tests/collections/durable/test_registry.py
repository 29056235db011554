"""Which collections there are, for every process alike."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from tests.collections.durable.changes import points
from workbench.collections.durable.registry import Registry
from workbench.collections.durable.tables import Tables
from workbench.core.collections.definition import Definition, EdgeRule, NodeRule, VectorSpace
from workbench.core.collections.records import Change
from workbench.core.errors import BadInput, NotSupported, VelesFailed
from workbench.schema import migrate, recognise, render

RULES = (NodeRule("Person", (("name", "STRING"), ("born", "INTEGER"))), EdgeRule("MET", "A", "B"))
WORKS = Definition(
    "works",
    "vector",
    "text",
    vectors={"z": VectorSpace(6, "dot"), "a": VectorSpace(2, "jaccard")},
    options={"storage": "sq8", "m": 16},
    schema=RULES,
    indexes=(("year",), ("address", "city")),
)
NOTES = Definition("notes", "metadata")


def test_definitions_come_back_as_they_were_given(registry: Registry) -> None:
    made = [registry.create(WORKS), registry.create(NOTES)]
    assert [one.number for one in made] == [1, 2]
    found = registry.definitions()
    assert found == {"notes": replace(NOTES, number=2), "works": replace(WORKS, number=1)}
    assert list(found) == ["notes", "works"]
    assert list(found["works"].vectors) == ["z", "a"]


def test_a_graph_without_a_schema_is_not_one_with_an_empty_schema(registry: Registry) -> None:
    registry.create(Definition("any", "graph"))
    registry.create(Definition("none", "graph", schema=()))
    found = registry.definitions()
    assert (found["any"].schema, found["none"].schema) == (None, ())


def test_a_taken_name_is_refused_and_changes_nothing(registry: Registry, store: Any) -> None:
    registry.create(NOTES)
    before = registry.schema_generation()
    with pytest.raises(VelesFailed, match="'notes' exists already") as caught:
        registry.create(NOTES)
    assert caught.value.code == "VELES-001"
    assert registry.schema_generation() == before
    assert sum("points" in table for table in recognise(store).tables) == 1


def test_every_change_of_definitions_raises_their_generation(registry: Registry) -> None:
    seen = [registry.schema_generation()]
    made = registry.create(WORKS)
    seen.append(registry.schema_generation())
    registry.redefine(replace(made, options={"m": 8}, indexes=()))
    seen.append(registry.schema_generation())
    registry.drop("works")
    assert [*seen, registry.schema_generation()] == [0, 1, 2, 3]


def test_redefining_changes_options_schema_and_indexes(registry: Registry) -> None:
    made = registry.create(WORKS)
    wanted = replace(made, options={"auto_reindex": True}, schema=None, indexes=(("x",),))
    registry.redefine(wanted)
    assert registry.definitions() == {"works": wanted}


@pytest.mark.parametrize(
    "other", [{"kind": "graph"}, {"ids": "integer"}, {"vectors": {"z": VectorSpace(7, "dot")}}]
)
def test_what_the_tables_were_made_for_cannot_be_redefined(
    registry: Registry, other: dict[str, Any]
) -> None:
    made = registry.create(WORKS)
    with pytest.raises(BadInput, match="collection 'works': expected the kind, ids and vectors"):
        registry.redefine(replace(made, **other))
    assert (registry.definitions(), registry.schema_generation()) == ({"works": made}, 1)


def test_what_is_not_there_cannot_be_dropped_or_redefined(registry: Registry) -> None:
    with pytest.raises(VelesFailed, match="VELES-002"):
        registry.drop("works")
    with pytest.raises(VelesFailed, match="VELES-002"):
        registry.redefine(replace(WORKS, number=7))
    assert registry.schema_generation() == 0


def test_a_dropped_name_can_be_used_again_and_nothing_is_left(
    registry: Registry, store: Any
) -> None:
    first = registry.create(NOTES)
    Tables(store, first).write(Change(points=points([1], vectors=[])))
    registry.drop("notes")
    assert [t for t in recognise(store).tables if t.startswith("veles_1_")] == []
    again = registry.create(NOTES)
    assert (again.number, Tables(store, again).count(), registry.generations()) == (2, 0, {2: 0})


def test_generations_are_those_of_the_last_writes(registry: Registry, store: Any) -> None:
    works, notes = registry.create(replace(WORKS, vectors={})), registry.create(NOTES)
    for _ in range(3):
        Tables(store, notes).write(Change(points=points([1], vectors=[])))
    assert registry.generations() == {works.number: 0, notes.number: 3}
    assert (registry.generation(works), registry.generation(notes)) == (0, 3)


def test_two_processes_make_one_collection_once(registry: Registry, second: Any) -> None:
    def made(which: Registry) -> int | str:
        try:
            return which.create(NOTES).number
        except VelesFailed as error:
            return error.code

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(made, [registry, Registry(second)]))
    assert sorted(map(str, found)) == ["1", "VELES-001"]


def test_tables_of_a_newer_version_are_left_alone(registry: Registry, store: Any) -> None:
    registry.create(NOTES)
    store.write("UPDATE veles_collections SET layout = 2")
    with pytest.raises(NotSupported, match="'notes' has tables of layout 2"):
        registry.definitions()


def test_tables_of_collections_are_known_as_such(registry: Registry, store: Any) -> None:
    registry.create(WORKS)
    found = recognise(store)
    assert found.systems["veles"].state == "ours"
    assert set(found.tables.values()) == {"veles", "migrations"}
    assert found.dimensions == {"veles_1_points.v1": 6, "veles_1_points.v2": 2}


def test_taking_the_registry_back_takes_all_collections_and_it_can_be_made_again(
    registry: Registry, store: Any
) -> None:
    registry.create(WORKS)
    registry.create(NOTES)
    store.write(render.downgrade(["veles_0001"], "veles").text)
    assert [table for table in recognise(store).tables if "veles" in table] == []
    assert migrate(store, ("veles",)) == ["veles_0001"]
    assert registry.create(NOTES).number == 1
