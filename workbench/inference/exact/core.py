"""Elimination of what the rounds leave, the loops: one clique after another.

The cliques (a variable and its boundary) form a tree: the clique of a variable hangs on that
of the first of its boundary. What is kept of a clique is p(variable | boundary); on the way
back the belief over a clique is that times the belief over its boundary, which the clique that
it hangs on holds whole (Shenoy and Shafer's junction tree, passed once up and once down).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .forward import Forward, Table
from .logs import Floats, Ints, finite
from .ordering import Order, graph_of, ordered

Scope = tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Clique:
    """An eliminated variable before its boundary; `table` as in `Step`, without the batch's axis.

    `held` are the factors that the clique took, of which the way back needs the belief.
    """

    variable: int
    boundary: Scope
    table: Table
    held: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Core:
    """The variables that are left, the living factors' scopes, and the order of elimination."""

    scopes: dict[int, Scope]
    order: Order
    kept: Scope


def core_of(forward: Forward, kept: Sequence[int] = ()) -> Core:
    """What the rounds left, ordered; nothing is computed yet."""
    factors = forward.factors
    scopes = {
        number: tuple(factors.scope[number, : len(factors.shapes[factors.shape[number]])].tolist())
        for number in np.flatnonzero(factors.alive).tolist()
    }
    left = np.flatnonzero(forward.left).tolist()
    cards = {variable: int(forward.cards[variable]) for variable in left}
    kept = tuple(variable for variable in kept if variable in cards)
    return Core(scopes, ordered(graph_of(scopes.values(), left), cards, kept), kept)


def is_forest(core: Core) -> bool:
    """Whether variables and factors are joined without a loop."""
    top = {variable: variable for scope in core.scopes.values() for variable in scope}

    def root(variable: int) -> int:
        while top[variable] != variable:
            top[variable] = variable = top[top[variable]]
        return variable

    for scope in core.scopes.values():
        roots = {root(variable) for variable in scope}
        if len(roots) < len(scope):
            return False
        top.update(dict.fromkeys(roots, min(roots)))
    return True


class Elimination:
    """Eliminates the core of a forward pass, clique by clique; `rest` is the kept ones' table."""

    def __init__(self, forward: Forward, core: Core) -> None:
        self._forward, self._core = forward, core
        variables = (*core.order.variables, *core.kept)
        self._place = {variable: at for at, variable in enumerate(variables)}
        self._waiting: dict[int, list[tuple[Scope, Floats]]] = {v: [] for v in variables}
        self._held: dict[int, list[int]] = {variable: [] for variable in variables}
        self._asked: set[int] = set()
        self.cliques: list[Clique] = []
        self._take_factors()

    def run(self) -> Floats:
        """Comes back: the log table over the kept variables, in their order."""
        order = self._core.order
        for variable, boundary in zip(order.variables, order.boundaries, strict=True):
            self._eliminate(variable, boundary)
        self._forward.left[list(order.variables)] = False
        rest = np.zeros(self._shape(self._core.kept))
        for variable in self._core.kept:
            rest += self._spread((variable,), self._own(variable), self._core.kept)
            for scope, table in self._waiting.pop(variable):
                rest += self._spread(scope, table, self._core.kept)
        return rest

    def _take_factors(self) -> None:
        factors = self._forward.factors
        for number, scope in self._core.scopes.items():
            order = sorted(range(len(scope)), key=lambda axis: self._place[scope[axis]])
            turned = factors.tables(np.array([number]))[0].transpose(order)
            variables = tuple(scope[axis] for axis in order)
            self._waiting[variables[0]].append((variables, turned))
            if factors.needed[number]:
                self._held[variables[0]].append(number)

    def _eliminate(self, variable: int, boundary: Scope) -> None:
        scope = (variable, *boundary)
        table = np.zeros(self._shape(scope))
        table += self._spread((variable,), self._own(variable), scope)
        for other, held in self._waiting.pop(variable):
            table += self._spread(other, held, scope)
        left, kept = self._forward.reduce(table[None])
        top = float(left.max())
        self._forward.log_weight += top
        if boundary:
            self._waiting[boundary[0]].append((boundary, left[0] - float(finite(np.array(top)))))
        held_by = tuple(self._held.pop(variable))
        if held_by or variable in self._asked or self._forward.wanted[variable]:
            self._asked.update(boundary[:1])
            self.cliques.append(Clique(variable, boundary, kept[0], held_by))

    def _own(self, variable: int) -> Floats:
        starts = self._forward.starts
        own: Floats = self._forward.unary[starts[variable] : starts[variable + 1]]
        return own

    def _shape(self, scope: Scope) -> tuple[int, ...]:
        return tuple(int(self._forward.cards[variable]) for variable in scope)

    def _spread(self, scope: Scope, table: Floats, over: Scope) -> Floats:
        """The table with axes of length 1 for the variables of `over` that it lacks."""
        inside = set(scope)
        cards = self._forward.cards
        return table.reshape([int(cards[v]) if v in inside else 1 for v in over])


def tell_back_core(forward: Forward, cliques: Sequence[Clique], beliefs: Floats) -> None:
    """Fills in the beliefs of the cliques' variables, and of the factors that are needed."""
    joints: dict[int, tuple[Scope, Floats]] = {}
    hanging: dict[int, int] = {}
    for clique in cliques:
        for parent in clique.boundary[:1]:
            hanging[parent] = hanging.get(parent, 0) + 1
    for clique in reversed(cliques):
        scope: Scope = (clique.variable, *clique.boundary)
        joint: Floats = clique.table
        for parent in clique.boundary[:1]:
            joint = joint * _marginal(*joints[parent], clique.boundary)
            hanging[parent] -= 1
            if not hanging[parent]:
                del joints[parent]
        if clique.variable in hanging:
            joints[clique.variable] = scope, joint
        start = forward.starts[clique.variable]
        beliefs[start : start + len(joint)] = _marginal(scope, joint, scope[:1])
        for number in clique.held:
            _tell_factor(forward, number, scope, joint)


def _marginal(scope: Scope, joint: Floats, over: Scope) -> Floats:
    """The belief over some of a clique's variables, which stand in the clique's order."""
    inside = set(over)
    found: Floats = joint.sum(axis=tuple(k for k, v in enumerate(scope) if v not in inside))
    return found


def _tell_factor(forward: Forward, number: int, scope: Scope, joint: Floats) -> None:
    chosen = np.array([number])
    mine = forward.factors.scope_of(chosen)[0].tolist()
    found = _marginal(scope, joint, tuple(mine))
    standing = [variable for variable in scope if variable in set(mine)]
    turned = found.transpose([standing.index(variable) for variable in mine])
    forward.factors.put(chosen, np.ascontiguousarray(turned)[None])


def decode_core(cliques: Sequence[Clique], states: Ints, ties: set[int]) -> None:
    """Fills in the best states of the cliques' variables; `ties` as in `backward.decode`."""
    for clique in reversed(cliques):
        found = int(clique.table[tuple(states[list(clique.boundary)].tolist())])
        if found < 0:
            ties.add(clique.variable)
        states[clique.variable] = -1 - found if found < 0 else found
