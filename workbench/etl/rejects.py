"""What could not be brought in as it stands, named cell by cell."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ..core.documents import CellError, Record, Reference

SEEN = 120  # characters of a value that a reject repeats


class Reject(NamedTuple):
    """A record that was dropped, or kept although something about it is odd.

    `row` is the document's row number, None where a whole table or column is meant; `column`
    is blank where the whole row is; `seen` is the value, shortened.
    """

    document: str
    table: str
    row: int | None
    column: str
    reason: str
    seen: str


class Findings:
    """Collects the rejects of one document, in the order in which they are found."""

    def __init__(self, document: str) -> None:
        self.document = document
        self._found: list[Reject] = []

    def add(
        self, table: str, row: int | None, column: str, reason: str, *, seen: object = ""
    ) -> None:
        self._found.append(Reject(self.document, table, row, column, reason, shortened(seen)))

    def check(self, table: str, record: Record, column: str, *, shown: bool = True) -> Any:
        """The cell without its errors, which are reported; None where nothing is left.

        What a reference shows is looked at only where it is `shown`.
        """
        cell = record.cells.get(column)
        items = cell if isinstance(cell, list) else [cell]
        usable = []
        for item in items:
            error = item.shown if shown and isinstance(item, Reference) else item
            if isinstance(error, CellError):
                self.add(table, record.row, column, error.why, seen=error.seen)
            else:
                usable.append(item)
        return usable if isinstance(cell, list) else next(iter(usable), None)

    def __iter__(self) -> Iterator[Reject]:
        return iter(self._found)


def shortened(seen: object) -> str:
    text = " ".join(str(seen).split())
    return text if len(text) <= SEEN else f"{text[: SEEN - 1]}…"


def write(rejects: Iterable[Reject], path: Path) -> Path:
    """One JSON object a line, with the fields of `Reject`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(reject._asdict(), ensure_ascii=False) + "\n" for reject in rejects)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(lines)
    return path
