"""The property graphs of a bench by name, and the files that come in and go out."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from ...core.collecting import uncollected
from ...core.property_graph.change import Model
from ...core.property_graph.findings import FileFinding
from ...core.property_graph.receipt import GraphReceipt, finding_rows
from ...core.values import Rows
from ...graphs.graph import PropertyGraph
from ...graphs.graphs import PropertyGraphs
from ...graphs.handle import OnChange
from ...stores.opened import OpenStores

_JSONL = (".jsonl", ".ndjson")


class BenchGraphs:
    """By name: `graphs["people"]`, `"people" in graphs`, `list(graphs)`."""

    def __init__(self, stores: OpenStores) -> None:
        self._stores = stores

    @property
    def _graphs(self) -> PropertyGraphs:
        graphs: PropertyGraphs = self._stores.get("graphs").graphs
        return graphs

    def __getitem__(self, name: str) -> PropertyGraph:
        return self.open(name)

    def __contains__(self, name: object) -> bool:
        return name in self._graphs.names()

    def __iter__(self) -> Iterator[str]:
        return iter(self._graphs.names())

    def __len__(self) -> int:
        return len(self._graphs.names())

    def open(self, name: str, *, on_change: OnChange = "follow") -> PropertyGraph:
        """A graph; BadInput names the near ones.

        `on_change` says what its calls do when others have changed it: "follow" them, "refuse"
        until `refresh()`, or "keep" answering what was there, as TongGraph's handles do.
        """
        return self._graphs.open(name, on_change=on_change)

    def make(self, name: str) -> PropertyGraph:
        """A new empty graph; BadInput where the name is taken."""
        return self._graphs.make(name)

    def drop(self, name: str) -> None:
        """Remove a graph and all that it holds; BadInput where there is none."""
        self._graphs.drop(name)

    def read(self, file: str | os.PathLike[str], name: str) -> GraphReceipt:
        """Bring in a TongGraph database (`.db`), or a JSONL that `PropertyGraph.export` wrote.

        All of it or nothing, under a new name. The file is never written to. What is damaged in
        it is left out, and named in the receipt; see `check`.
        """
        began = time.perf_counter()
        path = Path(file)
        with uncollected():
            model, findings = _model(path)
            self._graphs.store(name, model, file=path.name)
        seconds = time.perf_counter() - began
        return GraphReceipt(name, path.name, GraphReceipt.counted(model), findings, seconds)

    def check(self, file: str | os.PathLike[str]) -> Rows:
        """What is not as it should be in a TongGraph database: a row a finding, none if sound."""
        return finding_rows(_model(Path(file), thorough=True)[1])


def _model(path: Path, *, thorough: bool | None = None) -> tuple[Model, tuple[FileFinding, ...]]:
    if path.suffix in _JSONL:
        from ...etl.tonggraph.importing import import_jsonl

        return import_jsonl(path), ()
    from ...etl.tonggraph.reading import read
    from ...stores.tonggraph.file import read_file

    found = read(read_file(path, thorough=thorough))
    return found.model, found.findings
