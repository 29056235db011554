"""A table of a few rows, and questions about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.velesql.in_memory import InMemory
from workbench.velesql.answering import answer
from workbench.velesql.executing.result import Result

NOW = 1_700_000_000.0


class Asked:
    """The collection `t` of payloads with ids from 1; with `vectors`, one for each or None."""

    def __init__(
        self, *payloads: Mapping[str, Any], vectors: Sequence[Any] = (), metric: str = "cosine"
    ) -> None:
        points = [{"id": at, "payload": one} for at, one in enumerate(payloads, 1)]
        for point, vector in zip(points, vectors, strict=False):
            point["vector"] = vector
        dimension = next((len(one) for one in vectors if one is not None), None)
        kind = "vector" if dimension else "metadata"
        space = {"dimension": dimension, "metric": metric}
        self._kept: list[dict[str, Any]] = [{"name": "t", "kind": kind, "points": points, **space}]
        self._database: InMemory | None = None

    def beside(self, name: str, *points: tuple[int, Mapping[str, Any]]) -> Asked:
        """Another collection, of payloads with their ids."""
        given = [{"id": id, "payload": payload} for id, payload in points]
        self._kept.append({"name": name, "kind": "metadata", "points": given})
        return self

    def result(self, query: str, *, compat: bool = False, **parameters: Any) -> Result:
        if self._database is None:
            self._database = InMemory.loaded(self._kept)
        return answer(query, parameters, self._database, compat=compat, now=lambda: NOW)

    def rows(self, query: str, *, compat: bool = False, **parameters: Any) -> list[tuple[Any, ...]]:
        return list(self.result(query, compat=compat, **parameters).values)

    def where(self, condition: str, *, compat: bool = False, **parameters: Any) -> list[Any]:
        """The ids of the rows that satisfy a condition."""
        query = f"SELECT * FROM t WHERE {condition} LIMIT 100"
        return list(self.result(query, compat=compat, **parameters).ids)


def of(field: str, *values: Any, **more: Any) -> Asked:
    """A row for each value of one field; `...` leaves the field out."""
    return Asked(*({} if value is ... else {field: value} for value in values), **more)
