"""Names and aggregates that stand where they mean nothing."""

from __future__ import annotations

from collections.abc import Iterable

from ..tree.predicates import Reaches, Similar
from ..tree.selects import Match, Select, Star
from ..tree.values import Aggregate, Column, Similarity
from .faults import fault
from .walk import RANKING, SEARCHES, conditions, parts


def check_names(select: Select) -> None:
    """`x.*` of a source that there is, and patterns anchored at a row."""
    known = names_of(select)
    for item in select.items:
        if isinstance(item.what, Star) and item.what.alias not in (None, *known):
            raise fault(
                "V007", f"{item.what.alias}.* is of no source; there are {', '.join(known)}"
            )
    _check_anchors(select, known)


def names_of(select: Select) -> tuple[str, ...]:
    """What the sources of a query go by."""
    sources = (select.source, *(join.source for join in select.joins))
    return tuple(one.alias or one.collection for one in sources)


def check_scores(query: Select | Match) -> None:
    """A score is of a search: in the condition, or in an order by similarity to a vector.

    Aggregates of scores are of a search among vectors.
    """
    found = list(parts(query))
    if any(isinstance(one, Similarity) and one.column for one in found):
        return
    predicates = [one.predicate for one in conditions(query.where)]
    if any(isinstance(one, RANKING | Similar) for one in predicates):
        return
    ranked = any(isinstance(one, SEARCHES) for one in predicates)
    sources = names_of(query) if isinstance(query, Select) else ()
    for one in found:
        if isinstance(one, Similarity) and not ranked:
            raise fault("V006", "similarity() is the score of a search, and this query has none")
        if isinstance(one, Aggregate) and one.column and is_score(one.column, sources):
            what = f"{one.function}({one.column}) needs a search among vectors"
            raise fault("V006", f"{what}, and this query has none")


def is_score(column: Column, sources: Iterable[str]) -> bool:
    """The score of a row, with the name of a source before it or without."""
    *before, last = column.path
    return last == "score" and (not before or (len(before) == 1 and before[0] in sources))


def check_groups(select: Select) -> None:
    """Beside aggregates stand grouped columns alone."""
    kinds = [item.what for item in select.items]
    if not select.group_by:
        if any(isinstance(one, Aggregate) and one.function == "FIRST" for one in kinds):
            raise fault("V017", "FIRST(…) is of a group; add GROUP BY")
        if not any(isinstance(one, Aggregate) for one in kinds):
            return
    keys = {_bare(key, select) for key in select.group_by}
    for one in kinds:
        if isinstance(one, Column) and _bare(one, select) not in keys:
            raise fault("V017", f"{one} is neither grouped by nor inside an aggregate")
        if isinstance(one, Star):
            raise fault("V017", "* is neither grouped by nor inside an aggregate")


def check_correlation(select: Select, outer: Iterable[str]) -> None:
    """No name in a query inside brackets is one of the query around it."""
    own, around = names_of(select), set(outer)
    for one in parts(select):
        if isinstance(one, Column) and len(one.path) > 1 and one.path[0] in around - set(own):
            raise fault("V010", f"{one} is of the query around; a query in brackets stands alone")


def _bare(column: Column, select: Select) -> tuple[str, ...]:
    """The path without the one source's name and without `payload`."""
    path = column.path
    if not select.joins and len(path) > 1 and path[0] in names_of(select):
        path = path[1:]
    return path[1:] if len(path) > 1 and path[0] == "payload" else path


def _check_anchors(select: Select, known: tuple[str, ...]) -> None:
    patterns = [
        one.predicate.pattern
        for one in conditions(select.where)
        if isinstance(one.predicate, Reaches)
    ]
    unbound = 0
    for pattern in patterns:
        anchor = pattern.nodes[0]
        if anchor.alias is None:
            raise fault("V011", "the first node of the pattern needs an alias: it is the row")
        if anchor.alias in known:
            continue
        if any(node.alias in known for node in pattern.nodes):
            raise fault("V011", f"the pattern begins with {anchor.alias}, not with a source's row")
        unbound += 1
        if anchor.collection or unbound > 1:
            raise fault("V011", f"{anchor.alias} is no source of this query: {', '.join(known)}")
