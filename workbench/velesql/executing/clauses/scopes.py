"""What names mean in the select list, in LET and in ORDER BY."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import assert_never, cast

from ....collections.mirrors.column import Column
from ...tree.selects import Item, Let, Window
from ...tree.values import (
    Aggregate,
    Arithmetic,
    Constant,
    Expression,
    Negative,
    Parameter,
    Similarity,
)
from ...tree.values import Column as Name
from ..binding import bind
from .expressions import arithmetic, constant, negative
from .frames import VARIABLES, Frame

_NONE: Mapping[Window, Column] = MappingProxyType({})


class Scope:
    """The rows of a frame, with bindings of LET, windows and aliases of the select list.

    A bare name is an alias (in ORDER BY alone), a LET name, a score variable, or a field.
    """

    def __init__(
        self,
        frame: Frame,
        items: Sequence[Item] = (),
        lets: Sequence[Let] = (),
        windows: Mapping[Window, Column] = _NONE,
    ) -> None:
        self.frame, self.items, self._bindings, self.windows = frame, items, lets, windows
        self._lets: dict[str, Column] | None = None

    @property
    def lets(self) -> dict[str, Column]:
        """By name, each computed with those before it."""
        if self._lets is None:
            self._lets = {}
            for let in self._bindings:
                self._lets[let.name] = self.value(let.expression)
        return self._lets

    def value(self, expression: Expression, *, aliases: bool = False) -> Column:
        """(n,) the values of an expression; with `aliases` as ORDER BY reads names."""
        match expression:
            case Name():
                return self._named(expression, aliases=aliases)
            case Similarity():
                return self.frame.similarity(expression)
            case Aggregate():
                return self.frame.aggregate(expression)
            case Constant() | Parameter():
                return constant(bind(expression, self.frame.run), self.frame.n)
            case Negative(operand):
                return negative(self.value(operand, aliases=aliases))
            case Arithmetic(left, sign, right):
                sides = (self.value(side, aliases=aliases) for side in (left, right))
                return arithmetic(next(sides), sign, next(sides))
        assert_never(expression)

    def item(self, item: Item) -> Column:
        """(n,) the values of an item of the select list that is no star."""
        what = item.what
        if isinstance(what, Window):
            return self.windows[what]
        return self.value(cast(Expression, what))

    def _named(self, name: Name, *, aliases: bool) -> Column:
        if len(name.path) == 1:
            bare = name.path[0]
            item = self._aliased(bare) if aliases else None
            if item is not None:
                return self.item(item)
            if self._bindings and bare in self.lets:
                return self.lets[bare]
            if bare in VARIABLES:
                return self.frame.variable(bare)
        return self.frame.column(name)

    def _aliased(self, name: str) -> Item | None:
        return next((item for item in self.items if item.alias == name), None)
