"""Which graphs there are."""

from __future__ import annotations

import pytest

from workbench.core.errors import BadInput
from workbench.core.property_graph.change import Change
from workbench.core.property_graph.records import NodeRecord, Vector, VectorIndex
from workbench.graphs.durable.registry import Registry
from workbench.graphs.durable.tables import Tables
from workbench.stores.relational.postgres import Postgres

HELD = "SELECT table_name FROM information_schema.columns WHERE column_name = 'graph'"


def test_graphs_have_numbers_by_name(registry: Registry) -> None:
    made = {name: registry.make(name) for name in ("people", "图", "Ämter")}
    assert set(made) <= set(registry.names())
    assert registry.names() == sorted(registry.names())
    assert {name: registry.number(name) for name in made} == made
    assert len(set(made.values())) == 3


def test_a_name_that_is_taken_or_empty_is_refused(registry: Registry) -> None:
    registry.make("once")
    with pytest.raises(BadInput, match="a graph 'once' already"):
        registry.make("once")
    with pytest.raises(BadInput, match="expected a text"):
        registry.make("")


def test_an_unknown_name_is_told_the_nearest(registry: Registry) -> None:
    registry.make("neighbourhood")
    with pytest.raises(BadInput, match="did you mean 'neighbourhood'"):
        registry.number("neighborhood")
    with pytest.raises(BadInput, match="there is no graph 'zzz'"):
        registry.drop("zzz")


def test_a_graph_remembers_where_it_came_from(registry: Registry) -> None:
    registry.make("told", origin={"file": "a.db", "version": "0.1"})
    registry.make("untold")
    assert registry.origin("told") == {"file": "a.db", "version": "0.1"}
    assert registry.origin("untold") == {}


def test_dropping_a_graph_leaves_no_row_of_it(registry: Registry, tong: Postgres) -> None:
    number = registry.make("short")
    change = Change(
        nodes=[NodeRecord(0, "a")],
        vector_indexes=[VectorIndex("v", "node", 1)],
        vectors=[Vector("v", 0, [1.0])],
    )
    Tables(tong, number).commit(change, expecting=0)
    registry.drop("short")
    tables = [name for name in tong.rows(HELD).column("table_name") if name.startswith("tong_")]
    query = " UNION ALL ".join(f"SELECT graph FROM {table}" for table in tables)
    assert len(tables) >= 14
    assert number not in tong.rows(query).column("graph")
    assert "short" not in registry.names()


def test_a_name_can_be_used_again_for_another_graph(registry: Registry) -> None:
    first = registry.make("again")
    registry.drop("again")
    assert registry.make("again") > first


def test_the_identity_of_a_database_stays(registry: Registry, second: Postgres) -> None:
    assert registry.identity() == Registry(second).identity() != ""
