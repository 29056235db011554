"""Parts that queries share, filled in."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.catalogue.catalogue import SHIPPED, Catalogue
from workbench.core.errors import BadInput
from workbench.schema.migrations.vedana import vedana_0003

HEADER = '-- /// query\n-- summary = "a"\n-- ///\n'


def written(folder: Path, text: str, **parts: str) -> Path:
    (folder / "mine" / "parts").mkdir(parents=True)
    (folder / "mine" / "asked.sql").write_text(HEADER + text)
    for name, part in parts.items():
        (folder / "mine" / "parts" / f"{name}.sql").write_text(part)
    return folder


def test_a_part_stands_in_the_text_and_is_no_query_itself(tmp_path: Path) -> None:
    folder = written(tmp_path, "SELECT {{one}} AS n", one="1 + {{two}}\n", two="2")

    catalogue = Catalogue.from_folder(folder)

    assert [query.name for query in catalogue] == ["mine/asked"]
    assert catalogue.get("mine/asked").text == "SELECT 1 + 2 AS n"


def test_a_parameter_of_a_part_must_be_declared_by_the_query(tmp_path: Path) -> None:
    folder = written(tmp_path, "SELECT 1,\n  {{one}}", one="2,\n\n$x")

    with pytest.raises(BadInput, match=r"asked\.sql:5: \$x is not declared"):
        Catalogue.from_folder(folder)


def test_an_error_after_a_part_names_the_line_as_written(tmp_path: Path) -> None:
    folder = written(tmp_path, "SELECT {{one}},\n  $x", one="1,\n2,\n3")

    with pytest.raises(BadInput, match=r"asked\.sql:5: \$x is not declared"):
        Catalogue.from_folder(folder)


def test_a_part_that_is_missing_is_told_with_those_there_are(tmp_path: Path) -> None:
    folder = written(tmp_path, "SELECT 1,\n{{tow}}", one="1", two="2")

    with pytest.raises(BadInput, match=r"asked\.sql:5: there is no part tow; there are: one, two"):
        Catalogue.from_folder(folder)


def test_parts_in_a_circle_are_refused(tmp_path: Path) -> None:
    folder = written(tmp_path, "SELECT {{one}}", one="{{two}}", two="1,\n{{one}}")

    with pytest.raises(BadInput, match=r"two\.sql:2: the part one contains itself"):
        Catalogue.from_folder(folder)


def test_every_shipped_part_is_used_by_two_texts_or_more() -> None:
    texts = [file.read_text() for file in SHIPPED.rglob("*.*") if file.is_file()]
    for part in SHIPPED.glob("*/parts/*"):
        assert sum(text.count(f"{{{{{part.stem}}}}}") for text in texts) > 1, part.name


def test_search_reads_the_words_that_the_index_holds() -> None:
    """PostgreSQL uses an index on an expression for that very expression alone."""
    query = Catalogue.shipped().get("vedana/message_search")
    indexed = "".join(vedana_0003._WORDS.split())

    assert indexed.rstrip(")") in "".join(_uncommented(query.text).split())


def _uncommented(text: str) -> str:
    return "\n".join(line.partition("-- ")[0] for line in text.splitlines())
