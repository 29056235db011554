"""The lines of a log file as records with the types of its table, bad ones named by line."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

from ...core.errors import BadInput
from ..rejects import Findings
from .log_tables import LogTable

Convert = Callable[[Any], Any]
Record = tuple[Any, ...]

_INTEGERS = {"integer": 2**31, "bigint": 2**63}


def records(file: Path, table: LogTable, findings: Findings) -> Iterator[Record]:
    """(line, values in the order of the table's columns) of every good line, in file order.

    An empty field is None. `json` values are JSON text, `texts` lists, times without an offset
    UTC. BadInput where the file cannot be read as CSV or JSONL at all.
    """
    kinds = _OF_CSV if file.suffix == ".csv" else _OF_JSON
    found = _csv_lines(file, table) if file.suffix == ".csv" else _json_lines(file, table, findings)
    columns = list(table.columns.items())
    converts = [(name, kinds[kind]) for name, kind in columns]
    required = [name in table.required for name, _ in columns]
    try:
        for line, values in found:
            record = values if isinstance(values, _Bad) else _record(values, converts, required)
            if isinstance(record, _Bad):
                findings.add(table.name, line, record.column, record.reason, seen=record.seen)
            else:
                yield line, *record
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{file}: expected UTF-8 text in whole lines: {error}") from error


class _Bad:
    def __init__(self, column: str, reason: str, seen: object) -> None:
        self.column, self.reason, self.seen = column, reason, seen


def _record(
    values: Iterable[Any], converts: Iterable[tuple[str, Convert]], required: Iterable[bool]
) -> list[Any] | _Bad:
    record = list[Any]()
    for value, (column, convert), needed in zip(values, converts, required, strict=True):
        if value is None:
            if needed:
                return _Bad(column, "expected a value, found none", "")
            record.append(None)
            continue
        try:
            record.append(convert(value))
        except (ValueError, InvalidOperation, RecursionError) as error:
            return _Bad(column, f"expected {error}", value)
    return record


def _csv_lines(file: Path, table: LogTable) -> Iterator[tuple[int, list[str | None] | _Bad]]:
    """The first line of each row, and its fields in the table's order."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = csv.reader(text, strict=True)
        header = next(rows, [])
        if sorted(header) != sorted(table.columns):
            raise BadInput(
                f"{file}, line 1: expected the columns {', '.join(table.columns)}, found "
                f"{', '.join(header) or 'no header'}. Correct the header, or the file's name."
            )
        at = [header.index(name) for name in table.columns]
        start = rows.line_num + 1
        for row in rows:
            if len(row) == len(header):
                yield start, [row[i] or None for i in at]
            elif row:
                yield start, _Bad("", f"expected {len(header)} fields, as in the header", len(row))
            start = rows.line_num + 1


def _json_lines(file: Path, table: LogTable, findings: Findings) -> Iterator[tuple[int, list[Any]]]:
    with file.open(encoding="utf-8") as text:
        for line, content in enumerate(text, start=1):
            if not content.strip():
                continue
            try:
                found = json.loads(content, parse_constant=_no_constant)
            except (ValueError, RecursionError) as error:
                findings.add(table.name, line, "", f"not JSON: {error}", seen=content)
                continue
            if not isinstance(found, dict):
                findings.add(table.name, line, "", "expected an object", seen=content)
            elif unknown := found.keys() - table.columns.keys():
                reason = f"expected keys among {', '.join(table.columns)}"
                findings.add(table.name, line, "", reason, seen=", ".join(sorted(unknown)))
            else:
                yield line, [found.get(name) for name in table.columns]


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("text")
    if "\0" in value:
        raise ValueError("text without NUL, which PostgreSQL cannot hold")
    if not value.isascii():
        value.encode()  # half a surrogate pair is a UnicodeEncodeError, which is a ValueError
    return value


def _integer(kind: str) -> Convert:
    limit = _INTEGERS[kind]

    def integer(value: Any) -> int:
        try:
            number = int(_text(value)) if isinstance(value, str) else value
        except ValueError as error:
            raise ValueError("a whole number") from error
        if not isinstance(number, int) or isinstance(number, bool):
            raise ValueError("a whole number")
        if not -limit <= number < limit:
            raise ValueError(f"a whole number that fits {kind}")
        return number

    return integer


def _numeric(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError("a number")
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError("a number") from error
    if not number.is_finite():
        raise ValueError("a finite number")
    return number


def _moment(value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ValueError("a time as in 2026-02-03T19:00:00Z") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@lru_cache(maxsize=4096)  # payloads and sources repeat from line to line
def _json_text(text: Any) -> str:
    try:
        value = json.loads(text, parse_constant=_no_constant)
    except ValueError as error:
        raise ValueError(f"JSON: {error};") from error
    # Written anew only where an escape may stand for what PostgreSQL's jsonb cannot hold.
    return _json(value) if "\\u" in text else str(text)


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    if "\\u0000" in text and _holds_nul(value):
        raise ValueError("JSON without \\u0000, which PostgreSQL cannot hold")
    return _text(text)


def _holds_nul(value: Any) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, Mapping):
        return any(map(_holds_nul, (*value, *value.values())))
    return isinstance(value, list) and any(map(_holds_nul, value))


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise ValueError("a list of texts")
    return [_text(item) for item in value]


@lru_cache(maxsize=4096)
def _texts_of_json(text: Any) -> list[str]:
    try:
        return _texts(json.loads(text))
    except ValueError as error:
        raise ValueError("a JSON list of texts") from error


_BOTH: dict[str, Convert] = {
    "text": _text,
    "integer": _integer("integer"),
    "bigint": _integer("bigint"),
    "numeric": _numeric,
    "moment": _moment,
}
_OF_CSV: dict[str, Convert] = {**_BOTH, "json": _json_text, "texts": _texts_of_json}
_OF_JSON: dict[str, Convert] = {**_BOTH, "json": _json, "texts": _texts}
