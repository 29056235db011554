"""Generations where every process of a bench sees them at once: a file in shared memory."""

from __future__ import annotations

import fcntl
import mmap
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from ...core.errors import StaleHandle

SCHEMA = 0  # the number under which the generation of the definitions stands
_MAGIC = b"VELESGEN"
_PAGE = mmap.PAGESIZE


class Board:
    """The last committed generation of each collection of a bench, by its number.

    A writer publishes after its commit and before it answers, so that whoever asks after that
    answer sees it here, without a round trip. The file holds `VELESGEN` and unsigned 64-bit
    numbers of this machine; it only ever grows, for other processes have it mapped. It may be
    deleted while no process is open: what it said is in the tables.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, Lock()
        self._mapped: mmap.mmap | None = None
        self._slots: memoryview = memoryview(b"")
        self._inode = -1
        self.publish(SCHEMA, 0)

    def published(self, number: int) -> int:
        """The highest generation that was published for a number; 0 where none was."""
        try:
            return self._slots[number + 1]
        except IndexError:
            return self._beyond(number)

    def publish(self, number: int, generation: int) -> None:
        """Raise a number to a generation; a lower one changes nothing."""
        with self._alone(number):
            self._slots[number + 1] = max(generation, self._slots[number + 1])

    def correct(self, number: int, truth: Callable[[], int]) -> None:
        """Set a number to what `truth` reads in the tables, where more than that was published.

        It is read while nobody publishes: who committed before has been read, who commits after
        will publish.
        """
        with self._alone(number):
            self._slots[number + 1] = truth()

    def close(self) -> None:
        with self._lock:
            self._let_go()

    def _beyond(self, number: int) -> int:
        """Where another process has made the file longer since this one mapped it."""
        with self._lock:
            if self._mapped is None:
                raise StaleHandle("these collections were closed; open the bench again")
            if self._path.stat().st_size // 8 <= number + 1:
                return 0
        self.publish(number, 0)
        return self.published(number)

    @contextmanager
    def _alone(self, number: int) -> Iterator[None]:
        """With the place of a number mapped, which nobody else changes."""
        with self._lock, self._path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # ends with this process, at the latest
            try:
                self._fit(file.fileno(), number)
                yield
            finally:
                fcntl.flock(file, fcntl.LOCK_UN)  # a mapping keeps the file open, and its lock

    def _fit(self, file: int, number: int) -> None:
        """A whole file that is long enough for the number, mapped here."""
        state = os.fstat(file)
        size = max(state.st_size, len(self._slots) * 8, (number + 2) * 8)
        size = -(-size // _PAGE) * _PAGE
        if state.st_size < size:
            os.truncate(file, size)
        if len(self._slots) * 8 >= size and self._inode == state.st_ino:
            return
        self._let_go()
        self._mapped = mmap.mmap(file, size)
        self._slots, self._inode = memoryview(self._mapped).cast("Q"), state.st_ino
        if self._mapped[: len(_MAGIC)] != _MAGIC:
            # New, or damaged: generations that nobody published are worse than none.
            self._mapped[:] = _MAGIC + bytes(size - len(_MAGIC))

    def _let_go(self) -> None:
        # The mapping ends with its last reader: another thread may be reading it.
        self._slots, self._mapped = memoryview(b""), None
