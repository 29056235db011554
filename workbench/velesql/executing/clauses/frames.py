"""Rows under way, as clauses see them."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ....collections.mirrors.column import NULL, Column
from ...checking.faults import fault
from ...tree.values import Aggregate, Similarity, Vector
from ...tree.values import Column as Name
from ..binding import bind_vector
from ..names import column_of, floats, place, positions
from ..predicates.logic import Mask
from ..relation import Relation
from ..run import Run
from ..searching.scores import Scores
from ..searching.spaces import space_of

Rows = NDArray[np.int64]

# What a search gave a row, by the names of the language; a branch that did not score it gives 0.
VARIABLES = frozenset({"vector_score", "bm25_score", "sparse_score", "graph_score", "fused_score"})


class Frame(Protocol):
    """n rows: points, or groups of them."""

    @property
    def n(self) -> int: ...

    @property
    def run(self) -> Run: ...

    def column(self, name: Name) -> Column: ...

    def variable(self, name: str) -> Column:
        """One of the score variables."""

    def similarity(self, what: Similarity) -> Column: ...

    def nearer_is_less(self, what: Similarity) -> bool:
        """The similarity is a distance."""

    def unreached(self) -> Mask | None:
        """(n,) the rows that no search compared, None where there are none."""

    def aggregate(self, what: Aggregate) -> Column: ...


class Points:
    """Rows of a relation, `rows` of them in this order; None for all of it in its own.

    `scores` is what a search gave them, and `values` (n,) the primary ones; None where none did.
    """

    __slots__ = ("relation", "rows", "run", "scores", "values")

    def __init__(
        self,
        relation: Relation,
        run: Run,
        rows: Rows | None,
        scores: Scores | None = None,
        values: NDArray[np.float64] | None = None,
    ) -> None:
        self.relation, self.run, self.rows = relation, run, rows
        self.scores, self.values = scores, values

    @property
    def n(self) -> int:
        return self.relation.n if self.rows is None else len(self.rows)

    def cut(self, at: Rows | slice) -> Points:
        """Some of the rows, in that order."""
        values = None if self.values is None else self.values[at]
        return Points(self.relation, self.run, self._cut(at), self.scores, values)

    def _cut(self, at: Rows | slice) -> Rows:
        if self.rows is not None:
            return self.rows[at]
        return np.arange(*at.indices(self.relation.n)) if isinstance(at, slice) else at

    def column(self, name: Name) -> Column:
        if self.values is not None and place(name, self.relation)[1:] == (("score",), True):
            return floats(self.values)
        return column_of(name, self.relation, self.run, rows=self.rows)

    def variable(self, name: str) -> Column:
        if self.scores is None or name == "graph_score":
            return floats(np.zeros(self.n))
        found = self.scores.of(name)
        return floats(found if self.rows is None else found[self.rows])

    def similarity(self, what: Similarity) -> Column:
        if what.column is not None and what.vector is not None:
            return self._similar_to(what.column, what.vector)
        return self.column(Name(("score",)))

    def nearer_is_less(self, what: Similarity) -> bool:
        if what.column is None:
            return self.scores is not None and self.scores.lower_is_better
        return space_of(what.column, self.relation).lower_is_better

    def unreached(self) -> Mask | None:
        if self.scores is None or self.scores.unreached is None:
            return None
        found = np.zeros(self.relation.n, np.bool_)
        found[self.scores.unreached] = True
        return found if self.rows is None else found[self.rows]

    def aggregate(self, what: Aggregate) -> Column:
        raise fault("V017", f"{what.function} is of groups; these are single rows")

    def _similar_to(self, column: Name, vector: Vector) -> Column:
        space = space_of(column, self.relation)
        query = bind_vector(vector, space.vectors.space, self.run)
        at = positions(space.source, self.rows)
        places = np.arange(self.n) if at is None else at
        usable = space.usable(places)
        found = floats(np.full(len(places), np.nan))
        found.numbers[usable] = space.vectors.scores(query, places[usable])
        found.kinds[~usable] = NULL
        return found
