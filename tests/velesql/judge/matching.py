"""MATCH … RETURN (section 14)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from tests.velesql.judge.answers import Judged, Shown
from tests.velesql.judge.asked import Asked
from tests.velesql.judge.expressions import View, computed, in_order, keys
from tests.velesql.judge.patterns import Graph, collapsed
from tests.velesql.judge.scopes import within
from tests.velesql.judge.selecting import count
from tests.velesql.judge.truth import Several, truth
from tests.velesql.judge.values import MISSING, Truth, ordered, plain
from tests.velesql.judge.vectors import nearness, score_of
from tests.velesql.judge.world import Collection, Refused
from workbench.velesql.checking.walk import conditions
from workbench.velesql.tree.patterns import Pattern
from workbench.velesql.tree.predicates import Predicate, Reaches, Similar
from workbench.velesql.tree.selects import Item, Match, Star
from workbench.velesql.tree.values import Column, Similarity


def match(tree: Match, asked: Asked, collection: str | None) -> Judged:
    name = collection or asked.parameters.get("_collection")
    if not name:
        raise Refused("VELES-010")
    matching = Matching(tree, asked, asked.world.collection(name))
    rows = [row for row in matching.rows() if matching.stays(row)]
    for row in rows:
        row.keys = keys(tree.order_by, matching.view(row), asked)
    rows = in_order(rows, tree.order_by, lambda row: row.keys)
    columns = tuple(one for item in tree.items for one in matching.names(item))
    shown = [Shown(matching.values(row), None, row.score, row.bound, row.keys) for row in rows]
    start, limit = count(tree.offset, asked) or 0, count(tree.limit, asked)
    stop = None if limit is None else start + limit
    return Judged(columns, shown, start, stop, bool(tree.order_by), bound=True)


@dataclass
class Matched:
    bound: dict[str, Any]
    depth: int
    score: float
    reached: bool = True
    keys: tuple[Any, ...] = ()


class Matching:
    def __init__(self, tree: Match, asked: Asked, collection: Collection) -> None:
        self.tree, self.asked, self.collection = tree, asked, collection
        self.graph = Graph(collection, asked)
        nodes = tree.pattern.nodes
        self.nodes = {one.alias for one in nodes if one.alias}
        self.elsewhere = {one.alias: one.collection for one in nodes if one.collection}
        found = [one.predicate for one in conditions(tree.where)]
        self.similar = next((one for one in found if isinstance(one, Similar)), None)

    def rows(self) -> Iterator[Matched]:
        for bound, depth in collapsed(self.graph.layings(self.tree.pattern)):
            row = Matched(bound, depth, 1 / (1 + depth))
            if self.similar is not None:
                found = self._similarity(self.similar, row)
                row.reached, row.score = found is not None, 1.0 if found is None else found
            yield row

    def stays(self, row: Matched) -> bool:
        where = self.tree.where
        if where is None:
            return True
        return (
            truth(where, lambda name: self._value(name, row), self._special(row), self.asked)
            is True
        )

    def _special(self, row: Matched) -> Any:
        def special(predicate: Predicate) -> Truth:
            if isinstance(predicate, Reaches):
                return self._reaches(predicate.pattern, row)
            assert isinstance(predicate, Similar)
            found = self._similarity(predicate, row)
            if found is None:
                return False if self.asked.compat else None
            limit = self.asked.bound(predicate.threshold)
            sides = nearness(self.collection, found), nearness(self.collection, limit)
            return ordered(sides[0], predicate.operator, sides[1])

        return special

    def _reaches(self, pattern: Pattern, row: Matched) -> bool:
        """The same alias is the same node, in the pattern around and in this one."""
        given = {one.alias: row.bound[one.alias] for one in pattern.nodes if one.alias in row.bound}
        return self.graph.begins(pattern, row.bound[str(pattern.nodes[0].alias)], given)

    def _similarity(self, what: Similar | Similarity, row: Matched) -> float | None:
        assert what.column is not None
        assert what.vector is not None
        alias = what.column.path[0]
        query = self.asked.vector(what.vector, self.collection)
        return score_of(self.collection.points[row.bound[alias]], self.collection, query)

    def _value(self, column: Any, row: Matched) -> Any:
        """MISSING for a field that is not there, Several for that of a path."""
        alias, path = column.path[0], column.path[1:]
        if alias in self.nodes:
            return self._of_node(alias, path, row.bound[alias])
        found = row.bound.get(alias, MISSING)
        if isinstance(found, list):
            return Several([self._of_edge(path, edge) for edge in found])
        return MISSING if found is MISSING else self._of_edge(path, found)

    def _of_node(self, alias: str, path: tuple[str, ...], node: int) -> Any:
        if path == ("id",):
            return node
        payload = self._payload(alias, node)
        return within(payload, path[1:] if path[0] == "payload" and len(path) > 1 else path)

    def _whole(self, alias: str, row: Matched) -> Any:
        """A node with its fields, the id of an edge, or those of a path."""
        found = row.bound.get(alias)
        if alias not in self.nodes:
            return found
        payload = self._payload(alias, row.bound[alias])
        return {"id": found, **{name: one for name, one in payload.items() if name != "id"}}

    def _payload(self, alias: str, node: int) -> dict[str, Any]:
        """Of the point of the same id elsewhere, where the pattern says so and there is one."""
        other = self.asked.world.collections.get(self.elsewhere.get(alias) or "")
        if other is not None and node in other.points:
            return other.points[node].payload
        return self.collection.points[node].payload

    def _of_edge(self, path: tuple[str, ...], edge: int) -> Any:
        if path == ("id",):
            return edge
        return within(self.collection.edges[edge].properties, path)

    def view(self, row: Matched) -> View:
        aliases = {item.alias: item for item in self.tree.items if item.alias}

        def column(name: Column) -> Any:
            if len(name.path) == 1 and name.path[0] in aliases:
                return self._shown(aliases[name.path[0]], row)
            if name.path == ("depth",):
                return row.depth
            return self._returned(name, row)

        def raw(what: Similarity) -> float | None:
            return row.score if what.column is None else self._similarity(what, row)

        def nearer(what: Similarity) -> float | None:
            found = raw(what) if row.reached or what.column is not None else None
            if what.column is None and self.similar is None:
                return found
            return None if found is None else nearness(self.collection, found)

        return View(column, raw, nearer, lambda what: None)

    def _returned(self, name: Column, row: Matched) -> Any:
        if len(name.path) == 1:
            return self._whole(name.path[0], row)
        found = self._value(name, row)
        return [plain(one) for one in found.values] if isinstance(found, Several) else plain(found)

    def _shown(self, item: Item, row: Matched) -> Any:
        if isinstance(item.what, Similarity):
            return computed(item.what, self.view(row), self.asked)
        assert isinstance(item.what, Column)
        return self._returned(item.what, row)

    def names(self, item: Item) -> list[str]:
        if isinstance(item.what, Star):
            return list(self.aliases())
        if item.alias:
            return [item.alias]
        return ["similarity()"] if isinstance(item.what, Similarity) else [str(item.what)]

    def aliases(self) -> dict[str, None]:
        pattern = self.tree.pattern
        turns = zip_longest(pattern.nodes, pattern.edges)
        return {one.alias: None for turn in turns for one in turn if one and one.alias}

    def values(self, row: Matched) -> tuple[Any, ...]:
        found: list[Any] = []
        for item in self.tree.items:
            if isinstance(item.what, Star):
                found += [self._whole(alias, row) for alias in self.aliases()]
            else:
                found.append(self._shown(item, row))
        return tuple(found)
