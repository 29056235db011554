"""Vedana's hundred golden questions, answered by its own documents as a graph."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.asker import Asker
from tests.tools.conftest import fresh
from workbench.core.evaluation.golden import Card
from workbench.core.evaluation.replies import Outcome
from workbench.core.values import Edge, Node
from workbench.evaluation.golden.formats.gds import of_gds
from workbench.evaluation.measures.measure import measured
from workbench.evaluation.systems.graph import Graph

DATA, QUESTIONS = "eB5kH8Z7NVErycp32wx1Ge.grist", "2FDgbBNtEDmgNc5AJ3ufkh.grist"
LIKED = (
    "MATCH (p:person)-[:PERSON_has_INTEREST]->(i:interest) WHERE i.id IN $ids "
    "RETURN DISTINCT p.id AS id, p.person_name AS name"
)


def table(document: Path, text: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(f"file:{document}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(text)]


def records(document: Path) -> tuple[list[Node], list[Edge]]:
    nodes = [
        Node(row["id"], (noun,), {"id": row["id"], f"{noun}_name": row["name"]})
        for noun in ("person", "interest")
        for row in table(document, f"SELECT {noun}_id id, {noun}_name name FROM Anchor_{noun}")
    ]
    links = table(document, "SELECT from_node_id, to_node_id FROM Link_person_has_interest")
    ends = [(link["from_node_id"], link["to_node_id"]) for link in links]
    return nodes, [Edge(a, "PERSON_has_INTEREST", b, {}, "person", "interest") for a, b in ends]


@pytest.fixture
def system(servers: Any, vedana: Path) -> Iterator[Graph]:
    names = "MATCH (i:interest) RETURN i.id AS id, i.interest_name AS name"
    with fresh("graph", servers) as graph:
        graph.put(*records(vedana / DATA))
        yield Graph(Asker(graph=graph), names_query=names, answer_query=LIKED)


def test_the_graph_names_all_that_are_expected_and_nobody_else(system: Graph, vedana: Path) -> None:
    golden = of_gds(table(vedana / QUESTIONS, "SELECT * FROM Gds"), Card("Gds"))
    outcomes = [Outcome(one.id, "answered", reply=system(one)) for one in golden.questions]
    found = measured(golden.questions, outcomes, ["set_f1"])["set_f1"]
    assert (found.mean, len(found.values), found.apart) == (1.0, 100, {})
