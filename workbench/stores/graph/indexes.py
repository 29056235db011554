"""The index on `id` that every label gets, made and taken away again."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from ...core.errors import QueryFailed
from .dialects import Dialect
from .door import Door


class Indexes:
    """Through the writing door; a label that has its index already is left alone."""

    def __init__(self, door: Door, dialect: Dialect, seconds: float) -> None:
        self._door, self._dialect, self._seconds = door, dialect, seconds
        self._made: set[str] = set()

    def make(self, label: str) -> None:
        """A uniqueness constraint on `id`; where nodes share an id already, an index."""
        if label in self._made:
            return
        indexed = False
        try:
            self._run("create_unique", label, "unique")
            indexed = self._dialect.unique_is_index
        except QueryFailed:
            pass  # nodes share an id already, or Neo4j has an index that is not a constraint's
        if not indexed:
            self._run("create_index", label, "index")
        self._made.add(label)

    def drop(self, labels: Iterable[str]) -> None:
        for label in labels:
            for template, kind in (("drop_unique", "unique"), ("drop_index", "index")):
                with suppress(QueryFailed):  # Memgraph has no IF EXISTS: there is none to drop
                    self._run(template, label, kind)
            self._made.discard(label)

    def _run(self, template: str, label: str, kind: str) -> None:
        text = self._dialect.text(template, name=f"{label}_id_{kind}", label=label, property="id")
        with self._door.session(text, self._seconds) as session:
            self._door.run(session, text, {}, self._seconds).consume()
