"""The log of operations: which records it says there are.

It holds no values, yet every creation and deletion, by the id that is never used again: so
a record that vanished without a trace in any other table is missed here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...core.property_graph.findings import FileFinding, finding
from ...core.property_graph.raw_file import RawFile
from ...core.property_graph.records import LogEntry
from .fields import Fields, Row

_TYPES = [{int}, {str}, {int}, {str}, {int}]
_SHOWN = 10  # ids in one finding
# kind: (table, position of what the log tells of each record)
_KINDS = {
    "node": ("nodes", 1),
    "edge": ("edges", 3),
    "variable": ("variables", 2),
    "factor": ("factors", 3),
    "evidence": ("evidence", 1),
    "trace": ("traces", None),
}
_MADE = {f"{verb}_{kind}": kind for kind in _KINDS for verb in ("add", "update")}
_DELETED = {f"delete_{kind}": kind for kind in _KINDS}


def log_entries(rows: Sequence[Row], fields: Fields) -> list[LogEntry]:
    """Entries by ascending number, without those whose texts cannot be read."""
    rows = fields.distinct(rows)
    if [set(map(type, column)) for column in zip(*rows, strict=True)] == _TYPES:
        return list(map(LogEntry._make, rows))
    found = []
    for row in rows:
        if [{type(value)} for value in row] == _TYPES:
            found.append(LogEntry(*row))
        else:
            fields.note("undecodable-text", row[0], f"{row[1:]!r:.80}")
    return found


def log_findings(raw: RawFile, log: Sequence[LogEntry]) -> Iterator[FileFinding]:
    """Records that the log has and the tables lack, the other way, and those named otherwise."""
    if "op_log" in raw.unreadable or "op_log" not in raw.tables:
        return
    told = _told(log)
    for kind, (table, place) in _KINDS.items():
        if table not in raw.tables or table in raw.unreadable:
            continue
        rows, here = raw.tables[table], told[kind]
        named = {row[0]: None if place is None else _text(row[place]) for row in rows}
        if named == here:
            continue
        yield from _finding(table, sorted(here.keys() - named.keys()), "were made, never deleted")
        yield from _finding(table, sorted(named.keys() - here.keys()), "were never made")
        if place is not None:
            other = [n for n, name in named.items() if n in here and here[n] != name]
            yield from _finding(table, sorted(other), "have another name there")


def _told(log: Sequence[LogEntry]) -> Mapping[str, dict[int, Any]]:
    """For each kind, what the log last told of every record that it has not deleted."""
    told: dict[str, dict[int, Any]] = {kind: {} for kind in _KINDS}
    for entry in log:
        made, deleted = _MADE.get(entry.op), _DELETED.get(entry.op)
        if made:
            told[made][entry.object_id] = entry.payload
        elif deleted:
            told[deleted].pop(entry.object_id, None)
    return told


def _text(value: object) -> object:
    return str(value) if isinstance(value, int) else value


def _finding(table: str, ids: Sequence[int], said: str) -> Iterator[FileFinding]:
    if not ids:
        return
    shown = ", ".join(map(str, ids[:_SHOWN])) + (", …" if len(ids) > _SHOWN else "")
    seen = f"by op_log {len(ids)} of these {said}"
    yield finding("log-contradicts", table, shown, seen, "compare with a backup")
