"""What a reader sees: the same from its first look to its last."""

from __future__ import annotations

from threading import RLock

from .mirrors.mirror import Mirror


class Pinned:
    """Mirrors by name that were looked at since reading began; None while nobody reads.

    Holds a lock meanwhile, so that there is one reader at a time, who may begin again inside.
    """

    __slots__ = ("_depth", "_lock", "mirrors")

    def __init__(self, lock: RLock) -> None:
        self._lock, self._depth = lock, 0
        self.mirrors: dict[str, Mirror] | None = None

    def __enter__(self) -> None:
        self._lock.acquire()
        if not self._depth:
            self.mirrors = {}
        self._depth += 1

    def __exit__(self, *_: object) -> None:
        self._depth -= 1
        if not self._depth:
            self.mirrors = None
        self._lock.release()
