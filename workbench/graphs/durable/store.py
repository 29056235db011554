"""What the tables of property graphs need of a store."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from ...core.protocols import Relational, Transacts


class Snapshot(Protocol):
    """What was stored at one moment."""

    def arrays(self, text: str, columns: Mapping[str, Any]) -> dict[str, Any]:
        """The result of a query without parameters, column by column.

        `columns` says what each is: `int` (n,) int64, a number for vectors of that length,
        (n, length) float32, `str` a list of texts or None.
        """


class Store(Relational, Transacts, Protocol):
    """A relational store that takes and gives whole columns."""

    def fill(self, table: str, columns: Mapping[str, Any]) -> int:
        """Append records given column by column, all or none; BadInput where one does not fit."""

    def snapshot(
        self, settings: Mapping[str, str] | None = None
    ) -> AbstractContextManager[Snapshot]:
        """Reads of one moment, inside a transaction those of it, under settings of the planner."""
