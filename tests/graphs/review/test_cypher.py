"""What statements set, worked out over what they and their earlier rows have changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.graphs.opened import opened
from workbench.core.errors import BadInput, NotSupported, QueryFailed
from workbench.graphs.graph import PropertyGraph

COUNTED = (
    "MATCH (a:Person), (d:Doc) MERGE (a)-[r:SAW]->(d) "
    "ON CREATE SET r.n = 1 ON MATCH SET r.n = r.n + 1 RETURN r.n AS n"
)


@pytest.fixture(scope="module")
def world(servers: Any) -> Iterator[PropertyGraph]:
    with opened(servers) as found, found.graphs.make("cypher") as world:
        world.add_nodes([{"labels": ["Person"], "properties": {"name": n}} for n in ("Ann", "Bo")])
        world.add_node("d", ["Doc"], {"title": "T"})
        world.add_edges([{"source": s, "target": 2, "edge_type": "READ"} for s in (0, 1, 1)])
        yield world


def values(world: PropertyGraph, text: str, given: dict[str, Any] | None = None) -> list[Any]:
    return [[*record.values()] for record in world.cypher(text, given)]


def test_a_merge_counts_how_often_it_was_asked(world: PropertyGraph) -> None:
    assert [values(world, COUNTED) for _ in range(3)] == [[[1]] * 2, [[2]] * 2, [[3]] * 2]


def test_each_row_adds_to_what_the_row_before_set(world: PropertyGraph) -> None:
    world.cypher("MATCH (:Person)-[:READ]->(d:Doc) SET d.reads = coalesce(d.reads, 0) + 1")
    assert world.get_node(2).properties["reads"] == 3


def test_what_the_engine_worked_out_before_an_earlier_row_is_refused(world: PropertyGraph) -> None:
    with pytest.raises(NotSupported, match="an earlier row has changed"):
        world.cypher("MATCH (:Person)-[:READ]->(d:Doc) SET d.title = toLower(d.title) + 'x'")
    assert world.get_node(2).properties["title"] == "T"
    world.cypher("MATCH (:Person)-[:READ]->(d:Doc) SET d.size = size(d.title)")
    assert world.get_node(2).properties["size"] == 1


SUMS = (
    "7 / 2", "-7 / 2", "7 % 3", "-7 % 3", "7 % -3", "7 / 2.0", "-7.5 % 2", "(1 + 2) * 3 - 4 * 2",
    "1 - 2 - 3", "8 / 2 / 2", "2 - -1", "-(1 + 2)", "1.0 / 0", "null + 1", "'a' + 'b' + 1",
    "1 + 'a'",
    "coalesce(null, 2) * 3", "2 * -3", "1e2 + 1", "0.1 + 0.2",
)  # fmt: skip


def test_sums_are_those_of_the_engine(world: PropertyGraph) -> None:
    asked = ", ".join(f"{one} AS a{at}" for at, one in enumerate(SUMS) if one != "1.0 / 0")
    expected = world.cypher(f"RETURN {asked}").records[0]
    told = ", ".join(f"a{at}: {one}" for at, one in enumerate(SUMS) if one != "1.0 / 0")
    (made,) = world.cypher(f"CREATE (n:Sum {{{told}}}) RETURN n").records
    found = made["n"].properties
    assert repr({k: found.get(k) for k in expected}) == repr(expected)


@pytest.mark.parametrize(
    ("written", "match"),
    [
        ("1 / 0", "divided by zero"),
        ("9223372036854775807 + 1", "64 bits"),
        ("true + 1", "two numbers"),
        ("1.0 / 0", "finite"),
    ],
)
def test_a_sum_that_no_property_holds_is_an_error(
    world: PropertyGraph, written: str, match: str
) -> None:
    with pytest.raises(BadInput, match=match):
        world.cypher(f"CREATE (n:Wrong {{k: {written}}})")
    assert world.nodes_with_label("Wrong") == []


@pytest.mark.parametrize("written", ["zz", "zz.k", "zz.k + 1", "size(zz.k)", "[zz]"])
def test_an_unknown_variable_is_an_error_though_no_row_is_found(
    world: PropertyGraph, written: str
) -> None:
    with pytest.raises(QueryFailed, match="zz"):
        world.cypher(f"MATCH (n:None) SET n.k = {written}")


def test_a_parameter_with_blanks_in_its_name_reaches_a_match_that_writes(
    world: PropertyGraph,
) -> None:
    text = "MATCH (n:Person) WHERE n.name = $`the name` SET n.seen = $`the name` RETURN n.seen"
    assert values(world, text, {"the name": "Bo"}) == [["Bo"]]
