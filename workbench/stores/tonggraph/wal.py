"""Changes that stand beside a file in its write-ahead log, and whether all of them were read.

SQLite stops at the first frame whose checksum is wrong and says nothing; SQLite's "WAL-mode
File Format", sections 1.1 and 1.2.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from ...core.property_graph.findings import FileFinding, finding
from .faults import FAULTS

_HEADER, _FRAME = 32, 24


def wal_findings(db: sqlite3.Connection, path: Path) -> list[FileFinding]:
    """What was read of the log beside `path`, of which `db` has a copy that it may change."""
    wal = path.with_name(path.name + "-wal")
    if not wal.exists():
        seen = f"an interrupted change in {path.name}-journal was taken back in a copy"
        return [finding("uncommitted-wal", "", "", seen, "open the file once with TongGraph")]
    read = _pages_read(db)
    commits = _commits(wal.read_bytes())
    found = []
    if read:
        found.append(_note("read-with-wal", f"{read} pages stand in {wal.name} alone"))
    left = commits[read:]
    if any(left) or not commits:
        seen = f"{len(left)} pages in {wal.name} cannot be read, {sum(left)} of them end a change"
        advice = "changes from the first of them on are missing: compare with a backup"
        found.append(finding("damaged-wal", "", wal.name, seen, advice))
    elif left:
        found.append(_note("uncommitted-wal", f"{len(left)} pages of it in {wal.name}"))
    return found


def _pages_read(db: sqlite3.Connection) -> int:
    """How many pages of the log SQLite takes for sound and finished."""
    try:
        return max(int(db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[1]), 0)
    except FAULTS:
        return 0


def _commits(wal: bytes) -> list[bool]:
    """For each frame of the log's present round, whether it ends a change; a cut one does not."""
    page_size = int.from_bytes(wal[8:12], "big")
    if page_size not in [1 << bits for bits in range(9, 17)]:
        return []
    size = _FRAME + page_size
    frames = [wal[at : at + size] for at in range(_HEADER, len(wal), size)]
    present = [frame for frame in frames if frame[8:16] == wal[16:24]]
    return [len(frame) == size and frame[4:8] != b"\0\0\0\0" for frame in present]


def _note(code: str, seen: str) -> FileFinding:
    return finding(code, "", "", seen, "open the file once with TongGraph to fold them in")
