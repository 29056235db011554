"""Databases of a graph server."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import engines
from workbench.core.errors import BadInput, NotSupported, StoreUnavailable, WriteRefused
from workbench.stores.graph.arcade import ArcadeServer
from workbench.stores.graph.databases import BoltServer, Databases, database

NAME = "tong_test_databases"


def test_each_holds_a_graph_of_its_own(databases: Databases) -> None:
    databases.make(NAME)
    with_one, other = databases.open(NAME), databases.open("bench")
    with_one.write("CREATE (:Alone)")
    assert len(with_one.rows("MATCH (n:Alone) RETURN n")) == 1
    assert len(other.rows("MATCH (n:Alone) RETURN n")) == 0
    databases.make(NAME)
    assert len(with_one.rows("MATCH (n:Alone) RETURN n")) == 1
    with_one.close(), other.close()
    databases.drop(NAME)


def test_they_come_and_go(databases: Databases) -> None:
    databases.make(NAME)
    assert NAME in databases.names()
    databases.drop(NAME)
    databases.drop(NAME)
    assert NAME not in databases.names()


@pytest.mark.parametrize("name", ["", "x", "A_database", "a b", "a; drop database bench", "é_x_y"])
def test_a_name_is_letters_digits_and_underscores(databases: Databases, name: str) -> None:
    with pytest.raises(BadInput, match="the name of a database"):
        databases.make(name)


def test_those_of_a_deployment_are_left_alone(databases: Databases) -> None:
    deployed = Databases(databases._server, databases._open, write=False)
    for change in (deployed.make, deployed.drop):
        with pytest.raises(WriteRefused, match="write=True"):
            change(NAME)
    assert deployed.names() == databases.names()


def test_a_server_that_is_away_is_told() -> None:
    with pytest.raises(StoreUnavailable, match="port 1"):
        ArcadeServer(1, "x").names()


def test_an_engine_that_makes_no_databases_over_bolt_is_told(servers: Any) -> None:
    server = servers.of("graph", engines("graph")[0])
    user, password = server.writer
    by_url = BoltServer(server.url, user=user, password=password, timeout=5)
    with pytest.raises(NotSupported, match="database of its own"):
        Databases(by_url, lambda name: server.open(database=name)).make(NAME)
    by_url.close()


def test_neo4j_knows_no_underscores_in_names() -> None:
    assert database("tong_ab_1_m00") == "tong-ab-1-m00"
