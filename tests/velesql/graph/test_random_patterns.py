"""Patterns over small random graphs, against a walker that takes one edge after the other."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from tests.velesql.graph.asking import ask
from tests.velesql.graph.walker import Graph, rows
from tests.velesql.graph.worlds import graph, pattern
from tests.velesql.in_memory import InMemory
from workbench.velesql.executing.result import Result
from workbench.velesql.syntax.parse import parse
from workbench.velesql.tree.selects import Match


def walked(text: str, world: Graph, **given: int) -> dict[Any, int]:
    statement = parse(text)
    assert isinstance(statement, Match)
    return rows(statement.pattern, world, **given)


def bound(result: Result) -> dict[Any, int]:
    """Edges of each row, by what its aliases are bound to."""
    found = {}
    for row, score in zip(result.bindings or (), result.scores, strict=True):
        key = tuple((name, tuple(at) if type(at) is list else at) for name, at in row.items())
        assert key not in found
        found[key] = round(1 / score) - 1
    return found


@pytest.mark.parametrize("seed", range(40))
def test_match_binds_what_a_walk_by_hand_binds(seed: int) -> None:
    random = Random(seed)
    world = graph(random)
    database = InMemory.loaded(world.dataset())
    for text in [f"MATCH {pattern(random)} RETURN *" for _ in range(8)]:
        assert bound(ask(database, text)) == walked(text, world), text


@pytest.mark.parametrize("seed", range(40))
def test_rows_come_in_the_order_of_what_they_are_bound_to(seed: int) -> None:
    random = Random(1000 + seed)
    world = graph(random)
    text = f"MATCH {pattern(random, 'a')} RETURN *"
    found = [tuple(row.values()) for row in ask(InMemory.loaded(world.dataset()), text).bindings]
    assert found == sorted(found)


@pytest.mark.parametrize("seed", range(40))
def test_a_pattern_in_where_is_true_of_the_nodes_that_can_begin_it(seed: int) -> None:
    random = Random(2000 + seed)
    world = graph(random)
    database = InMemory.loaded(world.dataset())
    for chain in [pattern(random, "a") for _ in range(8)]:
        want = {dict(row)["a"] for row in walked(f"MATCH {chain} RETURN a", world)}
        for negated, expected in (("", want), ("NOT ", world.nodes.keys() - want)):
            result = ask(database, f"SELECT id FROM g AS a WHERE {negated}MATCH {chain} LIMIT 50")
            assert result.ids == sorted(expected), (negated, chain)


@pytest.mark.parametrize("seed", range(20))
def test_a_pattern_in_where_takes_other_aliases_of_the_row_as_they_are(seed: int) -> None:
    random = Random(3000 + seed)
    world = graph(random)
    database = InMemory.loaded(world.dataset())
    inner = pattern(random, "a")
    outer = "MATCH (a)-[*0..2]-(b)-[*0..1]-(c)"
    found = bound(ask(database, f"{outer} WHERE MATCH {inner} RETURN a, b, c"))
    want = {
        row: depth
        for row, depth in walked(f"{outer} RETURN a", world).items()
        if walked(f"MATCH {inner} RETURN a", world, **dict(row))
    }
    assert found == want, inner
