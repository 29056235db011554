"""Beliefs that are kept: storing them, reading them back, and telling whether they still hold."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ...core.errors import BadInput
from ...core.property_graph.belief import StoredPosterior
from ...core.show import Shown
from ...core.values import Rows
from .active import ActiveSubgraph, collected
from .distributions import distribution, labelled
from .evidence import Assumed, Counted, counted
from .inputs import Basis, ids_in
from .options import Reach, reach_of
from .variables import known_variable

if TYPE_CHECKING:
    from ..state.state import State

Source: TypeAlias = Literal["stored", "posterior", "prior"]
_SHOWN = 5


@dataclass(frozen=True, eq=False, repr=False)
class KnownBelief(Shown):
    """What is known of a variable without computing: a probability a state.

    `source` is what it comes from: a belief that was stored, else the posterior that its author
    wrote, else the prior. A stored one is `stale` where anything that it was computed of is
    another now, for the reasons in `why`, and where nobody can tell.
    """

    variable_id: int
    values: Mapping[str, float]
    source: Source
    stale: bool = False
    why: tuple[str, ...] = ()
    inputs: Mapping[str, Any] | None = None

    def _parts(self) -> Iterable[str | Rows]:
        yield f"variable {self.variable_id}, {self.source}{', STALE' if self.stale else ''}"
        yield Rows(("state", "probability"), list(self.values.items()))
        yield from (f"stale: {reason}" for reason in self.why)


def known_values(state: State, variable_id: int) -> tuple[dict[str, float], Source]:
    """A probability a state and where it comes from, at the cost of a look-up.

    BadInput where a map of the variable cannot be read as a distribution.
    """
    variable = known_variable(state, variable_id)
    kept = state.posteriors.get(variable_id)
    if kept is not None:
        if len(kept.values) != len(variable.states):
            raise BadInput(
                f"the stored posterior of variable {variable_id} has {len(kept.values)} values "
                f"for {len(variable.states)} states; compute it again"
            )
        return labelled(variable, kept.values), "stored"
    if variable.posterior:
        return labelled(variable, distribution(variable, "posterior")), "posterior"
    return labelled(variable, distribution(variable)), "prior"


def stored_posterior(
    state: State, variable_id: int, *, options: Mapping[str, Any] | None = None
) -> KnownBelief:
    """What is known of a variable, and whether it still holds; nothing is inferred.

    `options` (of `belief_propagation`) are compared with those that it was computed with.
    Observations that a run assumed are taken as assumed again. Telling whether a stored belief
    holds costs a walk over all that is connected to the variable.
    """
    values, source = known_values(state, variable_id)
    if source != "stored":
        return KnownBelief(variable_id, values, source)
    kept = state.posteriors[variable_id]
    why = reasons(state, kept, options)
    return KnownBelief(variable_id, values, source, bool(why), why, kept.inputs)


def reasons(
    state: State, kept: StoredPosterior, options: Mapping[str, Any] | None = None
) -> tuple[str, ...]:
    """Why a stored posterior may not be what a run would give now; empty where it is."""
    then = kept.inputs
    assumed = _assumed(state, then) if then and "options" in then else None
    if not then or assumed is None:
        return ("it was stored without what it was computed of, so nobody can tell",)
    now = _now(state, kept.variable_id, then, assumed).inputs()
    return (
        *_evidence_changes(then["evidence"], now["evidence"]),
        *_factor_changes(then["factors"], now["factors"]),
        *_variable_changes(then["variables"], now["variables"]),
        *_option_changes(then["options"], options or {}),
    )


def _assumed(state: State, then: Mapping[str, Any]) -> Assumed | None:
    """What the run assumed, out of its trace where that was much; None where it is not told."""
    told = then["assumed"]
    if "digest" not in told:
        return {int(id): seen for id, seen in told.items()}
    trace = state.traces.get(then["trace"])
    if trace is None or "assumed" not in trace.payload:
        return None
    evidence = json.loads(str(trace.payload["evidence"]))
    return {id: evidence[str(id)] for id in ids_in(str(trace.payload["assumed"]))}


def _now(state: State, variable_id: int, then: Mapping[str, Any], assumed: Assumed) -> Basis:
    """What the same run would be computed of now."""
    reach = reach_of(then["options"])
    seen = counted(state, assumed)
    if reach == Reach():
        active = collected(state, [variable_id], set(), reach)
    else:
        query = then["query"]
        asked = None if query is None else ids_in(query)
        active = collected(state, asked, set(seen.seen), reach)
    return basis(state, active, seen, then["options"])


def basis(state: State, active: ActiveSubgraph, seen: Counted, options: Mapping[str, Any]) -> Basis:
    """The records behind an active set."""
    return Basis(
        [state.variables[id] for id in active.variables],
        [state.factors[id] for id in active.factors],
        seen,
        options,
    )


def _evidence_changes(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    if then == now:
        return []
    if "digest" in then or "digest" in now:
        return ["the evidence is another"]
    changed = sorted({*then, *now}, key=int)
    told = [
        f"variable {id} was {_told(then.get(id))}, now {_told(now.get(id))}"
        for id in changed
        if then.get(id) != now.get(id)
    ]
    return [f"evidence: {text}" for text in told[:_SHOWN]]


def _told(seen: Any) -> str:
    if seen is None:
        return "not observed"
    return repr(seen) if isinstance(seen, str) else f"weighed {seen}"


def _factor_changes(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    if then["ids"] != now["ids"]:
        return [f"factors: they were {then['ids'] or 'none'}, now {now['ids'] or 'none'}"]
    return [] if then["digest"] == now["digest"] else ["a factor's table is another"]


def _variable_changes(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    if then["count"] != now["count"]:
        return [f"variables: it depended on {then['count']}, now on {now['count']}"]
    return [] if then["digest"] == now["digest"] else ["a prior is another"]


def _option_changes(then: Mapping[str, Any], asked: Mapping[str, Any]) -> list[str]:
    return [
        f"option {name}: it was {then.get(name)!r}, asked for {value!r}"
        for name, value in asked.items()
        if then.get(name) != value
    ]
