"""Records in CSV: a line of names, then a line a record."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ...core.errors import BadInput
from .forms import is_scalar


def csv_rows(file: Path, columns: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows as JSONL would have them, each with where it stands.

    Cells of other columns than `columns` are properties: booleans, numbers and texts where they
    are JSON of one, else the text as it is. Empty cells are left out.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened, strict=True)
            _check_header(file, reader.fieldnames)
            for row in reader:
                where = f"{file.name}, line {reader.line_num}"
                if None in row:
                    raise BadInput(f"{where}: expected as many cells as columns, found more")
                yield where, _as_json(row, columns, where)
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{file.name}: expected CSV in UTF-8: {error}") from error
    except OSError as error:
        raise BadInput(f"{file}: cannot be read: {error.strerror}") from error


def _check_header(file: Path, names: Sequence[str] | None) -> None:
    names = names or ()
    if not names or len(set(names)) < len(names) or "" in names:
        raise BadInput(
            f"{file.name}, line 1: expected a name for each column, each once, found {list(names)}"
        )


def _as_json(row: Mapping[str, str | None], columns: set[str], where: str) -> dict[str, Any]:
    found: dict[str, Any] = {key: row[key] for key in columns & row.keys() if row[key]}
    given = _json(found.get("properties", "{}"), where)
    others = {key: _scalar(value) for key, value in row.items() if key not in columns and value}
    found["properties"] = {**given, **others} if isinstance(given, dict) else given
    if "labels" in found:
        found["labels"] = [label for label in found["labels"].split("|") if label]
    return found


def _json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise BadInput(f"{where}, properties: expected a JSON object: {error}") from error


def _scalar(text: str) -> Any:
    """What a cell says as JSON where that is a boolean, a number or a text; else the cell."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return value if is_scalar(value) else text
