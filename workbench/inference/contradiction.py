"""The search for the fewest items that contradict each other.

An item is an observation, a prior or a factor that rules something out. Items near evidence are
tried first. Of those that conflict, chunks are taken away while a conflict remains; an item
without which the rest is possible is needed, and from the assignment that shows it others are
found to be needed by changing one variable at a time (Belov and Marques-Silva, "Accelerating MUS
extraction with recursive model rotation", 2011).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.sparse.csgraph import dijkstra, reverse_cuthill_mckee

from ..core.errors import NotSupported
from .evidence import Observed
from .exact.run import Exact, Task
from .factor_groups import Group
from .network import Bools, Floats, Ints, Network

_OBSERVATION, _PRIOR = -2, -1  # kinds of items; of a factor the kind is its group's number
# Assignments that wait for their neighbours to be looked at: more only cost memory, as what they
# would have shown is found by taking away.
_OPEN = 100


class Contradiction:
    """Items of a network and its evidence: rows of (kind, row in the group, a variable)."""

    def __init__(self, network: Network, observed: Observed, limit: int) -> None:
        self._network, self._observed, self._limit = network, observed, limit
        self._items, self._far = self._sorted(self._all_items())
        self._holding: dict[int, list[int]] = {}

    def least(self) -> list[int]:
        """Numbers of items that conflict, none of which can be spared; empty without a conflict."""
        pending = self._nearest()
        self._holding = self._by_variable(pending)
        sure: set[int] = set()
        size = len(pending) // 2
        while pending:
            chunk, rest = pending[: max(size, 1)], pending[max(size, 1) :]
            witness = self._witness([*sorted(sure), *rest])
            if witness is None:
                pending, size = rest, 2 * size
            elif len(chunk) > 1:
                size = len(chunk) // 2
            else:
                sure |= self._rotated(chunk[0], witness, {*sure, *pending})
                pending = [item for item in rest if item not in sure]
                size = len(pending)
        return sorted(sure)

    def named(self, items: Sequence[int]) -> tuple[list[int], list[int], list[int]]:
        """The ids of observed variables, of factors, and of variables with a prior; ascending."""
        found: tuple[list[int], list[int], list[int]] = ([], [], [])
        for kind, row, variable in self._items[items].tolist():
            if kind >= 0:
                found[1].append(int(self._network.groups[kind].ids[row]))
            else:
                found[0 if kind == _OBSERVATION else 2].append(int(self._network.ids[variable]))
        return sorted(found[0]), sorted(found[1]), sorted(found[2])

    def _all_items(self) -> Ints:
        """Whatever has a 0: observations, priors, factors."""
        network, observed = self._network, self._observed
        soft = [at for at, weights in observed.soft.items() if not weights.all()]
        seen = np.union1d(observed.hard, np.array(soft, np.int64))
        priors = np.unique(network.owners[network.priors == 0])
        found = [_rows(_OBSERVATION, seen, seen), _rows(_PRIOR, priors, priors)]
        for number, group in enumerate(network.groups):
            rows = np.flatnonzero((group.tables == 0).reshape(len(group.ids), -1).any(axis=1))
            found.append(_rows(number, rows, group.scope[rows, 0]))
        return np.concatenate(found)

    def _sorted(self, items: Ints) -> tuple[Ints, Floats]:
        """The items by their distance to evidence, and those distances; inf where none is near."""
        network = self._network
        far = np.full(len(network), np.inf)
        seeds = items[items[:, 0] == _OBSERVATION, 2]
        if len(seeds):
            far = dijkstra(
                network.links, directed=False, indices=seeds, unweighted=True, min_only=True
            )
        reach = far[items[:, 2]]
        for number, group in enumerate(network.groups):
            mine = items[:, 0] == number
            reach[mine] = far[group.scope[items[mine, 1]]].max(axis=1)
        order = np.argsort(reach, kind="stable")
        return items[order], reach[order]

    def _nearest(self) -> list[int]:
        """The items within the least distance (0, 1, 2, 4, ...) in which there is a
        conflict, in the order of a walk, which parts what is far from each other when halved."""
        radius, whole = 0.0, len(self._items)
        while (inside := int(np.searchsorted(self._far, radius, side="right"))) < whole:
            if self._witness(range(inside)) is None:
                return self._walked(inside)
            finite = np.isfinite(self._far).sum()
            radius = max(2 * radius, 1.0) if inside < finite else np.inf
        return self._walked(whole) if self._witness(range(whole)) is None else []

    def _walked(self, count: int) -> list[int]:
        """The first so many items in the order of a walk through the network."""
        walk = reverse_cuthill_mckee(self._network.links.tocsr(), symmetric_mode=False)
        place = np.empty(len(walk), np.int64)
        place[walk] = np.arange(len(walk))
        order: list[int] = np.argsort(place[self._items[:count, 2]], kind="stable").tolist()
        return order

    def _witness(self, items: Sequence[int]) -> Ints | None:
        """An assignment (by position) that satisfies all of these items; None if none does."""
        states = np.zeros(len(self._network), np.int64)
        if not len(items):
            return states
        network, observed, kept = self._part(self._items[np.array(items)])
        every = np.ones(len(network), np.bool_)
        exact = Exact(Task(network, observed, every, every, best=True))
        if told := exact.excess(self._limit):
            raise NotSupported(f"{told}: raise it")
        if not np.isfinite(exact.finish()):
            return None
        states[kept] = exact.states()[0]
        return states

    def _part(self, items: Ints) -> tuple[Network, Observed, Ints]:
        """The items alone as a network over what they touch, its weights 0 and 1."""
        whole = self._network
        factors = [(g, items[items[:, 0] == n, 1]) for n, g in enumerate(whole.groups)]
        touched = [group.scope[rows].ravel() for group, rows in factors]
        kept = np.unique(np.concatenate([items[:, 2], *touched]))
        chosen = np.zeros(len(whole), np.bool_)
        chosen[kept] = True
        place = np.cumsum(chosen) - 1
        groups = tuple(
            Group(g.ids[rows], place[g.scope[rows]], (g.tables[rows] > 0).astype(np.float64))
            for g, rows in factors
            if len(rows)
        )
        told = np.zeros(len(whole), np.bool_)
        told[items[items[:, 0] == _PRIOR, 2]] = True
        priors = np.where(told[whole.owners], whole.priors > 0, 1.0)[chosen[whole.owners]]
        network = Network(
            whole.ids[kept],
            whole.cards[kept],
            tuple(whole.states[at] for at in kept.tolist()),
            np.concatenate(([0], np.cumsum(whole.cards[kept]))).astype(np.int64),
            priors,
            groups,
        )
        return network, self._seen(items, chosen), kept

    def _seen(self, items: Ints, chosen: Bools) -> Observed:
        mine = items[items[:, 0] == _OBSERVATION, 2]
        states = np.full(len(chosen), -1, np.int64)
        states[mine] = self._observed.states[mine]
        soft = {at: w for at, w in self._observed.soft.items() if at in set(mine.tolist())}
        return Observed(states, soft).part(chosen)

    def _by_variable(self, items: Sequence[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for item in items:
            for variable in self._scope(item):
                found.setdefault(variable, []).append(item)
        return found

    def _scope(self, item: int) -> list[int]:
        kind, row, variable = self._items[item].tolist()
        if kind < 0:
            return [variable]
        scope: list[int] = self._network.groups[kind].scope[row].tolist()
        return scope

    def _satisfied(self, item: int, states: Ints) -> bool:
        kind, row, variable = self._items[item].tolist()
        state = int(states[variable])
        if kind == _PRIOR:
            return bool(self._network.prior(variable)[state] > 0)
        if kind == _OBSERVATION and variable in self._observed.soft:
            return bool(self._observed.soft[variable][state] > 0)
        if kind == _OBSERVATION:
            return state == int(self._observed.states[variable])
        group = self._network.groups[kind]
        return bool(group.tables[(row, *states[group.scope[row]].tolist())] > 0)

    def _rotated(self, item: int, witness: Ints, items: set[int]) -> set[int]:
        """The needed item that `witness` alone violates, and those that its neighbours show."""
        sure, open_ = {item}, [(item, witness)]
        while open_:
            violated, states = open_.pop()
            for other, changed in self._changed(violated, states, items):
                if other not in sure:
                    sure.add(other)
                    open_ = [*open_[-_OPEN:], (other, changed)]
        return sure

    def _changed(self, item: int, states: Ints, items: set[int]) -> Iterator[tuple[int, Ints]]:
        """Assignments that differ in one variable and violate one item alone, another one."""
        for variable in self._scope(item):
            holding = [other for other in self._holding[variable] if other in items]
            for state in range(int(self._network.cards[variable])):
                changed = states.copy()
                changed[variable] = state
                violated = [other for other in holding if not self._satisfied(other, changed)]
                if len(violated) == 1 and violated[0] != item:
                    yield violated[0], changed


def _rows(kind: int, rows: Ints, variables: Ints) -> Ints:
    return np.stack((np.full(len(rows), kind), rows, variables), axis=1)
