"""From max-marginals to one state a variable."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..network import Network

# Max-marginals this close, relative, count as equal: rounding parts states that are as good.
_AS_GOOD = 1e-9


class Chosen(NamedTuple):
    """By position: the index of the chosen state; and ascending, where another is as good.

    Where any are tied, the chosen states together need not be among the best.
    """

    states: NDArray[np.int64]
    tied: NDArray[np.int64]


def chosen(network: Network, max_marginals: NDArray[np.float64]) -> Chosen:
    """The best state of every variable by itself; of equals the first."""
    if not len(network):
        return Chosen(np.zeros(0, np.int64), np.zeros(0, np.int64))
    starts = network.starts[:-1]
    best = np.repeat(np.maximum.reduceat(max_marginals, starts), network.cards)
    good = max_marginals >= best * (1.0 - _AS_GOOD)
    index = np.arange(len(max_marginals)) - np.repeat(starts, network.cards)
    first = np.minimum.reduceat(np.where(good, index, len(index)), starts)
    tied = np.add.reduceat(good.astype(np.int64), starts) > 1
    return Chosen(first.astype(np.int64), np.flatnonzero(tied))
