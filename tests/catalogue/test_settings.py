"""A query file's settings: checked with the header, applied while the query runs, shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workbench.catalogue.asking import ask
from workbench.catalogue.query import Query
from workbench.catalogue.reading import read_query
from workbench.core.errors import BadInput, BadParameters

HEADER = """-- /// query
-- summary = "what holds while it runs"
-- [params.width]
-- type = "int"
-- default = 77
-- doc = "hnsw.ef_search"
-- [params.sort]
-- type = "bool"
-- default = false
-- doc = "enable_sort"
-- [settings]
{settings}
-- ///
SELECT current_setting('hnsw.ef_search') AS width,
    current_setting('enable_sort') AS sort, current_setting('jit') AS jit
"""
GOOD = '-- "hnsw.ef_search" = "$width"\n-- enable_sort = "$sort"\n-- jit = false'


def query(folder: Path, settings: str = GOOD, ending: str = "sql") -> Query:
    file = folder / f"set.{ending}"
    text = HEADER.format(settings=settings)
    file.write_text(text.replace("-- ", "// ") if ending == "cypher" else text)
    return read_query(file, "set")


def test_settings_hold_while_the_query_runs(tmp_path: Path, tables: Any) -> None:
    read = query(tmp_path)

    assert ask(read, {}, store=tables).rows[0] == {"width": "77", "sort": "off", "jit": "off"}
    other = ask(read, {"width": 200, "sort": True}, store=tables).rows[0]
    assert other == {"width": "200", "sort": "on", "jit": "off"}


def test_the_trace_shows_the_settings_before_the_statement(tmp_path: Path, tables: Any) -> None:
    (step,) = ask(query(tmp_path), {"width": 200}, store=tables).trace

    assert step.statement.splitlines()[:4] == [
        "SET LOCAL hnsw.ef_search = '200';",
        "SET LOCAL enable_sort = 'false';",
        "SET LOCAL jit = 'false';",
        "SELECT current_setting('hnsw.ef_search') AS width,",
    ]
    assert step.parameters == {}


def test_a_capsule_keeps_the_parameters_that_only_settings_use(tmp_path: Path, tables: Any) -> None:
    capsule = ask(query(tmp_path), {"width": 200}, store=tables).capsule()

    assert capsule["parameters"] == {"width": 200, "sort": False}
    assert capsule["settings"]["tuned"] == {
        "hnsw.ef_search": "200",
        "enable_sort": "false",
        "jit": "false",
    }


def test_parameters_of_settings_are_checked_before_a_store_is_touched(tmp_path: Path) -> None:
    with pytest.raises(BadParameters, match="`width` takes int"):
        ask(query(tmp_path), {"width": "wide"}, store=None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (f'{GOOD}\n-- work_mem = "$memory"', r"set.sql:15: \$memory is not declared"),
        (f"{GOOD}\n-- ivfflat.probes = 3", r'set.sql:15: .* in quotes: "ivfflat.probes" = …'),
        ('-- enable_sort = "$sort"', "`width` is declared but the text never uses it"),
    ],
)
def test_a_wrong_setting_is_told_with_file_and_line(
    tmp_path: Path, settings: str, message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        query(tmp_path, settings)


def test_only_sql_takes_settings(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"\[settings\] are for SQL"):
        query(tmp_path, ending="cypher")
