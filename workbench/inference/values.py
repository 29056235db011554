"""What inference answers: beliefs, the most probable assignment, a joint distribution."""

from __future__ import annotations

import math
from collections.abc import ItemsView, Iterable, Iterator, Mapping, ValuesView
from dataclasses import dataclass
from itertools import islice

import numpy as np

from ..core.show import SHOWN_ROWS, Shown
from ..core.values import Rows
from .network import Floats, Ints, Network


@dataclass(frozen=True, eq=False, repr=False)
class Marginals(Mapping[int, Mapping[str, float]]):
    """For every variable asked for the probability of each of its states, by name.

    `positions` are theirs in the network; `flat` lies as the network's priors do.
    """

    network: Network
    positions: Ints
    flat: Floats

    def __getitem__(self, variable: int) -> Mapping[str, float]:
        states = self.network.states[self._position(variable)]
        return dict(zip(states, self.array(variable).tolist(), strict=True))

    def array(self, variable: int) -> Floats:
        """The probabilities in the order of the variable's states; KeyError if not asked for."""
        position = self._position(variable)
        start = self.network.starts[position]
        found: Floats = self.flat[start : start + self.network.cards[position]]
        return found

    def _position(self, variable: int) -> int:
        ids, at = self.network.ids, int(np.searchsorted(self.network.ids, variable))
        place = int(np.searchsorted(self.positions, at))
        if place == len(self.positions) or self.positions[place] != at or ids[at] != variable:
            raise KeyError(variable)
        return at

    def __iter__(self) -> Iterator[int]:
        return iter(self.network.ids[self.positions].tolist())

    def __len__(self) -> int:
        return len(self.positions)

    def items(self) -> ItemsView[int, Mapping[str, float]]:
        return dict(zip(self, self._each(), strict=True)).items()

    def values(self) -> ValuesView[Mapping[str, float]]:
        return dict(zip(self, self._each(), strict=True)).values()

    def _each(self) -> Iterator[dict[str, float]]:
        """All in one pass: looking up one by one takes eight times as long."""
        starts = self.network.starts
        ends = zip(
            starts[self.positions].tolist(), starts[self.positions + 1].tolist(), strict=True
        )
        flat = self.flat.tolist()
        for position, (start, end) in zip(self.positions.tolist(), ends, strict=True):
            yield dict(zip(self.network.states[position], flat[start:end], strict=True))

    def __repr__(self) -> str:
        return f"Marginals of {len(self)} variables"


@dataclass(frozen=True, eq=False)
class Active:
    """What an answer was computed of: ids of variables and of factors, ascending.

    What is left out (counts) is in no part of the network that a question or evidence touches:
    it cannot change the answer.
    """

    variables: Ints
    factors: Ints
    left_out_variables: int
    left_out_factors: int

    def __str__(self) -> str:
        out = f"{self.left_out_variables:,} variables and {self.left_out_factors:,} factors"
        return f"{len(self.variables):,} variables and {len(self.factors):,} factors" + (
            f"; {out} lie apart" if self.left_out_variables or self.left_out_factors else ""
        )


@dataclass(frozen=True, eq=False, repr=False)
class Beliefs(Shown):
    """Marginal distributions given the evidence, and how they were come by.

    `method` is "two-pass" (no loops), "junction tree", or what the loopy run calls itself.
    `converged`, `sweeps`, `messages_updated` and `max_residual` are None where nothing was
    iterated. `log_weight` is the natural log of the summed weight of all assignments that agree
    with the evidence, over the active variables; `log_evidence` that of the evidence's
    probability (for soft evidence: of its expected weight), None where it was not computed.
    `clique_states` is the size of the largest table that exact inference takes, None where
    that was not looked for.
    """

    marginals: Marginals
    method: str
    exact: bool
    active: Active
    log_weight: float
    log_evidence: float | None = None
    clique_states: int | None = None
    converged: bool | None = None
    sweeps: int | None = None
    messages_updated: int | None = None
    max_residual: float | None = None
    warnings: tuple[str, ...] = ()

    def __getitem__(self, variable: int) -> Mapping[str, float]:
        return self.marginals[variable]

    def _parts(self) -> Iterable[str | Rows]:
        yield self._headline()
        yield _table(self.marginals)
        yield from (f"warning: {warning}" for warning in self.warnings)

    def _headline(self) -> str:
        kind = "exact" if self.exact else "approximate"
        parts = [f"{kind} beliefs ({self.method}) of {self.active}"]
        if self.exact:
            parts.append(f"largest table {self.clique_states:,} states")
        if self.converged is not None:
            told = "converged" if self.converged else "NOT converged"
            parts.append(f"{told} in {self.sweeps} sweeps, residual {self.max_residual:.3g}")
        if self.log_evidence is not None:
            parts.append(f"log evidence {self.log_evidence:.6g}")
        return "; ".join(parts)


@dataclass(frozen=True, eq=False, repr=False)
class Assignment(Shown):
    """The state of every variable that together are most probable given the evidence.

    `log_weight` is the natural log of its weight, `log_probability` that of its probability
    among all that agree with the evidence (None where only loops could tell). `ties` are the
    variables of which another state is as good: the first of a variable's states was taken.
    """

    states: Mapping[int, str]
    log_weight: float
    log_probability: float | None
    method: str
    exact: bool
    ties: tuple[int, ...] = ()
    clique_states: int | None = None
    converged: bool | None = None
    warnings: tuple[str, ...] = ()

    @property
    def unique(self) -> bool:
        return not self.ties

    def __getitem__(self, variable: int) -> str:
        return self.states[variable]

    def _parts(self) -> Iterable[str | Rows]:
        kind = "exact" if self.exact else "approximate"
        text = f"most probable states ({kind}, {self.method}); log weight {self.log_weight:.6g}"
        if self.log_probability is not None:
            text += f", probability {math.exp(self.log_probability):.6g}"
        yield text
        yield Rows(("variable", "state"), list(self.states.items()))
        if self.ties:
            yield f"as good with another state of: {', '.join(map(str, self.ties))}"
        yield from (f"warning: {warning}" for warning in self.warnings)


@dataclass(frozen=True, eq=False, repr=False)
class Joint(Shown):
    """The probability of all combinations of states of some variables given the evidence.

    `values` has an axis for each of `variables`, in their order, over `states[axis]`.
    """

    variables: tuple[int, ...]
    states: tuple[tuple[str, ...], ...]
    values: Floats
    method: str
    clique_states: int = 1

    def __getitem__(self, states: tuple[str, ...]) -> float:
        at = tuple(own.index(s) for own, s in zip(self.states, states, strict=True))
        return float(self.values[at])

    def rows(self) -> Rows:
        """A row for every combination, the last variable's states changing fastest."""
        columns = (*(f"variable {number}" for number in self.variables), "probability")
        found = [
            (*(own[at] for own, at in zip(self.states, place, strict=True)), float(value))
            for place, value in np.ndenumerate(self.values)
        ]
        return Rows(columns, found)

    def _parts(self) -> Iterable[str | Rows]:
        yield f"joint distribution of {len(self.variables)} variables (exact, {self.method})"
        yield self.rows()


def _table(marginals: Marginals) -> Rows:
    """A row for each variable, as many as are shown; columns are the states that occur in them."""
    shown = {variable: marginals[variable] for variable in islice(marginals, SHOWN_ROWS)}
    states = dict.fromkeys(state for belief in shown.values() for state in belief)
    rows = [(variable, *map(belief.get, states)) for variable, belief in shown.items()]
    return Rows(("variable", *states), rows, len(shown) < len(marginals))
