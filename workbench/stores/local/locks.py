"""Who uses a bench: kernel file locks, which no crash can leave behind.

Every process that has a bench open holds `run/users.lock` shared. The keeper waits for it
exclusively: it gets it when the last user has closed the bench or died, whichever way.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...core.errors import StoreUnavailable


class Lock:
    """An open lock file; closing it, or dying, lets the lock go."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def share(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def take(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def try_take(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def in_place(self) -> bool:
        """False where the file was deleted, or another stands under its name since."""
        try:
            there = self._path.stat()
        except OSError:
            return False
        return os.path.samestat(there, os.fstat(self._file))

    def release(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


@contextmanager
def held(path: Path, seconds: float = 60.0) -> Iterator[None]:
    """Hold a lock file exclusively; StoreUnavailable when another process keeps it longer."""
    lock = Lock(path)
    deadline = time.monotonic() + seconds
    try:
        while not lock.try_take():
            if time.monotonic() > deadline:
                raise StoreUnavailable(
                    f"another process holds {path} for more than {seconds:.0f} s: "
                    "it is starting or stopping that server; end it, then open the bench again"
                )
            time.sleep(0.01)
        yield
    finally:
        lock.close()
