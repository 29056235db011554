"""A SQLite connection that reads a file as it is, and leaves it and its folder as they are."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from ...core.errors import BadInput, StoreUnavailable
from ...core.property_graph.findings import FileFinding, finding
from .faults import FAULTS
from .header import SIZE, Header, is_sqlite, read_header
from .wal import wal_findings

_BESIDE = ("-wal", "-journal")  # where changes stand that are not yet in the file
_FRESH = "take a copy of it while no program has it open"


class Opened(NamedTuple):
    db: sqlite3.Connection
    findings: list[FileFinding]


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """A connection on a file.

    It is opened in place, immutable: SQLite then takes no lock and makes no file beside it.
    Where changes stand beside it, or a byte of its header is wrong, a copy in a temporary
    folder is read instead, with both. BadInput where it is no SQLite file, StoreUnavailable
    where it changes meanwhile.
    """
    check_path(path)
    before = _state(path)
    beside = [path.with_name(path.name + end) for end in _BESIDE]
    beside = [file for file in beside if file.exists() and file.stat().st_size]
    header = read_header(path, changed_beside=bool(beside))
    with TemporaryDirectory(prefix="tonggraph-", ignore_cleanup_errors=True) as folder:
        if beside or header.repairs:
            address = _copied(path, header, beside, Path(folder)).as_uri()
        else:
            address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        if _state(path) != before:
            raise StoreUnavailable(f"{path} was changed while it was read; {_FRESH}")
        with closing(sqlite3.connect(address, uri=True)) as db:
            findings = _header_findings(header, bool(beside))
            _make_readable(db)
            findings += wal_findings(db, path) if beside else []
            yield Opened(db, findings)
    if _state(path) != before:
        raise StoreUnavailable(f"{path} was changed while it was read; {_FRESH}")


def check_path(path: Path) -> None:
    """BadInput unless this is a SQLite file, be it damaged."""
    if path.is_dir():
        raise BadInput(f"{path} is a folder; expected a TongGraph file, often named *.db")
    if not path.exists():
        raise BadInput(f"there is no file {path}; expected a TongGraph file")
    try:
        with path.open("rb") as file:
            head = file.read(SIZE)
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}; allow it, or copy it") from error
    if not head:
        raise BadInput(f"{path} is empty; expected a TongGraph file: was it copied whole?")
    if not is_sqlite(head):
        raise BadInput(
            f"{path} is no SQLite file: it begins with {head[:16]!r}; expected a TongGraph file"
        )


def _state(path: Path) -> list[tuple[int, int] | None]:
    """Size and time of a file and of the changes beside it."""
    found = []
    for file in (path, *(path.with_name(path.name + end) for end in _BESIDE)):
        facts = file.stat() if file.exists() else None
        found.append((facts.st_size, facts.st_mtime_ns) if facts else None)
    return found


def _copied(path: Path, header: Header, beside: list[Path], folder: Path) -> Path:
    """A copy with its changes beside it and its header put right."""
    copy = folder / "copy.db"
    try:
        for file in (path, *beside):
            shutil.copyfile(file, folder / file.name.replace(path.name, copy.name, 1))
    except OSError as error:
        raise StoreUnavailable(
            f"{path} is read from a copy in {folder.parent}, which failed ({error}); make room "
            "there, or set TMPDIR to a folder that has it"
        ) from error
    with copy.open("r+b") as file_:
        for at, right in header.repairs.items():
            file_.seek(at)
            file_.write(right)
    return copy


def _header_findings(header: Header, changed_beside: bool) -> list[FileFinding]:
    found = []
    if header.repairs:
        places = ", ".join(str(at) for at in sorted(header.repairs))
        seen = f"bytes from {places} are not what SQLite wrote; read as if they were"
        found.append(finding("damaged-header", "", "", seen, "compare with a backup"))
    if changed_beside:
        return found
    if header.missing_bytes:
        seen = f"{header.missing_bytes} of {header.pages * header.page_size} bytes are not there"
        found.append(finding("truncated-file", "", "", seen, "copy the file again, whole"))
    elif header.trailing_bytes:
        seen = f"{header.trailing_bytes} bytes stand behind the last page"
        found.append(finding("damaged-page", "", "", seen, "they were not read"))
    return found


def _make_readable(db: sqlite3.Connection) -> None:
    """Settings under which as much of a damaged file as possible is read."""
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")
    try:
        db.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except FAULTS:
        # So SQLite accepts a file that is shorter than it says, and definitions of which it
        # can read some.
        db.execute("PRAGMA writable_schema = ON")
