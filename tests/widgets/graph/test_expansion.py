"""Neighbours fetched from a real graph, within a budget."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter
from typing import Any

import polars as pl
import pytest

from tests.asker import Asker
from tests.conftest import engines, loaded
from workbench.bench.see.graph import graph as graph_view
from workbench.core.errors import BadInput, NotSupported
from workbench.core.values import Edge, Node
from workbench.widgets.graph.widget import GraphView

ODD = "KNOWS` {x: 1}]->() DETACH DELETE n //"
LEAVES = 12_310


def fill(store: Any) -> None:
    """A hub of many leaves, a person with all kinds of edges, nodes without a property id."""
    people = [Node(p, ("Person",), {"name": p.title()}) for p in ("ada", "bob", "cy", "dee")]
    ties = [
        *(("ada", "KNOWS", "bob"), ("bob", "KNOWS", "ada"), ("cy", "KNOWS", "ada")),
        *(("ada", "LIKES", "bob"), ("ada", "LIKES", "dee"), ("ada", "LIKES", "ada")),
        ("dee", ODD, "ada"),
    ]
    places = [Node(f"p{n:03}", ("Place",)) for n in range(150)]
    visits = [Edge("bob", "VISITED", f"p{n:03}", {}, "Person", "Place") for n in range(150)]
    store.put(
        [*people, *places],
        [*(Edge(*tie, {}, "Person", "Person") for tie in ties), *visits],
    )
    store.write("CREATE (:Hub {id: 'hub', name: 'The Hub'}), (:Numbered {id: 7})")
    store.write(
        f"MATCH (h:Hub {{id: 'hub'}}) UNWIND range(1, {LEAVES}) AS i "
        "CREATE (h)-[:LINKS]->(:Leaf {id: 'leaf' + toString(i)})"
    )
    store.write("MATCH (h:Hub), (n:Numbered) CREATE (h)-[:OWNS]->(n)")
    store.write("CREATE (:Bare {v: 1})-[:NEXT]->(:Bare {v: 2})")


@pytest.fixture(scope="module", params=[engine.name for engine in engines("graph")])
def asks(request: pytest.FixtureRequest, servers: Any) -> Iterator[Asker]:
    with loaded("graph", request.param, servers, fill) as store:
        yield Asker(graph=store)


def view_of(asks: Asker, text: str, **options: Any) -> GraphView:
    return graph_view(asks, text, **options)


@pytest.fixture
def ada(asks: Asker) -> GraphView:
    return view_of(asks, "MATCH (n:Person {id: 'ada'}) RETURN n")


def edges(view: GraphView) -> list[tuple[str, str, str]]:
    look = set(view.look.edges)
    return sorted((e.source, e.type, e.target) for e in view.scene.edges if e.id in look)


def test_an_expand_brings_all_neighbours_and_every_edge_to_them(ada: GraphView) -> None:
    ada.expand("ada")

    assert ada.look.nodes == ("ada", "bob", "cy", "dee")
    assert len(edges(ada)) == 7
    assert ("dee", ODD, "ada") in edges(ada)
    assert ada.actions == [
        {"do": "expand", "id": "ada", "type": None, "direction": "both", "limit": 100, "serial": 1}
    ]
    assert ada.left_out == ()


@pytest.mark.parametrize(
    ("type_", "direction", "found"),
    [
        ("KNOWS", "both", {"bob", "cy"}),
        ("KNOWS", "out", {"bob"}),
        (None, "in", {"bob", "cy", "dee"}),
        (ODD, "in", {"dee"}),
        (ODD, "out", set()),
        ("NO_SUCH", "both", set()),
        ("LIKES", "out", {"bob", "dee"}),
    ],
)
def test_type_and_direction_choose_neighbours(
    type_: str, direction: Any, found: set[str], ada: GraphView
) -> None:
    ada.expand("ada", type=type_, direction=direction)

    assert {*ada.look.nodes} == {"ada", *found}


def test_a_type_from_the_data_is_a_value_and_changes_nothing(asks: Asker, ada: GraphView) -> None:
    ada.expand("ada", type=ODD)

    assert all(ODD not in step.statement for step in ada.trace)
    assert asks.cypher("MATCH (n:Person) RETURN count(n) AS n").rows.column("n") == [4]


def test_the_trace_holds_every_statement_with_its_parameters(ada: GraphView) -> None:
    ada.expand("ada", type="KNOWS", limit=1)

    _, counted, fetched = ada.trace
    assert "count(DISTINCT" in counted.statement
    assert counted.parameters == {"id": "ada"}
    assert fetched.parameters["type"] == "KNOWS"
    assert "MATCH (n:`Person` {id: $id})" in fetched.statement
    assert ada.left_out == ("ada: 1 of 2 neighbours",)
    assert ada.summary().endswith("; ada: 1 of 2 neighbours")
    assert ada.undo().left_out == ()


def test_many_neighbours_are_asked_about_first(asks: Asker) -> None:
    view = view_of(asks, "MATCH (n:Person {id: 'bob'}) RETURN n")

    told = view.answers()["expand"]({"do": "expand", "ask": 1, "id": "bob"})

    assert told == {
        "needs": "choice",
        "counts": [
            {"type": "VISITED", "direction": "out", "count": 150},
            {"type": "KNOWS", "direction": "in", "count": 1},
            {"type": "KNOWS", "direction": "out", "count": 1},
            {"type": "LIKES", "direction": "in", "count": 1},
        ],
        "total": 151,
        "limit": 50,
    }
    assert view.actions == []
    with pytest.raises(BadInput, match=r"151 neighbours .150 out by VISITED, .* or a limit"):
        view.expand("bob")


def test_a_limit_brings_the_first_by_id_and_again_the_next(asks: Asker) -> None:
    view = view_of(asks, "MATCH (n:Person {id: 'bob'}) RETURN n")
    asked = {"id": "bob", "type": "VISITED", "direction": "out", "limit": 40}

    first = view.answers()["expand"](asked)
    second = view.answers()["expand"](asked)

    assert first == {"nodes": 40, "edges": 40, "left_out": "40 of 150 neighbours"}
    assert second == {"nodes": 40, "edges": 40, "left_out": "80 of 150 neighbours"}
    assert view.look.nodes == ("bob", *(f"p{n:03}" for n in range(80)))
    assert [action["serial"] for action in view.actions] == [1, 2]


def test_undone_and_done_again_an_expand_needs_no_store(ada: GraphView) -> None:
    ada.expand("ada", type="LIKES")
    steps = len(ada.trace)

    assert ada.undo().look.nodes == ("ada",)
    assert ada.redo().look.nodes == ("ada", "bob", "dee")
    assert len(ada.trace) == steps


def test_what_an_undone_expand_brought_counts_nowhere(ada: GraphView) -> None:
    ada.expand("ada", type="LIKES").undo()

    assert ada.summary().startswith("Graph: 1 node, 0 edges")
    entries = ada.diff([Node("ada", ("Person",), {"id": "ada"})]).look.colour_legend.entries
    assert sum(entry.nodes for entry in entries) == 1


def test_what_an_undone_expand_brought_comes_with_the_next(ada: GraphView) -> None:
    ada.expand("ada", type="LIKES").undo()

    told = ada.answers()["expand"]({"id": "ada", "type": "KNOWS", "limit": 1})

    assert told == {"nodes": 1, "edges": 2, "left_out": "1 of 2 neighbours"}
    assert ada.look.nodes == ("ada", "bob")


def test_a_supernode_is_refused_with_its_count_within_a_second(asks: Asker) -> None:
    view = view_of(asks, "MATCH (n:Hub) RETURN n")
    seconds = []
    for _ in range(3):
        started = perf_counter()
        told = view.answers()["expand"]({"id": "hub", "type": "LINKS", "limit": 40})
        seconds.append(perf_counter() - started)

    assert min(seconds) < 1
    assert told["refused"].startswith(
        "The Hub has 12,310 neighbours by LINKS: more than 5,000 are not expanded."
    )
    assert view.actions == []
    with pytest.raises(BadInput, match="12,310 neighbours"):
        view.expand("hub", type="LINKS")


def test_of_a_supernode_with_smaller_kinds_one_may_be_chosen(asks: Asker) -> None:
    view = view_of(asks, "MATCH (n:Hub) RETURN n")

    assert view.answers()["expand"]({"id": "hub"})["needs"] == "choice"
    view.expand("hub", type="OWNS").expand("7")

    assert view.look.nodes == ("hub", "7")


def test_a_budget_may_take_some_of_many(asks: Asker) -> None:
    view = view_of(asks, "MATCH (n:Hub) RETURN n", expand={"refuse_above": 20_000})

    told = view.answers()["expand"]({"id": "hub", "limit": 40})

    assert told == {"nodes": 40, "edges": 40, "left_out": "40 of 12,311 neighbours"}


def test_a_node_without_property_id_is_expanded_by_its_element_id(asks: Asker) -> None:
    view = view_of(asks, "MATCH (n:Bare {v: 1}) RETURN n")
    (node,) = view.scene.nodes.values()

    view.expand(node.id)

    assert [n.properties["v"] for n in view.scene.nodes.values()] == [1, 2]
    assert "elementId" in view.cypher_ids().text


def test_a_node_known_by_its_id_alone_is_looked_for_once(asks: Asker) -> None:
    view = view_of(asks, "MATCH (:Person {id: 'cy'})-[r]->() RETURN r")

    view.expand("cy", type="KNOWS").expand("cy", type="LIKES")

    assert sum("n.id = $id OR" in step.statement for step in view.trace) == 1
    assert {*view.look.nodes} == {"cy", "ada"}


def test_a_node_of_a_frame_is_found_by_its_id(asks: Asker) -> None:
    nodes = pl.DataFrame({"id": ["cy", "nobody"], "type": ["Person", "Person"]})
    view = graph_view(asks, (nodes, pl.DataFrame({"source": ["cy"], "target": ["nobody"]})))

    view.expand("cy", type="KNOWS")

    assert {*view.look.nodes} == {"cy", "nobody", "ada"}
    with pytest.raises(BadInput, match="expected one node of the id 'nobody'"):
        view.expand("nobody")


def test_neighbours_stand_beside_their_node_and_nobody_moves(asks: Asker) -> None:
    view = view_of(asks, "MATCH (n:Person)-[r]->(m:Person) RETURN n, r, m")
    before = {name: places.copy() for name, places in view.scene.positions.items()}

    view.expand("bob", type="VISITED", limit=20)

    assert set(before) >= {"force", "layered", "circular", "grid"}
    for name, places in before.items():
        assert (view.scene.positions[name][: len(places)] == places).all()
        assert len(view.scene.positions[name]) == len(places) + 20


def test_pasted_code_fetches_the_same(asks: Asker, ada: GraphView) -> None:
    ada.expand("ada", type="KNOWS", direction="out").hide("bob").expand("ada", limit=2)
    again = view_of(asks, "MATCH (n:Person {id: 'ada'}) RETURN n")

    exec(ada.code, {"view": again})

    assert again.actions == ada.actions
    assert again.look == ada.look


@pytest.mark.parametrize(
    ("details", "message"),
    [
        ({}, "id of a node as text, got None"),
        ({"id": "nobody"}, "a node of this graph, got 'nobody'"),
        ({"id": "ada", "type": 5}, "type of edges as text or none, got 5"),
        ({"id": "ada", "direction": "up"}, "direction out, in or both, got 'up'"),
        ({"id": "ada", "limit": 0}, "a limit of 1 or more, got 0"),
        ({"id": "ada", "limit": True}, "a limit of 1 or more, got True"),
    ],
)
def test_a_wrong_question_is_told(details: dict[str, Any], message: str, ada: GraphView) -> None:
    with pytest.raises(BadInput, match=message):
        ada.answers()["expand"](details)


def test_a_node_that_is_gone_has_no_neighbours(asks: Asker) -> None:
    view = graph_view(asks, [Node("gone", ("Person",), {"id": "gone"}), Node("lost")])

    assert view.expand("gone").look.nodes == ("gone", "lost")
    with pytest.raises(BadInput, match=r"expected one node of the id 'lost'.*found none"):
        view.expand("lost")


def test_a_view_of_data_alone_says_what_would_expand_it() -> None:
    with pytest.raises(NotSupported, match=r"bench\.see\.graph"):
        graph_view(None, [("a", "b")]).expand("a")
