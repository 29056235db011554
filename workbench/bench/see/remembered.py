"""A world's answers kept in memory while a view is made of many of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ...core.answer import Answer, Step
from ...core.lore import EdgeRecord, World
from ...core.protocols import AsksWorld
from ...core.values import Rows
from ...tools.lore.edges import AT_PLANE, OLDER

# A store may leave out windows that for certain do not meet the asked one; the tools judge all
# they get. Without this filter one answer serves every time.
_WINDOW = frozenset({"from_line", "from_key", "until_line", "until_key"})
_EDGE = frozenset({"type", "from_id", "to_id", "properties"})  # columns of whatever reads edges
_AT_ENDS = re.compile(r"(lore/\w+_edges_of_type)_(from|to)_any")

Ends = dict[tuple[str, str], list[tuple[Any, ...]]]


@dataclass
class Remembered:
    """Asks each question once; `trace` is what was sent to the stores, in order.

    Edges of one type at some entities are taken from all edges of that type: a view asks for
    them at many times, and each time of other entities.
    """

    asks: AsksWorld
    trace: list[Step] = field(default_factory=list)
    _answers: dict[str, Answer] = field(default_factory=dict)
    _by_end: dict[tuple[str, str, str], Ends] = field(default_factory=dict)
    _world: World | None = None

    @property
    def world_time(self) -> str | None:
        return self.asks.world_time

    def world(self) -> World:
        if self._world is None:
            self._world = self.asks.world()
        return self._world

    def ask(self, name: str, /, *, row_limit: int | None = None, **parameters: Any) -> Answer:
        kept = {key: value for key, value in parameters.items() if key not in _WINDOW}
        if at_ends := _AT_ENDS.fullmatch(name):
            return self._at_ends(at_ends[1], at_ends[2], row_limit, kept)
        key = json.dumps([name, row_limit, kept], sort_keys=True, default=str)
        if key not in self._answers:
            self._answers[key] = self._asked(name, row_limit, kept)
        return self._answers[key]

    def sql(self, text: str, /, *, row_limit: int | None = None, **parameters: Any) -> Answer:
        return self._noted(self.asks.sql(text, row_limit=row_limit, **parameters))

    def cypher(self, text: str, /, *, row_limit: int | None = None, **parameters: Any) -> Answer:
        return self._noted(self.asks.cypher(text, row_limit=row_limit, **parameters))

    def _asked(self, name: str, row_limit: int | None, parameters: Mapping[str, Any]) -> Answer:
        return self._noted(self.asks.ask(name, row_limit=row_limit, **parameters))

    def _noted(self, answer: Answer) -> Answer:
        self.trace += answer.trace
        return replace(answer, trace=())  # noted here, once, however often it is used

    def _at_ends(
        self, whole: str, side: str, row_limit: int | None, asked: Mapping[str, Any]
    ) -> Answer:
        answer = self.ask(whole, row_limit=row_limit, type=asked["type"])
        key = (whole, side, asked["type"])
        if key not in self._by_end:
            self._by_end[key] = _by_end(answer.rows, side)
        there = self._by_end[key]
        found = [row for id in asked["ids"] for row in there.get((asked["label"], id), ())]
        return replace(answer, rows=Rows(answer.rows.columns, found))


@dataclass
class Known(Remembered):
    """The world as someone knows it: edges that are hidden from them are not there.

    `shows` is asked of each edge. What the tools answer over it can tell nothing else.
    """

    shows: Callable[[EdgeRecord], bool] = field(kw_only=True)

    def world(self) -> World:
        """With nothing derived yet: a map of planes that is kept shows all doors."""
        if self._world is None:
            self._world = replace(self.asks.world(), derived={})
        return self._world

    def _asked(self, name: str, row_limit: int | None, parameters: Mapping[str, Any]) -> Answer:
        answer = super()._asked(name, row_limit, parameters)
        if not set(answer.rows.columns) >= _EDGE:
            return answer
        rows = zip(answer.rows, answer.rows.values, strict=True)
        seen = [values for row, values in rows if self.shows(self._edge(row))]
        return replace(answer, rows=Rows(answer.rows.columns, seen))

    def _edge(self, row: Mapping[str, Any]) -> EdgeRecord:
        """As the tools read it: an edge without an id gets the one that they give it."""
        type = self.world().ontology.canonical(row["type"])
        type = AT_PLANE if type == OLDER and row["to_label"] == "Plane" else type
        return EdgeRecord.of(type, row["from_id"], row["to_id"], row["properties"], "native")


def _by_end(rows: Rows, side: str) -> Ends:
    """Rows of edges by label and id of the end on one side."""
    label, id = (rows.columns.index(f"{side}_{name}") for name in ("label", "id"))
    found: Ends = {}
    for row in rows.values:
        found.setdefault((row[label], row[id]), []).append(row)
    return found
