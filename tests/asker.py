"""What an open bench is to a tool, over stores that a test has at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbench.catalogue.asking import ask, ask_text
from workbench.catalogue.catalogue import Catalogue
from workbench.core.answer import Answer
from workbench.core.protocols import Embedder, Graph, Relational

_CATALOGUE = Catalogue.shipped()


@dataclass(frozen=True)
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
