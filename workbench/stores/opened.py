"""The stores of one bench while they are open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from threading import RLock
from typing import Any

from ..core.errors import StaleHandle, StoreUnavailable
from . import connect
from .local import keeper
from .local.locks import Lock
from .profile import Profile


class OpenStores:
    """Opens each kind of store on first use, and is one user of the bench's local servers.

    The servers stay while any process holds this object open; a process that dies has let
    it go, because the kernel drops its lock.
    """

    def __init__(
        self,
        profile: Profile,
        folder: Path,
        others: Mapping[str, Callable[[Profile, Path], Any]] | None = None,
    ) -> None:
        """`others` open kinds that are made of stores, and let go as stores are."""
        self._profile, self._folder, self._others = profile, folder, others or {}
        self._open: dict[str, Any] = {}
        self._opening = RLock()  # of threads that ask at once, one opens a store
        self._users: Lock | None = Lock(folder / "run" / "users.lock")
        self._users.share()
        keeper.start(folder, profile.linger)

    def get(self, kind: str) -> Any:
        """The store of a kind of `connect`; StaleHandle after `close`."""
        if self._users is None:
            where = str(self._folder)
            raise StaleHandle(f"this bench is closed; open it again: wb.open({where!r})")
        with self._opening:
            if kind not in self._open:
                opened = self._others.get(kind) or partial(connect.opened, kind)
                self._open[kind] = opened(self._profile, self._folder)
            return self._open[kind]

    def reopening(self, kind: str) -> AbstractContextManager[None]:
        """A store found dead is let go, so that the next question opens it anew."""
        return _Reopening(self._open, kind)

    def let_go(self) -> None:
        """Close what is open; the next `get` opens it again."""
        while self._open:
            _kind, store = self._open.popitem()
            if hasattr(store, "close"):
                store.close()

    def close(self) -> None:
        self.let_go()
        if self._users is not None:
            self._users.close()
            self._users = None


class _Reopening:
    """A class, because some questions take less time than a generator's round."""

    __slots__ = ("_kind", "_open")

    def __init__(self, open: dict[str, Any], kind: str) -> None:
        self._open, self._kind = open, kind

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, StoreUnavailable):
            dead = self._open.pop(self._kind, None)
            if dead is not None:
                dead.close()
