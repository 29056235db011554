"""Which rows can be the first node of a pattern."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from ....core.errors import VelesFailed
from ...checking.faults import fault
from ...tree.patterns import EdgePattern, NodePattern, Pattern
from ..predicates.logic import Truths
from ..relation import Relation, Source
from ..run import Run
from .chain import Chain, Hop, Stop, chain_of, unnamed
from .links import Mask, Positions, has_loops
from .walking import walk


def reaches(pattern: Pattern, relation: Relation, run: Run) -> Truths:
    """(n,) TRUE where the row's node can begin the pattern, else FALSE.

    The first alias says which source the node is of, the first source where no source goes by
    it. Further aliases that sources go by stand for the nodes of the same row. V011 where an
    alias is of no node of that collection.
    """
    anchor = pattern.nodes[0].alias
    source = relation.sources.get(anchor or "") or relation.first
    bound = _bound(pattern, relation, source)
    chain = chain_of(_bare(pattern, bound), source, run)
    if bound:
        found = _rows(chain, relation.n, source, bound, run)
    else:
        found = _at(source, beginnings(chain, run))
    return found.view(np.uint8) << np.uint8(1)


def _at(source: Source, points: Mask) -> Mask:
    positions = source.positions
    if positions is None:
        return points
    found: Mask = points[positions] if len(points) else np.zeros(len(positions), np.bool_)
    found[positions < 0] = False
    return found


def _bound(pattern: Pattern, relation: Relation, source: Source) -> dict[str, Source]:
    """The sources, beside the first node's, that nodes of the pattern go by."""
    anchor = pattern.nodes[0].alias
    found = {}
    for alias in (*(node.alias for node in pattern.nodes), *(edge.alias for edge in pattern.edges)):
        known = relation.sources.get(alias or "")
        if alias is None or known is None:
            continue
        if known.edges is not None or known.mirror is not source.mirror:
            what = f"{alias} stands for no node of {source.collection} in the pattern"
            raise fault("V011", f"{what}; give that part of it another alias")
        if alias != anchor:
            found[alias] = known
    return found


def _bare(pattern: Pattern, bound: Iterable[str]) -> Pattern:
    """The pattern without aliases that say nothing: of edges, and of nodes named once."""
    times = Counter(node.alias for node in pattern.nodes)
    times.update(list(bound))
    nodes = [_anonymous(node) if times[node.alias] == 1 else node for node in pattern.nodes]
    return Pattern(tuple(nodes), tuple(_without_alias(edge) for edge in pattern.edges))


def _anonymous(node: NodePattern) -> NodePattern:
    return node if node.alias is None else replace(node, alias=None)


def _without_alias(edge: EdgePattern) -> EdgePattern:
    return edge if edge.alias is None else replace(edge, alias=None)


def _rows(chain: Chain, n: int, source: Source, bound: Mapping[str, Source], run: Run) -> Mask:
    """Whether each row's own nodes are laid on the chain."""
    given = {name: _positions(one, n) for name, one in bound.items()}
    starts = _positions(source, n)
    whole = np.flatnonzero(np.minimum.reduce([starts, *given.values()]) >= 0)
    found = np.zeros(n, np.bool_)
    nodes = {name: one[whole] for name, one in given.items()}
    found[whole] = _walked(chain, starts[whole], run, nodes)
    return found


def _positions(source: Source, n: int) -> Positions:
    return np.arange(n) if source.positions is None else source.positions


def beginnings(chain: Chain, run: Run) -> Mask:
    """(size,) the points from which the chain can be laid."""
    if chain.most > run.limits.walk:
        return _verified(chain, _everywhere(chain), run)
    exact = _independent(chain)
    points = chain.stops[-1].allowed
    for hop, stop in zip(chain.hops[::-1], chain.stops[-2::-1], strict=True):
        points = _before(hop, points, chain if exact else None, run)
        if stop.allowed is not None:
            points &= stop.allowed
    if points is None:
        points = _everywhere(chain)
    return points if exact else _verified(chain, points, run)


def _everywhere(chain: Chain) -> Mask:
    return np.ones(chain.mirror.points.size, np.bool_)


def _independent(chain: Chain) -> bool:
    """Whether what one part of the chain uses leaves the other parts all that they need."""
    hops = chain.hops
    if not all(unnamed(stop.name) for stop in chain.stops):
        return False
    if not any(one.meets(other) for at, one in enumerate(hops) for other in hops[:at]):
        return True
    onward = len(hops) == 2 and not any(hop.ranged for hop in hops)
    ways = {hop.pattern.direction for hop in hops}
    return onward and len(ways) == 1 and ways != {"both"} and not has_loops(chain.mirror)


def _before(hop: Hop, points: Mask | None, chain: Chain | None, run: Run) -> Mask:
    """The points from which a hop leads to `points`; with `chain` exactly those.

    Otherwise walks count that use an edge twice, which no shortest one does.
    """
    if not hop.ranged:
        return _previous(hop, points)
    size = len(hop.neighbours.starts) - 1
    ends = np.ones(size, np.bool_) if points is None else points
    found = ends.copy() if hop.low == 0 else np.zeros(size, np.bool_)
    layer = ends
    for length in range(1, hop.high + 1):
        layer = _previous(hop, layer)
        if hop.low <= 1:
            layer &= ~found
        if not layer.any():
            break
        if length >= hop.low:
            found |= layer
    if chain is None or hop.low == 0 or (hop.low == 1 and hop.pattern.direction != "both"):
        return found
    # A shortest way to another point never uses an edge twice, one back to its own may.
    doubtful = found & ends if hop.low == 1 else found
    alone = replace(chain, stops=(Stop(" 0", None), Stop(" 1", points)), hops=(hop,))
    return (found & ~doubtful) | _verified(alone, doubtful, run)


def _previous(hop: Hop, points: Mask | None) -> Mask:
    """The points with an edge of the hop to `points`."""
    starts, _, ends = hop.neighbours
    if points is None:
        some: Mask = starts[1:] > starts[:-1]
        return some
    reached = np.zeros(len(ends) + 1, np.int64)
    np.cumsum(points[ends], out=reached[1:])
    counts = reached[starts]
    leads: Mask = counts[1:] > counts[:-1]
    return leads


def _verified(chain: Chain, points: Mask, run: Run) -> Mask:
    """Those of the points from which the chain was laid."""
    starts = np.flatnonzero(points & chain.mirror.points.alive)
    found = np.zeros(len(points), np.bool_)
    found[starts] = _walked(chain, starts, run, {})
    return found


def _walked(chain: Chain, starts: Positions, run: Run, bound: Mapping[str, Positions]) -> Mask:
    """(n,) whether the chain can be laid from each; in halves where that is too much at once."""
    found = np.zeros(len(starts), np.bool_)
    try:
        found[walk(chain, starts, run, bound=bound).origins] = True
    except VelesFailed as error:
        if error.code != "VELES-027" or len(starts) < 2:
            raise
        half = len(starts) // 2
        for part in (slice(None, half), slice(half, None)):
            nodes = {name: one[part] for name, one in bound.items()}
            found[part] = _walked(chain, starts[part], run, nodes)
    return found
