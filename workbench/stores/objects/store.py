"""Named bytes in a folder or in an S3 bucket: one class over obstore for both."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import obstore
from obstore.store import LocalStore, S3Store

from ...core.errors import BadInput, StaleHandle
from ...core.values import Engine
from .faults import DRIVER_ERRORS, absent, translated
from .names import checked, checked_folder

_AT_ONCE = 16  # requests in flight while dropping: S3 answers each in 2 to 50 ms
# Parts of 5 MB in flight while putting. All of them must arrive within the read timeout,
# so more would need a faster line.
_PARTS_AT_ONCE = 4


class ObjectStore:
    """Objects by name, opened by `folder` or `s3`; safe to share between threads.

    `put` is atomic: whoever reads meanwhile gets the old bytes or the new ones, and an
    interrupted put leaves the old ones. S3 acknowledges what it has stored durably. A folder
    writes beside the name and renames, which outlives this process but, as obstore 0.12
    does not fsync, perhaps not a power cut in the next seconds.

    Names are as `names.checked` says; anything else is BadInput and reaches no store. A
    store that does not answer, refuses the key or has no room left is StoreUnavailable.
    """

    def __init__(self, store: LocalStore | S3Store, *, engine: str, place: str) -> None:
        self._store: LocalStore | S3Store | None = store
        self._place = place
        self.engine = Engine(engine, obstore.__version__)

    def get(self, name: str) -> bytes:
        """The object's bytes; BadInput with the nearest names where there is none."""
        checked(name)
        try:
            return obstore.get(self._open, name).bytes().to_bytes()
        except DRIVER_ERRORS as error:
            if absent(error):
                raise self._missing(name) from error
            raise translated(error, self._place, f"get {name!r}") from error

    def put(self, name: str, content: bytes) -> None:
        """Store `content`, replacing what the name held; from 5 MB on S3 in parts."""
        checked(name)
        if not isinstance(content, bytes | bytearray | memoryview):
            raise BadInput(
                f"object {name!r} must be bytes, not {type(content).__name__}; encode text first"
            )
        try:
            obstore.put(self._open, name, bytes(content), max_concurrency=_PARTS_AT_ONCE)
        except DRIVER_ERRORS as error:
            raise translated(error, self._place, f"put {name!r}") from error

    def names(self, prefix: str = "") -> list[str]:
        """All names below the folder `prefix`, at any depth, in code point order.

        A prefix ends at a `/`: `runs` finds `runs/1` and not `runs2`.
        """
        below = checked_folder(prefix)
        try:
            pages = obstore.list(self._open, below or None, chunk_size=1000)
            return sorted(found["path"] for page in pages for found in page)
        except DRIVER_ERRORS as error:
            if absent(error):
                return []
            raise translated(error, self._place, f"list {prefix!r}") from error

    def drop(self, names: Iterable[str]) -> int:
        """Remove the objects of these names; the number that was there."""
        if isinstance(names, str):
            raise BadInput(f"drop takes a list of names, not one text; pass [{names!r}]")
        wanted = [checked(name) for name in dict.fromkeys(names)]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return sum(pool.map(self._drop, wanted))

    def close(self) -> None:
        """Let go; every later call is a StaleHandle."""
        self._store = None

    @property
    def _open(self) -> LocalStore | S3Store:
        if self._store is None:
            raise StaleHandle(f"the object store {self._place} was closed; open it again")
        return self._store

    def _drop(self, name: str) -> bool:
        try:
            obstore.head(self._open, name)  # S3 deletes what is not there without a word
            obstore.delete(self._open, name)
        except DRIVER_ERRORS as error:
            if absent(error):
                return False
            raise translated(error, self._place, f"drop {name!r}") from error
        return True

    def _missing(self, name: str) -> BadInput:
        folder = name.rpartition("/")[0]
        near = difflib.get_close_matches(name, self._some_below(folder), n=3)
        nearest = f"nearest: {', '.join(map(repr, near))}" if near else "none is similar"
        return BadInput(
            f"no object {name!r} in {self._place}; {nearest}; names({folder!r}) lists them"
        )

    def _some_below(self, folder: str) -> list[str]:
        """Up to 1000 names, one request; none where the folder cannot be listed either."""
        try:
            page = next(iter(obstore.list(self._open, folder or None, chunk_size=1000)), ())
        except DRIVER_ERRORS:
            return []
        return [found["path"] for found in page]
