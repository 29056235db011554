"""Which variables, factors and nodes a question is answered from, and what was left out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.property_graph.belief import Factor
from .evidence import Assumed, checked_assumptions, counted
from .options import Reach
from .variables import known_variable, listed

if TYPE_CHECKING:
    from ..state.state import State


@dataclass(frozen=True, slots=True)
class ActiveSubgraph:
    """Ids, each list ascending.

    `boundary_variables` belong to nodes that did not fit in. `left_out_*` are connected to the
    question over factors and take no part; the original never tells of them.
    """

    variables: tuple[int, ...]
    factors: tuple[int, ...]
    graph_nodes: tuple[int, ...]
    boundary_variables: tuple[int, ...] = ()
    truncated: bool = False
    left_out_variables: tuple[int, ...] = ()
    left_out_factors: tuple[int, ...] = ()

    @property
    def cut(self) -> bool:
        """Whether something that is connected to the question takes no part."""
        return bool(self.left_out_factors)

    def original(self) -> dict[str, Any]:
        """With the original's keys."""
        return {
            "variables": [*self.variables],
            "factors": [*self.factors],
            "graph_nodes": [*self.graph_nodes],
            "boundary_variables": [*self.boundary_variables],
            "truncated": self.truncated,
        }


def active_subgraph(
    state: State,
    query: Iterable[int] | None = None,
    evidence: Assumed | None = None,
    *,
    radius: int | None = None,
    max_nodes: int | None = None,
    max_factors: int | None = None,
    compat: bool = False,
) -> ActiveSubgraph:
    """What `belief_propagation` would take part with, given the same arguments.

    Without a radius: all that is connected over factors to the query and to what is observed,
    by records or by `evidence`; without a query, everything. With one: the factors that touch
    variables of nodes within so many hops, as the original chooses them. With `compat` the
    original's radius and caps, and of the observations those of `evidence` alone.
    """
    if compat:
        observed = set(checked_assumptions(state, evidence))
    else:
        observed = set(counted(state, evidence).seen)
    wanted = None if query is None else listed(query, "query_variables")
    asked = None if wanted is None else [known_variable(state, id).id for id in wanted]
    reach = Reach.of(radius, max_nodes, max_factors, compat=compat)
    return collected(state, asked, observed, reach)


def collected(
    state: State, query: Sequence[int] | None, observed: set[int], reach: Reach
) -> ActiveSubgraph:
    """The active set of variables that are asked for and of variables that are observed."""
    everything = not query and (not reach.compat or not observed)
    seeds = set(state.variables) if everything else {*(query or ()), *observed}
    touching = Touching(state)
    if reach.radius is None:
        return _connected(state, touching, seeds, reach)
    near = _near(state, seeds, reach)
    return near if reach.compat else _with_left_out(touching, near, seeds)


class Touching:
    """Which factors touch a variable; factors without a table are none."""

    def __init__(self, state: State) -> None:
        self.factors: dict[int, Factor] = {}
        self._at: dict[int, list[int]] = {}
        for id in sorted(state.factors):
            factor = state.factors[id]
            if factor.table is None:
                continue
            self.factors[id] = factor
            for variable in factor.table.variables:
                self._at.setdefault(variable, []).append(id)

    def at(self, variable: int) -> list[int]:
        return self._at.get(variable, [])

    def scope(self, factor: int) -> tuple[int, ...]:
        table = self.factors[factor].table
        return () if table is None else table.variables

    def reached(self, seeds: Iterable[int]) -> Iterator[int]:
        """Every factor connected to the seeds, nearest first, each once."""
        waiting, seen, taken = deque(sorted(seeds)), set(seeds), set[int]()
        while waiting:
            for factor in self.at(waiting.popleft()):
                if factor in taken:
                    continue
                taken.add(factor)
                yield factor
                new = [id for id in self.scope(factor) if id not in seen]
                seen.update(new)
                waiting.extend(new)


class Nodes:
    """Nodes that were let in, up to a cap."""

    def __init__(self, most: int | None) -> None:
        self.most, self.ids, self.refused = most, set[int](), False

    def add(self, node: int | None) -> bool:
        """Whether the node was let in now."""
        if node is None or node in self.ids:
            return False
        if self.most is not None and len(self.ids) >= self.most:
            self.refused = True
            return False
        self.ids.add(node)
        return True


def _connected(state: State, touching: Touching, seeds: set[int], reach: Reach) -> ActiveSubgraph:
    """All that is connected over factors; where a cap cuts, the nearest are kept."""
    everything = len(seeds) == len(state.variables) and reach.max_factors is None
    reached = list(touching.factors) if everything else list(touching.reached(seeds))
    taken = reached if reach.max_factors is None else reached[: reach.max_factors]
    variables = {*seeds, *(id for factor in taken for id in touching.scope(factor))}
    nodes = Nodes(reach.max_nodes)
    for id in sorted(variables):
        nodes.add(state.variables[id].owner_id)
    found = _made(state, variables, taken, nodes, cut=len(taken) < len(reached))
    return found if len(taken) == len(reached) else _with_left_out(touching, found, seeds)


def _near(state: State, seeds: set[int], reach: Reach) -> ActiveSubgraph:
    """The original's choice: factors one hop from the variables of nodes within the radius."""
    nodes = Nodes(reach.max_nodes)
    for id in sorted(seeds):
        nodes.add(state.variables[id].owner_id)
    _grow(state, nodes, reach.radius or 0)
    variables = seeds | {id for id, v in state.variables.items() if v.owner_id in nodes.ids}
    seeded, taken, cut = frozenset(variables), list[int](), False
    for id in sorted(state.factors):
        table = state.factors[id].table
        if table is None or seeded.isdisjoint(table.variables):
            continue
        if reach.max_factors is not None and len(taken) >= reach.max_factors:
            cut = True
            continue
        taken.append(id)
        for variable in table.variables:
            if variable not in variables:
                variables.add(variable)
                nodes.add(state.variables[variable].owner_id)
    return _made(state, variables, taken, nodes, cut=cut)


def _grow(state: State, nodes: Nodes, radius: int) -> None:
    """Let in the nodes within some hops, in either direction, in the order of discovery."""
    waiting = deque((node, 0) for node in sorted(nodes.ids))
    while waiting:
        node, depth = waiting.popleft()
        if depth >= radius:
            continue
        for neighbor in _neighbors(state, node):
            if nodes.add(neighbor):
                waiting.append((neighbor, depth + 1))


def _neighbors(state: State, node: int) -> list[int]:
    """Targets of outgoing edges by edge id, then sources of incoming ones, each once."""
    sources, targets = state.edges.ends(state.edges.at(node))
    out = targets[sources == node].tolist()
    return list(dict.fromkeys([*out, *sources[targets == node].tolist()]))


def _made(
    state: State, variables: Iterable[int], factors: Iterable[int], nodes: Nodes, *, cut: bool
) -> ActiveSubgraph:
    ordered = sorted(variables)
    owners = ((id, state.variables[id].owner_id) for id in ordered)
    outside = tuple(id for id, owner in owners if owner is not None and owner not in nodes.ids)
    return ActiveSubgraph(
        tuple(ordered),
        tuple(sorted(factors)),
        tuple(sorted(nodes.ids)),
        outside,
        cut or nodes.refused,
    )


def _with_left_out(
    touching: Touching, found: ActiveSubgraph, seeds: Iterable[int]
) -> ActiveSubgraph:
    taken, known = set(found.factors), set(found.variables)
    missing = [factor for factor in touching.reached(seeds) if factor not in taken]
    variables = {id for factor in missing for id in touching.scope(factor)} - known
    return ActiveSubgraph(
        *(found.variables, found.factors, found.graph_nodes, found.boundary_variables),
        found.truncated,
        tuple(sorted(variables)),
        tuple(sorted(missing)),
    )
