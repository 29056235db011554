"""Grist files as documents: cells by type, references, errors, files that are none."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.stores.grist_files import FORMULA_ERROR, Col, texts, write
from workbench.core.documents import CellError, Column, Reference
from workbench.core.errors import BadInput
from workbench.stores.grist.document import GristDocument

MODEL, DATA, GOLDEN = (
    *("j6PTmqgw4caBDdQdpyz7au.grist", "eB5kH8Z7NVErycp32wx1Ge.grist"),
    "2FDgbBNtEDmgNc5AJ3ufkh.grist",
)


def cells(tmp_path: Path, kind: str, *stored: Any) -> list[Any]:
    """What stands in a column of that type, row by row."""
    path = write(tmp_path / "one.grist", {"T": ({"a": Col(kind)}, [[value] for value in stored])})
    with GristDocument(path) as document:
        return [record.cells["a"] for record in document.rows("T")]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[GristDocument]:
    """Books that point to authors, by a reference and by a reference list."""
    books = {
        "title": Col(label="Title of the book"),
        "author": Col("Ref:Authors", shown="Authors.name"),
        "others": Col("RefList:Authors", shown="Authors.name"),
        "bare": Col("Ref:Authors"),
    }
    rows = [["Solaris", 2, "[1,2]", 1], ["Anon", 0, None, 0], ["Lost", 9, "[1,9]", 9]]
    authors = [["Ursula"], ["Stanisław"]]
    path = write(
        tmp_path / "library.grist", {"Books": (books, rows), "Authors": (texts("name"), authors)}
    )
    with GristDocument(path) as document:
        yield document


def test_the_tables_of_the_real_documents_have_their_rows(vedana: Path) -> None:
    with GristDocument(vedana / DATA) as data, GristDocument(vedana / GOLDEN) as golden:
        counts = {table: len(data.rows(table)) for table in data.tables()}
        assert counts == {
            "Anchor_person": 46,
            "Anchor_interest": 1068,
            "Link_person_has_interest": 2072,
        }
        assert len(golden.rows("Gds")) == 100


def test_a_real_model_shows_references_formula_errors_and_blank_texts(vedana: Path) -> None:
    with GristDocument(vedana / MODEL) as model:
        attribute, anchor = model.rows("Anchor_attributes")[0], model.rows("Anchors")[2]
    assert attribute.cells["anchor"] == Reference("Anchors", 1, "person")
    assert attribute.cells["embed_threshold"] is None
    assert anchor.row == 5
    assert anchor.cells["noun"] is None
    assert anchor.cells["Raw"] == CellError("formula error", "NameError")


def test_rows_come_as_people_sorted_them(vedana: Path) -> None:
    with GristDocument(vedana / MODEL) as model:
        assert [record.row for record in model.rows("Prompts")] == [9, 1, 3, 4, 5, 6, 7, 8]


def test_columns_have_id_label_type_and_formula(vedana: Path, library: GristDocument) -> None:
    assert library.columns("Books")[:2] == [
        Column("title", "Title of the book", "Text", False),
        Column("author", "author", "Ref:Authors", False),
    ]
    with GristDocument(vedana / MODEL) as model:
        formulas = [column.id for column in model.columns("Anchors") if column.formula]
    assert formulas == ["Raw"]


def test_references_show_what_people_see(library: GristDocument) -> None:
    book = library.rows("Books")[0].cells
    assert book["author"] == Reference("Authors", 2, "Stanisław")
    assert book["others"] == [
        Reference("Authors", 1, "Ursula"),
        Reference("Authors", 2, "Stanisław"),
    ]
    assert book["bare"] == Reference("Authors", 1, None)


def test_blank_references_are_none_and_an_empty_list_stays_a_list(library: GristDocument) -> None:
    assert library.rows("Books")[1].cells == {
        "title": "Anon",
        "author": None,
        "others": [],
        "bare": None,
    }


def test_a_reference_to_a_row_that_is_gone_is_an_error(library: GristDocument) -> None:
    gone = CellError("a reference to a row that Authors does not have", "9")
    book = library.rows("Books")[2].cells
    assert (book["author"], book["bare"]) == (gone, gone)
    assert book["others"] == [Reference("Authors", 1, "Ursula"), gone]


def test_attachments_are_references_that_show_file_names(tmp_path: Path) -> None:
    path = write(tmp_path / "one.grist", {"T": ({"a": Col("Attachments")}, [["[1]"]])})
    with closing(sqlite3.connect(path)) as db:
        db.execute("INSERT INTO _grist_Attachments VALUES (1, 'map.png')")
        db.commit()
    with GristDocument(path) as document:
        found = document.rows("T")[0].cells["a"]
    assert found == [Reference("_grist_Attachments", 1, "map.png")]


VALUES: dict[str, tuple[str, Any, Any]] = {
    "text": ("Text", "  Grüße 🦄 ", "  Grüße 🦄 "),
    "blank text": ("Text", "", None),
    "spaces": ("Text", " \t\n", None),
    "NA stays text": ("Text", "NA", "NA"),
    "null stays text": ("Text", "null", "null"),
    "true": ("Bool", 1, True),
    "false": ("Bool", 0, False),
    "blank truth": ("Bool", None, None),
    "whole": ("Int", 7, 7),
    "number": ("Numeric", 7, 7.0),
    "blank number": ("Numeric", None, None),
    "a day": ("Date", 1795219200, date(2026, 11, 21)),
    "a day before 1970": ("Date", -86400, date(1969, 12, 31)),
    "choices": ("ChoiceList", '["one"]', ["one"]),
    "no choices": ("ChoiceList", None, []),
    "any": ("Any", 2.5, 2.5),
    "number in text of any": ("Any", "12", "12"),
}


@pytest.mark.parametrize(("kind", "stored", "expected"), VALUES.values(), ids=VALUES)
def test_a_cell_becomes_a_value(tmp_path: Path, kind: str, stored: Any, expected: Any) -> None:
    (found,) = cells(tmp_path, kind, stored)
    assert (type(found), found) == (type(expected), expected)


@pytest.mark.parametrize(
    ("kind", "zone"),
    [
        ("DateTime:America/New_York", ZoneInfo("America/New_York")),
        ("DateTime", ZoneInfo("Europe/Berlin")),  # the document's own
        ("DateTime:Mars/Olympus", UTC),
    ],
)
def test_a_time_is_in_the_zone_of_its_column(tmp_path: Path, kind: str, zone: Any) -> None:
    (found,) = cells(tmp_path, kind, 1795262400)
    assert found == datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert found.tzinfo == zone


ERRORS: dict[str, tuple[str, Any, CellError]] = {
    "a formula that failed": ("Numeric", FORMULA_ERROR, CellError("formula error", "NameError")),
    "a cell that access rules hide": (
        "Text",
        b"[\x01\x00\x00\x00u\x01\x00\x00\x00C",
        CellError("hidden by the document's access rules", "11 stored bytes"),
    ),
    "bytes of another kind": (
        "Text",
        b"i\x07\x00\x00\x00",
        CellError("a value that does not fit its column's type", "5 stored bytes"),
    ),
    "text in a number": ("Int", "many", CellError("text in a column of type Int", "many")),
    "a fraction in Int": ("Int", 2.5, CellError("a number in a column of type Int", "2.5")),
    "two in Bool": ("Bool", 2, CellError("a number in a column of type Bool", "2")),
    "a day out of the calendar": (
        "Date",
        10**15,
        CellError("a number in a column of type Date", str(10**15)),
    ),
    "text in a reference": ("Ref:T", "Bob", CellError("text in a column of type Ref:T", "Bob")),
    "no list": ("ChoiceList", "one", CellError("text in a column of type list", "one")),
    "a broken list": ("ChoiceList", '["one"', CellError("text in a column of type list", '["one"')),
    "infinity": ("Any", float("inf"), CellError("a number that is not finite", "inf")),
    "NUL": ("Text", "a\0b", CellError("text with a NUL character, which no store keeps", "a\0b")),
}


@pytest.mark.parametrize(("kind", "stored", "expected"), ERRORS.values(), ids=ERRORS)
def test_a_cell_that_cannot_be_used_says_why(
    tmp_path: Path, kind: str, stored: Any, expected: CellError
) -> None:
    assert cells(tmp_path, kind, stored, None)[0] == expected


def test_text_that_is_not_utf8_is_an_error_of_its_cell(tmp_path: Path) -> None:
    path = write(tmp_path / "latin.grist", {"T": (texts("a"), [["x"], ["y"]])})
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE T SET a = CAST(x'ff41' AS TEXT) WHERE id = 1")
        db.commit()
    with GristDocument(path) as document:
        first, second = (record.cells["a"] for record in document.rows("T"))
    assert first == CellError("a value that does not fit its column's type", "2 stored bytes")
    assert second == "y"


def test_summary_tables_and_columns_that_grist_keeps_for_itself_are_left_out(
    tmp_path: Path,
) -> None:
    columns = {"a": Col(), "gristHelper_Display": Col("Any")}
    path = write(tmp_path / "one.grist", {"T": (columns, []), "T_summary_a": (texts("a"), [])})
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE _grist_Tables SET summarySourceTable = 1 WHERE id = 2")
        db.commit()
    with GristDocument(path) as document:
        assert document.tables() == ["T"]
        assert [column.id for column in document.columns("T")] == ["a"]


def test_names_are_quoted(tmp_path: Path) -> None:
    path = write(tmp_path / "a?b#c %41.grist", {"T": (texts("select", "group"), [["x", "y"]])})
    with GristDocument(path) as document:
        assert document.rows("T")[0].cells == {"select": "x", "group": "y"}


def test_reading_leaves_file_and_folder_as_they_were(vedana: Path, tmp_path: Path) -> None:
    path = shutil.copy(vedana / MODEL, tmp_path)
    before = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    with GristDocument(path) as document:
        for table in document.tables():
            document.rows(table)
        assert [file.name for file in tmp_path.iterdir()] == [MODEL]
    assert hashlib.sha256(Path(path).read_bytes()).hexdigest() == before


def test_an_unknown_table_names_those_there_are(library: GristDocument) -> None:
    with pytest.raises(BadInput, match="no table 'Magazines'; there are: Books, Authors"):
        library.rows("Magazines")


def test_a_missing_file_is_told_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.grist cannot be opened: No such file"):
        GristDocument(tmp_path / "none.grist")


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"<html>Sign in</html>" * 9])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.grist"
    path.write_bytes(content)
    with pytest.raises(BadInput, match="expected a SQLite file"):
        GristDocument(path)


def test_a_sqlite_file_that_is_no_document_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.grist")) as db:
        db.execute("CREATE TABLE t (a)")
    with pytest.raises(BadInput, match="is it a Grist document"):
        GristDocument(tmp_path / "other.grist")


@pytest.mark.parametrize("kept", [0.99, 0.5, 0.01])
def test_a_cut_file_is_refused(vedana: Path, tmp_path: Path, kept: float) -> None:
    whole = (vedana / DATA).read_bytes()
    path = tmp_path / "cut.grist"
    path.write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(BadInput, match=rf"was cut off: expected {len(whole)} bytes"):
        GristDocument(path)


def test_a_damaged_file_is_refused_when_it_is_read(vedana: Path, tmp_path: Path) -> None:
    content = bytearray((vedana / DATA).read_bytes())
    content[len(content) // 3 :] = b"\xa5" * (len(content) - len(content) // 3)
    path = tmp_path / "damaged.grist"
    path.write_bytes(content)
    with pytest.raises(BadInput, match="damaged"), GristDocument(path) as document:
        [document.rows(table) for table in document.tables()]


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_a_document_in_use_is_refused(tmp_path: Path, ending: str) -> None:
    path = write(tmp_path / "one.grist", {"T": (texts("a"), [])})
    (tmp_path / f"one.grist{ending}").write_bytes(b"changes")
    with pytest.raises(BadInput, match=f"in use: one.grist{ending}"):
        GristDocument(path)
