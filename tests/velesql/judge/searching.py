"""WHERE: which rows qualify, and the scores that its searches give (section 8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.velesql.judge.asked import Asked
from tests.velesql.judge.patterns import Graph
from tests.velesql.judge.scopes import Row, Sources, unaliased, value
from tests.velesql.judge.texts import bm25
from tests.velesql.judge.truth import truth
from tests.velesql.judge.values import Truth, ordered
from tests.velesql.judge.vectors import nearness, score_of, sparse_score
from tests.velesql.judge.world import Collection, Refused, Vector
from workbench.velesql.checking.walk import conditions
from workbench.velesql.tree.patterns import EdgePattern
from workbench.velesql.tree.predicates import (
    Near,
    NearFused,
    Predicate,
    Reaches,
    Similar,
    SparseNear,
    TextMatch,
)
from workbench.velesql.tree.values import Column

# By alias of a row and what is searched with: the score, None where the row has none.
Score = Callable[[Row], float | None]


class Searches:
    """All searches of one WHERE, each looked at once.

    `ranked` and `lower` are found in ranking: whether the score of a row is that of a search,
    and whether it is a distance. `shaky` says that rounding may put rows in another order.
    """

    ranked = False
    lower = False
    shaky = False

    def __init__(self, where: Predicate | None, sources: Sources, asked: Asked) -> None:
        self.where, self.sources, self.asked = where, sources, asked
        self.first: Collection = next(iter(sources.values()))
        self.found = [one.predicate for one in conditions(where)]
        self._scores = {id(one): self._score(one) for one in self.found}
        self._graphs = {
            id(one): self._anchored(one) for one in self.found if isinstance(one, Reaches)
        }

    def of(self, kind: type) -> list[Any]:
        return [one for one in self.found if isinstance(one, kind)]

    def score(self, predicate: Predicate) -> Score:
        found = self._scores[id(predicate)]
        assert found is not None
        return found

    def holds(self, predicate: Predicate, row: Row) -> Truth:
        return truth(
            predicate,
            lambda column: value(column.path, row),  # type: ignore[union-attr]
            lambda special: self._special(special, row),
            self.asked,
        )

    def _special(self, predicate: Predicate, row: Row) -> Truth:
        if isinstance(predicate, Reaches):
            return self._begins(predicate, row)
        found = self.score(predicate)(row)
        if isinstance(predicate, Similar):
            return self._threshold(predicate, found)
        return found is not None

    def _threshold(self, predicate: Similar, found: float | None) -> Truth:
        limit = self.asked.bound(predicate.threshold)
        if found is None or not isinstance(limit, int | float) or isinstance(limit, bool):
            return False if self.asked.compat else None
        collection = self.collection_of(predicate.column)
        return ordered(nearness(collection, found), predicate.operator, nearness(collection, limit))

    def collection_of(self, column: Column) -> Collection:
        return self.sources[self.alias(column)]

    def alias(self, column: Column) -> str:
        alias, _ = unaliased(column.path, list(self.sources))
        return next(iter(self.sources)) if alias is None else alias

    def _begins(self, predicate: Reaches, row: Row) -> bool:
        """Whether the row's own nodes are laid on the pattern; the first is that of FROM."""
        alias, graph = self._graphs[id(predicate)]
        names = {one.alias for one in predicate.pattern.nodes} & set(row.points)
        points = {name: row.points[str(name)] for name in {*names, alias}}
        if any(one is None for one in points.values()):
            return False
        given = {name: one.id for name, one in points.items() if name in names and one}
        first = points[alias]
        return first is not None and graph.begins(predicate.pattern, first.id, given)

    def _anchored(self, predicate: Reaches) -> tuple[str, Graph]:
        """The source whose rows a pattern begins at, with its edges."""
        pattern = predicate.pattern
        anchor = pattern.nodes[0].alias
        alias = str(anchor if anchor in self.sources else next(iter(self.sources)))
        graph = Graph(self.sources[alias], self.asked)
        for one in (*pattern.nodes, *pattern.edges):
            known = self.sources.get(str(one.alias))
            edge = isinstance(one, EdgePattern)
            if known is not None and (edge or known is not graph.collection):
                raise Refused("V011")
        return alias, graph

    def _score(self, predicate: Predicate) -> Score | None:
        if isinstance(predicate, Near | Similar):
            alias = self.alias(predicate.column)
            return self.nearness_of(alias, predicate.vector)
        if isinstance(predicate, NearFused):
            collection, alias = self.first, next(iter(self.sources))
            first = self.nearness_of(alias, predicate.vectors[0])
            for one in predicate.vectors:
                self.asked.vector(one, collection)
            return first
        if isinstance(predicate, SparseNear):
            return self._sparse(predicate)
        if isinstance(predicate, TextMatch):
            return self._text(predicate)
        return None

    def nearness_of(self, alias: str, vector: Any) -> Score:
        collection = self.sources[alias]
        query: Vector = self.asked.vector(vector, collection)
        return lambda row: score_of(row.points[alias], collection, query)

    def _sparse(self, predicate: SparseNear) -> Score:
        index, query = predicate.index or "", self.asked.sparse(predicate.vector)
        if index and not any(index in point.sparse for point in self.first.points.values()):
            raise Refused("VELES-009")
        return lambda row: sparse_score(row.first, index, query)

    def _text(self, predicate: TextMatch) -> Score:
        text = self.asked.bound(predicate.text)
        if not isinstance(text, str):
            raise Refused("E006")
        scores = bm25(self.first, text)
        return lambda row: None if row.id is None else scores.get(row.id)
