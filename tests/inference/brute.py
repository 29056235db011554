"""Inference by counting: the weight of every assignment of every variable at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from workbench.core.property_graph.belief import Factor, FactorTable, Variable
from workbench.inference.evidence import Given


class Brute:
    """`weights` has an axis for each variable, ids ascending, over its states."""

    def __init__(
        self, variables: Sequence[Variable], factors: Sequence[Factor], evidence: Given
    ) -> None:
        self.variables = sorted(variables, key=lambda variable: variable.id)
        self._axes = {variable.id: axis for axis, variable in enumerate(self.variables)}
        self.weights = np.ones([len(variable.states) for variable in self.variables])
        for variable in self.variables:
            self._multiply((variable.id,), np.array(_prior(variable)))
            if variable.id in evidence:
                self._multiply((variable.id,), np.array(_seen(variable, evidence[variable.id])))
        for table in (factor.table for factor in factors if factor.table is not None):
            self._multiply(*self._as_array(table))
        self.total = float(self.weights.sum())

    def belief(self, *ids: int) -> np.ndarray:
        """The probability of every combination of states of some variables, in their order."""
        axes = [self._axes[number] for number in ids]
        summed = self.weights.sum(axis=tuple(a for a in self._axes.values() if a not in axes))
        return summed.transpose([sorted(axes).index(axis) for axis in axes]) / self.total

    def best(self) -> set[tuple[int, ...]]:
        """The assignments (indexes of states) of the greatest weight, equal but for rounding."""
        top = self.weights.max() * (1 - 1e-12)
        return {tuple(place) for place in np.argwhere(self.weights >= top).tolist()}

    def _multiply(self, ids: tuple[int, ...], table: np.ndarray) -> None:
        axes = [self._axes[number] for number in ids]
        ordered = table.transpose(np.argsort(axes))
        shape = [n if axis in axes else 1 for axis, n in enumerate(self.weights.shape)]
        self.weights *= ordered.reshape(shape)

    def _as_array(self, table: FactorTable) -> tuple[tuple[int, ...], np.ndarray]:
        cards = [self.weights.shape[self._axes[number]] for number in table.variables]
        if not table.is_cpd:
            return table.variables, np.array(table.values).reshape(cards)
        child, *parents = table.variables
        return (*parents, child), np.array(table.values).reshape(*cards[1:], cards[0])


def _seen(variable: Variable, seen: str | Mapping[str, float]) -> list[float]:
    if isinstance(seen, str):
        return [float(state == seen) for state in variable.states]
    return [seen[state] for state in variable.states]


def _prior(variable: Variable) -> list[float]:
    weights = [float(variable.prior.get(state, 0)) for state in variable.states]
    if not variable.prior:
        weights = [1.0] * len(weights)
    elif "p" in variable.prior:
        weights = [1 - float(variable.prior["p"]), float(variable.prior["p"])]
    return [weight / math.fsum(weights) for weight in weights]
