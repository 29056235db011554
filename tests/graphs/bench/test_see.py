"""The picture of a factor graph: beliefs on nodes, messages on edges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.graphs.opened import opened
from workbench.bench.see import See
from workbench.core.errors import BadInput
from workbench.graphs.graph import PropertyGraph


@pytest.fixture(scope="module")
def rain(servers: Any) -> Iterator[PropertyGraph]:
    with opened(servers) as found, found.graphs.make("rain") as graph:
        garden = graph.add_node("garden")
        graph.add_network(
            variables=[
                {"domain": "binary", "prior": {"p": 0.2}},
                {"domain": "binary", "owner_id": garden},
            ],
            cpds=[{"variable_id": 1, "parent_variables": [0], "values": [0.9, 0.1, 0.2, 0.8]}],
        )
        graph.add_evidence(1, {"state": "true"})
        yield graph


def test_nodes_tell_beliefs_and_edges_messages(rain: PropertyGraph) -> None:
    view = See().beliefs(rain, names={0: "rain"})
    nodes = {node.id: node for node in view.scene.nodes.values()}
    assert nodes["v0"].properties["name"] == "rain: true 0.67"  # .16 / (.16 + .08)
    assert nodes["v1"].labels == ("observed",)
    assert nodes["v1"].properties["name"] == "garden: true 1.00"
    types = {edge.id: edge.type for edge in view.scene.edges}
    assert types["f0>v0"] == "true 0.89"  # .8 / (.1 + .8)


def test_assumed_evidence_is_shown_as_observed(rain: PropertyGraph) -> None:
    view = See().beliefs(rain, {0: "false"})
    labels = {node.id: node.labels for node in view.scene.nodes.values()}
    assert labels == {"v0": ("observed",), "v1": ("observed",), "f0": ("factor",)}


def test_impossible_evidence_has_no_picture(rain: PropertyGraph) -> None:
    with pytest.raises(BadInput, match="not found for variable"):
        See().beliefs(rain, {0: "maybe"})
