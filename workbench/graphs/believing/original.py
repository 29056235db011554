"""Belief propagation as TongGraph runs it: one message at a time, the largest change first.

For comparison with its answers; `run` gives better ones. Unlike there, products are taken in
the order of factors, so the last digits are always the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import fsum, inf

import numpy as np

from ...core.errors import BadInput
from ...core.property_graph.belief import Factor, FactorTable, Variable
from .distributions import distribution


@dataclass(frozen=True, eq=False)
class Outcome:
    """`iterations` count looks for the next message, the last of which may send none."""

    beliefs: Mapping[int, list[float]]
    iterations: int
    messages_updated: int
    converged: bool
    max_residual: float


def run(
    variables: Sequence[Variable],
    factors: Sequence[Factor],
    seen: Mapping[int, str],
    *,
    max_iters: int,
    tolerance: float,
    damping: float,
) -> Outcome:
    """Beliefs of all `variables`; BadInput where a message or a belief has no mass."""
    messages = _Messages(variables, factors, seen)
    iterations, sent, residual, converged = 0, 0, 0.0, not factors
    while iterations < max_iters:
        iterations += 1
        at, residual = messages.largest()
        if residual <= tolerance:
            converged = True
            break
        messages.send(at, damping)
        sent += 1
    beliefs = {v.id: messages.belief(v.id) for v in variables}
    return Outcome(beliefs, iterations, sent, converged, residual)


@dataclass(eq=False)
class _Edge:
    """A variable in the scope of a factor, with the numbers of its two messages."""

    factor: int
    place: int
    variable: int
    numbers: tuple[int, int]  # to the factor, to the variable


@dataclass(eq=False)
class _Messages:
    """Messages numbered in the order in which the original looks at them."""

    variables: Sequence[Variable]
    factors: Sequence[Factor]
    seen: Mapping[int, str]
    current: list[list[float]] = field(default_factory=list)
    fresh: list[list[float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.known = {v.id: self._known(v) for v in self.variables}
        self.scopes: list[list[_Edge]] = []
        self.edges: dict[int, list[_Edge]] = {v.id: [] for v in self.variables}
        self.of: list[_Edge] = []
        for at, factor in enumerate(self.factors):
            self.scopes.append([])
            for place, variable in enumerate(_table(factor).variables):
                self._add(_Edge(at, place, variable, (len(self.of), len(self.of) + 1)))
        self.terms = [_terms(_table(factor), self._cards(factor)) for factor in self.factors]
        self.residuals = np.zeros(len(self.of))
        self.dirty = set(range(len(self.of)))

    def _cards(self, factor: Factor) -> list[int]:
        return [len(self.known[variable]) for variable in _table(factor).variables]

    def _known(self, variable: Variable) -> list[float]:
        if variable.id not in self.seen:
            return distribution(variable)
        return [float(state == self.seen[variable.id]) for state in variable.states]

    def _add(self, edge: _Edge) -> None:
        self.scopes[-1].append(edge)
        self.edges[edge.variable].append(edge)
        states = len(self.known[edge.variable])
        for _ in edge.numbers:
            self.of.append(edge)
            self.current.append([1.0 / states] * states)
            self.fresh.append([])

    def largest(self) -> tuple[int, float]:
        """The message that would change most, the first of equals, and by how much."""
        for number in sorted(self.dirty):
            self.fresh[number] = self._candidate(number)
            self._measure(number)
        self.dirty.clear()
        if not self.of:
            return 0, 0.0
        at = int(self.residuals.argmax())
        return at, float(self.residuals[at])

    def send(self, number: int, damping: float) -> None:
        pairs = zip(self.fresh[number], self.current[number], strict=True)
        self.current[number] = _normalised([(1.0 - damping) * a + damping * b for a, b in pairs])
        self._measure(number)
        edge = self.of[number]
        if number == edge.numbers[0]:
            near = [other.numbers[1] for other in self.scopes[edge.factor] if other is not edge]
        else:
            near = [other.numbers[0] for other in self.edges[edge.variable] if other is not edge]
        self.dirty.update(near)

    def belief(self, variable: int) -> list[float]:
        if variable in self.seen:
            return self.known[variable]
        return self._product(variable, None)

    def _measure(self, number: int) -> None:
        pairs = zip(self.fresh[number], self.current[number], strict=True)
        self.residuals[number] = sum(abs(a - b) for a, b in pairs)

    def _candidate(self, number: int) -> list[float]:
        edge = self.of[number]
        if number == edge.numbers[1]:
            return self._from_factor(edge)
        if edge.variable in self.seen:
            return self.known[edge.variable]
        return self._product(edge.variable, edge)

    def _product(self, variable: int, but: _Edge | None) -> list[float]:
        found = self.known[variable]
        for edge in self.edges[variable]:
            if edge is not but:
                incoming = self.current[edge.numbers[1]]
                found = [a * b for a, b in zip(found, incoming, strict=True)]
        return _normalised(found)

    def _from_factor(self, edge: _Edge) -> list[float]:
        found = [0.0] * len(self.known[edge.variable])
        inward = [self.current[other.numbers[0]] for other in self.scopes[edge.factor]]
        for states, weight in self.terms[edge.factor]:
            for place, state in enumerate(states):
                if place != edge.place:
                    weight *= inward[place][state]
            found[states[edge.place]] += weight
        return _normalised(found)


def _table(factor: Factor) -> FactorTable:
    if factor.table is None:
        raise BadInput(f"factor {factor.id} has no table: it takes no part in inference")
    return factor.table


def _terms(table: FactorTable, cards: Sequence[int]) -> list[tuple[tuple[int, ...], float]]:
    """Every assignment with a weight above 0, in the order in which the table has them."""
    states = list(product(*map(range, cards)))
    if table.is_cpd:  # the child comes first in the scope, and varies fastest
        rows = product(*map(range, (*cards[1:], cards[0])))
        states = [(row[-1], *row[:-1]) for row in rows]
    return [(s, w) for s, w in zip(states, table.values, strict=True) if w]


def _normalised(values: Sequence[float]) -> list[float]:
    total = fsum(values)
    if not 0.0 < total < inf:
        raise BadInput(
            "distribution must have positive finite mass: the evidence is impossible; "
            "without compat the conflicting observations are named"
        )
    return [value / total for value in values]
