"""What a variable's maps say of its states: its prior, and the posterior its author wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, TypeAlias

from ...core.errors import BadInput
from ...core.property_graph.belief import BINARY, Variable
from ...inference.priors import number, prior_of, warning_of

Stated: TypeAlias = Literal["prior", "posterior"]


def distribution(variable: Variable, stated: Stated = "prior") -> list[float]:
    """A probability a state, in their order; an empty map, or one of no use, means uniform.

    The states that are named win over `p`, which is the probability of "true" where the states
    are false and true; a state without a weight has 0. BadInput where a weight is no number,
    negative or not finite, where all are 0, and where `p` is no probability.
    """
    given = getattr(variable, stated)
    if _by_p(variable, given):
        _check_p(variable, given["p"], stated)
    try:
        found = prior_of(replace(variable, prior=given))
    except BadInput as error:
        raise BadInput(str(error).replace("the prior of", f"the {stated} of", 1)) from None
    return found or [1.0 / len(variable.states)] * len(variable.states)


def labelled(variable: Variable, values: Sequence[float]) -> dict[str, float]:
    return {state: float(value) for state, value in zip(variable.states, values, strict=True)}


def cautions(variable: Variable) -> tuple[str, ...]:
    """What is odd about the variable's maps, though they can be used."""
    of_prior = warning_of(variable)
    of_posterior = warning_of(replace(variable, prior=variable.posterior))
    told = [of_prior, of_posterior and of_posterior.replace("the prior of", "the posterior of", 1)]
    return tuple(text for text in told if text)


def _by_p(variable: Variable, given: Mapping[str, object]) -> bool:
    named = any(state in given for state in variable.states)
    return variable.states == BINARY and "p" in given and not named


def _check_p(variable: Variable, given: object, stated: Stated) -> None:
    value = number(given)
    if value is None:
        raise BadInput(
            f"binary {stated} key 'p' must be numeric: variable {variable.id} has {given!r}"
        )
    if not 0.0 <= value <= 1.0:
        raise BadInput(
            f"binary {stated} key 'p' must be between 0.0 and 1.0: variable {variable.id} has "
            f"{given!r}"
        )
