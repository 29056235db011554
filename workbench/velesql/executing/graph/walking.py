"""Laying a chain on a graph, all rows at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np

from ...checking.faults import fault
from ..run import Run
from .chain import Chain, Hop, unnamed
from .links import Positions
from .walks import Been, Walks, beginning, codes, joined, least, widened

Pass = Callable[[Walks], Walks]

_AT_ONCE = 1 << 18  # steps under way, 2 MB an array: few enough for a look at the clock


def walk(
    chain: Chain, starts: Positions, run: Run, *, bound: Mapping[str, Positions] | None = None
) -> Walks:
    """Ways to lay the chain from `starts` without using an edge twice.

    Of ways that differ in nothing that has an alias, one of the least depth stands for all
    wherever that is seen early. `bound` are points, parallel to `starts`, that names must be.
    VELES-027 where a walk is longer, or more rows are under way, than may be.
    """
    walks = _arrived(beginning(starts, bound or {}), chain, 0)
    for at in range(len(chain.hops)):
        walks = _over(walks, chain, at, run)
        walks = replace(walks, bounds=(*walks.bounds, walks.depths))
        if at + 1 < len(chain.hops) and _separate(chain, at):
            walks = walks.take(np.sort(least(_states(walks, chain), walks.depths)))
    return walks


def _arrived(walks: Walks, chain: Chain, at: int) -> Walks:
    """Those that may be at a stop, and where its name is known, at that point."""
    stop = chain.stops[at]
    if stop.allowed is not None:
        walks = walks.take(stop.allowed[walks.at])
    known = walks.nodes.get(stop.name)
    if known is not None:
        return walks.take(known == walks.at)
    if unnamed(stop.name):
        return walks
    return replace(walks, nodes={**walks.nodes, stop.name: walks.at})


def _over(walks: Walks, chain: Chain, at: int, run: Run) -> Walks:
    """Walks on, by each number of edges that a hop may have, to the stop behind it."""
    hop = chain.hops[at]

    def arrive(some: Walks) -> Walks:
        return _arrived(some, chain, at + 1)

    if not hop.ranged:
        return _stepped(walks, hop, run, arrive)
    if not _only_ends_count(chain, at, run):
        return _lengths(walks, hop, run, arrive)
    origins = walks.origins
    walks = replace(walks, origins=np.arange(len(walks)))
    been = Been(chain.mirror.points.size)
    found = _lengths(been.first(walks) if hop.low == 0 else walks, hop, run, arrive, been.first)
    return replace(found, origins=origins[found.origins])


def _lengths(walks: Walks, hop: Hop, run: Run, arrive: Pass, onward: Pass | None = None) -> Walks:
    """Walks of each length of a range that arrive; of all, those go on that `onward` lets."""
    found = [arrive(walks if hop.low == 0 else walks.take(slice(0, 0)))]
    rows = len(found[0])
    for length in range(1, hop.high + 1):
        walks = _stepped(walks, hop, run, onward)
        if not len(walks):
            break
        if length >= hop.low:
            found.append(arrive(walks))
            rows += len(found[-1])
            run.check_rows(rows)
    return joined(found)


def _stepped(walks: Walks, hop: Hop, run: Run, arrive: Pass | None) -> Walks:
    """Walks longer by one edge that they have not used; those that `arrive` lets pass."""
    found, rows = [], 0
    for some, slots in _slots(walks, hop):
        longer = _longer(walks, hop, some, slots)
        if len(longer) and longer.depths.max() > run.limits.walk:
            raise fault(
                "VELES-027",
                f"a walk has more than {run.limits.walk} edges; ask for a shorter range",
            )
        found.append(arrive(longer) if arrive else longer)
        rows += len(found[-1])
        run.check_rows(rows)
        run.check_time()
    return joined(found)


def _slots(walks: Walks, hop: Hop) -> Iterator[tuple[Positions, Positions]]:
    """Rows of walks, and places in the neighbours that they lead on to; in parts."""
    starts = hop.neighbours.starts
    begin = starts[walks.at]
    counts = starts[walks.at + 1] - begin
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    cuts = np.searchsorted(ends, np.arange(_AT_ONCE, total, _AT_ONCE))
    edges = [0, *np.unique(cuts[cuts > 0]).tolist(), len(begin)]
    for first, last in pairwise(edges):
        shown = counts[first:last]
        rows = np.repeat(np.arange(first, last), shown)
        shift = begin[first:last] - (np.cumsum(shown) - shown)
        yield rows, np.arange(len(rows)) + np.repeat(shift, shown)


def _longer(walks: Walks, hop: Hop, rows: Positions, slots: Positions) -> Walks:
    edges, used = hop.neighbours.edges[slots], walks.used[rows]
    if used.shape[1]:
        fresh = ~(used == edges[:, None]).any(axis=1)
        if not fresh.all():
            rows, slots, edges, used = rows[fresh], slots[fresh], edges[fresh], used[fresh]
    depths = walks.depths[rows]
    width = int(depths.max()) + 1 if len(depths) else 0
    used = np.array(used) if used.shape[1] >= width else widened(used, width)
    used[np.arange(len(rows)), depths] = edges
    return Walks(
        walks.origins[rows],
        hop.neighbours.points[slots],
        {name: one[rows] for name, one in walks.nodes.items()},
        used,
        depths + 1,
        tuple(one[rows] for one in walks.bounds),
    )


def _separate(chain: Chain, at: int) -> bool:
    """No hop up to here has an alias, and none can share an edge with a later one."""
    done, later = chain.hops[: at + 1], chain.hops[at + 1 :]
    if any(hop.alias for hop in done):
        return False
    return not any(hop.meets(other) for hop in done for other in later)


def _only_ends_count(chain: Chain, at: int, run: Run) -> bool:
    """A range of which the shortest way to each point stands for all.

    It has no alias and no fewest length beyond what a shortest way has; the way back to where
    it began, along edges of either direction, is the exception that a range from 1 may need.
    """
    hop = chain.hops[at]
    if hop.alias or hop.low > 1 or (hop.low == 1 and hop.pattern.direction == "both"):
        return False
    others = (one for one in chain.hops if one is not hop)
    return chain.most <= run.limits.walk and not any(hop.meets(other) for other in others)


def _states(walks: Walks, chain: Chain) -> Positions:
    """(n,) the same where walks differ in nothing that a row or a later hop sees."""
    size = chain.mirror.points.size
    columns = [(walks.origins, int(walks.origins.max(initial=0)) + 1), (walks.at, size)]
    return codes([*columns, *((one, size) for one in walks.nodes.values())], len(walks))
