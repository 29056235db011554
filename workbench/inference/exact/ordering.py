"""In which order to eliminate the variables of a graph with loops, and what that takes."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

# Counting fill edges costs a pass over the neighbours' neighbours: beyond this many variables
# only the least clique is looked for.
_FILL_VARIABLES = 3000
# The log2 of the states of a clique at which looking for an order ends: 32 GiB of weights, which
# nobody allows. Wide graphs of 100,000 variables would take hours to order to their end.
_HOPELESS = 32.0

Graph = dict[int, set[int]]


@dataclass(frozen=True)
class Order:
    """Variables in the order of their elimination, and each one's boundary when its turn comes.

    Boundaries are in the order of elimination, kept variables last. `clique_states` are the
    states of the largest clique (a variable and its boundary), `all_states` of all together.
    Where the search ended at a clique too large for any use, it is not `complete`: the order
    stops there, and that clique is the largest that is known of.
    """

    variables: tuple[int, ...]
    boundaries: tuple[tuple[int, ...], ...]
    clique_states: int
    all_states: int
    complete: bool = True


def graph_of(scopes: Iterable[Sequence[int]], variables: Iterable[int]) -> Graph:
    """Neighbours of every variable: those that share a scope with it."""
    graph: Graph = {variable: set() for variable in variables}
    for scope in scopes:
        for variable in scope:
            graph[variable].update(scope)
    for variable, near in graph.items():
        near.discard(variable)
    return graph


def ordered(graph: Graph, cards: Mapping[int, int], kept: Sequence[int] = ()) -> Order:
    """The best of three orders: least clique first, least fill first, and a sweep.

    Ties by the least number. A sweep from one end to the other (Cuthill and McKee, 1969) is
    what long strips want. `kept` are not eliminated, and come last in every boundary.
    """
    orders = [_greedy(graph, cards, kept, _clique), _swept(graph, cards, kept)]
    if len(graph) <= _FILL_VARIABLES:
        orders.append(_greedy(graph, cards, kept, _fill))
    # Of orders that take about as much (within 2 x), the one whose largest table is least.
    return min(
        orders,
        key=lambda order: (
            not order.complete,
            order.all_states.bit_length(),
            order.clique_states,
        ),
    )


_Cost = Callable[[Graph, Mapping[int, float], int], tuple[float, float]]


def _clique(graph: Graph, sizes: Mapping[int, float], variable: int) -> tuple[float, float]:
    """The log2 of the states of a variable and its neighbours."""
    near = graph[variable]
    return math.fsum([sizes[variable], *(sizes[other] for other in near)]), len(near)


def _fill(graph: Graph, sizes: Mapping[int, float], variable: int) -> tuple[float, float]:
    """How many pairs of neighbours are not joined yet; the clique's size decides ties."""
    near = graph[variable]
    joined = sum(len(near & graph[other]) for other in near)
    return (len(near) * (len(near) - 1) - joined) / 2, _clique(graph, sizes, variable)[0]


def _greedy(given: Graph, cards: Mapping[int, int], kept: Sequence[int], cost: _Cost) -> Order:
    graph = {variable: set(near) for variable, near in given.items()}
    sizes = {variable: math.log2(cards[variable]) for variable in graph}
    costs = {variable: cost(graph, sizes, variable) for variable in graph if variable not in kept}
    heap = [(price, variable) for variable, price in costs.items()]
    heapq.heapify(heap)
    order: list[int] = []
    near_by: list[set[int]] = []
    while heap:
        price, variable = heapq.heappop(heap)
        if costs.get(variable) != price:
            continue
        del costs[variable]
        near = graph.pop(variable)
        order.append(variable)
        near_by.append(near)
        if price[cost is _fill] > _HOPELESS:
            return _order(order, near_by, cards, kept, complete=False)
        for other in _joined(graph, variable, near, wide=cost is _fill):
            if other in costs:
                costs[other] = cost(graph, sizes, other)
                heapq.heappush(heap, (costs[other], other))
    return _order(order, near_by, cards, kept)


def _swept(given: Graph, cards: Mapping[int, int], kept: Sequence[int]) -> Order:
    graph = {variable: set(near) for variable, near in given.items()}
    sizes = {variable: math.log2(cards[variable]) for variable in graph}
    order = [variable for variable in _walk(given) if variable not in kept]
    near_by: list[set[int]] = []
    for variable in order:
        near_by.append(graph.pop(variable))
        if math.fsum(sizes[one] for one in (variable, *near_by[-1])) > _HOPELESS:
            return _order(order[: len(near_by)], near_by, cards, kept, complete=False)
        _joined(graph, variable, near_by[-1], wide=False)
    return _order(order, near_by, cards, kept)


def _walk(graph: Graph) -> list[int]:
    """The variables by layers from an end of each part of the graph to its other end."""
    found: list[int] = []
    seen: set[int] = set()
    for variable in sorted(graph):
        if variable not in seen:
            end = _layers(graph, _layers(graph, variable)[-1])[-1]
            part = _layers(graph, end)
            found += part
            seen.update(part)
    return found


def _layers(graph: Graph, start: int) -> list[int]:
    """Everything that hangs together with `start`, by distance; in a layer few neighbours first."""
    found, seen = [start], {start}
    for variable in found:
        near = sorted(graph[variable] - seen, key=lambda other: (len(graph[other]), other))
        found += near
        seen.update(near)
    return found


def _joined(graph: Graph, variable: int, near: set[int], *, wide: bool) -> set[int]:
    """Joins the neighbours of an eliminated variable; comes back: whose cost may be another."""
    touched = set(near)
    for other in near:
        others = graph[other]
        others.discard(variable)
        if wide and not near <= others | {other}:
            touched |= others
        others |= near
        others.discard(other)
    return touched


def _order(
    variables: Sequence[int],
    near_by: Sequence[set[int]],
    cards: Mapping[int, int],
    kept: Sequence[int],
    *,
    complete: bool = True,
) -> Order:
    place = {variable: at for at, variable in enumerate((*variables, *kept))}
    last = len(place)  # where those stand that an order did not come to
    boundaries = tuple(
        tuple(sorted(near, key=lambda other: (place.get(other, last), other))) for near in near_by
    )
    states = [
        cards[variable] * math.prod(cards[other] for other in boundary)
        for variable, boundary in zip(variables, boundaries, strict=True)
    ]
    # What is left at the end is one table over the kept variables.
    rest = math.prod(cards[variable] for variable in kept)
    return Order(tuple(variables), boundaries, max([*states, rest]), sum(states) + rest, complete)
