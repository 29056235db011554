"""One job at a time, here or in the background."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Work:
    """Jobs follow each other; of those in the background, what went wrong is told by `wait`."""

    def __init__(self) -> None:
        self._one = threading.Lock()
        self._thread: threading.Thread | None = None
        self._failed: BaseException | None = None

    @property
    def going(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def do(self, job: Callable[[], None]) -> None:
        with self._one:
            job()

    def start(self, job: Callable[[], None]) -> None:
        if not self.going:
            self._thread = threading.Thread(target=self._run, args=(job,), daemon=True)
            self._thread.start()

    def wait(self) -> None:
        if self._thread is not None:
            self._thread.join()
        failed, self._failed = self._failed, None
        if failed is not None:
            raise failed

    def _run(self, job: Callable[[], None]) -> None:
        try:
            self.do(job)
        except BaseException as error:  # kept for `wait`: searches go on exactly
            self._failed = error
