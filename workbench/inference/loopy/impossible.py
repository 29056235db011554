"""Which observations contradict each other, told by name."""

from __future__ import annotations

from collections.abc import Iterable

from ...core.errors import BadInput, NotSupported
from ..conflicts import conflict
from ..evidence import Given, Observed
from ..network import Network

_SHOWN = 8


def refusal(network: Network, observed: Observed, position: int) -> BadInput:
    """The error for a variable that has no possible state left.

    It names a smallest conflict, or where that is too dear to find the nearest observations.
    """
    try:
        found = conflict(network, _given(network, observed))
    except NotSupported:
        told = _nearest(network, observed, position)
        named = f"among what was seen nearest to it, nearest first: {', '.join(told)}"
    else:
        seen = [_told(network, observed, network.position(id)) for id in found.observations]
        rules = [*_named("factor", found.factors), *_named("the prior of variable", found.priors)]
        named = f"{', '.join([*seen, *rules])} cannot hold together"
    return BadInput(
        f"the evidence is impossible: it leaves variable {network.ids[position]} no state, and "
        f"a distribution must have positive finite mass; {named}; retract an observation"
    )


def _given(network: Network, observed: Observed) -> Given:
    found: dict[int, str | dict[str, float]] = {
        int(network.ids[at]): network.states[at][int(observed.states[at])]
        for at in observed.hard.tolist()
    }
    for at, weights in observed.soft.items():
        named = zip(network.states[at], weights.tolist(), strict=True)
        found[int(network.ids[at])] = dict(named)
    return found


def _named(what: str, ids: Iterable[int]) -> list[str]:
    return [f"{what} {id}" for id in ids]


def _nearest(network: Network, observed: Observed, position: int) -> list[str]:
    """Observations by distance from a variable over factors, at most eight."""
    neighbours = _neighbours(network)
    seen, layer, found = {position}, [position], list[str]()
    while layer and len(found) < _SHOWN:
        found += [told for at in layer if (told := _told(network, observed, at))]
        layer = sorted({near for at in layer for near in neighbours.get(at, ())} - seen)
        seen.update(layer)
    return found[:_SHOWN]


def _neighbours(network: Network) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for group in network.groups:
        for scope in group.scope.tolist():
            for at in scope:
                found.setdefault(at, set()).update(scope)
    return found


def _told(network: Network, observed: Observed, position: int) -> str:
    state = int(observed.states[position])
    name = f"variable {network.ids[position]}"
    if state >= 0:
        return f"{name} = {network.states[position][state]!r}"
    return f"the weights seen of {name}" if position in observed.soft else ""
