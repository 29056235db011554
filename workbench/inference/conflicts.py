"""Why nothing is possible: the fewest observations and factors that rule each other out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..core.errors import BadInput, NotSupported
from .contradiction import Contradiction
from .evidence import Given, Observed
from .exact.run import MAX_CLIQUE_STATES
from .network import Network


@dataclass(frozen=True)
class Conflict:
    """Observed variables, factors and variables' priors (ids) that cannot all hold.

    Without any one of them the others can. Empty, thus false, where nothing conflicts.
    """

    observations: tuple[int, ...] = ()
    factors: tuple[int, ...] = ()
    priors: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.observations or self.factors or self.priors)


def conflict(
    network: Network, evidence: Given | None = None, *, max_clique_states: int = MAX_CLIQUE_STATES
) -> Conflict:
    """A smallest set of what rules each other out (smallest: none of it can be spared).

    Which of several such sets is fixed by the network alone. NotSupported where the loops take
    a larger table than `max_clique_states` to decide it.
    """
    observed = Observed.of(network, evidence)
    return _conflict(network, observed, max_clique_states)


def impossible(network: Network, observed: Observed, max_clique_states: int) -> BadInput:
    """The error that names what conflicts, to be raised where all weight is 0."""
    head = "the evidence is impossible (a distribution must have positive finite mass): "
    try:
        found = _conflict(network, observed, max_clique_states)
    except NotSupported as error:
        return BadInput(f"{head}what conflicts cannot be told, {error}")
    return BadInput(head + _told(network, observed, found))


def _conflict(network: Network, observed: Observed, limit: int) -> Conflict:
    search = Contradiction(network, observed, limit)
    return Conflict(*map(tuple, search.named(search.least())))


def _told(network: Network, observed: Observed, found: Conflict) -> str:
    parts = [_seen(network, observed, variable) for variable in found.observations]
    if found.factors:
        parts.append(f"factor{'s' * (len(found.factors) > 1)} {_listed(found.factors)}")
    if found.priors:
        parts.append(
            f"the prior of variable{'s' * (len(found.priors) > 1)} {_listed(found.priors)}"
        )
    advice = "retract an observation" if found.observations else "give them a weight above 0"
    return f"{'; '.join(parts)} cannot hold together; {advice}"


def _seen(network: Network, observed: Observed, variable: int) -> str:
    position = network.position(variable)
    at = int(observed.states[position])
    if at < 0:
        return f"the weights seen of variable {variable}"
    return f"variable {variable} = {network.states[position][at]!r}"


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:20]))
    return f"{shown} and {len(numbers) - 20} more" if len(numbers) > 20 else shown
