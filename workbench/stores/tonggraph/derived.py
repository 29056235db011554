"""Copies of properties that a TongGraph file keeps for searching, where they differ.

SQLite compares them, two million rows a second; only what differs leaves it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

from ...core.property_graph.raw_file import Mirrored
from .columns import MIRRORS
from .faults import FAULTS

# The form of `properties`: keys ascending, one line each, text escaped.
_ESCAPED = r"""replace(replace(replace(replace({}, '\', '\\'), char(10), '\n'),
    char(9), '\t'), char(13), '\r')"""
_LINE = f"""CASE WHEN key || value_text GLOB '*[\\' || char(9, 10, 13) || ']*'
    THEN {_ESCAPED.format("key")} || char(9) || value_type || char(9)
        || {_ESCAPED.format("value_text")}
    ELSE key || char(9) || value_type || char(9) || value_text END"""
# Every copy stands in its record, and there are as many as lines: then none differs.
_EQUAL = """
SELECT count(*) = (SELECT count(*) FROM {copies})
   AND count(*) = coalesce(sum(instr(
       char(10) || r.properties || char(10), char(10) || {line} || char(10)) > 0), 0)
   AND count(*) = (SELECT coalesce(sum(1 + length(properties)
       - length(replace(properties, char(10), ''))), 0) FROM {records} WHERE properties <> '')
FROM {copies} c CROSS JOIN {records} r ON r.id = c.{owner}
"""
_DIFFERING = """
WITH copies AS MATERIALIZED (
    SELECT id, group_concat(line, char(10)) AS text
    FROM (SELECT {owner} AS id, {line} AS line FROM {copies} NOT INDEXED ORDER BY 1, key)
    GROUP BY id
)
SELECT r.id, r.properties, c.text FROM {records} r LEFT JOIN copies c ON c.id = r.id
WHERE r.properties <> coalesce(c.text, '')
UNION ALL
SELECT c.id, NULL, c.text FROM copies c WHERE c.id NOT IN (SELECT id FROM {records})
ORDER BY 1
"""
_STALE = """
WITH used AS (
    SELECT 'node' AS scope, key, value_type, value_text FROM node_properties
    UNION SELECT 'edge', key, value_type, value_text FROM edge_properties
), kept AS (SELECT scope, key, value_type, value_text FROM property_values)
SELECT (SELECT count(*) FROM (SELECT * FROM used EXCEPT SELECT * FROM kept))
     + (SELECT count(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM used)),
       (SELECT count(*) FROM (SELECT scope, key FROM used EXCEPT
                              SELECT scope, key FROM property_keys))
     + (SELECT count(*) FROM (SELECT scope, key FROM property_keys EXCEPT
                              SELECT scope, key FROM used))
"""


def differing_copies(
    db: sqlite3.Connection, there: Mapping[str, Sequence[str]]
) -> tuple[Mirrored, ...]:
    """Properties whose copies read otherwise; none where pages of either cannot be read."""
    found: list[Mirrored] = []
    for target, (copies, owner) in MIRRORS.items():
        records = f"{target}s"
        if "properties" not in there.get(records, ()) or not there.get(copies):
            continue
        names = {"owner": owner, "line": _LINE, "copies": copies, "records": records}
        if _rows(db, _EQUAL.format(**names)) != [(1,)]:
            rows = _rows(db, _DIFFERING.format(**names))
            found += [Mirrored(target, *row) for row in rows]  # type: ignore[arg-type]
    return tuple(found)


def stale_catalogue(db: sqlite3.Connection, there: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """How many rows of the catalogue of keys and values are not those of the copies."""
    needed = ("node_properties", "edge_properties", "property_values", "property_keys")
    if not all(there.get(name) for name in needed):
        return {}
    counts = _rows(db, _STALE)
    return dict(zip(("property_values", "property_keys"), counts[0], strict=True)) if counts else {}


def _rows(db: sqlite3.Connection, text: str) -> list[tuple[int, ...]]:
    try:
        return db.execute(text).fetchall()
    except FAULTS:  # told by the check of pages already
        return []
