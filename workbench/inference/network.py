"""A factor graph as arrays: variables by position, factors of equal shape together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ..core.errors import BadInput
from ..core.property_graph.belief import Factor, Variable
from .factor_groups import Group, groups_of
from .priors import prior_of, warning_of

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Network:
    """Variables and the factors over them; p(x) ∝ Π prior(x) · Π factor(x).

    A variable is known by its position in `ids` (ascending). Its prior, summing to 1, is
    `priors[starts[position]:starts[position + 1]]`. `warnings` tell of priors that can be used
    but may not say what their author meant.
    """

    ids: Ints
    cards: Ints
    states: tuple[tuple[str, ...], ...]
    starts: Ints
    priors: Floats
    groups: tuple[Group, ...]
    warnings: tuple[str, ...] = ()

    @classmethod
    def of(cls, variables: Iterable[Variable], factors: Iterable[Factor]) -> Network:
        """The network of these records; factors without a table take no part.

        BadInput names the variable or factor that is not sound.
        """
        ordered = sorted(variables, key=lambda variable: variable.id)
        ids = np.fromiter((v.id for v in ordered), np.int64, len(ordered))
        _check(ordered, ids)
        states = tuple(v.states for v in ordered)
        cards = np.fromiter(map(len, states), np.int64, len(states))
        starts = np.concatenate(([0], np.cumsum(cards))).astype(np.int64)
        groups, odd = groups_of(factors, ids, cards)
        warnings = filter(None, map(warning_of, ordered))
        priors = _priors(ordered, cards, starts)
        return cls(ids, cards, states, starts, priors, groups, (*warnings, *odd))

    def __len__(self) -> int:
        return len(self.ids)

    def part(self, chosen: Bools) -> Network:
        """The variables that a mask chooses, whole components, and the factors over them."""
        if chosen.all():
            return self
        place = np.cumsum(chosen) - 1
        groups = [(group, chosen[group.scope[:, 0]]) for group in self.groups]
        cards = self.cards[chosen]
        return Network(
            self.ids[chosen],
            cards,
            tuple(self.states[at] for at in np.flatnonzero(chosen).tolist()),
            np.concatenate(([0], np.cumsum(cards))).astype(np.int64),
            self.priors[np.repeat(chosen, self.cards)],
            tuple(Group(g.ids[m], place[g.scope[m]], g.tables[m]) for g, m in groups if m.any()),
            self.warnings,
        )

    @property
    def factor_count(self) -> int:
        return sum(len(group.ids) for group in self.groups)

    def prior(self, position: int) -> Floats:
        return self.priors[self.starts[position] : self.starts[position + 1]]

    def position(self, variable_id: int) -> int:
        """Where a variable stands; BadInput where there is none of that id."""
        if isinstance(variable_id, bool) or not hasattr(variable_id, "__index__"):
            raise BadInput(f"a variable is named by its id, an integer, not {variable_id!r}")
        at = int(np.searchsorted(self.ids, variable_id))
        if at == len(self.ids) or self.ids[at] != variable_id:
            raise BadInput(
                f"variable {variable_id} not found: the network has {len(self.ids)} variables"
                + (f", ids {self.ids[0]} to {self.ids[-1]}" if len(self.ids) else "")
            )
        return at

    def positions(self, variable_ids: Iterable[int]) -> Ints:
        if isinstance(variable_ids, str) or not isinstance(variable_ids, Iterable):
            raise BadInput(f"variables are a list of ids, not {variable_ids!r}")
        return np.array([self.position(number) for number in variable_ids], np.int64)

    @cached_property
    def links(self) -> coo_array:
        """A square matrix over positions: the first variable of each factor with all of it."""
        scopes = [group.scope for group in self.groups]
        first = [np.repeat(scope[:, 0], scope.shape[1]) for scope in scopes]
        none = [np.empty(0, np.int64)]
        at = np.concatenate(none + first), np.concatenate([*none, *map(np.ravel, scopes)])
        return coo_array((np.ones(len(at[0]), np.int8), at), shape=(len(self), len(self)))

    @cached_property
    def components(self) -> Ints:
        """The number of the connected part that each variable is in; factors connect."""
        labels: Ints = connected_components(self.links, directed=False)[1].astype(np.int64)
        return labels

    @cached_property
    def owners(self) -> Ints:
        """The variable's position for every entry of `priors`."""
        return np.repeat(np.arange(len(self.ids)), self.cards)


def _check(ordered: Sequence[Variable], ids: Ints) -> None:
    twice = np.flatnonzero(ids[1:] == ids[:-1])
    if len(twice):
        raise BadInput(f"variable {ids[twice[0]]} is given twice: each id names one variable")
    for variable in ordered:
        if not variable.states or len(set(variable.states)) != len(variable.states):
            raise BadInput(
                f"variable {variable.id} has the states {list(variable.states)}: "
                "expected one or more, each once"
            )


def _priors(ordered: Sequence[Variable], cards: Ints, starts: Ints) -> Floats:
    priors = np.repeat(1.0 / cards, cards)
    told = [(at, v) for at, v in enumerate(ordered) if v.prior]
    given = [(at, prior) for at, v in told if (prior := prior_of(v)) is not None]
    if not given:
        return priors
    rows = np.fromiter((at for at, _ in given), np.int64, len(given))
    chosen = np.zeros(len(cards), bool)
    chosen[rows] = True
    priors[np.repeat(chosen, cards)] = np.fromiter(
        chain.from_iterable(prior for _, prior in given), np.float64
    )
    return priors
