"""Grist files that were damaged or made by nobody sane: an error of ours, or of one cell."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.stores.grist_files import Col, texts, write
from workbench.core.documents import CellError, Column
from workbench.core.errors import BadInput
from workbench.stores.grist.document import GristDocument

MODEL = "j6PTmqgw4caBDdQdpyz7au.grist"
HALF = "text with half a character"
ITEMS: dict[str, tuple[str, Any]] = {
    "a list": ("[1]", CellError("a list or an object in a list", "[1]")),
    "an object": ('{"a": 1}', CellError("a list or an object in a list", "{'a': 1}")),
    "NUL": (r'"\u0000"', CellError("text with a NUL character, which no store keeps", "\0")),
    "half a character": (r'"\ud83e"', CellError(HALF, r"'\ud83e'")),
    "a whole character": (r'"\ud83e\udd84"', "🦄"),
    "infinity": ("Infinity", CellError("a number that is not finite", "inf")),
    "64 bits": (str(2**63 - 1), 2**63 - 1),
    "65 bits": (str(2**64), CellError("a number that is too large to be kept")),
    "null": ("null", None),
}
NAMES = {
    "a column without type": "UPDATE _grist_Tables_column SET type = NULL WHERE colId = 'a'",
    "a column of bytes": "UPDATE _grist_Tables_column SET colId = x'ff' WHERE colId = 'a'",
    "a table of bytes": "UPDATE _grist_Tables SET tableId = x'ff41' WHERE id = 1",
    "a NUL": "UPDATE _grist_Tables SET tableId = 'a' || char(0) || 'b' WHERE id = 1",
}


def changed(tmp_path: Path, *statements: str, kind: str = "Text", cell: Any = "x") -> Path:
    path = write(tmp_path / "one.grist", {"T": ({"a": Col(kind, "A")}, [[cell]])})
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()
    return path


@pytest.mark.parametrize(("item", "expected"), ITEMS.values(), ids=ITEMS)
def test_an_item_of_a_list_that_no_store_keeps_is_an_error_of_its_own(
    tmp_path: Path, item: str, expected: Any
) -> None:
    with GristDocument(changed(tmp_path, kind="ChoiceList", cell=f'["ok", {item}]')) as document:
        assert document.rows("T")[0].cells["a"] == ["ok", expected]


def test_a_list_too_deep_to_be_read_is_an_error(tmp_path: Path) -> None:
    with GristDocument(changed(tmp_path, kind="ChoiceList", cell="[" * 100_000)) as document:
        found = document.rows("T")[0].cells["a"]
    assert found == CellError("text in a column of type list", "[" * 80)


def test_a_whole_number_of_more_than_64_bits_is_an_error(tmp_path: Path) -> None:
    with GristDocument(changed(tmp_path, kind="Int", cell=1e300)) as document:
        found = document.rows("T")[0].cells["a"]
    assert found == CellError("a number in a column of type Int", "1e+300")


@pytest.mark.parametrize("statement", NAMES.values(), ids=NAMES)
def test_a_table_or_column_that_is_named_by_no_text_is_told(tmp_path: Path, statement: str) -> None:
    with pytest.raises(BadInput, match=r"expected text\. Download or copy"):
        GristDocument(changed(tmp_path, statement))


def test_a_column_without_label_is_labelled_by_its_name(tmp_path: Path) -> None:
    path = changed(tmp_path, "UPDATE _grist_Tables_column SET label = NULL")
    with GristDocument(path) as document:
        assert document.columns("T") == [Column("a", "a", "Text", False)]


def test_a_table_that_is_named_but_not_there_is_told(tmp_path: Path) -> None:
    told = pytest.raises(BadInput, match=r"damaged.*no such table: T")
    with GristDocument(changed(tmp_path, "DROP TABLE T")) as document, told:
        document.rows("T")


def test_words_of_sqlite_that_are_no_text_are_told_too(tmp_path: Path) -> None:
    path = write(tmp_path / "one.grist", {"T": (texts("a"), [])})
    content = path.read_bytes()
    path.write_bytes(
        content.replace(b"CREATE TABLE _grist_DocInfo", b"CREATE T\xff\xfeLE _grist_DocInfo")
    )
    with pytest.raises(BadInput, match="is it a Grist document"):
        GristDocument(path)


@pytest.mark.parametrize("seed", range(40))
def test_random_damage_is_read_over_or_told(vedana: Path, tmp_path: Path, seed: int) -> None:
    """Nothing but BadInput is raised, and the file stays as it was."""
    chance = random.Random(seed)
    content = bytearray((vedana / MODEL).read_bytes())
    for _ in range(chance.choice([1, 20, 400])):
        content[chance.randrange(100, len(content))] = chance.randrange(256)
    path = tmp_path / "damaged.grist"
    path.write_bytes(content)
    with suppress(BadInput), GristDocument(path) as document:
        for table in document.tables():
            document.rows(table)
    assert path.read_bytes() == content
