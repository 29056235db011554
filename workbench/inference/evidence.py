"""What was observed of a network's variables: a state, or weights of the states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..core.errors import BadInput
from .network import Network
from .priors import weights_over

Given = Mapping[int, str | Mapping[str, float]]


@dataclass(frozen=True, eq=False)
class Observed:
    """Evidence by position: `states` (n,) holds the observed state's index, -1 where there is none.

    `soft` has for a position the weight of each of its states, as given: only their ratios
    matter to beliefs, their size counts in the evidence's weight.
    """

    states: NDArray[np.int64]
    soft: Mapping[int, NDArray[np.float64]]

    @classmethod
    def of(cls, network: Network, evidence: Given | None = None) -> Observed:
        """BadInput names a variable or state that the network lacks, and weights of no use."""
        if evidence is not None and not isinstance(evidence, Mapping):
            raise BadInput(f"evidence maps variables to what was seen, not {evidence!r}")
        states = np.full(len(network), -1, np.int64)
        soft: dict[int, NDArray[np.float64]] = {}
        for variable, seen in sorted((evidence or {}).items()):
            position = network.position(variable)
            named = network.states[position]
            if isinstance(seen, Mapping):
                soft[position] = _likelihood(variable, named, seen)
            else:
                states[position] = _state(variable, named, seen)
        return cls(states, soft)

    @property
    def hard(self) -> NDArray[np.int64]:
        """The positions with an observed state, ascending."""
        return np.flatnonzero(self.states >= 0)

    def known(self, network: Network) -> NDArray[np.int64]:
        """`states` with the variables of a single state as good as observed."""
        return np.where((self.states < 0) & (network.cards == 1), 0, self.states)

    def part(self, chosen: NDArray[np.bool_]) -> Observed:
        """The evidence of the variables that a mask chooses, by their positions among these."""
        place = (np.cumsum(chosen) - 1).tolist()
        soft = {place[at]: weights for at, weights in self.soft.items() if chosen[at]}
        return Observed(self.states[chosen], soft)

    def __len__(self) -> int:
        return len(self.hard) + len(self.soft)


def _state(variable: int, states: tuple[str, ...], seen: object) -> int:
    if seen in states:
        return states.index(str(seen))
    raise BadInput(
        f"evidence says that variable {variable} is {seen!r}, a state that it does not have: "
        f"expected one of {', '.join(states)}, or a mapping of states to weights"
    )


def _likelihood(
    variable: int, states: tuple[str, ...], seen: Mapping[str, float]
) -> NDArray[np.float64]:
    if set(seen) != set(states):
        raise BadInput(
            f"evidence weighs {', '.join(map(str, seen)) or 'no state'} of variable {variable}: "
            f"expected a weight for each of its states {', '.join(states)}; 0 rules one out"
        )
    weights = np.array(weights_over(states, seen, f"the evidence of variable {variable}"))
    if not weights.any():
        raise BadInput(
            f"evidence rules out every state of variable {variable}: a distribution must have "
            "positive finite mass; give one of its states a weight above 0"
        )
    return weights
