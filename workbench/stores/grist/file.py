"""Is this a whole SQLite file that nobody is writing? Seen without opening it as one."""

from __future__ import annotations

from pathlib import Path

from ...core.errors import BadInput

MAGIC = b"SQLite format 3\0"


def check_file(path: Path, where: str) -> None:
    """BadInput where `path` is no whole SQLite file at rest; `where` names it in messages."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise BadInput(f"{where} cannot be opened: {error.strerror}. Correct the path.") from error
    if not head.startswith(MAGIC) or len(head) < 100:
        raise BadInput(
            f"{where}: expected a SQLite file, found something else. "
            "Export it in Grist with Share, Download document."
        )
    _check_size(path, head, where)
    for ending in ("-wal", "-journal"):
        beside = path.with_name(path.name + ending)
        if beside.exists() and beside.stat().st_size:
            raise BadInput(
                f"{where} is in use: {beside.name} beside it holds changes. "
                "Close it in Grist, or download a copy from the server."
            )


def _check_size(path: Path, head: bytes, where: str) -> None:
    """The header counts pages (SQLite file format, section 1.3), so a cut is seen at once."""
    page = int.from_bytes(head[16:18], "big")
    expected = (65536 if page == 1 else page) * int.from_bytes(head[28:32], "big")
    size = path.stat().st_size
    if size < expected:
        raise BadInput(
            f"{where} was cut off: expected {expected} bytes, found {size}. "
            "Download or copy the document again."
        )
