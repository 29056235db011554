"""What follows from a graph's variables, factors and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ...core.property_graph.change import Change
from ...inference import answers
from ...inference.message_passing import Messages, messages
from ...inference.network import Network
from ...inference.question import LOOPY_OPTIONS
from ..analysing.flowing import Flow, local_propagate, propagate
from ..believing import (
    ActiveSubgraph,
    Believed,
    KnownBelief,
    active_subgraph,
    belief_propagation,
    counted,
    known_values,
    persisted,
    stored_posterior,
)
from ..believing.variables import listed
from ..handle import Handle
from ..state.state import State
from .options import checked_options


class Beliefs:
    """Inference over a graph."""

    _handle: Handle

    @property
    def state(self) -> State:
        """The state that answers."""
        raise NotImplementedError

    def posterior(self, variable_id: int) -> Mapping[str, float]:
        """What is known of a variable without computing: stored belief, posterior, or prior.

        `known_belief` tells which of them it is, and whether it is stale.
        """
        return known_values(self.state, variable_id)[0]

    def known_belief(self, variable_id: int) -> KnownBelief:
        """As `posterior`, with its source, and why it no longer holds where it does not."""
        return stored_posterior(self.state, variable_id)

    def compile_active_subgraph(
        self,
        query_variables: Iterable[int] | None = None,
        evidence: Mapping[int, Any] | None = None,
        **options: Any,
    ) -> ActiveSubgraph:
        """Which variables, factors and nodes take part in an answer, and what was left out.

        Options: radius, max_nodes, max_factors, compat; see `believing.active`.
        """
        checked_options(active_subgraph, options)
        return active_subgraph(self.state, query_variables, evidence, **options)

    def belief_propagation(
        self,
        query_variables: Iterable[int] | None = None,
        evidence: Mapping[int, Any] | None = None,
        *,
        persist: bool = False,
        **options: Any,
    ) -> Believed:
        """Beliefs given the evidence, exact where that is affordable.

        `evidence` (a state, or weights of states) goes before what is recorded. `persist` keeps
        the beliefs with what they were computed of, and a trace. Options: method, schedule,
        radius, damping, tolerance, max_sweeps, compat; see `believing.run`.
        """
        checked_options(belief_propagation, options)
        asked = None if query_variables is None else listed(query_variables, "query_variables")
        if not persist:
            return belief_propagation(self.state, asked, evidence, **options)
        made: list[Believed] = []

        def change(state: State) -> Change:
            made.append(belief_propagation(state, asked, evidence, **options))
            return persisted(made[-1])

        self._handle.commit(change)
        return replace(made[-1], trace_id=made[-1].next_trace)

    def most_probable(
        self, evidence: Mapping[int, Any] | None = None, **options: Any
    ) -> answers.Assignment:
        """The states of all variables that together are most probable; see `inference`."""
        checked_options(answers.most_probable, options, also=LOOPY_OPTIONS)
        network, seen = self._observed(evidence)
        return answers.most_probable(network, seen, **options)

    def joint_posterior(
        self, variables: Iterable[int], evidence: Mapping[int, Any] | None = None, **options: Any
    ) -> answers.Joint:
        """The exact joint distribution of some variables given the evidence."""
        checked_options(answers.joint, options)
        network, seen = self._observed(evidence)
        return answers.joint(network, variables, seen, **options)

    def log_evidence(self, evidence: Mapping[int, Any] | None = None, **options: Any) -> float:
        """The natural log of the probability of what is observed."""
        checked_options(answers.log_evidence, options, also=LOOPY_OPTIONS)
        network, seen = self._observed(evidence)
        return answers.log_evidence(network, seen, **options)

    def messages(self, evidence: Mapping[int, Any] | None = None, **options: Any) -> Messages:
        """What factors and variables tell each other, given the evidence: for pictures."""
        checked_options(messages, options)
        network, seen = self._observed(evidence)
        return messages(network, seen, **options)

    def propagate(
        self,
        seeds: Mapping[int, float],
        steps: int,
        edge_property: str = "probability",
        **flow: Any,
    ) -> dict[int, float]:
        """Scores that flow from seeds along outgoing edges, so many steps; by ascending id.

        Options: damping, edge_type, combine ("sum", "clamped", "noisy_or"), compat.
        """
        return propagate(self.state, seeds, steps, Flow(edge_property, **flow))

    def local_propagate(
        self,
        seeds: Mapping[int, float],
        radius: int = 2,
        query_nodes: Iterable[int] | None = None,
        edge_type: str | None = None,
        edge_property: str = "probability",
        **flow: Any,
    ) -> dict[int, float]:
        """As `propagate`, inside the region within `radius` hops of seeds and query nodes."""
        how = Flow(edge_property, edge_type=edge_type, **flow)
        return local_propagate(self.state, seeds, radius, query_nodes, how)

    def _observed(self, evidence: Mapping[int, Any] | None) -> tuple[Network, Mapping[int, Any]]:
        state = self.state
        network = Network.of(state.variables.values(), state.factors.values())
        return network, counted(state, evidence).seen
