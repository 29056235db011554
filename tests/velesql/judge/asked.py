"""One question: what its values are bound to, and when it is asked."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.velesql.judge.world import Collection, Refused, Vector, World, floats
from workbench.velesql.checking.walk import parts
from workbench.velesql.tree.selects import Select
from workbench.velesql.tree.values import (
    Constant,
    Moment,
    Parameter,
    SparseConstant,
    Subquery,
    Value,
    VectorConstant,
)


@dataclass
class Asked:
    """`scalar` answers a query in brackets; its value is kept, since it depends on no row."""

    world: World
    parameters: Mapping[str, Any]
    now: float
    compat: bool
    scalar: Callable[[Select, Asked], Any]

    def __post_init__(self) -> None:
        self.answered: dict[int, Any] = {}

    def bound(self, value: Value) -> Any:
        if isinstance(value, Constant):
            return value.value
        if isinstance(value, Parameter):
            return self.parameter(value.name)
        if isinstance(value, VectorConstant):
            return list(value.values)
        if isinstance(value, SparseConstant):
            return dict(value.weights)
        if isinstance(value, Moment):
            return self.now + value.offset
        return self._scalar(value)

    def parameter(self, name: str) -> Any:
        if name not in self.parameters:
            raise Refused("E005")
        given = self.parameters[name]
        return given.tolist() if hasattr(given, "tolist") else given

    def _scalar(self, value: Subquery) -> Any:
        key = id(value)
        if key not in self.answered:
            self.answered[key] = self.scalar(value.select, self)
        return self.answered[key]

    def vector(self, value: Value, collection: Collection) -> Vector:
        """A vector to search with, as 32 bits hold it."""
        if collection.dimension is None:
            raise Refused("VELES-015")
        given = self.bound(value)
        if not isinstance(given, Sequence) or isinstance(given, str):
            raise Refused("E006")
        return vector_of(given, collection.dimension)

    def sparse(self, value: Value) -> dict[int, float]:
        given = self.bound(value)
        if not isinstance(given, Mapping):
            raise Refused("E006")
        if given.keys() == {"indices", "values"}:
            given = dict(zip(given["indices"], given["values"], strict=True))
        return {int(index): float(weight) for index, weight in given.items()}

    def check(self, tree: Any) -> None:
        """E005 for a parameter that is missing, wherever it stands, also in queries inside."""
        for one in parts(tree):
            if isinstance(one, Parameter):
                self.parameter(one.name)
            if isinstance(one, Select) and one is not tree:
                self.check(one)


def vector_of(given: Sequence[Any], dimension: int) -> Vector:
    if len(given) != dimension:
        raise Refused("VELES-004")
    if any(isinstance(one, bool) or not isinstance(one, int | float) for one in given):
        raise Refused("E006")
    if any(math.isnan(one) or math.isinf(one) for one in given):
        raise Refused("VELES-005")
    return floats(given)
