"""A time limit that the client keeps, for servers that ignore the one it sends."""

from __future__ import annotations

import math
import signal
import threading
import time
from collections.abc import Callable


class Watch:
    """Runs a call's `cut` once its limit has passed, one call at a time.

    A thread, started by the first call, sleeps until the deadline that was nearest when it
    fell asleep: a run of short calls with equal limits wakes it once a limit, not once a call.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._due = self._wakes = math.inf
        self._cut: Callable[[], None] = _nothing
        self._passed = self._closed = False
        self._thread: threading.Thread | None = None

    def start(self, seconds: float, cut: Callable[[], None]) -> None:
        with self._changed:
            self._due, self._cut, self._passed = time.monotonic() + seconds, cut, False
            if self._thread is None:
                self._thread = threading.Thread(target=self._keep, name="deadline", daemon=True)
                self._thread.start()
            elif self._due < self._wakes:
                self._changed.notify()

    def stop(self) -> bool:
        """End the call's limit; True where it had passed and `cut` has run."""
        with self._changed:
            self._due, self._cut = math.inf, _nothing
            return self._passed

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _keep(self) -> None:
        with self._changed:
            while not self._closed:
                left = self._due - time.monotonic()
                if left <= 0:
                    self._due, self._passed = math.inf, True
                    self._cut()
                    continue
                self._wakes = self._due
                self._changed.wait(None if left == math.inf else left)


def let_interrupts_in() -> None:
    """An interrupt ends a wait for the server, whoever has put a handler of theirs in place.

    polars does, once it is imported, in a way that makes the system take up the wait again.
    """
    if hasattr(signal, "siginterrupt"):
        signal.siginterrupt(signal.SIGINT, True)


def _nothing() -> None:
    return None
