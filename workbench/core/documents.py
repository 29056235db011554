"""Documents of tables that people edit, read as values: what stands in each cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol


class Column(NamedTuple):
    """A column: `id` names it in formulas and files, `label` is what people see.

    `type` is the document's own word ("Text", "Ref:Anchors", "DateTime:Europe/Berlin").
    """

    id: str
    label: str
    type: str
    formula: bool


class Record(NamedTuple):
    """A row: its number, never used twice in a table, and its cells by column id."""

    row: int
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell that points to a row; `shown` is what people see there, None where nothing is."""

    table: str
    row: int
    shown: Any = None


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell whose value cannot be used: why, and as much of it as can be told."""

    why: str
    seen: str = ""


class Document(Protocol):
    """A snapshot of a document.

    A cell is None (blank), text, bool, int, float, date, aware datetime, `Reference`, a list
    of those (always a list where the column's type is one), or a `CellError`.
    """

    @property
    def name(self) -> str: ...

    def tables(self) -> list[str]: ...

    def columns(self, table: str) -> list[Column]: ...

    def rows(self, table: str) -> list[Record]:
        """Every row, in the order in which people see them."""
