"""A process that loads the documents of a folder into a bench and dies half way, as if killed.

`python killed_load.py BENCH DOCUMENTS`: it ends between the nodes and the edges of the graph.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import workbench as wb
from workbench.core.values import Node
from workbench.etl.grist import load, read
from workbench.stores.grist.collection import in_folder


class DeadlyGraph:
    def __init__(self, graph: Any) -> None:
        self._graph = graph

    def __getattr__(self, name: str) -> Any:
        return getattr(self._graph, name)

    def put(self, nodes: list[Node], edges: Any) -> None:
        self._graph.put(nodes[:3])
        os.kill(os.getpid(), signal.SIGKILL)


def main(folder: str, documents: str) -> None:
    with in_folder(Path(documents)) as found:
        extract = read(*found)
    bench = wb.open(folder)
    graph: Any = DeadlyGraph(bench.graph)
    load(extract, relational=bench.relational, graph=graph, embedder=bench.embedder)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
