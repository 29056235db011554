"""MATCH … RETURN."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ....collections.mirrors.table import Table
from ...checking.faults import fault
from ...checking.walk import SEARCHES, conditions
from ...tree.patterns import EdgePattern, Pattern
from ...tree.predicates import And, Predicate
from ...tree.selects import Match, Select
from ...tree.selects import Source as Named
from ..binding import count
from ..predicates.truth import holds
from ..relation import Relation, Source
from ..result import Result
from ..run import Run, Step
from ..searching.scores import Scored, Scores
from .chain import Chain, chain_of
from .laid import Laid, answered, ordered
from .links import Mask, Positions
from .naming import check_names
from .rows import rows_of
from .views import Overlaid
from .walking import walk
from .walks import Walks, turned

_CHEAPER = 4  # times fewer points at the other end, for a pattern to be laid from there


def match(statement: Match, run: Run) -> Result:
    """The rows of a pattern.

    Best first where a search ranks them; else, and among equals, in order of the ids that the
    aliases have, in the order of the pattern (of a range, in that of its edges). A score is
    1 / (1 + edges of the row) where no search gives one. No LIMIT means all rows. VELES-010
    where the parameter `_collection` does not name what the pattern is laid on.
    """
    select = _checked(statement)
    source = _source(run)
    step = Step("pattern", {"collection": source.collection})
    with run.measured(step, lambda: laid.n):
        laid = _laid(statement, source, run)
    if statement.where is not None:
        with run.measured(Step("filter"), lambda: laid.n):
            laid = _qualifying(statement.where, select, laid)
    start = count(statement.offset, run, "OFFSET") or 0
    limit = count(statement.limit, run, "LIMIT")
    at = ordered(statement, laid)
    found = laid.cut(at[start : None if limit is None else start + limit])
    run.check_rows(found.n)
    return answered(statement, found)


def _checked(statement: Match) -> Select:
    """The WHERE as that of a SELECT, once the names in it are known to be aliases."""
    found = _CHECKED.get(id(statement))
    if found is None or found[0] is not statement:
        check_names(statement)
        if len(_CHECKED) >= _KEPT:
            _CHECKED.clear()
        select = Select((), Named(""), where=statement.where)
        found = _CHECKED[id(statement)] = (statement, select)
    return found[1]


_KEPT = 1024
# Not by equality, to which 1 and TRUE are the same; kept, so that an id stays the statement's own.
_CHECKED: dict[int, tuple[Match, Select]] = {}


def _source(run: Run) -> Source:
    name = run.parameters.get("_collection")
    if not isinstance(name, str):
        what = "MATCH needs the collection that it is laid on; give it as the parameter _collection"
        raise fault("VELES-010", what)
    mirror = run.database.mirror(name)
    return Source(name, mirror, mirror.points)


def _laid(statement: Match, source: Source, run: Run) -> Laid:
    tables = _tables(statement.pattern, source, run)
    allowed = _allowed(statement, source, tables, run)
    chain = chain_of(statement.pattern, source, run, allowed=allowed)
    walks = _walks(chain, statement.pattern, source, allowed, run)
    relation, depths = rows_of(chain, walks, tables)
    scores = Scores(relation.n, {"score": Scored(np.arange(relation.n), 1 / (1 + depths))})
    return Laid(relation, run, np.arange(relation.n), scores, depths)


def _tables(pattern: Pattern, source: Source, run: Run) -> dict[str, Table]:
    """Where the fields of nodes come from that name another collection."""
    found: dict[str, Table] = {}
    for node in pattern.nodes:
        if node.collection is None or not node.alias or node.alias in found:
            continue
        definition = run.database.definitions().get(node.collection)
        if definition is None:
            run.notices.append(
                f"there is no collection {node.collection!r}: {node.alias} keeps the fields that "
                f"it has in {source.collection!r}"
            )
        elif definition.ids == source.mirror.definition.ids:
            other = run.database.mirror(node.collection).points
            found[node.alias] = Overlaid(source.table, other)
    return found


def _allowed(
    statement: Match, source: Source, tables: Mapping[str, Table], run: Run
) -> dict[str, Mask]:
    """By alias, the points that satisfy what WHERE asks of that node alone."""
    nodes = {node.alias for node in statement.pattern.nodes if node.alias}
    found: dict[str, Mask] = {}
    for part in _parts(statement.where):
        alias = _about(part)
        if alias is None or alias not in nodes:
            continue
        table = tables.get(alias, source.table)
        whole = Relation({alias: replace(source, table=table)}, table.size)
        mask = holds(part, whole, run)
        found[alias] = found[alias] & mask if alias in found else mask
    return found


def _parts(where: Predicate | None) -> tuple[Predicate, ...]:
    if where is None:
        return ()
    return where.parts if isinstance(where, And) else (where,)


def _about(predicate: Predicate) -> str | None:
    """The alias that a condition on a field is about; None for other conditions."""
    column = getattr(predicate, "column", None) or getattr(predicate, "left", None)
    if column is None or isinstance(predicate, SEARCHES):
        return None
    alias: str = column.path[0]
    return alias


def _walks(
    chain: Chain, pattern: Pattern, source: Source, allowed: Mapping[str, Mask], run: Run
) -> Walks:
    """The chain laid from the end that has far fewer points, told from its first node."""
    first, last = _starts(chain, 0), _starts(chain, -1)
    if len(last) * _CHEAPER >= len(first) or chain.most > run.limits.walk:
        return walk(chain, first, run)
    backward = chain_of(_reversed(pattern), source, run, allowed=allowed)
    return turned(walk(backward, last, run))


def _starts(chain: Chain, at: int) -> Positions:
    allowed, alive = chain.stops[at].allowed, chain.mirror.points.alive
    return np.flatnonzero(alive if allowed is None else alive & allowed)


def _reversed(pattern: Pattern) -> Pattern:
    return Pattern(pattern.nodes[::-1], tuple(map(_against, pattern.edges[::-1])))


def _against(edge: EdgePattern) -> EdgePattern:
    if edge.direction == "both":
        return edge
    return replace(edge, direction="in" if edge.direction == "out" else "out")


def _qualifying(where: Predicate, select: Select, laid: Laid) -> Laid:
    """The rows that satisfy WHERE; where a search ranks them, with its scores and best first."""
    relation, run = laid.relation, laid.run
    if any(isinstance(one.predicate, SEARCHES) for one in conditions(where)):
        from ..searching.ranked import ranked

        found = ranked(select, relation, run, None)
        if found is not None:
            return Laid(relation, run, _best(found.rows, found.scores), found.scores, laid.depths)
    rows = np.flatnonzero(holds(where, relation, run))
    return Laid(relation, run, rows, laid.ranking, laid.depths)


def _best(rows: NDArray[np.int64], scores: Scores) -> NDArray[np.int64]:
    """Best first, equals in the order of the relation; rows that no search compared are last."""
    rank = scores.score if scores.lower_is_better else -scores.score
    if scores.unreached is not None:
        rank = rank.copy()
        rank[scores.unreached] = np.inf
    return rows[np.lexsort((rows, rank[rows]))]
