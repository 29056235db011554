"""A variable's prior, from the map that its author wrote to a distribution over its states."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from ..core.errors import BadInput
from ..core.property_graph.belief import BINARY, Variable

# The numbers that a text may hold: Python's float() would also take blanks and underscores.
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def prior_of(variable: Variable) -> list[float] | None:
    """The prior over the variable's states, summing to 1; None means uniform.

    States that the map names win over `p` (the weight of "true", of binary variables alone);
    states without a weight have 0; a map that names none of them says nothing.
    """
    named = variable.prior
    if any(state in named for state in variable.states):
        weights = [_weight(variable, state) for state in variable.states]
    elif "p" in named and variable.states == BINARY:
        true = _weight(variable, "p")
        weights = [1.0 - true, true]
    else:
        return None
    return _normalised(variable, weights)


def warning_of(variable: Variable) -> str | None:
    """What is odd about the variable's prior though it can be used; None where nothing is."""
    if not variable.prior:
        return None
    missing = [state for state in variable.states if state not in variable.prior]
    if not missing or (len(missing) == len(variable.states) and _has_p(variable)):
        return None
    if len(missing) == len(variable.states):
        return f"the prior of variable {variable.id} names none of its states: taken as uniform"
    return (
        f"the prior of variable {variable.id} names only some of its states; without a weight, "
        f"so never true: {', '.join(missing)}"
    )


def number(value: Any) -> float | None:
    """A number, or the one that a text writes; None for all else, booleans among it."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    written = isinstance(value, str) and _NUMBER.fullmatch(value)
    return float(value) if written else None


def weights_over(
    states: tuple[str, ...], given: Mapping[str, Any], what: str, missing: Any = 0.0
) -> list[float]:
    """The weights of `states` that `given` names, finite and not negative."""
    weights = [number(given.get(state, missing)) for state in states]
    for state, weight in zip(states, weights, strict=True):
        if weight is None or not 0 <= weight < math.inf:
            raise BadInput(
                f"{what} gives {state!r} the weight {given.get(state, missing)!r}: expected a "
                "finite number that is not negative"
            )
    return [weight for weight in weights if weight is not None]


def _has_p(variable: Variable) -> bool:
    return "p" in variable.prior and variable.states == BINARY


def _weight(variable: Variable, key: str) -> float:
    return weights_over((key,), variable.prior, f"the prior of variable {variable.id}")[0]


def _normalised(variable: Variable, weights: list[float]) -> list[float]:
    total = _summed(weights)
    if min(weights) < 0 or not 0 < total < math.inf:
        raise BadInput(
            f"the prior of variable {variable.id} is {dict(variable.prior)}: a distribution must "
            "have positive finite mass; give each state a weight that is not negative, one of "
            "them above 0"
        )
    return [weight / total for weight in weights]


def _summed(weights: list[float]) -> float:
    try:
        return math.fsum(weights)
    except OverflowError:
        return math.inf
