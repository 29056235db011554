"""What an open bench is to a tool, over stores that a test has at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbench.catalogue.asking import ask, ask_text, tell
from workbench.catalogue.catalogue import Catalogue
from workbench.core.answer import Answer
from workbench.core.lore import World
from workbench.core.protocols import Cache, Embedder, Graph, Objects, Relational
from workbench.core.values import Rows
from workbench.tools.lore.world import read_world, world_stamp

_CATALOGUE = Catalogue.shipped()


@dataclass
class Asker:
    """Asks shipped queries and typed text; has no folder and starts nothing."""

    relational: Relational | None = None
    graph: Graph | None = None
    embedder: Embedder | None = None
    row_limit: int = 100_000

    def ask(self, name: str, /, *, row_limit: int | None = None, **given: Any) -> Answer:
        query = _CATALOGUE.get(name)
        return ask(
            query,
            given,
            store=getattr(self, query.kind),
            embedder=lambda: self.embedder,  # type: ignore[arg-type, return-value]
            row_limit=row_limit or self.row_limit,
        )

    def sql(self, text: str, /, *, row_limit: int | None = None, **given: Any) -> Answer:
        return self._text("relational", text, row_limit, given)

    def cypher(self, text: str, /, *, row_limit: int | None = None, **given: Any) -> Answer:
        return self._text("graph", text, row_limit, given)

    def _text(self, kind: str, text: str, row_limit: int | None, given: dict[str, Any]) -> Answer:
        limit = row_limit or self.row_limit
        return ask_text(kind, text, given, store=getattr(self, kind), row_limit=limit)


@dataclass
class WorldAsker(Asker):
    """An asker over a graph that holds a world, with what a session on it may need."""

    objects: Objects | None = None
    cache: Cache | None = None
    world_time: str | None = None
    _world: World | None = None

    def world(self) -> World:
        if self._world is None or self._world.stamp != world_stamp(self):
            self._world = read_world(self)
        return self._world

    def tell(self, name: str, /, **given: Any) -> Rows:
        query = _CATALOGUE.get(name)
        return tell(query, given, store=getattr(self, query.kind))
