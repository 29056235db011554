"""One job at a time, here or in the background."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

_NICE = 10  # how much a job in the background stands back behind whoever asks
_PATIENCE = 10.0  # seconds; FAISS ends nothing in the midst of a candidate


class _StoppedError(Exception):
    """Nobody needs what is being made."""


class Work:
    """Jobs follow each other; of those in the background, what went wrong is told by `wait`."""

    def __init__(self) -> None:
        self._one = threading.Lock()
        self._thread: threading.Thread | None = None
        self._failed: BaseException | None = None
        self._stopping = False

    @property
    def going(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    @property
    def failed(self) -> bool:
        """Whether a job in the background went wrong, and nobody was told."""
        return self._failed is not None

    def do(self, job: Callable[[], None]) -> None:
        with self._one:
            job()

    def start(self, job: Callable[[], None]) -> None:
        if not self.going and not self._stopping:
            self._thread = threading.Thread(target=self._run, args=(job,), daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Let the job in the background end at its next `check`, and begin no other."""
        self._stopping = True
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    def check(self) -> None:
        """Called by jobs from time to time: in the background it ends one that is to stop."""
        if self._stopping and threading.current_thread() is self._thread:
            raise _StoppedError

    def wait(self) -> None:
        if self._thread is not None:
            self._thread.join()
        failed, self._failed = self._failed, None
        if failed is not None:
            raise failed

    def _run(self, job: Callable[[], None]) -> None:
        _stand_back()
        try:
            self.do(job)
        except _StoppedError:
            return
        except BaseException as error:  # kept for `wait`: searches go on exactly
            self._failed = error


def _stand_back() -> None:
    """Threads have a priority of their own on Linux alone."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
