"""A whole model into the tables of an empty graph, by columns."""

from __future__ import annotations

from typing import Any

from ...core.errors import BadInput
from ...core.property_graph.change import Model
from ...core.property_graph.plain import KINDS
from ...core.property_graph.records import LogEntry
from . import log
from .layout import LAYOUTS, said
from .store import Store
from .vectors import Vectors
from .writing import Writing

_EMPTY = " UNION ALL ".join(
    f"SELECT '{name}' AS kind WHERE EXISTS (SELECT FROM tong_{name} WHERE graph = $graph)"
    for name in (*KINDS, "vectors")
)
_TOLD = "UPDATE tong_graphs SET metadata = $metadata::json WHERE number = $graph"


class Filling:
    """Fills one graph, inside a transaction."""

    def __init__(self, store: Store, number: int, writing: Writing) -> None:
        self._store, self._graph, self._writing = store, number, writing

    def filled(self, model: Model) -> int:
        """Store all records and log that it was done: the generation."""
        raised = self._writing.raised(model, None)
        self._refuse_full()
        for name in KINDS:
            self._put(name, getattr(model, name))
        dimensions = {one.name: one.dimensions for one in model.vector_indexes}
        Vectors(self._store, self._graph).put(model.vectors, dimensions)
        self._tell(model)
        self._texts(model)
        before: log.Side = {"next_ids": {str(k): v for k, v in raised.next_before.items()}}
        self._writing.logged(raised.generation, "fill", before, None)
        return raised.generation

    def _put(self, name: str, records: Any) -> None:
        layout = LAYOUTS[name]
        if records:
            keys = [getattr(one, layout.key) for one in records]
            columns = {"graph": self._graph, layout.key: keys, **layout.given(records)}
            self._store.fill(layout.table, columns)

    def _tell(self, model: Model) -> None:
        """What a file told of itself."""
        told = {"graph": self._graph, "metadata": said(dict(model.metadata))}
        self._store.write(_TOLD, told)
        forget = "DELETE FROM tong_file_log WHERE graph = $graph"
        self._store.write(forget, {"graph": self._graph})  # of a file that filled it before
        if model.log:
            columns = dict(zip(LogEntry._fields, zip(*model.log, strict=True), strict=True))
            self._store.fill("tong_file_log", {"graph": self._graph, **columns})

    def _texts(self, model: Model) -> None:
        if model.text_indexes:
            from .texts import Texts

            texts = Texts(self._store, self._graph)
            for index in model.text_indexes:
                texts.define(index, model.nodes, model.edges)

    def _refuse_full(self) -> None:
        found = self._store.rows(_EMPTY, {"graph": self._graph}).column("kind")
        if found:
            raise BadInput(
                f"expected an empty graph to fill, found {', '.join(found)} in it. Make another."
            )
