"""Beliefs of variables, given what is observed: with the method, and what took part."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...inference.answers import Marginals, Method, beliefs
from ...inference.network import Network
from . import original
from .active import ActiveSubgraph, collected
from .believed import Believed
from .distributions import labelled
from .evidence import Assumed, counted, originals
from .inputs import Basis, ranges
from .options import Options, Reach
from .stored import basis
from .variables import known_variable, listed

if TYPE_CHECKING:
    from ...inference.loopy.run import Schedule
    from ..state.state import State

# Where TongGraph warns although it answers.
_BUDGET_SHARE, _MANY_VARIABLES, _MANY_FACTORS, _MANY_NODES = 0.9, 1000, 5000, 5000


class Asking(NamedTuple):
    """Which variables (None: all), how, and over what."""

    variables: tuple[int, ...] | None
    options: Options
    generation: int
    next_trace: int


def belief_propagation(
    state: State,
    query_variables: Iterable[int] | None = None,
    evidence: Assumed | None = None,
    *,
    method: Method = "auto",
    schedule: Schedule = "residual",
    radius: int | None = None,
    damping: float | None = None,
    tolerance: float | None = None,
    max_sweeps: int | None = None,
    compat: bool = False,
) -> Believed:
    """Beliefs of the variables asked for; no list, or an empty one, means all of them.

    Observed is what records of evidence say, the newest of each variable, and over them
    `evidence`: a state, or a mapping of states to weights. All that is connected takes part,
    unless a `radius` is given; what was left out then is named, and the answer is never called
    exact. "auto" is exact where that is affordable, else loopy (`damping` 0, `tolerance` 1e-9,
    `max_sweeps` 1000; the residual schedule, which settles where the synchronous one swings).

    With `compat` it is TongGraph's run and choice of factors instead: its radius (2), damping
    (0.2), tolerance (1e-6) and schedule, `max_sweeps` (1000) counting messages.
    """
    options = Options.of(
        Reach.of(radius, compat=compat),
        method=method,
        schedule=schedule,
        damping=damping,
        tolerance=tolerance,
        max_sweeps=max_sweeps,
    )
    wanted = () if query_variables is None else listed(query_variables, "query_variables")
    asked = tuple(known_variable(state, id).id for id in wanted) or None
    seen = originals(state, evidence) if compat else counted(state, evidence)
    active = collected(state, asked, set(seen.seen), options.reach)
    known = basis(state, active, seen, options.json())
    asking = Asking(asked, options, state.generation, state.next_ids["trace"])
    return _as_original(known, active, asking) if compat else _as_ours(known, active, asking)


def _as_ours(known: Basis, active: ActiveSubgraph, asking: Asking) -> Believed:
    options = asking.options
    loopy: dict[str, Any] = {
        "schedule": options.schedule,
        "damping": options.damping,
        "tolerance": options.tolerance,
        "max_sweeps": options.max_sweeps,
    }
    network = Network.of(known.variables, known.factors)
    method: Method = options.method  # type: ignore[assignment]
    found = beliefs(network, asking.variables, known.seen.seen, method=method, **loopy)
    cut = active.cut
    return Believed(
        _by_state(found.marginals, asking.variables or active.variables),
        active,
        found.method,
        found.exact and not cut,
        found.converged is not False,
        found.sweeps or 0,
        found.messages_updated or 0,
        found.max_residual or 0.0,
        (*known.counted.problems, *found.warnings, *_left_out(active)),
        known,
        asking.variables,
        asking.generation,
        asking.next_trace,
        None if cut else found.log_evidence,
    )


def _by_state(marginals: Marginals, asked: Iterable[int]) -> dict[int, dict[str, float]]:
    ids, network = list(asked), marginals.network
    positions = np.searchsorted(network.ids, ids)
    starts, ends = network.starts[positions].tolist(), network.starts[positions + 1].tolist()
    flat = marginals.flat.tolist()
    return {
        id: dict(zip(network.states[at], flat[start:end], strict=True))
        for id, at, start, end in zip(ids, positions.tolist(), starts, ends, strict=True)
    }


def _as_original(known: Basis, active: ActiveSubgraph, asking: Asking) -> Believed:
    options = asking.options
    hard = {id: told for id, told in known.counted.seen.items() if isinstance(told, str)}
    found = original.run(
        known.variables,
        known.factors,
        hard,
        max_iters=options.max_sweeps,
        tolerance=options.tolerance,
        damping=options.damping,
    )
    by_id = {variable.id: variable for variable in known.variables}
    return Believed(
        {
            id: labelled(by_id[id], found.beliefs[id])
            for id in (asking.variables or active.variables)
        },
        active,
        options.method,
        False,
        found.converged,
        found.iterations,
        found.messages_updated,
        found.max_residual,
        _originals_warnings(active, found, options.max_sweeps),
        known,
        asking.variables,
        asking.generation,
        asking.next_trace,
    )


def _left_out(active: ActiveSubgraph) -> list[str]:
    if not active.cut:
        return []
    return [
        f"{len(active.left_out_factors)} factors (ids {ranges(active.left_out_factors)}) and "
        f"{len(active.left_out_variables)} variables are connected to the question and were left "
        "out: the beliefs are not those of the whole; give no radius to have them"
    ]


def _originals_warnings(
    active: ActiveSubgraph, found: original.Outcome, budget: int
) -> tuple[str, ...]:
    told = {
        "the active subgraph was truncated": active.truncated,
        f"not converged within {budget} iterations": not found.converged,
        f"{found.iterations} of {budget} iterations were used": found.converged
        and found.iterations >= _BUDGET_SHARE * budget,
        f"{len(active.variables)} active variables": len(active.variables) > _MANY_VARIABLES,
        f"{len(active.factors)} active factors": len(active.factors) > _MANY_FACTORS,
        f"{len(active.graph_nodes)} active nodes": len(active.graph_nodes) > _MANY_NODES,
    }
    return tuple(text for text, holds in told.items() if holds)
