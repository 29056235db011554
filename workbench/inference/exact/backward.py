"""The way back: what was eliminated last is known first, and tells what hung on it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from .factors import Factors
from .forward import Forward, Step
from .logs import Floats, Ints


def tell_back(forward: Forward, beliefs: Floats) -> None:
    """Fills in the beliefs (flat, as priors are) of the steps of the rounds."""
    for step in reversed(forward.steps):
        joint = _joint(forward, step, beliefs)
        rest = tuple(range(2, joint.ndim))
        beliefs[forward.unary_at(step.variables)] = joint.sum(axis=rest)
        _tell_factors(forward, step, joint)


def _joint(forward: Forward, step: Step, beliefs: Floats) -> Floats:
    """The belief over each variable and its boundary, (m, c, c1..ck)."""
    table: Floats = step.table
    if step.boundary.shape[1] == 0:
        return table
    if len(step.into):
        outside = forward.factors.values[_places(forward.factors, step, table.shape[2:])]
        return table * outside.reshape(len(table), 1, *table.shape[2:])
    return table * beliefs[forward.unary_at(step.boundary[:, 0])][:, None]


def _places(factors: Factors, step: Step, shape: Sequence[int]) -> Ints:
    places: Ints = factors.offset[step.into][:, None] + np.arange(math.prod(shape))
    return places


def _tell_factors(forward: Forward, step: Step, joint: Floats) -> None:
    factors = forward.factors
    if not step.joined:
        return
    if len(step.joined) == 1:
        needed = factors.needed[step.joined[0]]
        if needed.any():
            whole = np.moveaxis(joint, 1, int(step.axes[0][0]) + 1)
            factors.put(step.joined[0][needed], np.ascontiguousarray(whole[needed]))
        return
    for places, other in zip(pair_places(factors, step, forward.cards), (3, 2), strict=True):
        factors.values[places] = joint.sum(axis=other).transpose(0, 2, 1)


def pair_places(factors: Factors, step: Step, cards: Ints) -> Iterator[Ints]:
    """For each of the two factors that held the variables its places, (m, c of the end, c)."""
    own = int(cards[step.variables[0]])
    for numbers, axes, end in zip(step.joined, step.axes, step.boundary[0], strict=True):
        yield factors.pair_places(numbers, axes, (int(cards[end]), own))


def decode(forward: Forward, states: Ints, ties: set[int]) -> None:
    """Fills in the best states (-1 = unknown so far) of the steps of the rounds.

    `ties` gains the positions of variables of which another state is as good.
    """
    for step in reversed(forward.steps):
        rows = np.arange(len(step.variables))
        found = step.table[(rows, *states[step.boundary].T)].astype(np.int64)
        ties.update(step.variables[found < 0].tolist())
        states[step.variables] = np.where(found < 0, -1 - found, found)
