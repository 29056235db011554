"""The same model in aGrUM (https://agrum.org), which knows junction trees independently of us.

It must run where warnings are warnings: raised while its types are made, they crash it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyagrum

from tests.inference.models import Model
from workbench.inference.network import Network


class Library:
    """Marginals by Shafer and Shenoy's junction tree."""

    def __init__(self, model: Model) -> None:
        network = model.network
        self._field = _field(network)
        self._engine = pyagrum.ShaferShenoyMRFInference(self._field)
        named = {v.id: v.states for v in model.variables}
        for number, seen in model.evidence.items():
            self._engine.addEvidence(str(number), _evidence(named[number], seen))
        self._engine.makeInference()

    def belief(self, variable: int) -> np.ndarray:
        return np.array(self._engine.posterior(str(variable)).toarray())


def _evidence(states: tuple[str, ...], seen: str | Mapping[str, float]) -> int | list[float]:
    """A state's index, or all weights; aGrUM does not normalise the belief of one weight alone."""
    possible = [seen] if isinstance(seen, str) else [s for s, weight in seen.items() if weight]
    if len(possible) == 1:
        return states.index(possible[0])
    assert not isinstance(seen, str)
    return [seen[state] for state in states]


def _field(network: Network) -> object:
    field = pyagrum.MarkovRandomField()
    for number, card in zip(network.ids.tolist(), network.cards.tolist(), strict=True):
        field.add(pyagrum.LabelizedVariable(str(number), "", card))
    for position, number in enumerate(network.ids.tolist()):
        _add(field, [str(number)], network.prior(position))
    for scope, table in _products(network).items():
        _add(field, [str(network.ids[position]) for position in scope], table)
    return field


def _products(network: Network) -> dict[tuple[int, ...], np.ndarray]:
    """One table for each set of two or more variables: aGrUM takes no second over the same."""
    found: dict[tuple[int, ...], np.ndarray] = {}
    for group in network.groups:
        for scope, table in zip(group.scope, group.tables, strict=True):
            order = np.argsort(scope)
            key = tuple(scope[order].tolist())
            found[key] = found.get(key, 1.0) * table.transpose(order)
    return found


def _add(field: object, names: list[str], table: np.ndarray) -> None:
    # An array's axes run against the names of a factor: its first name changes fastest.
    factor = field.addFactor(names)  # type: ignore[attr-defined]
    factor[:] = np.ascontiguousarray(table.transpose())
    assert list(factor.names) == names
