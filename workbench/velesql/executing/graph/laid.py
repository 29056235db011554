"""Rows of a pattern: what names mean in them, their order, and what is returned of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....collections.mirrors.column import Column
from ....core.collections.definition import Id
from ...tree.selects import Item, Match, Star
from ...tree.values import Column as Name
from ..clauses.frames import Points
from ..clauses.ordering import sort_keys
from ..clauses.projecting import text_of
from ..clauses.scopes import Scope
from ..clauses.sorting import listed, order
from ..names import column_of, floats, id_column, positions
from ..relation import Relation, Source
from ..result import Result
from ..run import Run
from ..searching.scores import Scores
from .links import Positions
from .paths import path_column


class Laid(Points):
    """`rows` of a pattern's relation; `depths` are the edges of each row of all."""

    def __init__(
        self, relation: Relation, run: Run, rows: Positions, scores: Scores, depths: Positions
    ) -> None:
        super().__init__(relation, run, rows, scores)
        self.places, self.depths, self.ranking = rows, depths, scores

    @property
    def row_scores(self) -> NDArray[np.float64]:
        """(n,) what a search gave the rows, or what they have by their depth."""
        return self.ranking.score[self.places]

    def cut(self, at: Positions | slice) -> Laid:
        return Laid(self.relation, self.run, self.places[at], self.ranking, self.depths)

    def column(self, name: Name) -> Column:
        """Of a node alone its id; of an edge too, or those of a range as a list."""
        path, sources = name.path, self.relation.sources
        if len(path) == 1 and path[0] in sources:
            return column_of(Name((path[0], "id")), self.relation, rows=self.places)
        if path == ("depth",):
            return id_column(self.depths[self.places].astype(np.uint64))
        if path == ("score",) or (path[1:] == ("score",) and sources[path[0]].edges is None):
            return floats(self.row_scores)
        return column_of(name, self.relation, rows=self.places)


def ordered(statement: Match, laid: Laid) -> Positions:
    """Places among the rows, as ORDER BY asks; equals in the order of the relation."""
    if not statement.order_by:
        return np.arange(laid.n)
    keys = sort_keys(statement.order_by, Scope(laid, statement.items))
    return order(keys, laid.places)


def answered(statement: Match, laid: Laid) -> Result:
    """What RETURN names, with ids of the first alias, scores, and all bindings."""
    sources = laid.relation.sources
    bound = {name: _ids(source, laid) for name, source in sources.items()}
    shown = [one for item in statement.items for one in _item(item, laid, bound)]
    rows = list(zip(*(values for _, values in shown), strict=True)) if shown else [()] * laid.n
    bindings = [dict(zip(bound, ids, strict=True)) for ids in zip(*bound.values(), strict=True)]
    first = next(iter(bound.values()), [None] * laid.n)
    ids: list[Id | None] = [None if isinstance(one, list) else one for one in first]
    return Result(
        tuple(name for name, _ in shown),
        rows,
        ids,
        laid.row_scores.tolist(),
        bindings or [{} for _ in range(laid.n)],
    )


def _ids(source: Source, laid: Laid) -> list[Any]:
    if source.paths is not None:
        return path_column(source, ("id",), laid.places).values()
    found: list[Any] = source.table.ids[_placed(source, laid)].tolist()
    return found


def _placed(source: Source, laid: Laid) -> Positions:
    """Where the rows are in the table of a node or an edge."""
    at = positions(source, laid.places)
    return laid.places if at is None else at


def _item(item: Item, laid: Laid, bound: dict[str, list[Any]]) -> list[tuple[str, Sequence[Any]]]:
    """Columns by name: of `*` all aliases; a node comes with its fields."""
    what = item.what
    if isinstance(what, Star):
        return [(name, _whole(name, laid, bound)) for name in bound]
    if isinstance(what, Name) and len(what.path) == 1 and what.path[0] in bound:
        return [(item.alias or what.path[0], _whole(what.path[0], laid, bound))]
    return [(item.alias or text_of(what), listed(Scope(laid).item(item)))]


def _whole(name: str, laid: Laid, bound: dict[str, list[Any]]) -> list[Any]:
    source = laid.relation.sources[name]
    if source.edges is not None:
        return bound[name]
    at = _placed(source, laid)
    laid.run.check_bytes(source.table.payload_texts.size(at))
    payloads = source.table.payloads(at)
    pairs = zip(bound[name], payloads, strict=True)
    return [{"id": id} | payload | {"id": id} for id, payload in pairs]
