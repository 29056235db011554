"""A query's searches, told apart from what filters its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeVar

from ..checking.faults import fault
from ..checking.walk import SEARCHES, parts
from ..tree.predicates import (
    And,
    Near,
    NearFused,
    Not,
    Or,
    Predicate,
    Reaches,
    Similar,
    SparseNear,
    TextMatch,
)
from ..tree.selects import Select
from ..tree.values import Column, Moment, Parameter, Similarity, Subquery, Vector
from .efforts import Tuning, tuning
from .fusion import Branch, Rule, rule, rule_of_vectors

REMEMBERED = 1024  # queries
Found = TypeVar("Found", Near, Similar, SparseNear)
Kind = Literal["vector", "sparse", "text", "threshold", "vectors", "fused"]


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition, and what its outcome depends on besides the rows of its collection.

    `key` tells it from others: 1, 1.0 and TRUE are equal in Python and not in a query. `lasting`
    is False where the clock, another query, or the fields of another collection have a say.
    """

    tree: Predicate
    key: str
    parameters: tuple[str, ...]
    lasting: bool

    @classmethod
    def of(cls, tree: Predicate) -> Filter:
        found = list(parts(tree))
        named = (one.name for one in found if isinstance(one, Parameter))
        lasting = not any(_passing(one) for one in found)
        return cls(tree, repr(tree), tuple(dict.fromkeys(named)), lasting)


class Nearness(NamedTuple):
    """Vectors of a column compared with one; NEAR has to name them."""

    column: Column
    vector: Vector
    named: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """What ranks the rows of a query, and what they have to satisfy besides.

    `filter` is what is left of the condition where the searches are taken out. `strict` says
    that rows no search ranks do not qualify; else `filter` is the whole condition, and those
    that satisfy it unranked stand last. `vector` and its column are those of NEAR, of a
    threshold, or of ORDER BY similarity(…). `threshold` is kept for what it lets through.
    """

    kind: Kind
    filter: Filter | None
    strict: bool
    tuning: Tuning
    near: Nearness | None = None
    vectors: NearFused | None = None
    sparse: SparseNear | None = None
    texts: tuple[TextMatch, ...] = ()
    threshold: Similar | None = None
    rule: Rule | None = None

    @property
    def named(self) -> bool:
        """The column has to be one of vectors, as NEAR demands."""
        return self.vectors is not None or (self.near is not None and self.near.named)

    @property
    def branches(self) -> tuple[Branch, ...]:
        """The searches whose rankings are fused."""
        found: list[Branch] = []
        if self.near is not None:
            found.append("vector")
        if self.texts:
            found.append("bm25")
        if self.sparse is not None:
            found.append("sparse")
        return tuple(found)


class Planned(NamedTuple):
    """`search` is None where nothing ranks; then `filter` is the whole condition."""

    select: Select
    search: Prepared | None
    filter: Filter | None


def prepared(select: Select) -> Prepared | None:
    """How a query ranks, None where nothing in it does; made once for a tree."""
    return planned(select).search


def planned(select: Select) -> Planned:
    """The searches and filters of a query, found once for a tree.

    E001 and V012 where a fusion is misconfigured, VELES-009 for options.
    """
    known = _KNOWN.get(id(select))
    if known is not None and known.select is select:
        return known
    search = _search(select)
    whole = Filter.of(select.where) if select.where is not None else None
    found = Planned(select, search, search.filter if search else whole)
    if len(_KNOWN) >= REMEMBERED:
        _KNOWN.clear()
    _KNOWN[id(select)] = found
    return found


# By the identity of a tree, which its entry keeps alive: hashing a tree costs more than a search.
_KNOWN: dict[int, Planned] = {}


def _search(select: Select) -> Prepared | None:
    conjuncts = list(_conjuncts(select.where))
    searches = [one for one in conjuncts if isinstance(one, SEARCHES)]
    options = tuning(select.options)
    found = _joined(select, searches, conjuncts, options) or _apart(select, options)
    if select.fusion and (found is None or found.kind != "fused"):
        raise fault("V012", "a fusion joins searches that stand under AND; write them so")
    return found


def _joined(
    select: Select, searches: Sequence[Predicate], conjuncts: Sequence[Predicate], options: Tuning
) -> Prepared | None:
    """Searches that stand under AND: they rank what satisfies the rest."""
    near = next((one for one in searches if isinstance(one, Near)), None)
    nearness = Nearness(near.column, near.vector, True) if near else None
    fused = next((one for one in searches if isinstance(one, NearFused)), None)
    sparse = next((one for one in searches if isinstance(one, SparseNear)), None)
    texts = tuple(one for one in searches if isinstance(one, TextMatch))
    if fused is not None:
        left = _left(conjuncts, (fused,))
        of = rule_of_vectors(fused)
        return Prepared("vectors", left, True, options, vectors=fused, rule=of)
    count = (near is not None) + (sparse is not None) + bool(texts)
    if count > 1:
        left = _left(conjuncts, (near, sparse, *texts))
        found = Prepared("fused", left, True, options, nearness, sparse=sparse, texts=texts)
        return replace(found, rule=rule(select.fusion, found.branches))
    if near is not None:
        return Prepared("vector", _left(conjuncts, (near,)), True, options, nearness)
    if sparse is not None:
        return Prepared("sparse", _left(conjuncts, (sparse,)), True, options, sparse=sparse)
    return _by_text(select, texts, conjuncts, options) if texts else None


def _by_text(
    select: Select, texts: tuple[TextMatch, ...], conjuncts: Sequence[Predicate], options: Tuning
) -> Prepared:
    """Each text has to be there, and the scores of all that are not under NOT add up."""
    added = tuple(_texts(select.where))
    assert select.where is not None
    left = _left(conjuncts, texts) if len(added) == 1 else Filter.of(select.where)
    return Prepared("text", left, True, options, texts=added)


def _apart(select: Select, options: Tuning) -> Prepared | None:
    """Searches that do not stand under AND: what they rank comes first, the rest after it."""
    where = select.where
    if where is not None:
        whole = Filter.of(where)
        for near in _all(where, Near):
            nearness = Nearness(near.column, near.vector, True)
            return Prepared("vector", whole, False, options, nearness)
        for sparse in _all(where, SparseNear):
            return Prepared("sparse", whole, False, options, sparse=sparse)
        if texts := tuple(_texts(where)):
            return Prepared("text", whole, False, options, texts=texts)
        for similar in _all(where, Similar):
            return _by_threshold(where, similar, options)
    return _by_order(select, options)


def _by_threshold(where: Predicate, similar: Similar, options: Tuning) -> Prepared:
    conjuncts = list(_conjuncts(where))
    near = Nearness(similar.column, similar.vector)
    if similar.operator in (">", ">=") and any(one is similar for one in conjuncts):
        left = _left(conjuncts, (similar,))
        return Prepared("threshold", left, True, options, near, threshold=similar)
    return Prepared("vector", Filter.of(where), False, options, near)


def _by_order(select: Select, options: Tuning) -> Prepared | None:
    """ORDER BY similarity(vector, $q) DESC: the nearest first, rows without a vector last."""
    if len(select.order_by) != 1 or not select.order_by[0].descending:
        return None
    by = select.order_by[0].by
    if not isinstance(by, Similarity) or by.column is None or by.vector is None:
        return None
    whole = Filter.of(select.where) if select.where is not None else None
    return Prepared("vector", whole, False, options, Nearness(by.column, by.vector))


def _left(conjuncts: Sequence[Predicate], taken: tuple[Predicate | None, ...]) -> Filter | None:
    left = [one for one in conjuncts if not any(one is other for other in taken)]
    if not left:
        return None
    return Filter.of(left[0] if len(left) == 1 else And(tuple(left)))


def _conjuncts(where: Predicate | None) -> Iterator[Predicate]:
    if isinstance(where, And):
        for part in where.parts:
            yield from _conjuncts(part)
    elif where is not None:
        yield where


def _all(where: Predicate, kind: type[Found]) -> Iterator[Found]:
    """The searches of a kind, in the order in which they are written."""
    if isinstance(where, kind):
        yield where
    elif isinstance(where, And | Or):
        for part in where.parts:
            yield from _all(part, kind)
    elif isinstance(where, Not):
        yield from _all(where.part, kind)


def _texts(where: Predicate | None, *, negated: bool = False) -> Iterator[TextMatch]:
    """The texts that are looked for, not those that are to be absent."""
    if isinstance(where, TextMatch) and not negated:
        yield where
    elif isinstance(where, And | Or):
        for part in where.parts:
            yield from _texts(part, negated=negated)
    elif isinstance(where, Not):
        yield from _texts(where.part, negated=not negated)


def _passing(part: object) -> bool:
    if isinstance(part, Reaches):
        return any(node.collection for node in part.pattern.nodes)
    return isinstance(part, Moment | Subquery | Select)
