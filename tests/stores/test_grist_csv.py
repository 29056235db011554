"""Documents table by table as CSV, over real HTTP: the shipped ones, and odd answers."""

from __future__ import annotations

import csv
import json
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

import workbench as wb
from tests.stores.test_grist_document import DATA, GOLDEN, MODEL
from workbench.core.documents import CellError, Reference
from workbench.core.errors import BadInput, StoreUnavailable
from workbench.etl.grist import read
from workbench.stores.grist.collection import as_csv, in_folder
from workbench.stores.grist.csv_document import CsvDocument
from workbench.stores.grist.document import GristDocument

IDS = [Path(name).stem for name in (MODEL, DATA, GOLDEN)]
KEY = "key-that-nobody-may-read"

Table = tuple[list[dict[str, Any]], str | bytes]  # the columns, and the CSV text


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        _, _, _, document, *path = map(unquote, parts.path.split("/"))
        self.server.asked.append((self.path, self.headers["Authorization"]))
        tables, status = self.server.documents.get(document), self.server.status
        if tables is None or status != 200:
            return self._send(404 if status == 200 else status, b"")
        if path == ["tables"]:
            return self._send(200, json.dumps({"tables": [{"id": name} for name in tables]}))
        if path[0] == "tables":
            return self._send(200, json.dumps({"columns": tables[path[1]][0]}))
        return self._send(200, tables[parse_qs(parts.query)["tableId"][0]][1])

    def _send(self, status: int, body: str | bytes) -> None:
        sent = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    asked: list[tuple[str, str | None]]
    documents: dict[str, dict[str, Table]]
    status: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def one(self, text: str | bytes, *types: str, labels: str = "abcdefgh") -> list[Any]:
        """The first row of a table with columns a, b, … of these types."""
        columns = [
            {"id": "abcdefgh"[at], "fields": {"type": kind, "label": labels[at]}}
            for at, kind in enumerate(types)
        ]
        self.documents["doc"] = {"T": (columns, text)}
        with CsvDocument(self.url, "doc") as document:
            return [record.cells for record in document.rows("T")]


@pytest.fixture
def server() -> Iterator[_Server]:
    with _Server(("127.0.0.1", 0), _Handler) as running:
        running.asked, running.documents, running.status = [], {}, 200
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def shown(cell: Any) -> str:
    """A cell as Grist writes it into CSV."""
    if isinstance(cell, Reference):
        return shown(cell.shown)
    if isinstance(cell, bool):
        return str(cell).lower()
    return "" if cell is None else f"#{cell.seen}" if isinstance(cell, CellError) else str(cell)


def served(path: Path, *, labels: bool) -> dict[str, Table]:
    """A real document as a server would send it, with labels or ids as heads."""
    found: dict[str, Table] = {}
    with GristDocument(path) as document:
        for table in document.tables():
            columns = document.columns(table)
            text = StringIO()
            writer = csv.writer(text)
            writer.writerow([column.label if labels else column.id for column in columns])
            for record in document.rows(table):
                writer.writerow([shown(record.cells[column.id]) for column in columns])
            described = [
                {"id": c.id, "fields": {"label": c.label, "type": c.type, "isFormula": c.formula}}
                for c in columns
            ]
            found[table] = described, text.getvalue()
    return found


def test_a_bench_plans_from_documents_read_as_csv(
    server: _Server, vedana: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRIST_API_KEY", KEY)
    for name in (MODEL, DATA, GOLDEN):
        server.documents[Path(name).stem] = served(vedana / name, labels=True)
    with wb.open(tmp_path / "b", grist=server.url, grist_documents=IDS) as bench:
        plan = bench.etl(csv=True).plan()
        bench.stop()

    assert (plan.texts, server.asked[0][1]) == (1114, f"Bearer {KEY}")


@pytest.mark.parametrize("labels", [True, False])
def test_the_shipped_documents_are_what_their_files_are(
    server: _Server, vedana: Path, labels: bool
) -> None:
    for name in (MODEL, DATA, GOLDEN):
        server.documents[Path(name).stem] = served(vedana / name, labels=labels)
    with in_folder(vedana) as files, as_csv(server.url, IDS, api_key=KEY) as tables:
        by_file, by_table = read(*files), read(*tables)
    assert by_table.model == by_file.model
    assert by_table.nodes == by_file.nodes
    assert len(by_table.edges) == 4144
    assert (by_table.edges, by_table.golden) == (by_file.edges, by_file.golden)
    assert {key for _, key in server.asked} == {f"Bearer {KEY}"}


def test_no_text_counts_as_missing(server: _Server) -> None:
    text = 'a\r\nNA\r\nnull\r\nNaN\r\n" "\r\n'
    found = [cells["a"] for cells in server.one(text, "Text")]
    assert found == ["NA", "null", "NaN", None]


def test_cells_are_read_by_their_types(server: _Server) -> None:
    text = 'a,b,c,d,e,f,g\r\ntrue,7,1.5,2026-11-21,2026-11-21T10:00:00Z,Ada,"x, ""y, z"""\r\n'
    types = ("Bool", "Int", "Numeric", "Date", "DateTime:UTC", "Ref:People", "ChoiceList")
    (cells,) = server.one(text, *types)
    assert list(cells.values()) == [
        *(True, 7, 1.5, date(2026, 11, 21), datetime(2026, 11, 21, 10, tzinfo=UTC)),
        *(Reference("People", 0, "Ada"), ["x", "y, z"]),
    ]


def test_what_does_not_fit_its_type_is_told_in_its_cell(server: _Server) -> None:
    (cells,) = server.one("a,b,c\r\nperhaps,1.5,$7\r\n", "Bool", "Int", "Numeric")
    assert [cell.why for cell in cells.values()] == [
        f"text in a column of type {kind}" for kind in ("Bool", "Int", "Numeric")
    ]
    (blank,) = server.one("a,b\r\n,\r\n", "Bool", "RefList:People")
    assert blank == {"a": None, "b": []}


def test_a_column_is_found_by_its_label_too(server: _Server) -> None:
    (cells,) = server.one("Second,First\r\n2,1\r\n", "Int", "Int", labels=["First", "Second"])  # type: ignore[arg-type]
    assert cells == {"a": 1, "b": 2}
    with pytest.raises(BadInput, match="expected the columns a, b, found x, y"):
        server.one("x,y\r\n", "Int", "Int")


@pytest.mark.parametrize("text", [b"", b"a\r\n\xff\xfe", b'a\r\n"open'])
def test_an_answer_that_is_no_csv_is_told(server: _Server, text: bytes) -> None:
    with pytest.raises(StoreUnavailable, match="expected CSV in UTF-8 with a head"):
        server.one(text, "Text")


def test_refusals_are_those_of_a_download(server: _Server) -> None:
    with pytest.raises(BadInput, match="has no such document"):
        CsvDocument(server.url, "other")
    server.status = 401
    with pytest.raises(StoreUnavailable, match="does not know the API key") as told:
        CsvDocument(server.url, "doc", api_key=KEY)
    assert KEY not in str(told.value)


def test_a_table_that_is_not_there_is_told(server: _Server) -> None:
    server.documents["doc"] = {"T": ([], "a\r\n")}
    with (
        CsvDocument(server.url, "doc") as document,
        pytest.raises(BadInput, match="no table 'U'; there are: T"),
    ):
        document.rows("U")
