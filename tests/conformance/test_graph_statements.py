"""What a graph store does with statements, whatever the engine behind it.

1. A failing write leaves nothing. Clients see each other's commits. Threads share a store.
2. Parameters are those that the text uses, else BadParameters, before anything is sent.
3. A time limit ends a read and a write, and the store answers the next question.
4. Nodes, edges, paths and times come back as values of `core` and of Python.
5. `explain` gives a tree of operators and runs nothing.
6. A fault has the engine's words and its position in the author's text.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest

from tests.engines.graph import ENGINES, Server
from workbench.core.errors import BadParameters, QueryFailed, WriteRefused
from workbench.core.values import Edge, Node, Path
from workbench.stores.graph.bolt import Bolt

PLUS_TWO = datetime.timezone(datetime.timedelta(hours=2))
TIMES = {
    "date": datetime.date(2024, 2, 29),
    "clock": datetime.time(1, 2, 3, 4),
    "zoned_clock": datetime.time(1, 2, 3, 4, tzinfo=PLUS_TWO),
    "moment": datetime.datetime(2024, 7, 1, 2, 3, 4, 5),
    "zoned": datetime.datetime(2024, 7, 1, 2, 3, 4, 5, tzinfo=PLUS_TWO),
    "many": [datetime.datetime(2024, 7, 1, tzinfo=PLUS_TWO)],
}
SLOW = "UNWIND range(1, 1000000) AS x UNWIND range(1, 10000) AS y WITH x + y AS s WHERE s < 0 "


def place(name: str, **properties: Any) -> Node:
    return Node(name, ("Place",), properties)


def road(source: str, target: str, **properties: Any) -> Edge:
    return Edge(source, "ROAD", target, properties, "Place", "Place")


def count(store: Bolt) -> Any:
    return store.rows("MATCH (n) RETURN count(*) AS number").values[0][0]


@pytest.fixture
def second(graph: Bolt, request: pytest.FixtureRequest, servers: Any) -> Iterator[Bolt]:
    """Another client of the server behind `graph`."""
    name = request.node.callspec.params["graph"]
    server: Server = servers.of("graph", next(e for e in ENGINES if e.name == name))
    with closing(server.open()) as store:
        yield store


def test_a_failing_write_leaves_nothing(graph: Bolt) -> None:
    with pytest.raises(QueryFailed):
        graph.write("UNWIND [1, 2, 0] AS x CREATE (n:Place {id: toString(x), y: 1 / x}) RETURN n")
    with pytest.raises(QueryFailed):
        graph.write("CREATE (n:Place {id: 'a'}) RETURN 1 / 0")
    assert count(graph) == 0
    assert graph.write("CREATE (n:Place {id: 'a'}) RETURN n.id AS id").values == [("a",)]
    assert count(graph) == 1


def test_clients_see_each_others_commits(graph: Bolt, second: Bolt) -> None:
    graph.put([place("a", x=1)])
    assert second.rows("MATCH (n:Place) RETURN n.x").values == [(1,)]
    second.put([place("a", x=2)])
    for reviewed in (False, True):
        assert graph.rows("MATCH (n:Place) RETURN n.x", reviewed=reviewed).values == [(2,)]


def test_threads_share_a_store(graph: Bolt) -> None:
    def work(number: int) -> list[Any]:
        graph.put([place(f"p{number}", x=number)])
        text = "MATCH (n:Place {id: $id}) RETURN n.x AS x, $id AS id"
        return [graph.rows(text, {"id": f"p{number}"}, reviewed=r).values for r in (True, False)]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(work, range(40)))
    assert found == [[[(number, f"p{number}")]] * 2 for number in range(40)]
    assert count(graph) == 40


@pytest.mark.parametrize("given", [{}, {"b": 1}, {"a": 1, "b": 2}, {"a": 1, 5: 2}, [1]])
def test_parameters_are_those_of_the_text(graph: Bolt, given: Any) -> None:
    text = "RETURN $a AS a, '$c' AS c // $d"
    assert graph.rows(text, {"a": 1}).values == [(1, "$c")]
    for ask in (graph.rows, graph.write, graph.explain):
        with pytest.raises(BadParameters):
            ask(text, given)


@pytest.mark.parametrize(
    "value",
    [object(), {1}, 2**63, "\ud800", iter([1])],
    ids=["object", "set", "long", "surrogate", "iterator"],
)
def test_a_value_that_cannot_be_sent_is_told(graph: Bolt, value: Any) -> None:
    for ask in (graph.rows, graph.write):
        with pytest.raises(BadParameters, match="cannot be sent"):
            ask("RETURN $a AS a", {"a": value})
        assert ask("RETURN $a AS a", {"a": 1}).values == [(1,)]


def test_more_than_the_engine_answers_is_refused_at_once(graph: Bolt) -> None:
    if not graph.dialect.largest_message:
        pytest.skip("this engine answers messages of any size")
    text, began = "RETURN size($text) AS size", time.monotonic()
    assert graph.rows(text, {"text": "x" * 16_600_000}).values == [(16_600_000,)]
    for ask in (graph.rows, graph.write):
        with pytest.raises(BadParameters, match="hold about 17,000,0"):
            ask(text, {"text": "x" * 17_000_000})
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("reviewed", [False, True])
def test_a_time_limit_ends_a_read(graph: Bolt, reviewed: bool) -> None:
    began = time.monotonic()
    with pytest.raises(QueryFailed, match="raise `timeout`, or ask for less"):
        graph.rows(SLOW + "RETURN count(s)", timeout=0.5, reviewed=reviewed)
    assert 0.4 < time.monotonic() - began < 5
    assert graph.rows("RETURN 1 AS one", reviewed=reviewed).values == [(1,)]


def test_a_time_limit_ends_a_write_that_leaves_nothing(
    graph: Bolt, request: pytest.FixtureRequest, servers: Any
) -> None:
    name = request.node.callspec.params["graph"]
    server: Server = servers.of("graph", next(e for e in ENGINES if e.name == name))
    with closing(server.open(timeout=1.0)) as impatient:
        with pytest.raises(QueryFailed, match="raise `timeout`"):
            impatient.write("CREATE (:Place {id: 'a'}) WITH 1 AS one " + SLOW + "RETURN count(s)")
        assert impatient.rows("RETURN 1 AS one").values == [(1,)]
    assert count(graph) == 0


def test_nodes_edges_and_paths_come_back(graph: Bolt) -> None:
    graph.put([place("a", x=1), place("b")], [road("a", "b", w=1)])
    found = graph.rows(
        "MATCH p = (a:Place {id: 'a'})-[r]->(b) RETURN a, r, p, [b] AS l, {r: r} AS m"
    )
    a, b = Node("a", ("Place",), {"id": "a", "x": 1}), Node("b", ("Place",), {"id": "b"})
    edge = found[0]["r"]
    assert edge == Edge("a", "ROAD", "b", {"w": 1}, id=edge.id)
    assert edge.id
    assert found.values == [(a, edge, Path((a, b), (edge,)), [b], {"r": edge})]


@pytest.mark.parametrize("reviewed", [False, True])
def test_an_edge_alone_knows_its_ends(graph: Bolt, reviewed: bool) -> None:
    graph.put([place("a"), place("b")], [road("a", "b"), road("b", "a")])
    found = graph.rows("MATCH (:Place {id: 'b'})-[r]->() RETURN r", reviewed=reviewed)
    assert (found[0]["r"].source, found[0]["r"].target) == ("b", "a")


def test_a_node_without_an_id_has_its_element_id(graph: Bolt) -> None:
    found = graph.write("CREATE (n:Place {x: 1})-[r:ROAD]->(n) RETURN n, r, elementId(n) AS own")
    own = found[0]["own"]
    assert found[0]["n"] == Node(own, ("Place",), {"x": 1})
    assert (found[0]["r"].source, found[0]["r"].target) == (own, own)


@pytest.mark.parametrize("kind", TIMES)
def test_times_come_back_as_they_were(graph: Bolt, kind: str) -> None:
    graph.put([place("a", when=TIMES[kind])], [road("a", "a", when=TIMES[kind])])
    text = "MATCH (n:Place)-[r]->() RETURN n.when, r.when, $when"
    (row,) = graph.rows(text, {"when": TIMES[kind]}).values
    assert row == (TIMES[kind],) * 3
    assert str(row) == str((TIMES[kind],) * 3)  # equal moments may differ in their zone


def test_durations_are_text_and_points_are_dicts(graph: Bolt) -> None:
    text = "RETURN duration('P1Y2M3DT4H5.5S') AS d, point({longitude: 1.0, latitude: 2.0}) AS p"
    assert graph.rows(text).values == [("P1Y2M3DT4H5.5S", {"x": 1.0, "y": 2.0, "srid": 4326})]


def test_a_year_that_python_has_not_is_told(graph: Bolt) -> None:
    with pytest.raises(QueryFailed, match="cannot be read"):
        graph.rows("RETURN date('-0001-01-01') AS day")
    assert graph.rows("RETURN 1 AS one").values == [(1,)]


def test_explain_is_a_tree_and_runs_nothing(graph: Bolt) -> None:
    graph.put([place("a")])
    plan = graph.explain("MATCH (n:Place {id: $id}) RETURN n.id AS id ORDER BY id", {"id": "a"})
    assert plan.children
    assert len(str(plan).splitlines()) >= 3
    assert graph.explain("CREATE (:Place {id: 'b'})").operator
    assert count(graph) == 1


def test_an_index_is_not_explained_into_being(graph: Bolt) -> None:
    text = "CREATE INDEX explained FOR (n:Place) ON (n.explained)"
    if graph.dialect.explain_runs_schema_commands:
        with pytest.raises(WriteRefused, match="would run this, not explain it"):
            graph.explain(text)
    assert "explained" not in repr(graph.write(graph.dialect.list_indexes).values)


@pytest.mark.parametrize(
    "before",
    [
        "",
        "// a café\u2028\n",
        "/* c */ ",
        "\n\n  ",
        "WITH 1 AS x // c\n",
        "WITH '😀é' AS x /* c */ ",
    ],
)
def test_a_fault_has_its_position_and_the_engines_words(graph: Bolt, before: str) -> None:
    text = f"{before}MATCH (n RETURN n"
    for ask in (graph.rows, graph.write, graph.explain):
        with pytest.raises(QueryFailed) as caught:
            ask(text)
        assert caught.value.position == text.index("RETURN") + 1
        assert caught.value.statement == text
        assert "RETURN" in caught.value.engine_says
