"""Blood and lineages, against plain walks over the files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests.asker import WorldAsker
from tests.lore.yaml_world import yaml_world
from workbench.core.errors import BadInput
from workbench.tools import lore

WORLD = yaml_world()
PARENTS = [(edge["from"], edge["to"]) for edge in WORLD.of("PARENT_OF")]


def walked(person: str, up: bool) -> dict[str, int]:
    """Smallest depth of each relative, by widening circles."""
    found, ring, depth = {person: 0}, {person}, 0
    while ring:
        depth += 1
        pairs = PARENTS if up else [(child, parent) for parent, child in PARENTS]
        ring = {far for far, near in pairs if near in ring} - found.keys()
        found |= dict.fromkeys(ring, depth)
    del found[person]
    return found


def test_ancestors_and_descendants_agree_with_the_files(world_bench: WorldAsker) -> None:
    for person in WORLD.ids("Person")[::6]:
        up = lore.ancestors_of(world_bench, person)
        down = lore.descendants_of(world_bench, person)
        assert {row["id"]: row["depth"] for row in up} == walked(person, True)
        assert {row["id"]: row["depth"] for row in down} == walked(person, False)


def test_a_path_is_a_shortest_chain_of_parents(world_bench: WorldAsker) -> None:
    for row in lore.ancestors_of(world_bench, "per_hester_the_less"):
        path = row["path"]
        assert (path[0], path[-1], len(path)) == (
            "per_hester_the_less",
            row["id"],
            row["depth"] + 1,
        )
        assert all((parent, child) in PARENTS for child, parent in pairwise(path))


def test_depths_narrow_and_rows_stand_by_depth_then_id(world_bench: WorldAsker) -> None:
    person = "per_hester_the_less"
    two = lore.ancestors_of(world_bench, person, 2)
    assert two.column("depth") == [1, 1, 2, 2, 2, 2]
    assert lore.ancestors_of(world_bench, person, exact_depth=2).rows.values == two.rows.values[2:]
    by_order = [(row["depth"], row["id"]) for row in lore.ancestors_of(world_bench, person)]
    assert by_order == sorted(by_order)


@pytest.mark.parametrize("mode", ["any", "all"])
def test_relatives_of_several_are_those_of_any_or_of_all(
    world_bench: WorldAsker, mode: str
) -> None:
    people = ["per_robin_varrowmere", "per_ida_ennisgard", "per_hester_the_less"]
    each = [walked(person, True) for person in people]
    join = set.union if mode == "any" else set.intersection
    answer = lore.ancestors_of(world_bench, people, mode=mode)  # type: ignore[arg-type]
    expected = {i: min(d[i] for d in each if i in d) for i in join(*map(set, each))}
    assert {row["id"]: row["depth"] for row in answer} == expected


def test_common_ancestors_are_those_of_the_smallest_sum(world_bench: WorldAsker) -> None:
    people = WORLD.ids("Person")[:60:7]
    for a, b in pairwise(people):
        of_a, of_b = walked(a, True), walked(b, True)
        sums = {i: of_a[i] + of_b[i] for i in of_a.keys() & of_b.keys()}
        expected = [(i, of_a[i], of_b[i]) for i in sorted(sums) if sums[i] == min(sums.values())]
        answer = lore.common_ancestors(world_bench, a, b)
        assert [(r["id"], r["depth_a"], r["depth_b"]) for r in answer] == expected


def test_a_lineage_follows_the_header_and_counts_generations_by_blood(
    world_bench: WorldAsker,
) -> None:
    for lineage in WORLD.ids("Lineage"):
        founder = WORLD.entities[lineage]["founding_ancestor"]
        blood = {founder: 0, **walked(founder, False)}
        members = {e["from"] for e in WORLD.of("MEMBER_OF") if e["to"] == lineage}
        answer = lore.list_lineage(world_bench, lineage)
        seen = {row["id"]: row["generation"] for row in answer}
        assert seen == {member: blood.get(member) for member in members}


def test_lineages_of_a_person_by_header_and_by_blood(world_bench: WorldAsker) -> None:
    for person in (
        "per_kit_brack",
        "per_hester_varrowmere",
        "per_odo_lanthorn",
        "per_felix_corbelain",
    ):
        header = {e["to"] for e in WORLD.of("MEMBER_OF") if e["from"] == person}
        expected = {(line, "header") for line in header if line.startswith("lin_")}
        forebears = {person, *walked(person, True)}
        lineages = {line: WORLD.entities[line] for line in WORLD.ids("Lineage")}
        expected |= {
            (line, "blood") for line, e in lineages.items() if e["founding_ancestor"] in forebears
        }
        assert set(lore.lineage_of(world_bench, person).rows.values) == expected


def test_kit_descends_from_the_nailer_without_being_in_her_lineage(world_bench: WorldAsker) -> None:
    assert lore.lineage_of(world_bench, "per_kit_brack").rows.values == [
        ("lin_brack", "blood"),
        ("lin_brack", "header"),
        ("lin_varrowmere", "blood"),
    ]


def test_offspring_stand_with_their_edges(world_bench: WorldAsker) -> None:
    assert lore.list_offspring(world_bench, "per_edric_varrowmere").column("id") == sorted(
        child for parent, child in PARENTS if parent == "per_edric_varrowmere"
    )
    row = lore.list_offspring(world_bench, "per_sal_brack").rows[0]
    assert row == {"id": "per_silas_brack", "name": "Silas Brack", "edge_id": "rel_0248"}


@pytest.fixture
def circle(world_bench: WorldAsker) -> Iterator[None]:
    """Makes the Nailer a child of her own great-grandchild's line, and takes it back."""
    assert world_bench.graph is not None
    ends = "MATCH (a:Person {id: 'per_hester_the_less'}), (b:Person {id: 'per_hester_varrowmere'})"
    world_bench.graph.write(f"{ends} CREATE (a)-[:PARENT_OF {{edge_id: 'circle'}}]->(b)")
    yield
    world_bench.graph.write("MATCH ()-[r:PARENT_OF {edge_id: 'circle'}]->() DELETE r")


def test_a_circle_of_parents_ends_and_nobody_is_their_own_ancestor(
    world_bench: WorldAsker, circle: None
) -> None:
    for walk in (lore.ancestors_of, lore.descendants_of):
        found = walk(world_bench, "per_hester_varrowmere").column("id")
        assert "per_hester_the_less" in found
        assert "per_hester_varrowmere" not in found
        assert len(found) == len(set(found))


@pytest.mark.parametrize("given", [{"max_depth": 0}, {"exact_depth": -1}, {"mode": "some"}])
def test_what_is_no_depth_or_mode_is_refused(
    world_bench: WorldAsker, given: dict[str, object]
) -> None:
    with pytest.raises(BadInput, match="expected"):
        lore.ancestors_of(world_bench, "per_hester_varrowmere", **given)  # type: ignore[arg-type]
