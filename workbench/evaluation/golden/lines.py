"""Files of one record a line, read without holding the file in memory."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from ...core.errors import BadInput

_BOM = b"\xef\xbb\xbf"
_MOST_CHARACTERS = 1 << 30  # of one cell; the default of `csv`, 131072, is less than a document


class Line(NamedTuple):
    """A record and the place it stands at: file and 1-based number of its (last) line."""

    path: Path
    number: int
    record: Mapping[str, Any]

    def wrong(self, expected: str, seen: Any, to_do: str) -> NoReturn:
        wrong(self.path, self.number, expected, seen, to_do)


def wrong(path: Path, number: int, expected: str, seen: Any, to_do: str) -> NoReturn:
    """BadInput with the place, what was expected, what was seen and what to do."""
    shown = seen if isinstance(seen, str) else repr(seen)
    raise BadInput(f"{path}:{number}: expected {expected}, found {shown:.120}; {to_do}")


def json_lines(path: Path) -> Iterator[Line]:
    """The objects of a JSONL file; blank lines are skipped."""
    for number, text in text_lines(path):
        try:
            value = json.loads(text)
        except ValueError as error:
            wrong(path, number, "one JSON object a line", f"{text} ({error})", "mend the line")
        if not isinstance(value, dict):
            wrong(path, number, "a JSON object", value, "write the line as {...}")
        if "\\u" in text:
            _check_surrogates(path, number, value)
        yield Line(path, number, value)


def text_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Number and text of every line that is not blank, of a file in UTF-8."""
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            try:
                text = (raw.removeprefix(_BOM) if number == 1 else raw).decode()
            except UnicodeDecodeError as error:
                wrong(path, number, "UTF-8", str(error), "save the file as UTF-8")
            if text.strip():
                yield number, text.rstrip("\r\n")


def _check_surrogates(path: Path, number: int, value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        wrong(path, number, "Unicode text", str(error), "write the character as a whole pair")


def table_lines(path: Path, delimiter: str) -> Iterator[Line]:
    """The rows of a table under its header; cells without a blank around them, None if blank.

    A row of blank cells is skipped; one of another length than the header is BadInput.
    """
    csv.field_size_limit(_MOST_CHARACTERS)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        try:
            header = [name.strip() for name in next(reader, [])]
            _check_header(path, header)
            for row in reader:
                if any(cell.strip() for cell in row):
                    yield Line(path, reader.line_num, _record(path, reader.line_num, header, row))
        except (csv.Error, UnicodeDecodeError) as error:
            wrong(path, reader.line_num, "a table in UTF-8", str(error), "mend quotes or encoding")


def _check_header(path: Path, header: list[str]) -> None:
    if not header or len(set(header)) < len(header) or "" in header:
        wrong(path, 1, "a header of different names", header, "name every column once")


def _record(path: Path, number: int, header: list[str], row: list[str]) -> dict[str, str | None]:
    if len(row) != len(header):
        wrong(path, number, f"{len(header)} cells", row, "quote cells that hold the separator")
    return {name: cell.strip() or None for name, cell in zip(header, row, strict=True)}
