"""A factor graph as a picture: variables with their beliefs, factors, and the messages between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...core.property_graph.belief import Factor, Variable
from ...core.values import Edge, Node
from ...widgets.graph.widget import GraphView
from .graph import graph as view_of

if TYPE_CHECKING:
    from ...graphs.graph import PropertyGraph
    from ...inference.message_passing import Message

VARIABLE, OBSERVED, FACTOR = "variable", "observed", "factor"


def beliefs(
    graph: PropertyGraph,
    evidence: Mapping[int, Any] | None = None,
    *,
    names: Mapping[int, str] | None = None,
    title: str = "Beliefs",
    layout: str | None = None,
) -> GraphView:
    """The factor graph of a property graph, given what is recorded and `evidence`.

    A variable's node tells the probability of each of its states; an edge is a message, named
    by the state that it speaks for most and how much. Exact marginals where that is affordable.
    `names` are those to show for variables; one without is named by its owner.
    """
    found = graph.belief_propagation(evidence=evidence)
    observed = set(found.basis.counted.seen)
    shown = {variable.id: _name(graph, variable) for variable in graph.variables()} | dict(
        names or {}
    )
    nodes = [
        _variable(variable, shown[variable.id], found[variable.id], variable.id in observed)
        for variable in graph.variables()
    ]
    nodes += [_factor(factor) for factor in graph.factors() if factor.table is not None]
    edges = [_edge(message) for message in graph.messages(evidence)]
    return view_of(
        None, (nodes, edges), title=title, colour_by="type", size_by="likely", layout=layout
    )


def _name(graph: PropertyGraph, variable: Variable) -> str:
    if variable.owner_id is None:
        return f"{variable.domain} {variable.id}"
    return graph.get_node(variable.owner_id).external_id


def _variable(variable: Variable, name: str, belief: Mapping[str, float], observed: bool) -> Node:
    state, likely = _most(belief)
    told = {f"p({state})": round(share, 4) for state, share in belief.items()}
    shown = {"name": f"{name}: {state} {likely:.2f}", "likely": round(likely, 4), **told}
    return Node(f"v{variable.id}", (OBSERVED if observed else VARIABLE,), shown)


def _factor(factor: Factor) -> Node:
    shown = {"name": f"{factor.function} {factor.id}", "likely": 0.0}
    return Node(f"f{factor.id}", (FACTOR,), shown)


def _edge(message: Message) -> Edge:
    ends = f"f{message.factor}", f"v{message.variable}"
    source, target = ends if message.to == "variable" else ends[::-1]
    state, share = _most(message.weights)
    told = {state: round(weight, 4) for state, weight in message.weights.items()}
    return Edge(source, f"{state} {share:.2f}", target, told, id=f"{source}>{target}")


def _most(weights: Mapping[str, float]) -> tuple[str, float]:
    state = max(weights, key=lambda state: weights[state])
    return state, weights[state]
