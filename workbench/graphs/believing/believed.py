"""What a run of inference over a graph comes to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...core.property_graph.belief import StoredPosterior, Trace
from ...core.property_graph.change import Change
from ...core.show import Shown
from ...core.values import Rows
from .active import ActiveSubgraph
from .inputs import Basis, ranges
from .options import Reach, reach_of


@dataclass(frozen=True, eq=False, repr=False)
class Believed(Shown):
    """A probability a state of each variable asked for, and how it was come by.

    `method` is "two-pass", "junction tree", a loopy run's name, or "residual_async" for
    the original's. `exact` holds for beliefs that are the marginals, up to rounding.
    `iterations` are sweeps, in the original's run messages looked for; 0 where nothing was
    iterated. `max_residual` is the largest change that a message would still make.
    `log_evidence` is the natural log of the evidence's probability, None where not computed.
    """

    beliefs: Mapping[int, Mapping[str, float]]
    active: ActiveSubgraph
    method: str
    exact: bool
    converged: bool
    iterations: int
    messages_updated: int
    max_residual: float
    warnings: tuple[str, ...]
    basis: Basis
    asked: tuple[int, ...] | None  # None: all variables
    generation: int  # of the state that was asked
    next_trace: int
    log_evidence: float | None = None
    trace_id: int | None = None  # where it was stored

    def __getitem__(self, variable_id: int) -> Mapping[str, float]:
        return self.beliefs[variable_id]

    @property
    def schedule(self) -> str:
        return str(self.basis.options["schedule"]) if self.iterations else self.method

    @cached_property
    def inputs(self) -> dict[str, Any]:
        """What it was computed of, as JSON."""
        return {**self.basis.inputs(), **self._made_by()}

    def diagnostics(self) -> dict[str, Any]:
        """With the original's keys, and `left_out_*`: how many took no part though connected."""
        active, options = self.active, self.basis.options
        return {
            **self._counts(),
            "boundary_variables": len(active.boundary_variables),
            "iterations": self.iterations,
            "max_iters": options["max_sweeps"],
            "messages_updated": self.messages_updated,
            "converged": self.converged,
            "max_residual": self.max_residual,
            "tolerance": options["tolerance"],
            "damping": options["damping"],
            "left_out_variables": len(active.left_out_variables),
            "left_out_factors": len(active.left_out_factors),
        }

    def original(self) -> dict[str, Any]:
        """With the original's keys."""
        return {
            "beliefs": {id: dict(belief) for id, belief in self.beliefs.items()},
            "active": self.active.original(),
            "schedule": self.schedule,
            "iterations": self.iterations,
            "messages_updated": self.messages_updated,
            "converged": self.converged,
            "max_residual": self.max_residual,
            "trace_id": self.trace_id,
            "warnings": [*self.warnings],
            "diagnostics": self.diagnostics(),
        }

    def _parts(self) -> Iterable[str | Rows]:
        active = self.active
        kind = "exact" if self.exact else "approximate"
        told = "" if self.converged else "; NOT converged"
        yield (
            f"{kind} beliefs ({self.method}) of {len(active.variables)} variables and "
            f"{len(active.factors)} factors{told}"
        )
        yield _table(self.beliefs)
        yield from (f"warning: {warning}" for warning in self.warnings)

    def _made_by(self) -> dict[str, Any]:
        query = None if self.asked is None else ranges(self.asked)
        return {
            "query": query,
            "made_by": self.method,
            "exact": self.exact,
            "converged": self.converged,
            "generation": self.generation,
            "trace": self.next_trace,
        }

    def _counts(self) -> dict[str, Any]:
        active = self.active
        return {
            "active_variables": len(active.variables),
            "active_factors": len(active.factors),
            "active_graph_nodes": len(active.graph_nodes),
            "truncated": active.truncated,
        }

    def _trace(self) -> Trace:
        payload = {
            "kind": "belief_propagation",
            "schedule": self.schedule,
            "iterations": self.iterations,
            "messages_updated": self.messages_updated,
            "converged": self.converged,
            "max_residual": self.max_residual,
            **self._counts(),
        }
        if not self.basis.options["compat"]:
            payload |= self._evidence_used()
        return Trace(self.next_trace, payload)

    def _evidence_used(self) -> dict[str, Any]:
        seen = self.basis.seen
        told = {id: s if isinstance(s, str) else dict(s) for id, s in seen.seen.items()}
        return {
            "method": self.method,
            "exact": self.exact,
            "evidence": json.dumps(told, ensure_ascii=False),
            "evidence_ids": ranges(seen.records.values()),
            "assumed": ranges(seen.assumed),
            "left_out_factors": len(self.active.left_out_factors),
        }


def _table(beliefs: Mapping[int, Mapping[str, float]]) -> Rows:
    """A row a variable; columns are the states that occur, in the order of occurring."""
    states = dict.fromkeys(state for belief in beliefs.values() for state in belief)
    rows = [(id, *(belief.get(state) for state in states)) for id, belief in beliefs.items()]
    return Rows(("variable", *states), rows)


def persisted(result: Believed) -> Change:
    """The change that stores a run's beliefs, with what each depends on, and its trace.

    The trace names the evidence that was used; the one of a run with `compat` has the
    original's entries alone.
    """
    inputs = _inputs_by_variable(result)
    posteriors = [
        StoredPosterior(id, tuple(belief.values()), inputs[id])
        for id, belief in sorted(result.beliefs.items())
    ]
    return Change(
        posteriors=posteriors,
        traces=(result._trace(),),
        next_ids={"trace": result.next_trace + 1},
        reason="belief_propagation",
    )


def _inputs_by_variable(result: Believed) -> dict[int, dict[str, Any]]:
    """Shared by the variables of one component; of a run with a limited reach by all."""
    if reach_of(result.basis.options) != Reach():
        return dict.fromkeys(result.beliefs, result.inputs)
    parts, made = result.basis.components(), dict[int, dict[str, Any]]()
    for id in result.beliefs:
        key = parts[id].variables[0].id
        if key not in made:
            made[key] = {**parts[id].inputs(), **result._made_by()}
    return {id: made[parts[id].variables[0].id] for id in result.beliefs}
