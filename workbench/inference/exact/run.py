"""Exact inference over a network: how much it takes, the weight of it all, beliefs, the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..evidence import Observed
from ..network import Network
from .backward import decode, tell_back
from .core import Core, Elimination, core_of, decode_core, is_forest, tell_back_core
from .forward import Forward
from .logs import Bools, Floats, Ints, finite
from .problem import reduced
from .rounds import eliminate_in_rounds

# A table of 4 million weights takes 32 MiB and some 0.1 s. All cliques together may take
# 16 such tables: what is kept of them until the way back.
MAX_CLIQUE_STATES = 2**22
_ALL_CLIQUES = 16


@dataclass(frozen=True, eq=False)
class Task:
    """What to infer: the active variables are whole components of the network.

    `wanted` are those whose belief is asked for, `kept` those whose joint table is.
    """

    network: Network
    observed: Observed
    active: Bools
    wanted: Bools
    kept: tuple[int, ...] = ()
    best: bool = False


class Exact:
    """An elimination, done as far as it is cheap; the rest waits for `finish`.

    `clique_states` is the largest table that the whole takes, `all_states` what the cliques of
    the loops take together: both are known before that work begins, as far as it makes sense.
    """

    def __init__(self, task: Task) -> None:
        self.task = task
        problem = reduced(task.network, task.observed, task.active)
        self.forward = Forward(
            task.network, problem, wanted=task.wanted, kept=task.kept, best=task.best
        )
        eliminate_in_rounds(self.forward)
        self.core: Core = core_of(self.forward, task.kept)
        self.clique_states = max(self.forward.clique_states, self.core.order.clique_states)
        self.all_states = self.core.order.all_states
        self._elimination: Elimination | None = None
        self.rest: Floats = np.zeros(())

    @property
    def method(self) -> str:
        """Without a loop "two-pass" (factors over the same variables count as one)."""
        return "two-pass" if is_forest(self.core) else "junction tree"

    def excess(self, limit: int) -> str:
        """What exceeds `limit` states a table; empty where nothing does."""
        if not self.core.order.complete:
            told = f"exact inference takes a table of {self.clique_states:,} states or more"
        elif self.clique_states > limit:
            told = f"exact inference takes a table of {self.clique_states:,} states"
        elif self.all_states > _ALL_CLIQUES * limit:
            told = f"exact inference takes tables of {self.all_states:,} states together"
        else:
            return ""
        return f"{told}, more than max_clique_states={limit:,} allows"

    def finish(self) -> float:
        """Eliminates the loops; comes back: the log weight of it all, -inf where there is none."""
        self._elimination = Elimination(self.forward, self.core)
        self.rest = self._elimination.run()
        top = float(self.rest.max())
        shifted = self.rest - float(finite(np.array(top)))
        with np.errstate(divide="ignore"):
            total = top + float(np.log(np.exp(shifted).sum()))
        return self.forward.log_weight + total

    def beliefs(self) -> Floats:
        """Beliefs, flat as priors are; of variables that are not wanted they are nan or right."""
        network, observed = self.task.network, self.task.observed
        beliefs = np.full(len(network.priors), np.nan)
        _tell_observed(network, observed, beliefs)
        assert self._elimination is not None
        tell_back_core(self.forward, self._elimination.cliques, beliefs)
        tell_back(self.forward, beliefs)
        return beliefs

    def states(self) -> tuple[Ints, tuple[int, ...]]:
        """The best states by position, and the positions where another is as good."""
        states = self.task.observed.known(self.task.network)
        ties: set[int] = set()
        assert self._elimination is not None
        decode_core(self._elimination.cliques, states, ties)
        decode(self.forward, states, ties)
        return states, tuple(sorted(ties))


def _tell_observed(network: Network, observed: Observed, beliefs: Floats) -> None:
    known = observed.known(network)
    seen = np.flatnonzero(known >= 0)
    beliefs[np.repeat(known >= 0, network.cards)] = 0.0
    beliefs[network.starts[seen] + known[seen]] = 1.0


def joint_table(exact: Exact, order: Sequence[int]) -> Floats:
    """The belief over the kept variables after `finish`, axes in the order of `order`."""
    kept = exact.core.kept
    table = exact.rest - exact.rest.max()
    weights = np.exp(table)
    weights /= weights.sum()
    turned: Floats = weights.transpose([kept.index(position) for position in order])
    return turned
