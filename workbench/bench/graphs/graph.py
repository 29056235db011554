"""A property graph of a bench: what the room of graphs answers, and files beside it."""

from __future__ import annotations

from typing import ClassVar

from ...graphs.graph import PropertyGraph
from ...graphs.snapshot import Snapshot
from .files import Exports, Imports


class BenchSnapshot(Exports, Snapshot):
    """A snapshot whose records can be written to files."""


class BenchGraph(Exports, Imports, PropertyGraph):
    """A graph whose records come from files and go to files."""

    _snapshots: ClassVar[type[Snapshot]] = BenchSnapshot
