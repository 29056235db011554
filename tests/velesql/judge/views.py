"""What names and scores are in a row, and in a group."""

from __future__ import annotations

from typing import Any

from tests.velesql.judge.expressions import View, computed
from tests.velesql.judge.groups import Group, aggregated, bare
from tests.velesql.judge.scopes import SCORES, Row, value
from tests.velesql.judge.searching import Searches
from tests.velesql.judge.values import plain
from tests.velesql.judge.vectors import nearness
from tests.velesql.judge.world import Refused
from workbench.velesql.tree.selects import Item, Select, Window
from workbench.velesql.tree.values import Aggregate, Column, Similarity


class RowView:
    """A bare name is an alias (in ORDER BY alone), a LET name, a score, or a field."""

    def __init__(self, tree: Select, searches: Searches) -> None:
        self.tree, self.searches = tree, searches
        self._aliases = {item.alias: item for item in tree.items if item.alias}
        self._near: dict[int, Any] = {}

    def bind(self, row: Row) -> None:
        """Compute the LET names of a row, each with those before it."""
        for let in self.tree.lets:
            view = self._view(row, aliases=False)
            row.named[let.name] = computed(let.expression, view, self.searches.asked)

    def item(self, item: Item, row: Row) -> Any:
        if isinstance(item.what, Window):
            return row.named[f"window {id(item)}"]
        view = self._view(row, aliases=False)
        return computed(item.what, view, self.searches.asked)  # type: ignore[arg-type]

    def of(self, row: Row) -> View:
        """As ORDER BY sees the row."""
        return self._view(row, aliases=True)

    def _view(self, row: Row, *, aliases: bool) -> View:
        return View(
            lambda column: self._named(column, row, aliases=aliases),
            lambda what: self._similarity(what, row, nearer=False),
            lambda what: self._similarity(what, row, nearer=True),
            _no_group,
        )

    def _named(self, column: Column, row: Row, *, aliases: bool) -> Any:
        if len(column.path) == 1:
            name = column.path[0]
            if aliases and name in self._aliases:
                return self.item(self._aliases[name], row)
            if name in row.named:
                return row.named[name]
            if name in SCORES:
                return row.scores.get(name, 0.0)
        return plain(value(column.path, row))

    def _similarity(self, what: Similarity, row: Row, *, nearer: bool) -> float | None:
        if what.column is None:
            return _nearer(row, lower=self.searches.lower) if nearer else row.score
        collection = self.searches.collection_of(what.column)
        if id(what) not in self._near:
            alias = self.searches.alias(what.column)
            self._near[id(what)] = self.searches.nearness_of(alias, what.vector)
        found = self._near[id(what)](row)
        return nearness(collection, found) if nearer and found is not None else found


class GroupView:
    """A name is an alias of the select list or a key."""

    def __init__(self, tree: Select, searches: Searches) -> None:
        self.tree, self.searches = tree, searches
        self._aliases = {item.alias: item for item in tree.items if item.alias}
        self._keys = {self._bare(key): at for at, key in enumerate(tree.group_by)}

    def _bare(self, column: Column) -> tuple[str, ...]:
        return bare(column, list(self.searches.sources))

    def of(self, group: Group) -> View:
        return View(
            lambda column: self._named(column, group),
            lambda what: group.rows[0].score,
            lambda what: _nearer(group.rows[0], lower=self.searches.lower),
            lambda what: aggregated(what, group.rows),
        )

    def item(self, item: Item, group: Group) -> Any:
        if isinstance(item.what, Aggregate):
            return aggregated(item.what, group.rows)
        if not isinstance(item.what, Column):
            raise Refused("V017")
        return group.keys[self._keys[self._bare(item.what)]]

    def _named(self, column: Column, group: Group) -> Any:
        name = column.path[0]
        if len(column.path) == 1 and name in self._aliases:
            return self.item(self._aliases[name], group)
        if self._bare(column) not in self._keys:
            raise Refused("V017")
        return group.keys[self._keys[self._bare(column)]]


def _nearer(row: Row, *, lower: bool) -> float | None:
    """More for what is nearer; what was not compared with anything is like NULL."""
    if not row.reached:
        return None
    return -row.score if lower else row.score


def _no_group(what: Aggregate) -> Any:
    raise Refused("V017")
