"""Elimination in rounds: whatever hangs loose or lies between two others, all at once.

A round takes variables of which no two share a factor: those in one factor alone (summed out
of it), and those between two factors of two variables each (the two become one). A tree is gone
after a number of rounds that grows with the logarithm of its size, a chain too, so the work is
done by few operations on long arrays (Miller and Reif, "Parallel tree contraction", 1985).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .backward import pair_places
from .factors import grouped
from .forward import Forward, Step, moved
from .logs import Bools, Floats, Ints, rescaled

# A pair of factors becomes one where the work (states of the three variables) costs less than
# the round that it saves: 4096 entries at 10 ns against some 50 µs.
_PAIR_STATES = 4096
# Rounds that take less than this share of the factors are dearer than one variable at a time.
_LEAST_SHARE = 0.001
# A factor that varies by less is a constant: a row of a conditional table misses 1 by rounding.
_LEVEL = 1e-15
_NOTHING: Floats = np.empty(0)
_NEVER = np.iinfo(np.int64).max


def eliminate_in_rounds(forward: Forward) -> None:
    """Eliminates what can be without joining more than two factors of two variables."""
    ranks = np.random.default_rng(0).permutation(len(forward.cards))  # fixed: same bits each run
    while True:
        factors = np.flatnonzero(forward.factors.alive)
        edges = _Edges(forward, factors)
        _isolated(forward, edges.degree)
        chosen = edges.chosen(forward, ranks)
        if len(chosen) <= _LEAST_SHARE * len(factors):
            return
        _leaves(forward, *edges.once(chosen))
        _between(forward, *edges.twice(chosen))


class _Edges:
    """Pairs of a living factor and a variable of it that is left, by variable."""

    def __init__(self, forward: Forward, factors: Ints) -> None:
        scope = forward.factors.scope[factors]
        row, axis = np.nonzero(scope >= 0)
        variable = scope[row, axis]
        order = np.argsort(variable, kind="stable")
        self.variable, self.factor = variable[order], factors[row[order]]
        self.axis = axis[order]
        self.degree = np.bincount(variable, minlength=len(forward.cards))
        self.first = np.concatenate(([0], np.cumsum(self.degree)))[:-1]

    def chosen(self, forward: Forward, ranks: Ints) -> Ints:
        """The variables of this round: of those that share a factor the one of the least rank.

        What hangs loose goes before what lies between.
        """
        rank = np.full(len(ranks), _NEVER)
        open_ = forward.left & ~forward.kept
        loose = open_ & (self.degree == 1)
        rank[loose] = ranks[loose]
        between = self._between(forward, np.flatnonzero(open_ & (self.degree == 2)))
        rank[between] = ranks[between] + len(ranks)
        mine = rank[self.variable]
        least = np.full(len(forward.factors), _NEVER)
        np.minimum.at(least, self.factor, mine)
        wins = (least[self.factor] == mine) & (mine != _NEVER)
        won = np.bincount(self.variable[wins], minlength=len(ranks))
        return np.flatnonzero((won > 0) & (won == self.degree))

    def _between(self, forward: Forward, candidates: Ints) -> Ints:
        """Those in two factors of two variables that have different other ends."""
        ends, small = [], np.ones(len(candidates), np.bool_)
        for place in (self.first[candidates], self.first[candidates] + 1):
            scope = forward.factors.scope[self.factor[place]]
            small &= (scope >= 0).sum(axis=1) == 2
            ends.append(scope[np.arange(len(place)), 1 - np.minimum(self.axis[place], 1)])
        cards = forward.cards
        states = cards[candidates] * cards[ends[0]] * cards[ends[1]]
        found: Ints = candidates[small & (ends[0] != ends[1]) & (states <= _PAIR_STATES)]
        return found

    def once(self, chosen: Ints) -> tuple[Ints, Ints, Ints]:
        """Of the chosen those in one factor: variable, factor, axis."""
        mine = chosen[self.degree[chosen] == 1]
        at = self.first[mine]
        return mine, self.factor[at], self.axis[at]

    def twice(self, chosen: Ints) -> tuple[Ints, Ints, Ints]:
        """Of the chosen those in two factors: variable, both factors (2, m), both axes."""
        mine = chosen[self.degree[chosen] == 2]
        at = self.first[mine]
        both = np.stack((at, at + 1))
        return mine, self.factor[both], self.axis[both]


def _isolated(forward: Forward, degree: Ints) -> None:
    """Eliminates the variables that no factor holds."""
    alone = np.flatnonzero(forward.left & ~forward.kept & (degree == 0))
    for chosen in grouped(forward.cards[alone]):
        mine = alone[chosen]
        totals, table = forward.reduce(forward.unary[forward.unary_at(mine)])
        forward.log_weight += float(totals.sum())
        none = np.empty((len(mine), 0), np.int64)
        forward.note(Step(mine, none, table), forward.wanted[mine])
    forward.left[alone] = False


def _leaves(forward: Forward, variables: Ints, held_by: Ints, axes: Ints) -> None:
    """Sums variables out of the one factor that holds each."""
    forward.left[variables] = False
    codes = forward.factors.shape[held_by] * forward.factors.width + axes
    for chosen in grouped(codes):
        _leaf(forward, variables[chosen], held_by[chosen], axes[chosen])


def _leaf(forward: Forward, variables: Ints, held_by: Ints, axes: Ints) -> None:
    factors, axis = forward.factors, int(axes[0])
    scope, shape = factors.scope_of(held_by), factors.shape_of(held_by)
    rest = [place for place in range(len(shape)) if place != axis]
    table = moved(factors.tables(held_by), (axis, *rest))
    own = forward.unary[forward.unary_at(variables)]
    left, kept = forward.reduce(table + own.reshape(*own.shape, *([1] * len(rest))))
    left, taken = rescaled(left)
    forward.log_weight += taken
    keep = forward.wanted[variables] | factors.needed[held_by]
    boundary = scope[:, rest]
    if len(rest) == 1:
        factors.alive[held_by] = False
        forward.take_up(boundary[:, 0], left)
        forward.note(Step(variables, boundary, kept, (held_by,), (axes,)), keep)
        return
    factors.put(held_by, left)
    factors.reshape(held_by, boundary, left.shape[1:])
    flat = left.reshape(len(left), -1)
    factors.alive[held_by[~keep & (flat.min(axis=1) >= -_LEVEL)]] = False  # says nothing
    forward.note(Step(variables, boundary, kept, (held_by,), (axes,), held_by), keep)
    factors.needed[held_by] = keep


def _between(forward: Forward, variables: Ints, held_by: Ints, axes: Ints) -> None:
    """Makes one factor of the two that hold each variable; those and the axes are (2, m)."""
    forward.left[variables] = False
    ends = forward.factors.scope[held_by, 1 - axes].T
    states = forward.cards[np.column_stack((variables, ends))]
    codes = states @ (_PAIR_STATES + 1) ** np.arange(3)  # no variable has more states here
    for chosen in grouped(codes):
        joined, places = tuple(held_by[:, chosen]), tuple(axes[:, chosen])
        _pair(forward, Step(variables[chosen], ends[chosen], _NOTHING, joined, places))


def _pair(forward: Forward, step: Step) -> None:
    factors, own = forward.factors, forward.unary[forward.unary_at(step.variables)]
    one, two = (factors.values[places] for places in pair_places(factors, step, forward.cards))
    table = one.transpose(0, 2, 1)[:, :, :, None] + two.transpose(0, 2, 1)[:, :, None, :]
    left, kept = forward.reduce(table + own[:, :, None, None])
    left, taken = rescaled(left)
    forward.log_weight += taken
    keep: Bools = forward.wanted[step.variables] | factors.needed[np.stack(step.joined)].any(axis=0)
    factors.alive[np.concatenate(step.joined)] = False
    into = factors.add(step.boundary, left, keep)
    forward.note(replace(step, table=kept, into=into), keep)
