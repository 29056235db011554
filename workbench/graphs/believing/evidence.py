"""What counts as observed: the records of a graph, and what a caller assumes for one run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from ...core.errors import BadInput
from ...core.property_graph.belief import Evidence, Variable
from ...inference.priors import weights_over
from .variables import known_variable, mapped

if TYPE_CHECKING:
    from ..state.state import State

Seen: TypeAlias = str | Mapping[str, float]  # a state, or a weight a state
Assumed: TypeAlias = Mapping[int, Seen]


@dataclass(frozen=True, eq=False)
class Counted:
    """What each variable is seen as. `records` are the ids of the evidence that counts.

    `assumed` are the variables of which the caller, not the graph, said so. `problems` tell of
    records that were left out.
    """

    seen: Mapping[int, Seen]
    records: Mapping[int, int]
    assumed: frozenset[int]
    problems: tuple[str, ...] = ()

    def within(self, variables: Iterable[int]) -> Counted:
        """What is seen of these variables, ascending."""
        mine = [id for id in sorted(variables) if id in self.seen]
        return Counted(
            {id: self.seen[id] for id in mine},
            {id: self.records[id] for id in mine if id in self.records},
            self.assumed.intersection(mine),
            self.problems,
        )


def counted(state: State, assumed: Assumed | None = None) -> Counted:
    """The newest usable record of each variable, and over it what is assumed.

    A record that names a state its variable lacks is told of and left out, so the newest of
    the older ones counts; what is assumed must be sound, else it is BadInput.
    """
    seen: dict[int, Seen] = {}
    records: dict[int, int] = {}
    problems: list[str] = []
    for id in sorted(state.evidence):
        record = state.evidence[id]
        try:
            told = _told(state, record)
        except BadInput as error:
            problems.append(f"evidence {id} is left out: {error}")
            continue
        if told is not None:
            seen[record.variable_id], records[record.variable_id] = told, id
    over = checked_assumptions(state, assumed)
    kept = {id: record for id, record in sorted(records.items()) if id not in over}
    return Counted(dict(sorted((seen | over).items())), kept, frozenset(over), tuple(problems))


def originals(state: State, assumed: Assumed | None = None) -> Counted:
    """As the original counts it: states alone, and a record that is not sound stops the run."""
    seen: dict[int, Seen] = {}
    records: dict[int, int] = {}
    for id in sorted(state.evidence):
        record = state.evidence[id]
        named = record.payload.get("state")
        if isinstance(named, str):
            seen[record.variable_id] = checked_state(
                known_variable(state, record.variable_id), named
            )
            records[record.variable_id] = id
    over = {
        variable.id: checked_state(variable, told)
        for variable, told in (
            (known_variable(state, id), t) for id, t in mapped(assumed, "evidence").items()
        )
    }
    kept = {id: record for id, record in records.items() if id not in over}
    return Counted(seen | over, kept, frozenset(over))


def checked_assumptions(state: State, assumed: Assumed | None) -> dict[int, Seen]:
    """Evidence of a caller by variable, checked; BadInput names what is wrong with it."""
    found: dict[int, Seen] = {}
    for variable_id, told in mapped(assumed, "evidence").items():
        variable = known_variable(state, variable_id)
        if isinstance(told, Mapping):
            found[variable.id] = checked_likelihood(variable, told)
        else:
            found[variable.id] = checked_state(variable, told)
    return found


def checked_state(variable: Variable, told: Any) -> str:
    if not isinstance(told, str) or told not in variable.states:
        raise BadInput(
            f"state {_quoted(told)} not found for variable {variable.id}: expected one of "
            f"{', '.join(map(_quoted, variable.states))}"
        )
    return told


def checked_likelihood(variable: Variable, weights: Mapping[str, Any]) -> dict[str, float]:
    """A weight for each state of the variable, in their order; a state not named has 0."""
    for named in mapped(weights, "a likelihood"):
        checked_state(variable, named)
    found = weights_over(variable.states, weights, f"the likelihood of variable {variable.id}")
    if not any(found):
        raise BadInput(
            f"the likelihood of variable {variable.id} rules out every state: a distribution must "
            "have positive finite mass; give one state a weight above 0"
        )
    return dict(zip(variable.states, found, strict=True))


def _told(state: State, record: Evidence) -> Seen | None:
    variable = known_variable(state, record.variable_id)
    if record.likelihood is not None:
        return checked_likelihood(variable, record.likelihood)
    if "state" not in record.payload:
        return None
    return checked_state(variable, record.payload["state"])


def _quoted(told: Any) -> str:
    return f'"{told}"' if isinstance(told, str) else repr(told)
