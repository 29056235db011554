"""The first 100 bytes of a SQLite file, and how those of TongGraph's must read.

SQLite's "Database File Format", section 1.3; what TongGraph leaves at SQLite's defaults is
known, so that a damaged byte can be told and, in a copy, put right.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

MAGIC = b"SQLite format 3\0"
SIZE = 100
_PAGE_SIZES = [1 << bits for bits in range(9, 17)]
# offset: allowed values, the first of which is put where another one stands
_BYTES = {18: (2, 1), 19: (2, 1), 20: (0,), 21: (64,), 22: (32,), 23: (32,)}
_WORDS = {44: (4, 1, 2, 3), 56: (1,)}  # schema format, text encoding (UTF-8)


class Header(NamedTuple):
    """What a file says of itself; `repairs` are bytes by offset that it ought to have."""

    page_size: int
    pages: int
    size: int
    repairs: Mapping[int, bytes]

    @property
    def missing_bytes(self) -> int:
        return max(self.pages * self.page_size - self.size, 0)

    @property
    def trailing_bytes(self) -> int:
        return max(self.size - self.pages * self.page_size, 0)


def is_sqlite(head: bytes) -> bool:
    """Whether these are the first bytes of a SQLite file, be the first 16 of them damaged."""
    return head.startswith(MAGIC) or (len(head) == SIZE and head[21:24] == b"\x40\x20\x20")


def read_header(path: Path, *, changed_beside: bool) -> Header:
    """What the header of a file says, and which of its bytes cannot be right.

    Where changes stand beside the file, they and not its header tell how many pages there are.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(SIZE).ljust(SIZE, b"\0")
    repairs = {} if head.startswith(MAGIC) else {0: MAGIC}
    repairs |= {at: bytes([v[0]]) for at, v in _BYTES.items() if head[at] not in v}
    repairs |= {at: _word(v[0]) for at, v in _WORDS.items() if _number(head, at) not in v}
    stored = int.from_bytes(head[16:18], "big")
    pages = _number(head, 28)
    page_size = _page_size(path, 65536 if stored == 1 else stored, pages, size)
    if page_size != (65536 if stored == 1 else stored):
        repairs[16] = (page_size % 65535).to_bytes(2, "big")  # 65536 is written as 1
    if not changed_beside and (pages + 1) * page_size <= size:
        pages = size // page_size
        repairs[28] = _word(pages)
    return Header(page_size, pages, size, repairs)


def _number(head: bytes, at: int) -> int:
    return int.from_bytes(head[at : at + 4], "big")


def _word(number: int) -> bytes:
    return number.to_bytes(4, "big")


def _page_size(path: Path, stored: int, pages: int, size: int) -> int:
    """The stored page size, unless it cannot be and the first page tells another one.

    Cells fill a page from its end, so the highest of them starts in its second half.
    """
    if stored in _PAGE_SIZES and stored * pages == size:
        return stored
    highest = _highest_cell(path)
    told = next((p for p in _PAGE_SIZES if p > highest), 0)
    if told and told * pages == size:
        return told
    return stored if stored in _PAGE_SIZES else told or 4096


def _highest_cell(path: Path) -> int:
    """Where the last cell of the first page starts, 0 where that page lists none."""
    with path.open("rb") as file:
        page = file.read(_PAGE_SIZES[-1])
    start = {5: SIZE + 12, 13: SIZE + 8}.get(page[SIZE] if len(page) > SIZE else 0)
    count = int.from_bytes(page[SIZE + 3 : SIZE + 5], "big")
    cells = page[start : start + 2 * count] if start else b""
    return max(
        (int.from_bytes(cells[at : at + 2], "big") for at in range(0, len(cells), 2)), default=0
    )
