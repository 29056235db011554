"""Records and walks asked with values of the wrong kind, and with NumPy's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from tests.graphs.opened import opened
from workbench.core.errors import BadInput, WorkbenchError
from workbench.graphs.graph import PropertyGraph

ODD: tuple[Any, ...] = (True, 1.5, b"x", -1, float("nan"), object(), np.array([1, 2]), [[]], "\x00")


@pytest.fixture(scope="module")
def world(servers: Any) -> Iterator[PropertyGraph]:
    with opened(servers) as found, found.graphs.make("odd") as world:
        world.add_nodes([{"external_id": name} for name in "abc"])
        world.add_edges([{"source": 0, "target": 1, "edge_type": "T"} for _ in range(2)])
        yield world


CALLS = {
    "get_node": lambda g, odd: g.get_node(odd),
    "get_edge": lambda g, odd: g.get_edge(odd),
    "get_variable": lambda g, odd: g.get_variable(odd),
    "frontier": lambda g, odd: g.frontier(odd if isinstance(odd, list) else [odd], 1),
    "subgraph": lambda g, odd: g.subgraph(odd if isinstance(odd, list) else [odd]),
    "propagate": lambda g, odd: g.propagate(odd, 1),
    "local_propagate": lambda g, odd: g.local_propagate({0: 1}, 1, [odd]),
    "compute_batch": lambda g, odd: g.compute_batch(odd if odd is not ODD[6] else [odd]),
    "update_node": lambda g, odd: g.update_node(0, set_properties=odd),
    "delete_edge": lambda g, odd: g.delete_edge(odd),
    "add_edge": lambda g, odd: g.add_edge(0, odd, "T"),
    "query_nl": lambda g, odd: g.query_nl("all", odd),
    "parameters": lambda g, odd: g.cypher("RETURN 1 AS one", odd),
    "at": lambda g, odd: g.at(odd),
}


@pytest.mark.parametrize("call", CALLS)
def test_a_value_of_the_wrong_kind_is_an_error_of_ours(world: PropertyGraph, call: str) -> None:
    for odd in ODD:
        with pytest.raises(WorkbenchError):
            CALLS[call](world, odd)


@pytest.mark.parametrize("odd", [True, 1.5, b"x", object(), []], ids=lambda odd: type(odd).__name__)
def test_a_name_is_a_text(world: PropertyGraph, odd: Any) -> None:
    for call in (world.get_node_id, world.nodes_with_label, world.edges_by_type, world.cypher):
        with pytest.raises(BadInput):
            call(odd)
    with pytest.raises(BadInput, match="weight_property"):
        world.shortest_path(0, 1, weight_property=odd)
    with pytest.raises(BadInput, match="detach is True or False"):
        world.delete_node(0, detach=odd if odd is not True else 1)  # type: ignore[arg-type]


def test_a_graph_has_a_text_for_a_name(servers: Any) -> None:
    names: list[Any] = [None, 5, ["a"], "a\x00"]
    with opened(servers) as found:
        for call in (found.graphs.make, found.graphs.open, found.graphs.drop):
            for name in names:
                with pytest.raises(BadInput, match="the name of a graph"):
                    call(name)


def test_an_id_of_numpy_is_an_id_and_is_kept_as_pythons(world: PropertyGraph) -> None:
    kept = world.update_node(np.int64(2), set_properties={"z": np.float32(0.5)})
    assert type(kept.id) is int
    assert kept.properties == {"z": 0.5}
    edge = world.add_edge(np.int64(2), np.int32(2), "LOOP")
    world.update_edge(np.int64(edge), set_properties={"n": 1})
    assert type(world.get_edge(edge).id) is int
    world.delete_edge(np.int64(edge))
    node = world.add_node()
    world.delete_node(np.int64(node))
    assert node not in world.node_ids()
    with pytest.raises(BadInput, match="seen array"):
        world.add_node(properties={"z": np.array([1, 2])})


def test_a_batch_with_one_bad_record_names_it_and_keeps_none(world: PropertyGraph) -> None:
    before = world.node_count(), world.edge_count()
    with pytest.raises(BadInput, match=r'nodes\[1\]: external_id "new" already exists'):
        world.add_nodes([{"external_id": "new"}, {"external_id": "new"}])
    with pytest.raises(BadInput, match=r"edges\[1\]: node 99 not found"):
        world.add_edges([{"source": 0, "target": t, "edge_type": "T"} for t in (1, 99)])
    assert (world.node_count(), world.edge_count()) == before


def test_a_limit_beyond_every_count_cuts_nothing(world: PropertyGraph) -> None:
    with world.subgraph([0, 1]) as part:
        spec = {"match": [{"node": "a"}], "limit": 10**30}
        assert part.query(spec) == [{"a": 0}, {"a": 1}]


def test_a_blank_label_leaves_structured_queries_and_refuses_cypher(servers: Any) -> None:
    with opened(servers) as found, found.graphs.make("blank") as world:
        world.add_node(labels=[" "])
        spec = {"match": [{"node": "a", "labels": [" "]}], "limit": 10**30}
        assert world.query(spec) == [{"a": 0}]
        with pytest.raises(BadInput, match="is not blank"):
            world.cypher("MATCH (n) RETURN n")
