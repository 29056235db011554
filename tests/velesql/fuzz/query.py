"""A statement in pieces, so that pieces can be left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Clause:
    """Items behind a word; `least` of them are needed, and none of them leave the clause out."""

    word: str
    items: tuple[str, ...]
    separator: str = ", "
    least: int = 0
    after: str = ""

    def __str__(self) -> str:
        inside = self.separator.join(self.items)
        return f"{self.word} {inside}{self.after}" if self.items else ""


@dataclass(frozen=True)
class Query:
    """`tags` name what is in it; `kind` is "read", "change" or "explain"."""

    clauses: tuple[Clause, ...]
    parameters: dict[str, Any] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()
    kind: str = "read"
    compat: bool = False

    @property
    def text(self) -> str:
        return " ".join(filter(None, map(str, self.clauses)))

    def smaller(self) -> Iterator[Query]:
        """The query without one item, for each item that it may be without."""
        for at, clause in enumerate(self.clauses):
            for place in range(len(clause.items)):
                items = clause.items[:place] + clause.items[place + 1 :]
                if len(items) >= clause.least:
                    fewer = replace(clause, items=items)
                    clauses = (*self.clauses[:at], fewer, *self.clauses[at + 1 :])
                    yield replace(self, clauses=clauses)
