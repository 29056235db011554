"""A document of a Grist server, table by table as CSV, for keys that may not download files.

Source: `GET /docs/{docId}/tables`, `…/tables/{tableId}/columns` and `…/download/csv?tableId=`
of the Grist REST API, and Vedana at 78347d8, GristCsvDataProvider, which reads its data model so.
Differs from it: no text counts as missing, whatever it says (D35), and a column is found by its
id although the file may name it by its label (D34).
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from datetime import date, datetime
from io import StringIO
from types import TracebackType
from typing import Any

import httpx

from ...core.documents import CellError, Column, Record, Reference
from ...core.errors import BadInput, StoreUnavailable
from . import rest
from .cells import LISTS, SEEN, misfit

_INNER = ("manualSort", "gristHelper_")  # columns that no person made
_TRUTH = {"true": True, "false": False}


class CsvDocument:
    """A document `document_id`, each table as it is when it is first asked for, kept then.

    CSV has no row numbers: rows are numbered from 1 by their place, so a table whose nodes have
    no id column of their own gets other ids here than from the document itself, and a reference
    has row 0 and only what people see. For the data model, where neither counts, they are equal.
    Tables are one after the other, not one snapshot. Errors are those of `server.download`.
    """

    def __init__(
        self, url: str, document_id: str, *, api_key: str | None = None, timeout: float = 60.0
    ) -> None:
        self._address = rest.document_address(url, document_id)
        self.name = document_id.strip()
        self._client = httpx.Client(
            timeout=timeout, headers=rest.headers(api_key), follow_redirects=True
        )
        self._columns: dict[str, list[Column]] = {}
        self._rows: dict[str, list[Record]] = {}
        try:
            found = self._json("tables")
            self._tables = [str(one["id"]) for one in self._list(found, "tables")]
        except BaseException:
            self.close()
            raise

    def tables(self) -> list[str]:
        return list(self._tables)

    def columns(self, table: str) -> list[Column]:
        self._check(table)
        if table not in self._columns:
            found = self._list(self._json(f"tables/{table}/columns"), "columns")
            columns = [_column(one["id"], one.get("fields") or {}) for one in found]
            self._columns[table] = [c for c in columns if not c.id.startswith(_INNER)]
        return list(self._columns[table])

    def rows(self, table: str) -> list[Record]:
        """Every row with its cells read by their columns' types; a `CellError` stands where a
        value is unusable."""
        if table not in self._rows:
            self._rows[table] = self._read(table)
        return list(self._rows[table])

    def close(self) -> None:
        self._client.close()

    def __enter__(self) -> CsvDocument:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _check(self, table: str) -> None:
        if table not in self._tables:
            there = ", ".join(self._tables) or "none"
            raise BadInput(f"{self.name} has no table {table!r}; there are: {there}")

    def _read(self, table: str) -> list[Record]:
        columns = self.columns(table)
        asked = {"tableId": table, "header": "colId"}  # an older server heads by labels anyway
        answer = self._get("download/csv", asked)
        try:
            head, *lines = csv.reader(StringIO(answer.content.decode("utf-8-sig")), strict=True)
        except (UnicodeDecodeError, ValueError, csv.Error) as error:
            raise StoreUnavailable(
                f"Grist server {answer.url}: expected CSV in UTF-8 with a head, found "
                f"{error or 'nothing'}. Ask again, or download the document."
            ) from error
        places = self._places(table, columns, head)
        return [
            Record(number, {c.id: _cell(line, places[c.id], c.type) for c in columns})
            for number, line in enumerate(lines, start=1)
        ]

    def _places(self, table: str, columns: list[Column], head: list[str]) -> dict[str, int]:
        """Where each column stands, by the ids in the head, else by the labels."""
        for names in ([c.id for c in columns], [c.label for c in columns]):
            if set(names) <= set(head) and len(set(names)) == len(names):
                return {c.id: head.index(name) for c, name in zip(columns, names, strict=True)}
        expected = ", ".join(column.id for column in columns)
        raise BadInput(
            f"{self.name}, table {table}: expected the columns {expected}, found "
            f"{', '.join(head)}. Give columns different labels, or download the document."
        )

    def _json(self, path: str) -> Any:
        answer = self._get(path, {})
        try:
            return answer.json()
        except ValueError as error:
            raise BadInput(
                f"Grist server {answer.url}: expected JSON, found {answer.text[:SEEN]!r}, perhaps "
                "its login page. Correct the address, and set an API key."
            ) from error

    def _list(self, found: Any, name: str) -> list[Any]:
        listed = found.get(name) if isinstance(found, dict) else None
        if not isinstance(listed, list) or not all(
            isinstance(one, dict) and "id" in one for one in listed
        ):
            raise BadInput(
                f"Grist server {self._address}: expected a list of {name}, found {found!r:.80}. "
                "Correct the address."
            )
        return listed

    def _get(self, path: str, asked: dict[str, str]) -> httpx.Response:
        address = f"{self._address}/{path}"
        try:
            answer = self._client.get(address, params=asked)
        except httpx.HTTPError as error:
            raise rest.unreachable(error, address) from error
        if answer.status_code != httpx.codes.OK:
            raise rest.refused(answer, address)
        return answer


def _column(column: Any, fields: dict[str, Any]) -> Column:
    formula = bool(fields.get("isFormula") and fields.get("formula"))
    kind, label = str(fields.get("type") or "Any"), str(fields.get("label") or column)
    return Column(str(column), label, kind, formula)


def _cell(line: list[str], place: int, kind: str) -> Any:
    """A cell by the type of its column; blank text is None, and nothing else is."""
    text = line[place] if place < len(line) else ""
    base, _, target = kind.partition(":")
    if base in LISTS:
        return [_item(item, base, target) for item in _items(text)]
    if not text.strip():
        return None
    if "\0" in text:
        return CellError("text with a NUL character, which no store keeps", text[:SEEN])
    if base == "Ref":
        return Reference(target, 0, text)
    read = _TYPED.get(base)
    if read is None:
        return text
    try:
        return read(text)
    except (ValueError, OverflowError, KeyError):
        return misfit(text, kind)


def _items(text: str) -> list[str]:
    """Grist joins the items of a list by commas, and quotes those that hold one."""
    return next(csv.reader([text], skipinitialspace=True), []) if text.strip() else []


def _item(text: str, base: str, target: str) -> Any:
    return text if base == "ChoiceList" else Reference(target or "_grist_Attachments", 0, text)


def _whole(text: str) -> int:
    number = float(text)
    if number != int(number) or abs(number) > 2**53:
        return int(text)
    return int(number)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


_TYPED: dict[str, Callable[[str], Any]] = {
    "Bool": lambda text: _TRUTH[text.strip().lower()],
    "Int": _whole,
    "Numeric": _finite,
    "Date": lambda text: date.fromisoformat(text.strip()),
    "DateTime": lambda text: datetime.fromisoformat(text.strip()),
}
