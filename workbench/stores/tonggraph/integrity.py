"""What SQLite finds wrong in its own pages and indexes."""

from __future__ import annotations

import re
import sqlite3

from ...core.property_graph.findings import FileFinding, finding
from .faults import FAULTS
from .rows import salvaged

_MOST = 100  # lines of SQLite's report
_TREE = re.compile(r"(?:[Tt]ree (?:page )?)(\d+)")
_INDEX = re.compile(r"(?:missing from|in) index (\w+)")


def integrity_findings(db: sqlite3.Connection, *, thorough: bool) -> list[FileFinding]:
    """Damaged pages by table, and where `thorough` indexes that do not fit their tables."""
    pragma = "integrity_check" if thorough else "quick_check"
    try:
        lines = [str(line) for (line,) in db.execute(f"PRAGMA {pragma}({_MOST})")]
    except FAULTS as error:
        return [_page("", str(error))]
    rows = salvaged(db, "sqlite_schema", "SELECT rootpage, tbl_name FROM sqlite_schema")
    roots = {root: str(table) for root, table in rows}
    told = [part for line in lines if line != "ok" for part in line.splitlines()]
    return [_finding(line, roots) for line in told if not line.startswith(("NULL value", "***"))]


def _finding(line: str, roots: dict[int, str]) -> FileFinding:
    index = _INDEX.search(line)
    if index:
        advice = "the rows were read without it; REINDEX mends a copy"
        return finding("damaged-index", "", index[1], line, advice)
    tree = _TREE.search(line)
    return _page(roots.get(int(tree[1]), "") if tree else "", line)


def _page(table: str, seen: str) -> FileFinding:
    advice = "what can be read was read: compare with a backup"
    return finding("damaged-page", table, "", seen, advice)
