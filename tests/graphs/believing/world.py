"""A graph in memory alone: the calls about beliefs, as changes applied to a state."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from tests.conftest import SHARED
from tests.graphs.states import state_of
from workbench.core.property_graph.belief import Evidence, Factor, FactorTable, Variable
from workbench.core.property_graph.change import Change, Delta
from workbench.core.property_graph.records import NodeRecord
from workbench.graphs import believing
from workbench.graphs.changing.draft import Draft
from workbench.graphs.state import State

FOLDER = SHARED / "data" / "tonggraph"
CASES = json.loads((FOLDER / "cases.json").read_text())["cases"] if FOLDER.is_dir() else []


class World:
    """A state that moves by changes, with the original's names of calls."""

    def __init__(self, state: State | None = None) -> None:
        self.state = state_of(0) if state is None else state

    def commit(self, change: Change) -> None:
        self.state.apply(Delta(self.state.generation + 1, change))

    def add_node(self, external_id: str | None = None) -> int:
        return self.add_nodes([{"external_id": external_id}])[0]

    def add_nodes(self, nodes: Iterable[Mapping[str, Any]]) -> list[int]:
        draft = Draft(self.state)
        ids = [draft.add_node(**node) for node in nodes]
        self.commit(draft.change())
        return ids

    def add_edge(self, source: int, target: int, edge_type: str = "E") -> int:
        draft = Draft(self.state)
        id = draft.add_edge(source, target, edge_type)
        self.commit(draft.change())
        return id

    def add_variable(self, domain: str = "binary", **given: Any) -> int:
        made = believing.checked_variable(self.state, domain, **given)
        self.commit(Change(variables=(made,), next_ids={"variable": made.id + 1}))
        return made.id

    def add_factor_table(self, variables: Any, values: Any) -> int:
        return self._factor(believing.checked_factor_table(self.state, variables, values))

    def add_cpd(self, variable_id: int, parent_variables: Any, values: Any) -> int:
        return self._factor(
            believing.checked_cpd(self.state, variable_id, parent_variables, values)
        )

    def add_evidence(self, variable_id: int, payload: Any = None, **given: Any) -> int:
        made = believing.checked_evidence(self.state, variable_id, payload, **given)
        self.commit(Change(evidence=(made,), next_ids={"evidence": made.id + 1}))
        return made.id

    def compile_active_subgraph(
        self, query_variables: Any, evidence: Any = None, **given: Any
    ) -> dict[str, Any]:
        found = believing.active_subgraph(self.state, query_variables, evidence, **given)
        return found.original()

    def belief_propagation(
        self, *given: Any, persist: bool = False, **options: Any
    ) -> dict[str, Any]:
        found = believing.belief_propagation(self.state, *given, **options)
        if persist:
            self.commit(believing.persisted(found))
            found = replace(found, trace_id=found.next_trace)
        return found.original()

    def posterior(self, variable_id: int) -> dict[str, float]:
        return dict(believing.stored_posterior(self.state, variable_id).values)

    def get_variable(self, variable_id: int) -> Variable:
        return self.state.variables[variable_id]

    def get_factor(self, factor_id: int) -> Factor:
        return self.state.factors[factor_id]

    def get_trace(self, trace_id: int) -> Any:
        return self.state.traces[trace_id]

    def trace_count(self) -> int:
        return len(self.state.traces)

    def _factor(self, made: Factor) -> int:
        self.commit(Change(factors=(made,), next_ids={"factor": made.id + 1}))
        return made.id


def recorded(version: str) -> tuple[State, dict[str, Any]]:
    """What the original says that a shared database holds, as a state; and all that it says."""
    told = json.loads((FOLDER / f"tonggraph-{version}.expected.json").read_text())
    nodes = [NodeRecord(int(id), f"n{id}") for id in told["nodes"]]
    variables = [
        Variable(
            int(id), v["domain"], tuple(v["states"]), v["owner_id"], v["prior"], v["posterior"]
        )
        for id, v in told["variables"].items()
    ]
    tables = {
        id: FactorTable(tuple(t["variables"]), tuple(t["values"]), t["is_cpd"])
        for id, t in told["factor_tables"].items()
    }
    factors = [
        Factor(
            *(int(id), tuple(f["input_variables"]), tuple(f["output_variables"]), f["function"]),
            f["parameters"],
            tables.get(id),
        )
        for id, f in told["factors"].items()
    ]
    evidence = [
        Evidence(int(id), e["variable_id"], e["payload"]) for id, e in told["evidence"].items()
    ]
    state = state_of(nodes, variables=variables, factors=factors, evidence=evidence)
    return state, told
