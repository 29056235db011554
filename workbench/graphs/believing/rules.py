"""What may be added to a graph's beliefs: variables, factors, evidence, traces."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from ...core.errors import BadInput, RecordNotFound
from ...core.property_graph.belief import (
    BINARY,
    Evidence,
    Factor,
    FactorTable,
    Trace,
    Variable,
)
from ..changing.rules import checked_properties, checked_text
from .distributions import distribution
from .evidence import checked_likelihood, checked_state
from .variables import known_variable, listed, whole_id

if TYPE_CHECKING:
    from ..state.state import State

_ROW_TOLERANCE = 1e-9  # TongGraph's


def checked_variable(
    state: State,
    domain: str,
    owner_id: int | None = None,
    prior: Mapping[str, Any] | None = None,
    posterior: Mapping[str, Any] | None = None,
    states: Iterable[str] | None = None,
) -> Variable:
    """The next variable; BadInput where a map of its states cannot be used, later on or now.

    `distributions.cautions` tells what is odd about maps that can.
    """
    named = _checked_states(checked_text(domain, "domain"), states)
    variable = Variable(
        state.next_ids["variable"],
        domain,
        named,
        None if owner_id is None else _owner(state, owner_id),
        checked_properties(prior, "prior"),
        checked_properties(posterior, "posterior"),
    )
    distribution(variable)
    distribution(variable, "posterior")
    return variable


def checked_factor(
    state: State,
    input_variables: Iterable[int],
    output_variables: Iterable[int],
    function: str,
    parameters: Mapping[str, Any] | None = None,
) -> Factor:
    """The next factor, a note: without a table it takes no part in inference."""
    inputs, outputs = _scope(state, input_variables), _scope(state, output_variables)
    kept = checked_properties(parameters, "parameters")
    return Factor(
        state.next_ids["factor"], inputs, outputs, checked_text(function, "function"), kept
    )


def checked_factor_table(state: State, variables: Iterable[int], values: Iterable[float]) -> Factor:
    """The next factor, with weights of the states of `variables`, the last one fastest."""
    scope = _scope(state, variables)
    weights = _checked_weights(_cards(state, scope), values)
    table = FactorTable(scope, weights)
    return Factor(state.next_ids["factor"], scope, (), "factor_table", {}, table)


def checked_cpd(
    state: State, variable_id: int, parent_variables: Iterable[int], values: Iterable[float]
) -> Factor:
    """The next factor, p(variable | parents): a block of its states for each row of theirs."""
    child, parents = known_variable(state, variable_id).id, _scope(state, parent_variables)
    scope = (child, *parents)
    cards = _cards(state, scope)
    weights = _checked_weights(cards, values)
    for row, block in enumerate(zip(*[iter(weights)] * cards[0], strict=True)):
        _check_row(state, scope, row, block)
    table = FactorTable(scope, weights, is_cpd=True)
    return Factor(state.next_ids["factor"], parents, (child,), "cpd", {}, table)


def checked_evidence(
    state: State,
    variable_id: int,
    payload: Mapping[str, Any] | None = None,
    likelihood: Mapping[str, float] | None = None,
) -> Evidence:
    """The next record of evidence: its `state` observed, or `likelihood` weighing the states.

    With neither it is a remark. BadInput for a state that the variable does not have, and for
    a `state` beside a likelihood.
    """
    variable = known_variable(state, variable_id)
    kept = checked_properties(payload, "payload")
    if "state" in kept:
        checked_state(variable, kept["state"])
    if likelihood is None:
        return Evidence(state.next_ids["evidence"], variable.id, kept)
    if "state" in kept:
        raise BadInput(
            f"evidence of variable {variable.id} gives the state {kept['state']!r} and a "
            "likelihood: expected one of the two"
        )
    weights = checked_likelihood(variable, likelihood)
    return Evidence(state.next_ids["evidence"], variable.id, kept, weights)


def checked_trace(state: State, payload: Mapping[str, Any] | None = None) -> Trace:
    return Trace(state.next_ids["trace"], checked_properties(payload, "payload"))


def _scope(state: State, variables: Iterable[int]) -> tuple[int, ...]:
    return tuple(known_variable(state, id).id for id in listed(variables, "factor variables"))


def _owner(state: State, owner_id: int) -> int:
    node = whole_id(owner_id, "an owner")
    if node not in state.nodes:
        raise RecordNotFound(f"node {node} not found: owner_id names a node, or is left out")
    return node


def _checked_states(domain: str, states: Iterable[str] | None) -> tuple[str, ...]:
    if states is None and domain == "binary":
        return BINARY
    if states is None:
        raise BadInput(f'states are required for non-binary variable domain "{domain}"')
    named = tuple(checked_text(state, "a state") for state in listed(states, "states"))
    if not named:
        raise BadInput("variable states cannot be empty; name at least one")
    twice = next((state for at, state in enumerate(named) if state in named[:at]), None)
    if twice is not None:
        raise BadInput(f'duplicate state "{twice}": expected each once')
    return named


def _cards(state: State, scope: Sequence[int]) -> list[int]:
    if not scope:
        raise BadInput("factor table variables cannot be empty; name at least one")
    cards = [len(state.variables[variable_id].states) for variable_id in scope]
    twice = next((id for at, id in enumerate(scope) if id in scope[:at]), None)
    if twice is not None:
        raise BadInput(f"duplicate variable {twice} in factor table: expected each once")
    return cards


def _checked_weights(cards: Sequence[int], values: Iterable[float]) -> tuple[float, ...]:
    weights = tuple(map(_checked_weight, listed(values, "factor table values")))
    if len(weights) != math.prod(cards):
        raise BadInput(
            f"factor table has {len(weights)} values but expected {math.prod(cards)}: "
            f"{' x '.join(map(str, cards))} states"
        )
    if not any(weights):
        raise BadInput("factor table cannot be all zero; one of its weights is above 0")
    return weights


def _checked_weight(value: Any) -> float:
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        raise BadInput(f"factor table values must be numbers, seen {value!r}")
    try:
        weight = float(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise BadInput(f"factor table values must be numbers, seen {value!r}: {error}") from error
    if not 0.0 <= weight < math.inf:
        raise BadInput(f"factor table values must be finite and non-negative, seen {value!r}")
    return weight


def _check_row(state: State, scope: Sequence[int], row: int, block: Sequence[float]) -> None:
    total = sum(block)
    if abs(total - 1.0) <= _ROW_TOLERANCE:
        return
    given = product(*(state.variables[parent].states for parent in scope[1:]))
    seen = next(states for at, states in enumerate(given) if at == row)
    named = ", ".join(f"{id} {told!r}" for id, told in zip(scope[1:], seen, strict=True))
    raise BadInput(
        f"CPD child distributions must sum to 1.0: with parents {named or 'none'} that of "
        f"variable {scope[0]} sums to {total!r}"
    )
