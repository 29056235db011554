"""Message passing written out for one number after another: what the vectorised runs must equal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from workbench.core.property_graph.belief import Factor, Variable

Messages = dict[tuple[int, int], list[float]]  # (factor, variable): to the variable


class Plain:
    """Synchronous messages of a small model; `combine` is `sum` or `max`."""

    def __init__(
        self,
        variables: Sequence[Variable],
        factors: Sequence[Factor],
        seen: Mapping[int, Any],
        combine: Any = sum,
    ) -> None:
        self.cards = {v.id: len(v.states) for v in variables}
        self.known = {v.id: _known(v, seen.get(v.id)) for v in variables}
        self.tables = {f.id: _entries(f, self.cards) for f in factors if f.table}
        self.scopes = {f.id: f.table.variables for f in factors if f.table}
        self.combine = combine
        self.messages: Messages = {
            (f, v): [1.0 / self.cards[v]] * self.cards[v]
            for f in self.scopes
            for v in self.scopes[f]
        }

    def fresh(self) -> Messages:
        """What every message would become."""
        return {(f, v): self._from_factor(f, v) for f, v in self.messages}

    def sweep(self, damping: float = 0.0) -> None:
        old = self.messages
        self.messages = {
            key: [(1 - damping) * a + damping * b for a, b in zip(new, old[key], strict=True)]
            for key, new in self.fresh().items()
        }

    def residual(self) -> float:
        fresh = self.fresh()
        return max(
            sum(abs(a - b) for a, b in zip(new, self.messages[key], strict=True))
            for key, new in fresh.items()
        )

    def beliefs(self) -> list[float]:
        """Flat, variables ascending."""
        return [value for v in sorted(self.cards) for value in self._product(v, None)]

    def _product(self, variable: int, but: int | None) -> list[float]:
        found = list(self.known[variable])
        for (factor, other), message in sorted(self.messages.items()):
            if other == variable and factor != but:
                found = [a * b for a, b in zip(found, message, strict=True)]
        return [value / sum(found) for value in found]

    def _from_factor(self, factor: int, variable: int) -> list[float]:
        scope = self.scopes[factor]
        inward = {v: self._product(v, factor) for v in scope}
        parts: list[list[float]] = [[] for _ in range(self.cards[variable])]
        for states, weight in self.tables[factor]:
            for v, state in zip(scope, states, strict=True):
                weight *= 1.0 if v == variable else inward[v][state]
            parts[states[scope.index(variable)]].append(weight)
        found = [float(self.combine(part)) for part in parts]
        return [value / sum(found) for value in found]


def _known(variable: Variable, seen: Any) -> list[float]:
    states = variable.states
    prior = (
        [float(variable.prior.get(s, 0.0)) for s in states]
        if variable.prior
        else [1.0] * len(states)
    )
    if "p" in variable.prior:
        prior = [1 - float(variable.prior["p"]), float(variable.prior["p"])]
    if isinstance(seen, str):
        return [float(state == seen) for state in states]
    weights = seen or dict.fromkeys(states, 1.0)
    found = [a * weights[s] for a, s in zip(prior, states, strict=True)]
    return [value / sum(found) for value in found]


def _entries(factor: Factor, cards: Mapping[int, int]) -> list[tuple[tuple[int, ...], float]]:
    table = factor.table
    assert table is not None
    ranges = [range(cards[v]) for v in table.variables]
    states = list(product(*ranges))
    if table.is_cpd:
        states = [(row[-1], *row[:-1]) for row in product(*ranges[1:], ranges[0])]
    return list(zip(states, table.values, strict=True))
