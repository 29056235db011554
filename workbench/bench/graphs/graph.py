"""A property graph of a bench: what the room of graphs answers, and files beside it."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import ClassVar

from ...etl.tonggraph import exporting
from ...graphs.graph import PropertyGraph
from ...graphs.snapshot import Snapshot
from .files import Exports, Imports


class BenchSnapshot(Exports, Snapshot):
    """A snapshot whose records can be written to files."""


class BenchGraph(Exports, Imports, PropertyGraph):
    """A graph whose records come from files and go to files."""

    def export(self, path: str | os.PathLike[str]) -> int:
        """Write everything, with the log of the file that it was read from; how many records.

        `property_graphs.read(path, name)` gives it back.
        """
        told = self._handle.tables.file_log()
        return exporting.export_jsonl(replace(self.model(), log=told), path)

    _snapshots: ClassVar[type[Snapshot]] = BenchSnapshot
